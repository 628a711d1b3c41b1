"""Is the store what it was when it was written? Every record, its place in the chain, every checkpoint; the first thing wrong is named.

What is found, and how:

- a record that was edited: its facts no longer give its hash, or its columns or its content no longer agree with its facts;
- one that was removed: its place in the chain leads nowhere; with its place, a gap in the sequence;
- one that was inserted: a record that is neither in the chain nor waiting for it; in the chain, a link that does not follow; wherever
  it is, an authentication code that only the holder of the secret could have written;
- two that were swapped: links that do not follow;
- an end that was cut off, and a chain that was built anew: a signed checkpoint that the chain does not meet;
- a key of a subject, or a legal hold, that came or went without its record; a checkpoint that was removed from the database.

With public keys alone all of it is checked but authentication codes and whether the keys of subjects are sound.

Records that wait for their link (a second or so) are counted, and checked by themselves.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Row, func, select

from api.proof.canonical import canonical
from api.proof.chain import GENESIS, link_of
from api.proof.checkpoints import FILE, Checkpoint, check_signature, in_database, in_file
from api.proof.errors import CheckpointFileError, KeyUnusable, NotCanonical, ProofError, TornCheckpoint
from api.proof.keys import Keys, PublicKeys
from api.proof.secret import refuse_another_secret
from api.store.append import CODE, code_of
from api.store.entry import ERASURE, EXPIRY, HOLD, LIFT
from api.store.tables import chain, documents, holds, pending, records, subjects
from api.wire.identity import least_uuid7
from api.wire.moments import stamp
from lists.database import reading

_AT_ONCE = 1_000
CLOCKS = timedelta(seconds=10)
"""Records that are made at the same time enter the chain in any order, and clocks of several machines differ: less is not worth a note."""

UNCODED = 1
"""The form of facts that have no authentication code."""
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
    engine: Engine,
    keys: Keys | PublicKeys,
    folder: Path,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    most: int = 20,
    checkpoint_files: Sequence[Path] = (),
) -> Report:
    """Check the records made from `since` (included) until `until` (not included), or all; stop after `most` problems.

    The whole chain is followed from its beginning when `since` is None, else from the last link before the first record in range.
    It must meet the checkpoints in the database, in the file of the data folder `folder`, and in `checkpoint_files`, copies kept
    elsewhere. Raises `DatabaseError`; `KeyUnusable` for another secret than the one the database was written with.
    """
    with reading(engine, snapshot=True) as connection:
        return _Verification(connection, keys, folder, checkpoint_files, most).run(since, until)


class _Full(ProofError):
    """As many problems were found as were asked for."""


class _Verification:
    def __init__(self, connection: Connection, keys: Keys | PublicKeys, folder: Path, files: Sequence[Path], most: int) -> None:
        self._connection, self._keys, self._folder, self._files, self._most = connection, keys, folder, files, most
        self._secret = keys if isinstance(keys, Keys) else None
        self._coded = False
        self._backwards: list[str] = []
        self._problems: list[str] = []
        self._notes: list[str] = []
        self._checked = self._met = 0
        self._sound_documents: dict[str, bool] = {}
        self._erased: set[str] = set()
        self._expired_before: dict[str, str] = {}

    def run(self, since: datetime | None, until: datetime | None) -> Report:
        unlinked = 0
        if self._secret:
            refuse_another_secret(self._connection, self._secret)
        else:
            self._notes.append("public keys alone: authentication codes and the keys of subjects were not checked")
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
        if self._backwards:
            more = f"; a clock went backwards {len(self._backwards)} times" if len(self._backwards) > 1 else ""
            self._notes.append(self._backwards[0] + more)
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
        kept = self._read(in_database(self._connection))
        beside = self._read(in_file(self._folder / FILE))
        given = [checkpoint for file in self._files for checkpoint in self._given(file)]
        found: dict[int, list[Checkpoint]] = {}
        for checkpoint in dict.fromkeys([*kept, *beside, *given]):
            place = checkpoint.head.sequence
            problem = check_signature(checkpoint, self._keys)
            if problem:
                self._wrong(f"checkpoint at sequence {place}: {problem}")
                continue
            found.setdefault(place, []).append(checkpoint)
            if checkpoint not in kept and checkpoint in beside and place <= self._length():
                self._wrong(f"checkpoint at sequence {place}: it stands in {FILE} and was removed from the database")
        return found

    def _read(self, source: Iterator[Checkpoint]) -> dict[Checkpoint, None]:
        read: dict[Checkpoint, None] = {}
        try:
            for checkpoint in source:
                read[checkpoint] = None
        except TornCheckpoint as error:
            self._notes.append(str(error))
        except (CheckpointFileError, ValueError) as error:
            self._wrong(str(error))
        return read

    def _given(self, file: Path) -> dict[Checkpoint, None]:
        read = self._read(in_file(file))
        if not read:
            self._wrong(f"{file}: no checkpoint in it")
        return read

    def _follow(self, first: int, last: int | None, checkpoints: dict[int, list[Checkpoint]]) -> None:
        expected, link, before = first, self._link_before(first), None
        for row in self._linked(first, last):
            if row.sequence != expected:
                self._wrong(f"sequence {expected}: missing; the next place in the chain is {row.sequence}")
                link = None
            if row.id is None:
                self._wrong(f"sequence {row.sequence}: record {row.record} was removed")
            else:
                where = f"sequence {row.sequence}: record {row.id}"
                facts = self._check_record(row, where)
                if link is not None and link_of(link, row.hash, row.sequence) != row.link:
                    self._wrong(f"{where} does not follow the one before it: moved, inserted or edited")
                else:
                    self._check_code(facts, where)
                if before and before - row.at > CLOCKS:
                    self._backwards.append(f"sequence {row.sequence} is dated {stamp(row.at)}, before its predecessor ({stamp(before)})")
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

    def _check_record(self, row: Row[Any], where: str) -> dict[str, Any]:
        """Hold a record against itself; return its facts, empty when they are beyond use."""
        if hashlib.sha256(row.facts.encode()).hexdigest() != row.hash:
            self._wrong(f"{where} was edited: its facts do not give its hash")
            return {}
        try:
            facts = json.loads(row.facts)
            sound = canonical(facts).decode() == row.facts
        except (ValueError, NotCanonical):
            facts, sound = {}, False
        if not sound:
            self._wrong(f"{where} was edited: its facts are not canonical JSON")
            return {}
        differing = [name for name in _COLUMNS if facts.get(name) != getattr(row, name)]
        if facts.get("at") != stamp(row.at):
            differing.append("at")
        if differing:
            self._wrong(f"{where} was edited: {', '.join(differing)} differ from its facts")
        self._check_content(row, facts, where)
        for kind in ("policy", "basis"):
            hashed = facts.get(kind)
            if hashed and not self._is_kept(hashed, kind):
                self._wrong(f"{where}: the document {hashed[:16]} it refers to is missing or was edited")
        return dict(facts)

    def _check_code(self, facts: dict[str, Any], where: str) -> None:
        if not facts:
            return
        if facts.get("format") == UNCODED:
            if self._coded:
                self._wrong(f"{where} was inserted: it has no authentication code, as all records have by now")
            return
        self._coded = True
        if self._secret and facts.get(CODE) != code_of(self._secret, facts):
            self._wrong(f"{where} was not written by this service, or was edited: its authentication code is wrong")

    def _check_content(self, row: Row[Any], facts: dict[str, Any], where: str) -> None:
        said = facts.get("content")
        if row.content is None:
            if said and not self._was_expired(row):
                self._wrong(f"{where} was edited: its content is missing, and no record of its expiry is in the chain")
        elif not said or hashlib.sha256(row.content).hexdigest() != said["sha256"]:
            self._wrong(f"{where} was edited: its content is not the one its facts name")
        elif row.subject_key is None and row.subject not in self._erased:
            self._wrong(f"{where}: the key of its subject is missing, and no record of its erasure is in the chain")
        elif row.subject_key is not None and row.subject in self._erased:
            self._wrong(f"{where}: its subject was erased, and has a key again")
        elif row.subject_key is not None and not self._is_sound(row):
            self._wrong(f"{where}: the key of its subject was replaced: it cannot be read")

    def _is_sound(self, row: Row[Any]) -> bool:
        try:
            return self._secret is None or bool(self._secret.unwrap(row.subject_key, row.subject))
        except KeyUnusable:
            return False

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

    def _is_kept(self, hashed: str, kind: str) -> bool:
        if hashed not in self._sound_documents:
            wanted = select(documents.c.content).where(documents.c.hash == hashed, documents.c.kind == kind)
            content = self._connection.execute(wanted).scalar_one_or_none()
            self._sound_documents[hashed] = content is not None and hashlib.sha256(content.encode()).hexdigest() == hashed
        return self._sound_documents[hashed]

    def _holds(self) -> None:
        """Hold the legal holds that stand against the records of placing and lifting them."""
        stood: dict[str, tuple[str, str]] = {}
        lifted: set[str] = set()
        acts = select(records.c.kind, records.c.tenant, records.c.subject, records.c.facts).where(records.c.kind.in_((HOLD, LIFT)))
        for row in self._connection.execute(acts):
            hold = json.loads(row.facts)["hold"]
            if row.kind == LIFT:
                lifted.add(hold)
            else:
                stood[hold] = (row.tenant, row.subject)
        said = {hold: of for hold, of in stood.items() if hold not in lifted}
        standing = select(holds.c.id, holds.c.tenant, holds.c.subject).where(holds.c.lifted_at.is_(None))
        found = {row.id: (row.tenant, row.subject) for row in self._connection.execute(standing)}
        for hold in sorted(said.keys() | found.keys()):
            if hold not in found:
                self._wrong(f"hold {hold} was removed, or lifted without a record")
            elif said.get(hold) != found[hold]:
                self._wrong(f"hold {hold} was inserted or edited: no record says that it stands on this subject")

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
                where = f"record {row.id}, not linked yet,"
                self._check_code(self._check_record(row, where), where)
        return waiting

    def _end(self, checkpoints: dict[int, list[Checkpoint]]) -> None:
        length, furthest = self._length(), max(checkpoints, default=0)
        if furthest > length:
            self._wrong(f"the end was cut off: the chain ends at sequence {length}, and a checkpoint was signed at {furthest}")
        self._holds()
