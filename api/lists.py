"""`/v1/lists` and `/v1/parties`: what is in force, to the last listed party."""

from __future__ import annotations

from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

from sqlalchemy import Connection

from api.catalogue import Catalogue, current_catalogue, current_store
from api.errors import InvalidParameters, UnknownResource
from api.schemas.editions import ChangesParameters, ChangesSchema, EditionsParameters, EditionsSchema
from api.schemas.fields import moment_of
from api.schemas.lists import ListDetailSchema, ListsSchema, PartyPageSchema
from api.schemas.party import PartySchema
from api.schemas.query import PageParameters
from api.standing import absent, change_view, changes_view, edition_view, standing
from api.wire.cursor import decode, encode
from api.wire.moments import stamp
from api.wire.resource import Resource
from lists import ListInForce
from lists.database import reading
from lists.manage import changes_of
from lists.store import editions_as_of, editions_in_force, editions_of, history
from screening import DesignatedParty
from screening.errors import Problem

resource = Resource("lists", __name__, url_prefix="/v1", description="The lists in force and the parties on them.")
NOT_LOADED = (HTTPStatus.SERVICE_UNAVAILABLE,)
NOT_FOUND = (HTTPStatus.NOT_FOUND, HTTPStatus.SERVICE_UNAVAILABLE)


@resource.operation("GET", "/lists", answers=ListsSchema, refuses=NOT_LOADED)
def all_lists() -> dict[str, Any]:
    """Name every list in force, with its edition, how complete it is and how it stands."""
    catalogue, now = current_catalogue(), datetime.now(UTC)
    return {"lists": [_view(catalogue, each, now) for each in catalogue.lists], "not_in_force": absent(catalogue, now)}


@resource.operation("GET", "/lists/<list_id>", answers=ListDetailSchema, refuses=NOT_FOUND)
def one_list(list_id: str) -> dict[str, Any]:
    """Describe one list, with the document it is derived from and what that states."""
    catalogue = current_catalogue()
    found = catalogue.list_of(list_id)
    return {**_view(catalogue, found, datetime.now(UTC)), "source_document": _document(catalogue, found)}


@resource.operation("GET", "/lists/<list_id>/editions", parameters=EditionsParameters, answers=EditionsSchema, refuses=NOT_FOUND)
def editions_of_list(given: dict[str, Any], list_id: str) -> dict[str, Any]:
    """Name every edition of a list that was ever loaded, and what was in force when: also of a list that was withdrawn."""
    with reading(current_store().engine) as connection:
        found = editions_of(connection, list_id)
        in_force = editions_in_force(connection).get(list_id)
        past = history(connection, list_id)
    if not found:
        raise UnknownResource("no edition of a list of this id was ever loaded", "an id from /v1/lists")
    limit = given["limit"]
    return {
        "list_id": list_id,
        "total": len(found),
        "editions": [edition_view(each, in_force) for each in found[:limit]],
        "history": [change_view(each) for each in past[:limit]],
    }


@resource.operation("GET", "/lists/<list_id>/changes", parameters=ChangesParameters, answers=ChangesSchema, refuses=NOT_FOUND)
def changes_of_list(given: dict[str, Any], list_id: str) -> dict[str, Any]:
    """Tell what changed in a list since an edition, or since a moment: parties added, removed and changed, field by field."""
    catalogue = current_catalogue()
    after = catalogue.list_of(list_id).edition.id
    with reading(current_store().engine) as connection:
        return changes_view(changes_of(connection, list_id, _edition_since(connection, list_id, given["since"]), after))


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


def _edition_since(connection: Connection, list_id: str, since: str) -> str:
    moment = moment_of(since)
    if moment is None:
        return since
    found = editions_as_of(connection, moment).get(list_id)
    if found is None:
        first = min((each.since for each in history(connection, list_id)), default=None)
        allowed = f"a moment from {stamp(first)} on, or the id of an edition" if first else "the id of an edition"
        raise InvalidParameters([Problem("since", "no edition of the list was in force then", allowed)])
    return found.edition.id


def _view(catalogue: Catalogue, found: ListInForce, now: datetime) -> dict[str, Any]:
    return {"source": found.source, "edition": found.edition, "status": standing(catalogue, found.source.id, now)}


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
