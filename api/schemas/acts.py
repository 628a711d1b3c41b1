"""Acts of administration as they go out."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from api.schemas.base import Out, said
from api.store.acts import Act
from api.wire.moments import stamp

_TOLD_ELSEWHERE = {"id", "kind", "at", "caller", "tenant", "event", "format", "outcome", "policy", "basis", "batch", "content", "mac"}


class ActSchema(Out):
    """One act of administration."""

    id = fields.String(**said("Id of the record.", metadata={"format": "uuid"}))
    at = fields.String(**said("When, in UTC.", metadata={"format": "date-time"}))
    act = fields.String(**said("What was done: key created, roles changed, erasure, hold ..."))
    caller = fields.String(**said("Who did it."))
    facts = fields.Dict(keys=fields.String(), **said("What it was done to, and how; nothing personal."))
    hash = fields.String(**said("SHA-256 (hex) of the record's facts in canonical JSON."))
    sequence = fields.Integer(**said("Place in the chain, from 1; null for the moment until it has one.", allow_none=True))
    link = fields.String(**said("Link of the chain (SHA-256, hex); null for the moment until it has one.", allow_none=True))


class ActPageSchema(Out):
    """A page of acts, the newest first."""

    acts = fields.List(fields.Nested(ActSchema), **said("At most as many as asked for."))
    next_cursor = fields.String(**said("`cursor` of the next page; null on the last.", allow_none=True))


def act_view(act: Act) -> dict[str, Any]:
    """An act as `ActSchema` dumps it."""
    facts = {name: value for name, value in act.facts.items() if name not in _TOLD_ELSEWHERE and value is not None}
    return {**act._asdict(), "at": stamp(act.at), "act": act.facts.get("event", act.kind), "facts": facts}
