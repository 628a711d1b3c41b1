"""The chain over the records: each link is the hash of the link before it and of one record.

Records are written first and linked soon after, many in one transaction, so that writers never wait for one another's link. A
record whose facts are edited no longer gives its link; one that is removed, inserted or moved breaks those behind it.
"""

from __future__ import annotations

import hashlib
from typing import NamedTuple

from sqlalchemy import Connection, Engine, bindparam, delete, func, select, text

from api.store.tables import chain, pending, records
from lists.database import DatabaseError, reading, writing

GENESIS = "0" * 64
"""What stands before the first link."""

MOST_AT_ONCE = 2_000
"""Records linked in one transaction."""

_LINK_LOCK = 0x11_4B
"""Key of the PostgreSQL advisory lock that lets one process link at a time; SQLite has one writer anyway."""


# Built once: building a statement costs more than carrying it out.
_WAITING = (
    select(pending.c.number, pending.c.record, records.c.hash)
    .join(records, records.c.id == pending.c.record)
    .order_by(pending.c.number)
    .limit(bindparam("most"))
)
_INSERT = chain.insert()
_DONE = delete(pending).where(pending.c.number == bindparam("done"))


class Head(NamedTuple):
    """The end of the chain: how many records it holds, and its last link."""

    sequence: int
    link: str


def link_of(previous: str, record_hash: str, sequence: int) -> str:
    """SHA-256 (hex) over the canonical JSON of the link before, the hash of the record's facts, and its place (from 1)."""
    return hashlib.sha256(f'{{"previous":"{previous}","record":"{record_hash}","sequence":{sequence}}}'.encode()).hexdigest()


def head(connection: Connection) -> Head:
    """Return the end of the chain; sequence 0 and `GENESIS` when it is empty."""
    row = connection.execute(select(chain.c.sequence, chain.c.link).order_by(chain.c.sequence.desc()).limit(1)).first()
    return Head(row.sequence, row.link) if row else Head(0, GENESIS)


def waiting(engine: Engine) -> int:
    """Count the records that are not linked yet."""
    with reading(engine) as connection:
        return int(connection.execute(select(func.count()).select_from(pending)).scalar_one())


def link_before(engine: Engine, sequence: int) -> str:
    """Return the link before a place in the chain. Raises `DatabaseError` when it is missing."""
    if sequence == 1:
        return GENESIS
    with reading(engine) as connection:
        link = connection.execute(select(chain.c.link).where(chain.c.sequence == sequence - 1)).scalar_one_or_none()
    if link is None:
        raise DatabaseError(f"sequence {sequence - 1} of the chain is missing")
    return str(link)


def link_pending(engine: Engine) -> Head:
    """Link every record that waits, in the order in which they were written; return the end of the chain.

    Several processes may call it at once: one works at a time, the others wait for it. Raises `DatabaseError`.
    """
    while True:
        with reading(engine) as connection:
            end, waits = head(connection), connection.execute(select(pending.c.number).limit(1)).first()
        if waits is None:
            return end
        with writing(engine) as connection:
            _link_some(connection)


def _link_some(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LINK_LOCK})
    rows = connection.execute(_WAITING, {"most": MOST_AT_ONCE}).all()
    if not rows:
        return
    sequence, link = head(connection)
    links = []
    for row in rows:
        sequence += 1
        link = link_of(link, row.hash, sequence)
        links.append({"sequence": sequence, "record": row.record, "link": link})
    connection.execute(_INSERT, links)
    connection.execute(_DONE, [{"done": row.number} for row in rows])
