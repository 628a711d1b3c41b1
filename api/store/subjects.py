"""Subjects: whom records are about, each with a key of its own for what is personal.

A subject is found by the keyed hash of the client's reference within a tenant; records without a reference have a subject each.
Erasing one destroys its key and its hash: what was encrypted stays, unreadable, and the chain over it stays verifiable.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, select

from api.proof.keys import KEY_LENGTH, Keys
from api.store.dialect import insert_new
from api.store.tables import subjects
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
    """Find or make the subject of each (at least one), in order. A subject cannot be erased before the transaction ends."""
    hashes = [reference_hash(keys, one.tenant, one.reference) if one.reference is not None else None for one in asked]
    made = {hashed: _made(one) for hashed, one in zip(hashes, asked, strict=True) if hashed is not None}
    alone = [_made(one) if hashed is None else made[hashed] for hashed, one in zip(hashes, asked, strict=True)]
    rows = {subject.id: _row(keys, subject, one, hashed) for subject, one, hashed in zip(alone, asked, hashes, strict=True)}
    # In one order whoever makes them: two transactions that wait for each other's rows would never end.
    ordered = sorted(rows.values(), key=lambda row: str(row["reference_hash"]))
    while insert_new(connection, subjects, ordered) < len(rows):
        known = _find(connection, keys, {one.tenant for one in asked}, set(made))
        if known.keys() == made.keys():
            return [subject if hashed is None else known[hashed] for subject, hashed in zip(alone, hashes, strict=True)]
        # One that was there was erased before it could be locked: it is made anew.
    return alone


def _made(one: Asked) -> Subject:
    return Subject(uuid7_at(one.at), os.urandom(KEY_LENGTH))


def _row(keys: Keys, subject: Subject, one: Asked, hashed: str | None) -> dict[str, object]:
    return {
        "id": subject.id,
        "tenant": one.tenant,
        "reference_hash": hashed,
        "key": keys.wrap(subject.key, subject.id),
        "created_at": one.at,
    }


_SUBJECTS = (
    select(subjects.c.reference_hash, subjects.c.id, subjects.c.key)
    .where(subjects.c.tenant.in_(bindparam("tenants", expanding=True)), subjects.c.reference_hash.in_(bindparam("hashes", expanding=True)))
    .order_by(subjects.c.reference_hash)
    .with_for_update(read=True)
)


def _find(connection: Connection, keys: Keys, tenants: set[str], hashes: set[str]) -> dict[str, Subject]:
    found = connection.execute(_SUBJECTS, {"tenants": sorted(tenants), "hashes": sorted(hashes)})
    return {row.reference_hash: Subject(row.id, keys.unwrap(row.key, row.id)) for row in found}
