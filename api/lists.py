"""`/v1/lists` and `/v1/parties`: what is in force, to the last listed party."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from api.catalogue import Catalogue, current_catalogue
from api.errors import InvalidParameters
from api.schemas.lists import ListDetailSchema, ListsSchema, PartyPageSchema
from api.schemas.party import PartySchema
from api.schemas.query import PageParameters
from api.wire.cursor import decode, encode
from api.wire.resource import Resource
from lists import ListInForce
from screening import DesignatedParty
from screening.errors import Problem

resource = Resource("lists", __name__, url_prefix="/v1", description="The lists in force and the parties on them.")
NOT_LOADED = (HTTPStatus.SERVICE_UNAVAILABLE,)
NOT_FOUND = (HTTPStatus.NOT_FOUND, HTTPStatus.SERVICE_UNAVAILABLE)


@resource.operation("GET", "/lists", answers=ListsSchema, refuses=NOT_LOADED)
def all_lists() -> dict[str, Any]:
    """Name every list in force, with its edition and how complete it is."""
    return {"lists": current_catalogue().lists}


@resource.operation("GET", "/lists/<list_id>", answers=ListDetailSchema, refuses=NOT_FOUND)
def one_list(list_id: str) -> dict[str, Any]:
    """Describe one list, with the document it is derived from and what that states."""
    catalogue = current_catalogue()
    found = catalogue.list_of(list_id)
    return {"source": found.source, "edition": found.edition, "source_document": _document(catalogue, found)}


@resource.operation("GET", "/lists/<list_id>/parties", parameters=PageParameters, answers=PartyPageSchema, refuses=NOT_FOUND)
def parties_of_list(page: dict[str, Any], list_id: str) -> dict[str, Any]:
    """List the parties of one list, a page at a time, in the order of their ids."""
    catalogue = current_catalogue()
    edition = catalogue.list_of(list_id).edition.id
    after = _after(page.get("cursor"), list_id, edition)
    parties, more = catalogue.page(list_id, after, page["limit"])
    cursor = encode(list_id, edition, parties[-1].id) if more else None
    return {
        "list_id": list_id,
        "edition": edition,
        "total": len(catalogue.index.places(list_id)),
        "parties": parties,
        "next_cursor": cursor,
    }


@resource.operation("GET", "/parties/<party_id>", answers=PartySchema, refuses=NOT_FOUND)
def one_party(party_id: str) -> DesignatedParty:
    """Show one listed party in full."""
    return current_catalogue().party(party_id)


def _after(cursor: str | None, list_id: str, edition: str) -> str | None:
    if cursor is None:
        return None
    place = decode(cursor)
    allowed = "the next_cursor of the page before, or none to start again"
    if place is None or place.list_id != list_id:
        raise InvalidParameters([Problem("cursor", "is not a cursor of this list", allowed)])
    if place.edition != edition:
        # Going on would skip or repeat parties in silence.
        raise InvalidParameters([Problem("cursor", f"belongs to edition {place.edition}; edition {edition} is now in force", allowed)])
    return place.after


def _document(catalogue: Catalogue, found: ListInForce) -> dict[str, Any] | None:
    document = catalogue.documents.get(found.source.document or "")
    if document is None:
        return None
    statements = [{"id": document.pointer(each.number), "says": each.says} for each in document.statements if found.source.id in each.lists]
    return {
        "id": document.id,
        "title": document.title,
        "published": document.published,
        "sha256": document.sha256,
        "statements": statements,
    }
