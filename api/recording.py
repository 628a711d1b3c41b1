"""Screenings put on record: what is kept of each, where, and that an answer leaves only when it is.

A record has facts (nothing personal: outcome, counts, policy, list editions) and a content (what was received and the answer in full),
which is encrypted with the key of its subject. What many records share, policies and bases, is kept once, by its hash.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from api.caller import Caller
from api.errors import KeyReused, NotRecorded
from api.proof.canonical import canonical, digest
from api.proof.errors import ProofError
from api.proof.keys import Keys
from api.record import ScreenedList, Screening
from api.record_settings import HASHED
from api.store.append import Stored
from api.store.entry import BATCH, REFUSAL, SCREENING, Document, Entry, Idempotency
from api.store.indexes import Editions
from api.store.inputs import hashed_answer, hashed_received, hashed_refusal
from api.vault import Vault
from api.wire.identity import uuid7_at
from lists.database import DatabaseError
from screening import ENGINE_VERSION, Index, Policy
from screening.errors import IndexFileError

POLICY, BASIS = "policy", "basis"


class Answered(NamedTuple):
    """A screening with the JSON document that was received and the one that is to be answered."""

    screening: Screening
    received: Any
    answer: dict[str, Any]


def entry_of(
    answered: Answered,
    caller: Caller,
    vault: Vault,
    *,
    place: int | None = None,
    batch: str | None = None,
    idempotency: Idempotency | None = None,
) -> Entry:
    """Arrange a screening as a record. `place` is its place in the batch `batch`."""
    screening, received, answer = answered
    if vault.config.inputs == HASHED:
        received, answer = hashed_received(vault.keys, received), hashed_answer(vault.keys, answer)
    found = screening.answer
    facts: dict[str, Any] = {
        "hits": found.total,
        "candidates": found.candidates,
        "best_below": found.best_below,
        "policy_id": screening.policy.id,
        "inputs": vault.config.inputs,
    }
    if place is not None:
        facts["place"] = place
    return Entry(
        id=str(screening.id),
        kind=SCREENING,
        at=screening.at,
        caller=caller,
        facts=facts,
        content={"received": received, "answer": answer},
        reference=screening.query.reference,
        outcome=found.outcome.value,
        policy=policy_document(screening.policy),
        basis=basis_document(screening.index, screening.editions, screening.lists),
        batch=batch,
        idempotency=idempotency,
    )


def put_on_record(vault: Vault, entries: list[Entry], index: Index) -> list[Stored]:
    """Record the entries and keep the index behind them. Raises `NotRecorded` when that cannot be done: then there is no answer."""
    try:
        return vault.record(entries, index)
    except (DatabaseError, IndexFileError, ProofError) as error:
        raise NotRecorded(f"nothing was recorded, so nothing is answered: {error}") from error


def idempotency_of(vault: Vault, caller: Caller, key: str, body: Any, at: datetime) -> Idempotency:
    """Hash an idempotency key and the body (a JSON value) it came with."""
    text = json.dumps(body, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    until = at + timedelta(hours=vault.config.idempotency_hours)
    return Idempotency(key_hash(vault.keys, caller, key), vault.keys.hashed("idempotent body", text), until)


def key_hash(keys: Keys, caller: Caller, key: str) -> str:
    """Hash an idempotency key: what the store knows it by."""
    return keys.hashed("idempotency key", caller.tenant, caller.name, key)


def refuse_another_body(stored: Stored) -> None:
    """Raise `KeyReused` when an idempotency key came with another body before."""
    if not stored.same_body:
        raise KeyReused("this Idempotency-Key came with another body before", "a new key for a new body")


@lru_cache(256)
def policy_document(policy: Policy) -> Document:
    """Write a policy as it is kept: its effect, under its own hash. The name it had stands in each record."""
    content = asdict(policy)
    del content["id"]
    # The form that `Policy.hash` is the hash of.
    return Document(POLICY, policy.hash, json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False))


def policy_from(document: Document, policy_id: str) -> Policy:
    """Read a policy that was kept. Raises `InvalidPolicy` when this version no longer allows it, `TypeError` for unknown fields."""
    return Policy(id=policy_id, **json.loads(document.content))


@lru_cache(256)
def basis_document(index_hash: str, editions: Editions, lists: tuple[ScreenedList, ...]) -> Document:
    """Write what an answer rests on: engine version, index with every edition in it, and each list that was screened."""
    basis = {"engine": ENGINE_VERSION, "index": index_hash, "editions": dict(editions), "lists": [_plain(each) for each in lists]}
    return Document(BASIS, digest(basis), canonical(basis).decode())


def _plain(each: ScreenedList) -> dict[str, Any]:
    return {**asdict(each), "published": each.published and each.published.isoformat()}


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


@dataclass(frozen=True, slots=True)
class Basis:
    """What an answer rests on: engine version, hash of the index, every edition in it, and the lists that were screened."""

    engine: str
    index: str
    editions: Editions
    lists: tuple[ScreenedList, ...]


def basis_from(document: Document) -> Basis:
    """Read a basis that was kept."""
    basis = json.loads(document.content)
    lists = tuple(ScreenedList(**{**each, "published": _day(each["published"])}) for each in basis["lists"])
    return Basis(basis["engine"], basis["index"], tuple(sorted(basis["editions"].items())), lists)


def batch_entry(batch: str, at: datetime, caller: Caller, *, rows: int, refused: int, idempotency: Idempotency | None = None) -> Entry:
    """Arrange a batch as a record of its own: how many rows it had, and how many of them were refused."""
    facts = {"rows": rows, "screened": rows - refused, "refused": refused}
    return Entry(batch, BATCH, at, caller, facts, idempotency=idempotency)


def refusal_entry(row: dict[str, Any], vault: Vault, batch: str, at: datetime, caller: Caller) -> Entry:
    """Arrange a row of a batch that was refused, as it is answered (JSON values), as a record about the subject of its reference.

    The row tells of its subject as any answer does: what is erased of a subject must take it along.
    """
    content = hashed_refusal(vault.keys, row) if vault.config.inputs == HASHED else row
    return Entry(
        id=uuid7_at(at),
        kind=REFUSAL,
        at=at,
        caller=caller,
        facts={"place": row["index"]},
        content=content,
        reference=row["reference"],
        outcome=row["outcome"],
        batch=batch,
    )
