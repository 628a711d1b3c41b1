"""Is the store what it was when it was written? Every record, its place in the chain, every checkpoint; the first thing wrong is named.

What is found, and how:

- a record that was edited: its facts no longer give its hash, or its columns or its content no longer agree with its facts;
- one that was removed: its place in the chain leads nowhere; with its place, a gap in the sequence;
- one that was inserted: a record that is neither in the chain nor waiting for it; in the chain, a link that does not follow;
- two that were swapped: links that do not follow;
- an end that was cut off, and a chain that was built anew: a signed checkpoint that the chain does not meet.

Records that wait for their link (a second or so) are counted, and checked by themselves.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Row, func, select

from api.proof.canonical import canonical
from api.proof.chain import GENESIS, link_of
from api.proof.checkpoints import FILE, Checkpoint, check_signature, in_database, in_file
from api.proof.errors import CheckpointFileError, NotCanonical, ProofError
from api.proof.keys import Keys
from api.store.entry import ERASURE, EXPIRY
from api.store.tables import chain, documents, pending, records, subjects
from api.wire.identity import least_uuid7
from api.wire.moments import stamp
from lists.database import reading

_AT_ONCE = 1_000
_COLUMNS = ("id", "kind", "tenant", "caller", "outcome", "policy", "basis", "batch", "subject")


@dataclass(frozen=True, slots=True)
class Report:
    """What was checked and what is wrong: `problems` in the order of the chain, the first one first, at most as many as asked for."""

    records: int
    unlinked: int
    checkpoints: int
    problems: tuple[str, ...]
    notes: tuple[str, ...] = field(default=())

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems


def verify(
    engine: Engine, keys: Keys, folder: Path, *, since: datetime | None = None, until: datetime | None = None, most: int = 20
) -> Report:
    """Check the records made from `since` (included) until `until` (not included), or all; stop after `most` problems.

    The whole chain is followed from its beginning when `since` is None, else from the last link before the first record in range.
    Raises `DatabaseError`.
    """
    with reading(engine, snapshot=True) as connection:
        return _Verification(connection, keys, folder, most).run(since, until)


class _Full(ProofError):
    """As many problems were found as were asked for."""


class _Verification:
    def __init__(self, connection: Connection, keys: Keys, folder: Path, most: int) -> None:
        self._connection, self._keys, self._folder, self._most = connection, keys, folder, most
        self._problems: list[str] = []
        self._notes: list[str] = []
        self._checked = self._met = 0
        self._sound_documents: dict[str, bool] = {}
        self._erased: set[str] = set()
        self._expired_before: dict[str, str] = {}

    def run(self, since: datetime | None, until: datetime | None) -> Report:
        unlinked = 0
        try:
            self._administered()
            first, last = self._range(since, until)
            checkpoints = self._checkpoints()
            self._follow(first, last, checkpoints)
            unlinked = self._unlinked(since, until)
            if until is None:
                self._end(checkpoints)
        except _Full:
            self._notes.append(f"stopped after {self._most} problems")
        return Report(self._checked, unlinked, self._met, tuple(self._problems), tuple(self._notes))

    def _wrong(self, what: str) -> None:
        self._problems.append(what)
        if len(self._problems) >= self._most:
            raise _Full

    def _range(self, since: datetime | None, until: datetime | None) -> tuple[int, int | None]:
        """The first and last place in the chain whose records are in the range of time; last None: to its end."""
        places = select(func.min(chain.c.sequence), func.max(chain.c.sequence)).join(records, records.c.id == chain.c.record)
        if since:
            places = places.where(records.c.id >= least_uuid7(since))
        if until:
            places = places.where(records.c.id < least_uuid7(until))
        first, last = self._connection.execute(places).one()
        if since is None:
            return 1, last if until else None
        return (first or self._length() + 1), last if until else None

    def _length(self) -> int:
        return int(self._connection.execute(select(func.coalesce(func.max(chain.c.sequence), 0))).scalar_one())

    def _checkpoints(self) -> dict[int, list[Checkpoint]]:
        """Every checkpoint whose signature is good, by the place it speaks of."""
        found: dict[int, list[Checkpoint]] = {}
        try:
            known = [*in_database(self._connection), *in_file(self._folder / FILE)]
        except (CheckpointFileError, ValueError) as error:
            self._wrong(str(error))
            known = []
        for checkpoint in dict.fromkeys(known):
            problem = check_signature(checkpoint, self._keys)
            if problem:
                self._wrong(f"checkpoint at sequence {checkpoint.head.sequence}: {problem}")
            else:
                found.setdefault(checkpoint.head.sequence, []).append(checkpoint)
        return found

    def _follow(self, first: int, last: int | None, checkpoints: dict[int, list[Checkpoint]]) -> None:
        expected, link, before = first, self._link_before(first), None
        for row in self._linked(first, last):
            if row.sequence != expected:
                self._wrong(f"sequence {expected}: missing; the next place in the chain is {row.sequence}")
                link = None
            if row.id is None:
                self._wrong(f"sequence {row.sequence}: record {row.record} was removed")
            else:
                self._check_record(row, f"sequence {row.sequence}: record {row.id}")
                if link is not None and link_of(link, row.hash, row.sequence) != row.link:
                    self._wrong(f"sequence {row.sequence}: record {row.id} does not follow the one before it: moved, inserted or edited")
                if before and stamp(row.at) < stamp(before):
                    self._notes.append(f"sequence {row.sequence} is dated {stamp(row.at)}, before its predecessor ({stamp(before)})")
                before = row.at
            for checkpoint in checkpoints.get(row.sequence, ()):
                if checkpoint.head.link != row.link:
                    self._wrong(f"sequence {row.sequence}: the link is not the one a checkpoint was signed for")
                self._met += 1
            expected, link = row.sequence + 1, row.link
            self._checked += 1

    def _linked(self, first: int, last: int | None) -> Iterator[Row[Any]]:
        after = first - 1
        query = (
            select(chain, records, subjects.c.key.label("subject_key"), subjects.c.erased_at)
            .join(records, records.c.id == chain.c.record, isouter=True)
            .join(subjects, subjects.c.id == records.c.subject, isouter=True)
            .order_by(chain.c.sequence)
            .limit(_AT_ONCE)
        )
        if last is not None:
            query = query.where(chain.c.sequence <= last)
        while rows := self._connection.execute(query.where(chain.c.sequence > after)).all():
            yield from rows
            after = rows[-1].sequence

    def _link_before(self, first: int) -> str | None:
        if first == 1:
            return GENESIS
        link = self._connection.execute(select(chain.c.link).where(chain.c.sequence == first - 1)).scalar_one_or_none()
        if link is None:
            self._wrong(f"sequence {first - 1}: missing")
        return link

    def _check_record(self, row: Row[Any], where: str) -> None:
        if hashlib.sha256(row.facts.encode()).hexdigest() != row.hash:
            self._wrong(f"{where} was edited: its facts do not give its hash")
            return
        try:
            facts = json.loads(row.facts)
            sound = canonical(facts).decode() == row.facts
        except (ValueError, NotCanonical):
            facts, sound = {}, False
        if not sound:
            self._wrong(f"{where} was edited: its facts are not canonical JSON")
            return
        differing = [name for name in _COLUMNS if facts.get(name) != getattr(row, name)]
        if facts.get("at") != stamp(row.at):
            differing.append("at")
        if differing:
            self._wrong(f"{where} was edited: {', '.join(differing)} differ from its facts")
        self._check_content(row, facts, where)
        for hashed in (facts.get("policy"), facts.get("basis")):
            if hashed and not self._is_kept(hashed):
                self._wrong(f"{where}: the document {hashed[:16]} it refers to is missing or was edited")

    def _check_content(self, row: Row[Any], facts: dict[str, Any], where: str) -> None:
        said = facts.get("content")
        if row.content is None:
            if said and not self._was_expired(row):
                self._wrong(f"{where} was edited: its content is missing, and no record of its expiry is in the chain")
        elif not said or hashlib.sha256(row.content).hexdigest() != said["sha256"]:
            self._wrong(f"{where} was edited: its content is not the one its facts name")
        elif row.subject_key is None and row.subject not in self._erased:
            self._wrong(f"{where}: the key of its subject is missing, and no record of its erasure is in the chain")

    def _was_expired(self, row: Row[Any]) -> bool:
        before = self._expired_before.get(row.tenant)
        return before is not None and stamp(row.at) < before

    def _administered(self) -> None:
        """Note which subjects were erased and what has expired, as the records of those acts say."""
        acts = select(records.c.kind, records.c.tenant, records.c.subject, records.c.facts).where(records.c.kind.in_((ERASURE, EXPIRY)))
        for row in self._connection.execute(acts):
            if row.kind == ERASURE:
                self._erased.add(row.subject)
            else:
                self._expired_before[row.tenant] = max(json.loads(row.facts)["before"], self._expired_before.get(row.tenant, ""))

    def _is_kept(self, hashed: str) -> bool:
        if hashed not in self._sound_documents:
            content = self._connection.execute(select(documents.c.content).where(documents.c.hash == hashed)).scalar_one_or_none()
            self._sound_documents[hashed] = content is not None and hashlib.sha256(content.encode()).hexdigest() == hashed
        return self._sound_documents[hashed]

    def _unlinked(self, since: datetime | None, until: datetime | None) -> int:
        """Check the records that are in no place of the chain; return how many of them wait for one."""
        query = (
            select(records, pending.c.number, subjects.c.key.label("subject_key"), subjects.c.erased_at)
            .join(chain, chain.c.record == records.c.id, isouter=True)
            .join(pending, pending.c.record == records.c.id, isouter=True)
            .join(subjects, subjects.c.id == records.c.subject, isouter=True)
            .where(chain.c.record.is_(None))
            .order_by(records.c.id)
        )
        if since:
            query = query.where(records.c.id >= least_uuid7(since))
        if until:
            query = query.where(records.c.id < least_uuid7(until))
        waiting = 0
        for row in self._connection.execute(query):
            if row.number is None:
                self._wrong(f"record {row.id} was inserted: it is not in the chain and does not wait for a place in it")
            else:
                waiting += 1
                self._check_record(row, f"record {row.id}, not linked yet,")
        return waiting

    def _end(self, checkpoints: dict[int, list[Checkpoint]]) -> None:
        length, furthest = self._length(), max(checkpoints, default=0)
        if furthest > length:
            self._wrong(f"the end was cut off: the chain ends at sequence {length}, and a checkpoint was signed at {furthest}")
