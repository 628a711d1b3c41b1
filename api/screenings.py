"""`/v1/screenings`: one name, or many at once."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from api.batch import screen_rows
from api.catalogue import current_catalogue
from api.errors import InvalidBody
from api.examples import BATCHES, QUERIES
from api.record import screen_all, tally
from api.schemas.batch import BatchResultSchema
from api.schemas.query import BatchSchema, QuerySchema, load
from api.schemas.screening import ScreeningSchema, screening_view
from api.wire.log import current_log
from api.wire.resource import Resource

resource = Resource("screenings", __name__, url_prefix="/v1/screenings", description="Screen names against the lists in force.")
NOT_LOADED = (HTTPStatus.SERVICE_UNAVAILABLE,)


@resource.operation("POST", "", reads=QuerySchema, answers=ScreeningSchema, refuses=NOT_LOADED, examples=QUERIES)
def screen_one(document: Any) -> dict[str, Any]:
    """Screen one party.

    Answers with every listed party at or above the threshold, best first, each with its explanation and its list.
    """
    catalogue = current_catalogue()
    question, problems = load(QuerySchema(list_ids=catalogue.list_ids), document)
    if problems:
        raise InvalidBody(problems)
    [screening] = screen_all([question], catalogue)
    current_log().info("screened", screening=str(screening.id), lists=len(screening.lists), **tally([screening]))
    return screening_view(screening, catalogue.index.hash)


@resource.operation("POST", "/batch", reads=BatchSchema, answers=BatchResultSchema, refuses=NOT_LOADED, examples=BATCHES)
def screen_batch(document: Any) -> dict[str, Any]:
    """Screen up to 1,000 parties at once.

    Each query has its own result, in the same place: its screening, or the problem that kept it from being screened.
    """
    catalogue = current_catalogue()
    batch, problems = load(BatchSchema(), document)
    if problems:
        raise InvalidBody(problems)
    result, screenings = screen_rows(batch["queries"], catalogue)
    current_log().info("screened a batch", rows=len(batch["queries"]), refused=result["refused"], **tally(screenings))
    return result
