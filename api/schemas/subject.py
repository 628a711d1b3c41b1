"""Subjects, their erasure, and legal holds."""

from __future__ import annotations

from marshmallow import fields

from api.schemas.base import In, Out, said
from api.schemas.fields import Text


class ReferenceSchema(In):
    """The client's own reference of a party it asked about."""

    reference = Text(200, required=True, metadata={"description": "As it came with the queries.", "examples": ["customer-4711"]})


class SubjectSchema(Out):
    """A party that screenings are about."""

    subject = fields.String(**said("Id of the subject.", metadata={"format": "uuid"}))


class NothingSchema(In):
    """An empty object."""


class ErasureSchema(SubjectSchema):
    """What an erasure came to."""

    records = fields.Integer(**said("Records whose personal part cannot be read any more.", metadata={"minimum": 0}))


class HoldQuerySchema(In):
    """A hold to place."""

    reason = Text(500, required=True, metadata={"description": "Why: a case number, say. Nothing personal.", "examples": ["case 2026-17"]})


class HoldSchema(Out):
    """A legal hold."""

    id = fields.String(**said("Id of the hold.", metadata={"format": "uuid"}))
    subject = fields.String(**said("The subject it stands on."))
    reason = fields.String(**said("Why it was placed."))
    placed_at = fields.String(**said("UTC, ISO 8601.", metadata={"format": "date-time"}))
    placed_by = fields.String(**said("Who placed it."))


class HoldsSchema(Out):
    """Every hold that stands."""

    holds = fields.List(fields.Nested(HoldSchema), **said("The oldest first."))


class LiftedSchema(Out):
    """A hold that was lifted."""

    id = fields.String(**said("Id of the hold.", metadata={"format": "uuid"}))
    lifted = fields.Boolean(**said("Always true."))
