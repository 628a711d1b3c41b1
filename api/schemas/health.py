"""What the health checks answer."""

from __future__ import annotations

from marshmallow import fields

from api.schemas.base import Out, said


class HealthSchema(Out):
    """The process is up."""

    status = fields.String(**said("Always up.", metadata={"enum": ["up"]}))


class ReadySchema(Out):
    """The lists are loaded."""

    status = fields.String(**said("Always ready; anything else is a 503 problem.", metadata={"enum": ["ready"]}))
    lists = fields.Integer(**said("Lists in force.", metadata={"minimum": 1}))
    parties = fields.Integer(**said("Listed parties in the index.", metadata={"minimum": 0}))
    quarantined = fields.List(fields.String(), **said("Lists whose newest edition did not pass; the one before is in force, if any was."))
    failed = fields.List(fields.String(), **said("Lists whose publisher could not be reached at the last try."))
    index = fields.String(**said("SHA-256 (hex) of everything the index was built from."))
