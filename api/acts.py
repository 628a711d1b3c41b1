"""`/v1/audit/acts`: acts of administration on record: keys, lists, erasures, holds, expiry."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from api.caller import current_caller
from api.errors import InvalidParameters
from api.schemas.acts import ActPageSchema, act_view
from api.schemas.query import PageParameters
from api.store.acts import acts_of
from api.vault import current_vault
from api.wire.cursor import pack, unpack
from api.wire.resource import Resource
from screening.errors import Problem

resource = Resource("acts", __name__, url_prefix="/v1/audit", description="Who administered what, and when.")


@resource.operation("GET", "/acts", parameters=PageParameters, answers=ActPageSchema, refuses=(HTTPStatus.SERVICE_UNAVAILABLE,), keep=False)
def recorded_acts(page: dict[str, Any]) -> dict[str, Any]:
    """List acts of administration of the caller's tenant, the newest first, a page at a time; nothing personal is among them."""
    found, more = acts_of(current_vault().engine, current_caller().tenant, _after(page.get("cursor")), page["limit"])
    return {"acts": [act_view(act) for act in found], "next_cursor": pack("acts", found[-1].id) if more else None}


def _after(cursor: str | None) -> str | None:
    if cursor is None:
        return None
    parts = unpack(cursor, 2)
    if parts is None or parts[0] != "acts":
        raise InvalidParameters([Problem("cursor", "is not a cursor of this list", "the next_cursor of the page before, or none")])
    return parts[1]
