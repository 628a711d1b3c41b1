"""`/v1/why`: why one listed party is a hit for a query, or where it was lost and what would change that."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from api.catalogue import Catalogue, current_catalogue
from api.errors import InvalidBody
from api.record import policy_of
from api.schemas.query import load
from api.schemas.why import WhyQuestion, WhyQuestionSchema, WhySchema
from api.wire.resource import Resource
from screening import Policy, Why, why

resource = Resource("why", __name__, url_prefix="/v1/why", description="Why a party is a hit, or is none.")
EXAMPLES: dict[str, Any] = {"somebody else": {"name": "Reinhard Schmidt", "party": "cn-mfa:reinhard-butikofer"}}


@resource.operation("POST", "", reads=WhyQuestionSchema, answers=WhySchema, refuses=(HTTPStatus.SERVICE_UNAVAILABLE,), examples=EXAMPLES)
def why_party(document: Any) -> dict[str, Any]:
    """Follow one listed party through the screening of a query.

    Every name of the party is compared in full, whatever retrieval would have done: the answer says at which stage it was lost.
    """
    catalogue = current_catalogue()
    asked, problems = load(WhyQuestionSchema(**catalogue.scopes), document)
    if problems:
        raise InvalidBody(problems)
    return why_view(followed(asked, catalogue))


def followed(asked: WhyQuestion, catalogue: Catalogue) -> Why:
    """Follow the party of the question; the policy is the default one as the question changes it."""
    return why(asked.question.query, asked.party, catalogue.index, policy_of(asked.question, Policy()))


def why_view(found: Why) -> dict[str, Any]:
    """Arrange an answer as `WhySchema` dumps it."""
    return {
        "stage": found.stage,
        "party": found.party,
        "listed_name": found.listed_name.text if found.listed_name else None,
        "score": found.score,
        "name_score": found.name_score,
        "threshold": found.threshold,
        "short_by": found.short_by,
        "in_order": found.alignment.in_order,
        "alignment": found.alignment.pairs,
        "evidence": found.evidence,
        "explanation": found.explanation,
        "changes": found.changes,
    }
