"""Problem details (RFC 9457) as they go out."""

from __future__ import annotations

from marshmallow import fields

from api.schemas.base import Out
from screening import Outcome


class FieldProblemSchema(Out):
    """One thing wrong with what was sent."""

    pointer = fields.String(metadata={"description": "JSON pointer (RFC 6901) into the body; empty for the whole of it."})
    parameter = fields.String(metadata={"description": "In place of a pointer: the parameter of the query string."})
    detail = fields.String(required=True, metadata={"description": "What is wrong."})
    allowed = fields.String(metadata={"description": "What is allowed."})


class ProblemSchema(Out):
    """Problem details (RFC 9457)."""

    type = fields.String(required=True, metadata={"format": "uri", "description": "Identifies the kind of problem."})
    title = fields.String(required=True, metadata={"description": "The kind of problem, in words."})
    status = fields.Integer(required=True, metadata={"description": "The HTTP status."})
    detail = fields.String(required=True, metadata={"description": "What is wrong this time."})
    instance = fields.String(metadata={"format": "uri", "description": "Identifies this occurrence; the log has it too."})
    allowed = fields.String(metadata={"description": "What is allowed."})
    outcome = fields.String(metadata={"enum": [Outcome.ERROR], "description": "With a 503: nothing is known; never `clear`."})
    errors = fields.List(fields.Nested(FieldProblemSchema), metadata={"description": "Every field or parameter at fault, up to 100."})
    errors_total = fields.Integer(metadata={"description": "How many there were."})
