"""Subjects: whom records are about, each with a key of its own for what is personal.

A subject is found by the keyed hash of the client's reference within a tenant; records without a reference have a subject each.
Erasing one destroys its key and its hash: what was encrypted stays, unreadable, and the chain over it stays verifiable.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, select

from api.proof.keys import KEY_LENGTH, Keys
from api.store.dialect import insert_or_ignore
from api.store.tables import subjects
from api.store.tenants import within_any
from api.wire.identity import uuid7_at


class Subject(NamedTuple):
    """A subject's id and its key, 32 bytes."""

    id: str
    key: bytes


class Asked(NamedTuple):
    """What a subject is looked for by: tenant, the client's reference (None: a subject of its own), the moment of asking."""

    tenant: str
    reference: str | None
    at: datetime


def reference_hash(keys: Keys, tenant: str, reference: str) -> str:
    """Hash a client's reference: what `subjects` knows it by."""
    return keys.hashed("reference", tenant, reference)


def subjects_for(connection: Connection, keys: Keys, asked: Sequence[Asked]) -> list[Subject]:
    """Find or make the subject of each, in order. A subject cannot be erased before the transaction ends."""
    wanted = [reference_hash(keys, one.tenant, one.reference) if one.reference is not None else None for one in asked]
    tenants = {one.tenant for one in asked}
    known = _find(connection, keys, tenants, {hashed for hashed in wanted if hashed is not None})
    # In one order whoever makes them: two transactions that wait for each other's rows would never end.
    missing = {hashed: one for hashed, one in sorted(_named(wanted, asked)) if hashed not in known}
    made = {hashed: Subject(uuid7_at(one.at), os.urandom(KEY_LENGTH)) for hashed, one in missing.items()}
    alone = [Subject(uuid7_at(one.at), os.urandom(KEY_LENGTH)) for one in asked]
    rows = [_row(keys, made[hashed], one, hashed) for hashed, one in missing.items()]
    rows += [_row(keys, subject, one, None) for subject, one, hashed in zip(alone, asked, wanted, strict=True) if hashed is None]
    if rows:
        connection.execute(insert_or_ignore(connection, subjects), rows)
    if missing:
        known |= _find(connection, keys, tenants, set(missing))  # another process may have been first: then its row counts
    return [subject if hashed is None else known[hashed] for subject, hashed in zip(alone, wanted, strict=True)]


def _named(wanted: Sequence[str | None], asked: Sequence[Asked]) -> list[tuple[str, Asked]]:
    return [(hashed, one) for hashed, one in zip(wanted, asked, strict=True) if hashed is not None]


def _row(keys: Keys, subject: Subject, one: Asked, hashed: str | None) -> dict[str, object]:
    return {
        "id": subject.id,
        "tenant": one.tenant,
        "reference_hash": hashed,
        "key": keys.wrap(subject.key, subject.id),
        "created_at": one.at,
    }


def _find(connection: Connection, keys: Keys, tenants: set[str], hashes: set[str]) -> dict[str, Subject]:
    if not hashes:
        return {}
    found = connection.execute(
        select(subjects.c.reference_hash, subjects.c.id, subjects.c.key)
        .where(within_any(tenants, subjects), subjects.c.reference_hash.in_(sorted(hashes)))
        .order_by(subjects.c.reference_hash)
        .with_for_update(read=True)
    )
    return {row.reference_hash: Subject(row.id, keys.unwrap(row.key, row.id)) for row in found}
