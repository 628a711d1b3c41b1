"""`/v1/keys`: the API keys of the caller's tenant."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

import marshmallow as ma

from api.access.administration import Wanted
from api.access.setup import current_administrator
from api.caller import current_caller
from api.errors import InvalidBody
from api.schemas.keys import KeyRequestSchema, KeySchema, KeysSchema, NewKeySchema, RolesSchema, RotationSchema, key_view, shown_view
from api.schemas.query import load
from api.wire.resource import Resource

resource = Resource("keys", __name__, url_prefix="/v1/keys", description="Who may ask: the API keys of the caller's tenant.")
NOT_READ = (HTTPStatus.SERVICE_UNAVAILABLE,)
NOT_FOUND = (HTTPStatus.NOT_FOUND, HTTPStatus.SERVICE_UNAVAILABLE)
NOT_CHANGED = (HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT, HTTPStatus.SERVICE_UNAVAILABLE)

_REQUESTS = {"a program that screens": {"name": "onboarding", "roles": ["screener"], "days": 90}}
_ROTATIONS = {"a day to exchange it": {"overlap_hours": 24}}
_ROLES = {"reads everything": {"roles": ["auditor"]}}


@resource.operation("GET", "", answers=KeysSchema, refuses=NOT_READ, keep=False)
def all_keys() -> dict[str, Any]:
    """List every key there is or was, without its text."""
    return {"keys": [key_view(key) for key in current_administrator().keys(current_caller().tenant)]}


@resource.operation(
    "POST",
    "",
    reads=KeyRequestSchema,
    answers=NewKeySchema,
    status=HTTPStatus.CREATED,
    refuses=(HTTPStatus.CONFLICT, HTTPStatus.SERVICE_UNAVAILABLE),
    examples=_REQUESTS,
)
def make_key(document: Any) -> dict[str, Any]:
    """Make a key. The answer is the only one that holds its text."""
    caller = current_caller()
    return shown_view(current_administrator().create(caller, caller.tenant, Wanted(**_loaded(KeyRequestSchema(), document))))


@resource.operation("GET", "/<key_id>", answers=KeySchema, refuses=NOT_FOUND, keep=False)
def one_key(key_id: str) -> dict[str, Any]:
    """Show one key, without its text."""
    return key_view(current_administrator().key(current_caller().tenant, key_id))


@resource.operation("PATCH", "/<key_id>", reads=RolesSchema, answers=KeySchema, refuses=NOT_CHANGED, examples=_ROLES)
def change_key(document: Any, key_id: str) -> dict[str, Any]:
    """Change the roles of a key, and of those it overlaps with. Nobody changes their own."""
    caller = current_caller()
    return key_view(current_administrator().change_roles(caller, caller.tenant, key_id, **_loaded(RolesSchema(), document)))


@resource.operation(
    "POST",
    "/<key_id>/rotation",
    reads=RotationSchema,
    answers=NewKeySchema,
    status=HTTPStatus.CREATED,
    refuses=NOT_CHANGED,
    examples=_ROTATIONS,
)
def rotate_key(document: Any, key_id: str) -> dict[str, Any]:
    """Replace a key by a new one. Both are good until the overlap ends."""
    caller = current_caller()
    return shown_view(current_administrator().rotate(caller, caller.tenant, key_id, **_loaded(RotationSchema(), document)))


@resource.operation("DELETE", "/<key_id>", answers=KeySchema, refuses=NOT_FOUND)
def revoke_key(key_id: str) -> dict[str, Any]:
    """End a key at once and for good."""
    caller = current_caller()
    return key_view(current_administrator().revoke(caller, caller.tenant, key_id))


def _loaded(schema: ma.Schema, document: Any) -> dict[str, Any]:
    value, problems = load(schema, document)
    if problems:
        raise InvalidBody(problems)
    loaded: dict[str, Any] = value
    return loaded
