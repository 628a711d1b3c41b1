"""`/v1/screenings`: one name, or many at once; every answer on record before it leaves, and read back from there."""

from __future__ import annotations

from dataclasses import asdict
from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import url_for

from api.asking import Given, ask_many, ask_one
from api.caller import current_caller
from api.catalogue import current_catalogue
from api.errors import InvalidBody, InvalidParameters
from api.examples import BATCHES, QUERIES
from api.record import tally
from api.replaying import On, replay
from api.retrieving import filter_hash, line_view, receipt_for, screening_record, stored_page, stored_view
from api.schemas.batch import BatchResultSchema
from api.schemas.proof import ReceiptSchema, ReplayQuerySchema, ReplaySchema
from api.schemas.query import BatchSchema, QuerySchema, load
from api.schemas.screening import ScreeningSchema
from api.schemas.stored import ScreeningFilters, ScreeningPageSchema, StoredScreeningSchema
from api.store.entry import SCREENING
from api.store.reading import Filter
from api.vault import current_vault
from api.wire.cursor import pack, unpack
from api.wire.idempotency import IDEMPOTENCY_KEY, idempotency_key
from api.wire.log import current_log
from api.wire.resource import Resource, Written
from screening.errors import Problem

resource = Resource("screenings", __name__, url_prefix="/v1/screenings", description="Screen names against the lists in force.")
NOT_STORED = (HTTPStatus.CONFLICT, HTTPStatus.SERVICE_UNAVAILABLE)
NOT_READ = (HTTPStatus.SERVICE_UNAVAILABLE,)
NOT_FOUND = (HTTPStatus.NOT_FOUND, HTTPStatus.SERVICE_UNAVAILABLE)


@resource.operation(
    "POST",
    "",
    reads=QuerySchema,
    answers=ScreeningSchema,
    status=HTTPStatus.CREATED,
    headers=[IDEMPOTENCY_KEY],
    refuses=NOT_STORED,
    examples=QUERIES,
)
def screen_one(document: Any) -> Written:
    """Screen one party.

    Answers with every listed party at or above the threshold, best first, each with its explanation and its list. The screening is
    on record before it is answered.
    """
    given = ask_one(document, current_catalogue(), current_vault(), current_caller(), idempotency_key())
    current_log().info("screened", screening=given.answer["id"], repeated=given.repeated, **tally(given.screenings))
    return _created(given, url_for("screenings.stored_screening", screening_id=given.answer["id"]))


@resource.operation(
    "POST",
    "/batch",
    reads=BatchSchema,
    answers=BatchResultSchema,
    status=HTTPStatus.CREATED,
    headers=[IDEMPOTENCY_KEY],
    refuses=NOT_STORED,
    examples=BATCHES,
)
def screen_batch(document: Any) -> Written:
    """Screen up to 1,000 parties at once.

    Each query has its own result, in the same place: its screening, or the problem that kept it from being screened.
    """
    catalogue = current_catalogue()
    batch, problems = load(BatchSchema(), document)
    if problems:
        raise InvalidBody(problems)
    given = ask_many(batch["queries"], catalogue, current_vault(), current_caller(), idempotency_key())
    current_log().info(
        "screened a batch",
        batch=given.answer["batch"],
        repeated=given.repeated,
        rows=len(batch["queries"]),
        refused=given.answer["refused"],
        **tally(given.screenings),
    )
    return _created(given, url_for("screenings.stored_screenings", batch=given.answer["batch"]))


@resource.operation("GET", "", parameters=ScreeningFilters, answers=ScreeningPageSchema, refuses=NOT_READ, keep=False)
def stored_screenings(given: dict[str, Any]) -> dict[str, Any]:
    """List screenings, the newest first, a page at a time; nothing personal is in the list."""
    cursor, limit = given.pop("cursor", None), given.pop("limit")
    wanted = Filter(kind=SCREENING, **given)
    found, more = stored_page(current_vault(), current_caller().tenant, _from(cursor, wanted), limit)
    return {
        "screenings": [line_view(record) for record in found],
        "next_cursor": pack(filter_hash(wanted), found[-1].id) if more else None,
    }


@resource.operation("GET", "/<uuid:screening_id>", answers=StoredScreeningSchema, refuses=NOT_FOUND, keep=False)
def stored_screening(screening_id: UUID) -> Written:
    """Read a screening back: the answer as it was given, and how it is on record."""
    vault = current_vault()
    return Written(stored_view(vault, screening_record(vault, current_caller().tenant, str(screening_id))))


@resource.operation("GET", "/<uuid:screening_id>/receipt", answers=ReceiptSchema, refuses=NOT_FOUND, keep=False)
def receipt(screening_id: UUID) -> Written:
    """Sign a statement of a screening, a clear one too, that proves itself without the database.

    `screening audit verify-receipt` checks it, and so can anyone who has the public key.
    """
    return Written(receipt_for(current_vault(), current_caller().tenant, str(screening_id)))


@resource.operation(
    "POST",
    "/<uuid:screening_id>/replay",
    reads=ReplayQuerySchema,
    answers=ReplaySchema,
    refuses=(HTTPStatus.CONFLICT, *NOT_FOUND),
    examples={"on what it rested on": {"on": "recorded"}, "on what is in force now": {"on": "current"}},
)
def replay_screening(document: Any, screening_id: UUID) -> Written:
    """Ask a past screening again: on the very editions, policy and engine it rested on, or on those in force now.

    Nothing is recorded. On what it rested on the answer is the same, or a problem says exactly why it cannot be given again.
    """
    asked, problems = load(ReplayQuerySchema(), document)
    if problems:
        raise InvalidBody(problems)
    vault = current_vault()
    record = screening_record(vault, current_caller().tenant, str(screening_id))
    again = replay(vault, record, asked["on"], current_catalogue() if asked["on"] is On.CURRENT else None)
    return Written({**asdict(again), "on": again.on.value})


def _created(given: Given, location: str) -> Written:
    again = {"Idempotency-Replayed": "true"} if given.repeated else {}
    return Written(given.answer, {"Location": location, **again})


def _from(cursor: str | None, wanted: Filter) -> Filter:
    if cursor is None:
        return wanted
    parts = unpack(cursor, 2)
    if parts is None or parts[0] != filter_hash(wanted):
        raise InvalidParameters(
            [Problem("cursor", "is not a cursor of this list", "the next_cursor of the page before, with the same filters, or none")]
        )
    return Filter(**{**{name: getattr(wanted, name) for name in Filter.__slots__}, "after": parts[1]})
