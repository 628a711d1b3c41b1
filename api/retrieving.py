"""Screenings read back from their records."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from api.errors import UnknownResource
from api.proof.canonical import digest
from api.proof.receipt import receipt_of
from api.recording import BASIS, POLICY, basis_from, policy_from
from api.schemas.batch import ERROR, OK
from api.schemas.screening import PolicySchema, ScreenedListSchema, list_view
from api.store.entry import BATCH, SCREENING, Document
from api.store.reading import Filter, Readable, Record, batch_of, document_of, page_of, record_of
from api.vault import Vault
from api.wire.moments import stamp
from lists.database import DatabaseError

_POLICY, _LIST = PolicySchema(), ScreenedListSchema()


def screening_record(vault: Vault, tenant: str, screening_id: str) -> Record:
    """Return the record of a screening. Raises `UnknownResource` when the tenant has none of that id."""
    record = record_of(vault.engine, vault.keys, tenant, screening_id, SCREENING)
    if record is None:
        raise UnknownResource("no screening has this id", "an id that POST /v1/screenings answered with")
    return record


def stored_answer(vault: Vault, record: Record) -> dict[str, Any]:
    """Return the answer as it was given (JSON values); reference, query and hits are null when they cannot be read any more."""
    if record.readable is Readable.YES:
        answer: dict[str, Any] = record.content["answer"]
        return answer
    facts = record.facts
    basis = basis_from(kept_document(vault, facts["basis"], BASIS))
    policy = policy_from(kept_document(vault, facts["policy"], POLICY), facts["policy_id"])
    return {
        "id": record.id,
        "reference": None,
        "outcome": facts["outcome"],
        "query": None,
        "hits": None,
        "hits_total": facts["hits"],
        "candidates": facts["candidates"],
        "best_below": facts["best_below"],
        "lists": [_LIST.dump(list_view(each, record.at)) for each in basis.lists],
        "policy": _POLICY.dump(policy),
        "engine": {"version": basis.engine, "index": basis.index},
        "screened_at": stamp(record.at),
    }


def stored_view(vault: Vault, record: Record) -> dict[str, Any]:
    """Arrange a screening as `StoredScreeningSchema` describes it (JSON values)."""
    return {
        **stored_answer(vault, record),
        "record": {
            "tenant": record.tenant,
            "caller": record.caller,
            "batch": record.facts["batch"],
            "subject": record.facts["subject"],
            "readable": record.readable,
            "inputs": record.facts["inputs"],
            "hash": record.hash,
            "sequence": record.sequence,
            "link": record.link,
        },
    }


def line_view(record: Record) -> dict[str, Any]:
    """Arrange a screening as `ScreeningLineSchema` dumps it."""
    facts = record.facts
    return {
        "id": record.id,
        "screened_at": stamp(record.at),
        "outcome": facts["outcome"],
        "hits_total": facts["hits"],
        "caller": record.caller,
        "readable": record.readable,
        **{name: facts[name] for name in ("candidates", "best_below", "policy", "basis", "batch", "subject")},
    }


def stored_page(vault: Vault, tenant: str, wanted: Filter, limit: int) -> tuple[list[Record], bool]:
    """Return up to `limit` screenings without what is personal, the newest first, and whether more follow."""
    return page_of(vault.engine, vault.keys, tenant, wanted, limit)


def filter_hash(wanted: Filter) -> str:
    """Tell one set of filters from another, wherever the page begins: 16 hex digits."""
    narrowed = {name: str(getattr(wanted, name)) for name in Filter.__slots__ if name != "after"}
    return digest(narrowed)[:16]


def receipt_for(vault: Vault, tenant: str, screening_id: str) -> dict[str, Any]:
    """Sign a receipt of a screening (JSON values). Raises `UnknownResource`, `DatabaseError`."""
    record, previous = vault.place_in_chain(screening_record(vault, tenant, screening_id))
    documents = (kept_document(vault, record.facts["policy"], POLICY), kept_document(vault, record.facts["basis"], BASIS))
    return receipt_of(record, previous, documents, vault.keys, datetime.now(UTC))


def stored_batch(vault: Vault, tenant: str, batch: str) -> list[dict[str, Any]]:
    """Return the results of a batch as they were given, in order."""
    head = record_of(vault.engine, vault.keys, tenant, batch, BATCH)
    if head is None:
        raise DatabaseError(f"the record of batch {batch} is missing")
    rows = {record.facts["place"]: _row(vault, record) for record in batch_of(vault.engine, vault.keys, tenant, batch)}
    return [rows.get(place) or _unreadable(place) for place in range(head.facts["rows"])]


def _row(vault: Vault, record: Record) -> dict[str, Any] | None:
    place = record.facts["place"]
    if record.kind == SCREENING:
        return {"index": place, "status": OK, **stored_answer(vault, record)}
    row: dict[str, Any] | None = record.content
    return row


def _unreadable(place: int) -> dict[str, Any]:
    problem = {
        "type": "urn:screening:problem:erased",
        "title": "Erased",
        "status": 410,
        "detail": "why this row was refused has been erased since",
    }
    return {"index": place, "status": ERROR, "outcome": "error", "reference": None, "problem": problem}


def kept_document(vault: Vault, hashed: str, kind: str) -> Document:
    """Return a policy or basis that a record refers to. Raises `DatabaseError` when it is not there."""
    document = document_of(vault.engine, hashed)
    if document is None or document.kind != kind:
        raise DatabaseError(f"the {kind} {hashed[:16]} that a record refers to is missing")
    return document
