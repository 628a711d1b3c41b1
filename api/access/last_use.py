"""When keys were last used, without a write for each request: noted in memory, written together now and then."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import Engine

from api.store import keys
from lists.database import DatabaseError, writing

INTERVAL = 60.0
"""Least seconds between two writes of one process; what is shown of a key's last use may be that much behind."""


class LastUse:
    """Collects uses for all threads of one process."""

    def __init__(self, engine: Callable[[], Engine], log: Any, clock: Callable[[], float] = time.monotonic) -> None:
        self._engine = engine
        self._log = log
        self._clock = clock
        self._uses: dict[str, datetime] = {}
        self._lock = threading.Lock()
        self._written_at: float | None = None

    def note(self, key_id: str, at: datetime) -> None:
        """Take note that a key was used."""
        with self._lock:
            self._uses[key_id] = at

    def write_if_due(self) -> None:
        """Write what was noted, unless that was done a moment ago. Meant for the time after an answer has been sent.

        A database that cannot be written is logged, and what was noted is kept for the next time.
        """
        now = self._clock()
        with self._lock:
            if not self._uses or (self._written_at is not None and now - self._written_at < INTERVAL):
                return
            self._written_at, uses, self._uses = now, self._uses, {}
        try:
            with writing(self._engine()) as connection:
                keys.note_uses(connection, uses)
        except DatabaseError as error:
            self._log.warning("last use of keys not written", reason=str(error))
            with self._lock:
                self._uses = {**uses, **self._uses}
