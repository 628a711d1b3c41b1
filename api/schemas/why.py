"""Why one party is a hit for a query, or is none: what is asked and what is answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import marshmallow as ma
from marshmallow import fields

from api.schemas.base import Out, Score, said
from api.schemas.fields import Text
from api.schemas.party import PartySchema
from api.schemas.query import QuerySchema, Question
from api.schemas.screening import EvidenceSchema, PairSchema
from screening import Stage


@dataclass(frozen=True, slots=True)
class WhyQuestion:
    """A question of a screening, and the id of the party to follow."""

    question: Question
    party: str


class WhyQuestionSchema(QuerySchema):
    """A query as for a screening, and the listed party to follow through it."""

    party = Text(300, required=True, metadata={"description": "Id of the party.", "examples": ["cn-mfa:reinhard-butikofer"]})

    @ma.post_load
    def question(self, data: dict[str, Any], **options: Any) -> WhyQuestion:
        """Build the question and keep the party beside it."""
        party = data.pop("party")
        return WhyQuestion(super().question(data, **options), party)


class WhySchema(Out):
    """The way of one party through the screening of one query."""

    stage = fields.String(**said("Where it ended.", metadata={"enum": list(Stage)}))
    party = fields.Nested(PartySchema, **said("The party; null when no list has it.", allow_none=True))
    listed_name = fields.String(**said("The party's name most like the query's; null when none was compared.", allow_none=True))
    score = Score(metadata={"description": "Name score and evidence together."})
    name_score = Score(metadata={"description": "How well the two names agree."})
    threshold = Score(metadata={"description": "Score from which a listed party is a hit."})
    short_by = Score(metadata={"description": "What the score lacks to the threshold; 0 for a hit."})
    in_order = fields.Boolean(**said("Whether the paired tokens keep their order."))
    alignment = fields.List(fields.Nested(PairSchema), **said("How the tokens of the two names paired."))
    evidence = fields.List(fields.Nested(EvidenceSchema), **said("What else agreed, contradicted or is unknown."))
    explanation = fields.String(**said("One sentence a person can read."))
    changes = fields.List(fields.String(), **said("Sentences, each one thing that would change the stage; empty for a hit."))
