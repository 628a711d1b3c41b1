"""Records as they are read back: each within its tenant, what is personal decrypted while its subject's key exists."""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Engine, Row, and_, select

from api.proof.keys import Keys, decrypt
from api.store.entry import Document
from api.store.tables import chain, documents, idempotency, records, subjects
from api.store.tenants import alike, within
from api.wire.identity import least_uuid7
from lists.database import reading


class Readable(StrEnum):
    """Whether what is personal in a record can be read."""

    YES = "yes"
    NEVER_WAS = "nothing personal"
    ERASED = "erased"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Record:
    """One record.

    `facts` as recorded, `hash` the SHA-256 (hex) of their canonical JSON; `sequence` and `link` its place in the chain, None as
    long as it has none; `content` what is personal, None unless it was asked for and `readable` is yes.
    """

    id: str
    kind: str
    tenant: str
    caller: str
    at: datetime
    facts: dict[str, Any]
    hash: str
    sequence: int | None
    link: str | None
    readable: Readable
    content: Any = None


@dataclass(frozen=True, slots=True)
class Filter:
    """Which records of a tenant: each field narrows, None leaves open. `since` is included, `until` is not."""

    kind: str | None = None
    outcome: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    policy: str | None = None
    basis: str | None = None
    caller: str | None = None
    batch: str | None = None
    subject: str | None = None
    after: str | None = None
    ascending: bool = field(default=False, kw_only=True)


def record_of(engine: Engine, keys: Keys, tenant: str, record_id: str, kind: str) -> Record | None:
    """Return the record, None when the tenant has none of that id and kind. Raises `DatabaseError`, `KeyUnusable`."""
    wanted = [within(tenant, records), records.c.id == record_id, records.c.kind == kind]
    with reading(engine) as connection:
        row = connection.execute(_select().where(*wanted)).first()
    return _record(row, keys) if row else None


def page_of(engine: Engine, keys: Keys, tenant: str, wanted: Filter, limit: int, *, content: bool = False) -> tuple[list[Record], bool]:
    """Return up to `limit` records, the newest first (or the oldest: `ascending`), and whether more follow.

    With `content` what is personal is decrypted too. The order is that of the ids, which is that of the times. Raises
    `DatabaseError`, `KeyUnusable`.
    """
    order = records.c.id.asc() if wanted.ascending else records.c.id.desc()
    query = _select().where(within(tenant, records), *_conditions(wanted)).order_by(order).limit(limit + 1)
    with reading(engine) as connection:
        rows = connection.execute(query).all()
    return [_record(row, keys, content=content) for row in rows[:limit]], len(rows) > limit


def batch_of(engine: Engine, keys: Keys, tenant: str, batch: str) -> list[Record]:
    """Return every record of a batch, in the order of ids. Raises `DatabaseError`, `KeyUnusable`."""
    with reading(engine) as connection:
        rows = connection.execute(_select().where(within(tenant, records), records.c.batch == batch).order_by(records.c.id)).all()
    return [_record(row, keys) for row in rows]


def document_of(engine: Engine, hashed: str) -> Document | None:
    """Return what is kept under a hash, None when nothing is. Raises `DatabaseError`."""
    with reading(engine) as connection:
        row = connection.execute(select(documents).where(documents.c.hash == hashed)).first()
    return Document(row.kind, row.hash, row.content) if row else None


def answered_before(engine: Engine, tenant: str, caller: str, key: str, now: datetime) -> tuple[str, str] | None:
    """Return the record that answered an idempotency key, and the hash of the body then; None when none did or its time is over."""
    mine = [within(tenant, idempotency), idempotency.c.caller == caller, idempotency.c.key == key, idempotency.c.expires_at > now]
    with reading(engine) as connection:
        row = connection.execute(select(idempotency.c.record, idempotency.c.body).where(*mine)).first()
    return (row.record, row.body) if row else None


def _select() -> Any:
    return (
        select(records, subjects.c.key.label("subject_key"), chain.c.sequence, chain.c.link)
        .join(subjects, and_(alike(subjects, records), subjects.c.id == records.c.subject), isouter=True)
        .join(chain, chain.c.record == records.c.id, isouter=True)
    )


def _conditions(wanted: Filter) -> Sequence[ColumnElement[bool]]:
    equal = ("kind", "outcome", "policy", "basis", "caller", "batch", "subject")
    found: list[ColumnElement[bool]] = [records.c[name] == getattr(wanted, name) for name in equal if getattr(wanted, name) is not None]
    if wanted.since:
        found.append(records.c.id >= least_uuid7(wanted.since))
    if wanted.until:
        found.append(records.c.id < least_uuid7(wanted.until))
    if wanted.after:
        found.append(records.c.id > wanted.after if wanted.ascending else records.c.id < wanted.after)
    return found


def _record(row: Row[Any], keys: Keys, *, content: bool = True) -> Record:
    readable = _readable(row)
    return Record(
        id=row.id,
        kind=row.kind,
        tenant=row.tenant,
        caller=row.caller,
        at=row.at,
        facts=json.loads(row.facts),
        hash=row.hash,
        sequence=row.sequence,
        link=row.link,
        readable=readable,
        content=opened(row.content, keys.unwrap(row.subject_key, row.subject), row.id) if content and readable is Readable.YES else None,
    )


def _readable(row: Row[Any]) -> Readable:
    if json.loads(row.facts)["content"] is None:
        return Readable.NEVER_WAS
    if row.content is None:
        return Readable.EXPIRED
    return Readable.ERASED if row.subject_key is None else Readable.YES


def opened(content: bytes, key: bytes, record_id: str) -> Any:
    """Decrypt what `append.sealed` encrypted. Raises `KeyUnusable`."""
    return json.loads(zlib.decompress(decrypt(key, content, record_id.encode())))
