"""Example requests for the OpenAPI document, and the true answer to the first: computed, with an id and a time that do not change."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from api.catalogue import Catalogue
from api.record import policy_of, screen_under, screened_lists
from api.schemas.query import QuerySchema
from api.schemas.screening import ScreeningSchema, screening_view
from screening import Policy

QUERIES: dict[str, Any] = {
    "a name": {"name": "Reinhard Buetikofer"},
    "all that is known": {
        "name": "王君正",
        "other_names": ["Wang Chun-cheng"],
        "kind": "individual",
        "birth_date": "1963",
        "countries": ["CN"],
        "threshold": 0.85,
        "limit": 10,
        "reference": "customer-4711",
    },
}

BATCHES: dict[str, Any] = {"two queries": {"queries": [{"name": "Glucksman Raphael"}, {"name": "MERICS", "kind": "entity"}]}}

_ID = UUID("0196e4a0-5c00-7000-8000-000000000000")
_AT = datetime(2025, 5, 18, 12, tzinfo=UTC)


def example_answers(catalogue: Catalogue) -> dict[str, Any]:
    """Answer the first example request; by path of the operation."""
    question = QuerySchema(**catalogue.scopes).load(next(iter(QUERIES.values())))
    [screening] = screen_under([question.query], [policy_of(question, Policy())], catalogue.index, screened_lists(catalogue))
    fixed = replace(screening, id=_ID, at=_AT)
    return {"/v1/screenings": ScreeningSchema().dump(screening_view(fixed))}
