"""A batch as it goes out: for each query its screening, or its problem."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import fields

from api.schemas.base import Out, said
from api.schemas.problem import ProblemSchema
from api.schemas.screening import ScreeningSchema
from screening import Outcome

OK, ERROR = "ok", "error"


class ScreenedRowSchema(ScreeningSchema):
    """The screening of one query of a batch."""

    index = fields.Integer(**said("Place of the query in the batch, from 0.", metadata={"minimum": 0}))
    status = fields.String(**said("The query was screened.", metadata={"enum": [OK]}))


class RefusedRowSchema(Out):
    """A query of a batch that could not be screened, and why."""

    index = fields.Integer(**said("Place of the query in the batch, from 0.", metadata={"minimum": 0}))
    status = fields.String(**said("The query was not screened.", metadata={"enum": [ERROR]}))
    outcome = fields.String(**said("Never `clear`: nothing is known.", metadata={"enum": [Outcome.ERROR]}))
    reference = fields.String(**said("The client's own; null when not given or itself at fault.", allow_none=True))
    problem = fields.Nested(ProblemSchema, **said("What is wrong; pointers lead into the body of the batch."))


# Made once: making a schema with all that is nested in it costs more than a screening.
_SCREENED_ROW, _REFUSED_ROW = ScreenedRowSchema(), RefusedRowSchema()


def dump_row(value: Mapping[str, Any]) -> dict[str, Any]:
    """Dump one result as what it is."""
    row: dict[str, Any] = (_SCREENED_ROW if value["status"] == OK else _REFUSED_ROW).dump(value)
    return {"index": row["index"], "status": row["status"], **row}


class BatchResultSchema(Out):
    """The results of a batch."""

    batch = fields.String(**said("Id of the batch, a UUID of version 7; `batch` of its screenings.", metadata={"format": "uuid"}))
    results = fields.List(
        fields.Raw(metadata={"oneOf": [{"$ref": "#/components/schemas/ScreenedRow"}, {"$ref": "#/components/schemas/RefusedRow"}]}),
        **said("One for each query, in the same order."),
    )
    screened = fields.Integer(**said("How many were screened.", metadata={"minimum": 0}))
    refused = fields.Integer(**said("How many were not, each with its problem.", metadata={"minimum": 0}))
