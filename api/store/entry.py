"""What is about to be recorded, before it has a row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from api.caller import Caller

SCREENING, BATCH, REFUSAL = "screening", "batch", "refusal"
"""Kinds of record of what was asked: a question and its answer, a request with many, and one row of such that could not be screened."""

ERASURE, EXPIRY, HOLD, LIFT, EVENT = "erasure", "expiry", "hold", "lift", "event"
"""Kinds of record of what was done; an event is any other act of administration, and says which in its facts."""


@dataclass(frozen=True, slots=True)
class Document:
    """Something many records refer to; `hash` is the SHA-256 (hex) of `content`, a JSON text."""

    kind: str
    hash: str
    content: str


class Idempotency(NamedTuple):
    """The keyed hashes of an idempotency key and of the body it came with, and until when they are kept."""

    key: str
    body: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """One record to be.

    `id` is a UUID of version 7. `facts` say what happened without anything personal (JSON values). `content` is what is
    personal (any JSON value): it is kept encrypted, readable as long as its subject has not been erased; `reference` is the
    client's own for that subject, None when it gave none. `subject` is the id of an existing subject that a record without content
    concerns. `policy` and `basis` are what a screening rested on.
    """

    id: str
    kind: str
    at: datetime
    caller: Caller
    facts: Mapping[str, Any]
    content: Any = None
    reference: str | None = None
    subject: str | None = None
    outcome: str | None = None
    policy: Document | None = None
    basis: Document | None = None
    batch: str | None = None
    idempotency: Idempotency | None = None
