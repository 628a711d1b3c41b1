"""Many threads recording at once, few transactions: whoever gets to write writes for all who wait.

A commit costs a write to disk whatever is in it. While one thread commits, others queue up; the first of them to go on commits
for the whole queue. Nobody waits for a timer, and a lone caller is written at once.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Sequence

from sqlalchemy import Engine

from api.proof.keys import Keys
from api.store.append import Stored, append
from api.store.entry import Entry
from lists.database import Conflict, DatabaseError, writing
from screening.errors import ScreeningError

MOST_TOGETHER = 500
"""Entries of one transaction, beyond those of the first that waits: a transaction stays short however many wait."""


class Writer:
    """Appends records for all threads of one process."""

    def __init__(self, engine: Engine, keys: Keys) -> None:
        self._engine = engine
        self._keys = keys
        self._waiting: deque[_Wait] = deque()
        self._turn = threading.Lock()
        self._known: set[str] = set()

    def record(self, entries: Sequence[Entry]) -> list[Stored]:
        """Record the entries, all or none; return once they are committed.

        Raises `DatabaseError`, `NotCanonical` or `KeyUnusable`: then none is recorded.
        """
        if not entries:
            return []
        mine = _Wait(entries)
        self._waiting.append(mine)
        with self._turn:
            while mine.outcome is None:
                self._write(self._next())
        if isinstance(mine.outcome, ScreeningError):
            raise mine.outcome
        return mine.outcome

    def _next(self) -> list[_Wait]:
        taken, size = [self._waiting.popleft()], 0
        while self._waiting and size + len(self._waiting[0].entries) <= MOST_TOGETHER:
            size += len(self._waiting[0].entries)
            taken.append(self._waiting.popleft())
        return taken

    def _write(self, together: list[_Wait]) -> None:
        try:
            self._commit(together)
        except Conflict as error:
            # One of them breaks a rule of the database: the others must not suffer for it.
            for each in together if len(together) > 1 else ():
                self._write([each])
            if len(together) == 1:
                together[0].outcome = error
        except ScreeningError as error:
            for each in together:
                each.outcome = error
        finally:
            for each in together:
                each.outcome = each.outcome or DatabaseError("the record was not written")

    def _commit(self, together: list[_Wait]) -> None:
        entries = [entry for each in together for entry in each.entries]
        with writing(self._engine) as connection:
            stored = append(connection, self._keys, entries, self._known)
        self._known |= {document.hash for entry in entries for document in (entry.policy, entry.basis) if document}
        results = iter(stored)
        for each in together:
            each.outcome = [next(results) for _ in each.entries]


class _Wait:
    """The entries of one caller, and what became of them once it is known."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.entries = entries
        self.outcome: list[Stored] | ScreeningError | None = None
