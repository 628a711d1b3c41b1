"""`/v1/subjects` and `/v1/holds`: finding whom records are about, erasing, and holding back from erasing."""

from __future__ import annotations

from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any
from uuid import UUID

from api.caller import current_caller
from api.errors import InvalidBody, UnknownResource
from api.schemas.query import load
from api.schemas.subject import (
    ErasureSchema,
    HoldQuerySchema,
    HoldSchema,
    HoldsSchema,
    LiftedSchema,
    NothingSchema,
    ReferenceSchema,
    SubjectSchema,
)
from api.store.erasure import erase, find_subject
from api.store.holds import Hold, lift_hold, place_hold, standing
from api.vault import current_vault
from api.wire.log import current_log
from api.wire.moments import stamp
from api.wire.resource import Resource

resource = Resource("subjects", __name__, url_prefix="/v1", description="Whom records are about: erasure and legal holds.")
NOT_FOUND = (HTTPStatus.NOT_FOUND, HTTPStatus.SERVICE_UNAVAILABLE)


@resource.operation(
    "POST",
    "/subjects/search",
    reads=ReferenceSchema,
    answers=SubjectSchema,
    refuses=NOT_FOUND,
    examples={"a reference": {"reference": "customer-4711"}},
)
def find(document: Any) -> dict[str, Any]:
    """Find the subject that a reference of yours stands for. The reference is in the body, so that no log of addresses has it."""
    vault, asked = current_vault(), _read(ReferenceSchema(), document)
    subject = find_subject(vault.engine, vault.keys, current_caller().tenant, asked["reference"])
    if subject is None:
        raise UnknownResource("no screening came with this reference, or its subject was erased", "a reference as it came with a query")
    return {"subject": subject}


@resource.operation(
    "POST",
    "/subjects/<uuid:subject>/erasure",
    reads=NothingSchema,
    answers=ErasureSchema,
    refuses=(HTTPStatus.CONFLICT, *NOT_FOUND),
    examples={"nothing": {}},
)
def erase_subject(document: Any, subject: UUID) -> dict[str, Any]:
    """Erase a subject for good: what is personal in its records can never be read again. The records themselves stay, and the chain."""
    _read(NothingSchema(), document)
    vault, caller = current_vault(), current_caller()
    count = erase(vault.engine, vault.keys, caller, str(subject), datetime.now(UTC))
    vault.sealer.notice()
    current_log().info("erased a subject", subject=str(subject), records=count)
    return {"subject": str(subject), "records": count}


@resource.operation(
    "POST",
    "/subjects/<uuid:subject>/holds",
    reads=HoldQuerySchema,
    answers=HoldSchema,
    status=HTTPStatus.CREATED,
    refuses=NOT_FOUND,
    examples={"a case": {"reason": "case 2026-17"}},
)
def hold_subject(document: Any, subject: UUID) -> dict[str, Any]:
    """Place a legal hold: as long as it stands, nothing of the subject is erased or expires."""
    vault, caller, asked = current_vault(), current_caller(), _read(HoldQuerySchema(), document)
    hold = place_hold(vault.engine, vault.keys, caller, str(subject), reason=asked["reason"], now=datetime.now(UTC))
    vault.sealer.notice()
    current_log().info("placed a hold", subject=str(subject), hold=hold.id)
    return _view(hold)


@resource.operation("GET", "/holds", answers=HoldsSchema, refuses=(HTTPStatus.SERVICE_UNAVAILABLE,), keep=False)
def all_holds() -> dict[str, Any]:
    """Name every legal hold that stands."""
    return {"holds": [_view(hold) for hold in standing(current_vault().engine, current_caller().tenant)]}


@resource.operation(
    "POST", "/holds/<uuid:hold>/lift", reads=NothingSchema, answers=LiftedSchema, refuses=NOT_FOUND, examples={"nothing": {}}
)
def lift(document: Any, hold: UUID) -> dict[str, Any]:
    """Lift a legal hold."""
    _read(NothingSchema(), document)
    vault = current_vault()
    lift_hold(vault.engine, vault.keys, current_caller(), str(hold), datetime.now(UTC))
    vault.sealer.notice()
    current_log().info("lifted a hold", hold=str(hold))
    return {"id": str(hold), "lifted": True}


def _read(schema: Any, document: Any) -> Any:
    asked, problems = load(schema, document)
    if problems:
        raise InvalidBody(problems)
    return asked


def _view(hold: Hold) -> dict[str, Any]:
    return {**hold._asdict(), "placed_at": stamp(hold.placed_at)}
