"""Erasing one subject, and what has outlived its time. Facts, hashes and chain stay; what is personal cannot be read again.

Erasing destroys the key of a subject and the hash of its reference. Expiry removes the encrypted contents, and the keys that nothing
needs any more. Both leave a record in the chain, by which verification tells them from tampering.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, Engine, Table, and_, delete, exists, func, select, text, update

from api.caller import Caller
from api.proof.keys import Keys
from api.store.append import append
from api.store.entry import ERASURE, EXPIRY, Entry
from api.store.errors import UnderHold
from api.store.holds import lock_subject
from api.store.subjects import reference_hash
from api.store.tables import holds, idempotency, records, subjects
from api.store.tenants import alike, within
from api.wire.identity import least_uuid7, uuid7_at
from api.wire.moments import stamp
from lists.database import outside_transactions, reading, writing

_AT_ONCE = 5_000


class Expired(NamedTuple):
    """What an expiry removed: contents of records, and keys of subjects."""

    records: int
    subjects: int


def find_subject(engine: Engine, keys: Keys, tenant: str, reference: str) -> str | None:
    """Return the id of the subject a client knows by `reference`; None when there is none."""
    with reading(engine) as connection:
        mine = [within(tenant, subjects), subjects.c.reference_hash == reference_hash(keys, tenant, reference)]
        found = connection.execute(select(subjects.c.id).where(*mine))
        return found.scalar_one_or_none()


def erase(engine: Engine, keys: Keys, caller: Caller, subject: str, now: datetime) -> int:
    """Destroy what makes a subject of the caller's tenant readable; return how many records that concerns.

    Raises `UnknownSubject`, `UnderHold`, `DatabaseError`.
    """
    with writing(engine) as connection:
        lock_subject(connection, caller.tenant, subject)
        stands = [within(caller.tenant, holds), holds.c.subject == subject, holds.c.lifted_at.is_(None)]
        if connection.execute(select(holds.c.id).where(*stands)).first():
            raise UnderHold("a legal hold stands on this subject")
        about = select(records.c.id).where(within(caller.tenant, records), records.c.subject == subject, records.c.content.is_not(None))
        count = int(connection.execute(select(func.count()).select_from(about.subquery())).scalar_one())
        connection.execute(delete(idempotency).where(within(caller.tenant, idempotency), idempotency.c.record.in_(about)))
        erased = update(subjects).where(within(caller.tenant, subjects), subjects.c.id == subject)
        connection.execute(erased.values(key=None, reference_hash=None, erased_at=now))
        append(connection, keys, [Entry(uuid7_at(now), ERASURE, now, caller, {"records": count}, subject=subject)], set())
    forget(engine)
    return count


def expire(engine: Engine, keys: Keys, caller: Caller, before: datetime, now: datetime) -> Expired:
    """Remove the contents of a tenant's records made before a moment, but those under a hold; and the keys nothing needs any more.

    Raises `DatabaseError`; calling it again goes on where it was interrupted.
    """
    removed = keyless = 0
    with writing(engine) as connection:
        count = len(_due(connection, caller.tenant, before, None))
        if count:
            act = Entry(uuid7_at(now), EXPIRY, now, caller, {"before": stamp(before), "records": count})
            append(connection, keys, [act], set())
    while True:
        with writing(engine) as connection:
            due = _due(connection, caller.tenant, before, _AT_ONCE)
            if not due:
                break
            removed += _remove(connection, caller.tenant, due)
    after: str | None = ""
    while after is not None:
        with writing(engine) as connection:
            dropped, after = _drop_keys(connection, caller.tenant, before, now, after)
            keyless += dropped
    if removed or keyless:
        forget(engine)
    return Expired(removed, keyless)


def _due(connection: Connection, tenant: str, before: datetime, most: int | None) -> list[str]:
    query = select(records.c.id).where(
        within(tenant, records), records.c.id < least_uuid7(before), records.c.content.is_not(None), ~_held(records, records.c.subject)
    )
    return list(connection.execute(query.order_by(records.c.id).limit(most)).scalars())


def _held(table: Table, subject: ColumnElement[str]) -> ColumnElement[bool]:
    return exists().where(alike(holds, table), holds.c.subject == subject, holds.c.lifted_at.is_(None))


def _remove(connection: Connection, tenant: str, due: Sequence[str]) -> int:
    """Remove the contents of the records but those that were put under a hold meanwhile; return how many were removed."""
    about = select(records.c.subject).where(within(tenant, records), records.c.id.in_(due))
    _lock(connection, tenant, subjects.c.id.in_(about))
    mine = [within(tenant, records), records.c.id.in_(due)]
    done = connection.execute(update(records).where(*mine, ~_held(records, records.c.subject)).values(content=None))
    gone = select(records.c.id).where(*mine, records.c.content.is_(None))
    connection.execute(delete(idempotency).where(within(tenant, idempotency), idempotency.c.record.in_(gone)))
    return int(done.rowcount)


def _lock(connection: Connection, tenant: str, which: ColumnElement[bool]) -> None:
    """Let nobody record anything about these subjects, nor put them under a hold, until the transaction ends.

    What others did before they let go is not in what was read until now: the statement that follows must look again. In the order in
    which those who record lock them: two transactions that wait for each other's rows would never end.
    """
    query = select(subjects.c.id).where(within(tenant, subjects), which).order_by(subjects.c.reference_hash)
    connection.execute(query.with_for_update()).all()


def _drop_keys(connection: Connection, tenant: str, before: datetime, now: datetime, after: str) -> tuple[int, str | None]:
    """Destroy keys that nothing needs, of some of the subjects behind `after`; return how many, and behind which one to go on.

    A subject about which somebody records at this moment is left for the next time.
    """
    needed = exists().where(alike(records, subjects), records.c.subject == subjects.c.id, records.c.content.is_not(None))
    useless = and_(subjects.c.created_at < before, subjects.c.key.is_not(None), ~needed, ~_held(subjects, subjects.c.id))
    query = select(subjects.c.id).where(within(tenant, subjects), useless, subjects.c.id > after).order_by(subjects.c.id).limit(_AT_ONCE)
    locked = list(connection.execute(query.with_for_update(skip_locked=True)).scalars())
    done = connection.execute(
        update(subjects)
        .where(within(tenant, subjects), subjects.c.id.in_(locked), useless)
        .values(key=None, reference_hash=None, erased_at=now)
    )
    return int(done.rowcount), locked[-1] if locked else None


def drop_idempotency_keys(engine: Engine, now: datetime) -> int:
    """Drop the idempotency keys, of every tenant, whose time is over; return how many. Raises `DatabaseError`."""
    with writing(engine) as connection:
        return int(connection.execute(delete(idempotency).where(idempotency.c.expires_at <= now)).rowcount)


def forget(engine: Engine) -> None:
    """Let the database overwrite what was deleted: SQLite's log of changes, PostgreSQL's dead rows."""
    statement = "VACUUM subjects" if engine.dialect.name == "postgresql" else "PRAGMA wal_checkpoint(TRUNCATE)"
    with outside_transactions(engine) as connection:
        connection.execute(text(statement))
