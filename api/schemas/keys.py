"""API keys as they come in and go out. The text of a key goes out once, in the answer to the request that made it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from marshmallow import fields

from api.access.administration import DAYS, LEAST_DAYS, MOST_DAYS, MOST_OVERLAP_HOURS, NAME_ALLOWED, NAME_PATTERN, OVERLAP_HOURS, Shown
from api.access.roles import Role
from api.access.settings import MOST_RATE
from api.schemas.base import In, Out, said
from api.schemas.fields import Choice, Each, Formed, Whole
from api.store.keys import ACTIVE, EXPIRED, REVOKED, Key
from api.wire.moments import stamp


class _Moment(fields.DateTime):
    """A moment, written as everywhere in the service."""

    def _serialize(self, value: Any, *_: Any, **__: Any) -> Any:
        return None if value is None else stamp(value)


def _days() -> Whole:
    return Whole(
        LEAST_DAYS,
        MOST_DAYS,
        load_default=DAYS,
        metadata={"description": f"Days until the key expires. Left out: {DAYS}.", "default": DAYS},
    )


def _roles() -> Each:
    return Each(Choice(Role), len(Role), least=1, required=True, metadata={"description": "What its holder may do.", "uniqueItems": False})


class KeyRequestSchema(In):
    """A key to be made."""

    name = Formed(
        NAME_PATTERN, NAME_ALLOWED, required=True, metadata={"description": "Name of the client; given once.", "examples": ["onboarding"]}
    )
    roles = _roles()
    days = _days()
    rate = Whole(1, MOST_RATE, metadata={"description": "Requests a minute. Left out: as many as the settings allow any caller."})


class RotationSchema(In):
    """How a key is replaced."""

    overlap_hours = Whole(
        0,
        MOST_OVERLAP_HOURS,
        load_default=OVERLAP_HOURS,
        metadata={
            "description": f"Hours for which the old key stays good. Left out: {OVERLAP_HOURS}.",
            "default": OVERLAP_HOURS,
        },
    )
    days = _days()


class RolesSchema(In):
    """The roles a key is to have, instead of those it had."""

    roles = _roles()


class KeySchema(Out):
    """An API key, without its text."""

    id = fields.String(**said("What identifies the key; the first part of its text."))
    name = fields.String(**said("Name of the client: the same for a key and those that replace it."))
    generation = fields.Integer(**said("1 for the first key of the name, 2 for the one that replaced it ...", metadata={"minimum": 1}))
    roles = fields.List(fields.String(metadata={"enum": list(Role)}), **said("What its holder may do."))
    rate = fields.Integer(**said("Requests a minute; null: as many as the settings allow any caller.", allow_none=True))
    state = fields.String(**said("Whether it is good now.", metadata={"enum": [ACTIVE, EXPIRED, REVOKED]}))
    created_at = _Moment(**said("When it was made, in UTC."))
    created_by = fields.String(**said("Who made it."))
    expires_at = _Moment(**said("When it expires, in UTC."))
    revoked_at = _Moment(**said("When it was revoked, in UTC.", allow_none=True))
    last_used_at = _Moment(**said("When it was last used, in UTC; up to a minute behind.", allow_none=True))


class NewKeySchema(KeySchema):
    """An API key that was just made, with its text, which is shown here and never again."""

    key = fields.String(**said("The key: what a client sends. It is kept nowhere."))


class KeysSchema(Out):
    """Every key of the tenant."""

    keys = fields.List(fields.Nested(KeySchema), **said("In the order of names."))


def key_view(key: Key) -> dict[str, Any]:
    """A key as `KeySchema` dumps it."""
    shown = {name: getattr(key, name) for name in KeySchema().fields if name != "state"}
    return {**shown, "roles": sorted(key.roles), "state": key.state(datetime.now(UTC))}


def shown_view(shown: Shown) -> dict[str, Any]:
    """A key that was just made as `NewKeySchema` dumps it."""
    return {**key_view(shown.key), "key": shown.text}
