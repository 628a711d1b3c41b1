"""Keeping editions and finding them again."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, Row, Select, insert, select

from lists.database import reading, writing
from lists.editions import Member, content_address
from lists.errors import DamagedEdition
from lists.incoming import SourceFile
from lists.source import ListEdition, ListSource
from lists.store.plain import edition_from_json, edition_to_json, files_from_json, files_to_json, source_from_json, source_to_json, to_json
from lists.store.tables import list_edition_parties, list_editions, listed_parties
from screening.errors import InvalidParty
from screening.party import DesignatedParty
from screening.records import party_from_json

_ROWS = 2_000
"""Parties written in one transaction: a longer one would keep the writers of screenings waiting."""


@dataclass(frozen=True, slots=True)
class StoredEdition:
    """An edition in the database. `number` is its row; `files` are those it was read from, `report` what the gate found."""

    number: int
    source: ListSource
    edition: ListEdition
    loaded_at: datetime
    members_sha256: str
    files: tuple[SourceFile, ...]
    report: dict[str, Any]


def keep_edition(
    engine: Engine,
    source: ListSource,
    edition: ListEdition,
    members: Sequence[Member],
    *,
    files: Sequence[SourceFile],
    report: dict[str, Any],
    at: datetime,
) -> StoredEdition:
    """Store an edition whole, or find it stored already; nothing comes into force by this.

    Records are written first, in transactions of their own: those of an edition that is then not completed are no part of any and
    are found again by their hash. Raises `DatabaseError`.
    """
    known = _keep_parties(engine, edition.list_id, members)
    with writing(engine) as connection:
        found = edition_with(connection, edition.list_id, edition.sha256)
        if found:
            return found
        row = {
            "list_id": edition.list_id,
            "id": edition.id,
            "sha256": edition.sha256,
            "members_sha256": content_address(edition.list_id, [(member.reference, member.hash) for member in members]),
            "loaded_at": at,
            "edition": edition_to_json(edition),
            "source": source_to_json(source),
            "files": files_to_json(files),
            "report": to_json(report),
        }
        number = connection.execute(insert(list_editions).values(row).returning(list_editions.c.number)).scalar_one()
        connection.execute(insert(list_edition_parties), [{"edition": number, "party": known[member.hash]} for member in members])
        stored = edition_with(connection, edition.list_id, edition.sha256)
    if stored is None:
        raise DamagedEdition(f"edition {edition.id} of {edition.list_id} was stored and is not found")
    return stored


def _keep_parties(engine: Engine, list_id: str, members: Sequence[Member]) -> dict[str, int]:
    known = _known(engine, list_id)
    new = [member for member in members if member.hash not in known]
    for start in range(0, len(new), _ROWS):
        rows = [
            {"list_id": list_id, "reference": member.reference, "hash": member.hash, "content": member.content}
            for member in new[start : start + _ROWS]
        ]
        with writing(engine) as connection:
            connection.execute(insert(listed_parties), rows)
    return _known(engine, list_id) if new else known


def _known(engine: Engine, list_id: str) -> dict[str, int]:
    with reading(engine) as connection:
        rows = connection.execute(select(listed_parties.c.hash, listed_parties.c.number).where(listed_parties.c.list_id == list_id))
        return {row.hash: row.number for row in rows}


def edition_with(connection: Connection, list_id: str, sha256: str) -> StoredEdition | None:
    """The edition of a list with that content; None when there is none."""
    return _one(connection, select(list_editions).where(list_editions.c.list_id == list_id, list_editions.c.sha256 == sha256))


def edition_named(connection: Connection, list_id: str, edition: str) -> StoredEdition | None:
    """The edition of a list with that id; None when there is none."""
    return _one(connection, select(list_editions).where(list_editions.c.list_id == list_id, list_editions.c.id == edition))


def editions_of(connection: Connection, list_id: str) -> tuple[StoredEdition, ...]:
    """Every edition of a list that was ever loaded, the newest first."""
    found = connection.execute(select(list_editions).where(list_editions.c.list_id == list_id).order_by(list_editions.c.number.desc()))
    return tuple(stored(row) for row in found)


def list_ids(connection: Connection) -> tuple[str, ...]:
    """Ids of all lists of which any edition was ever loaded, in order."""
    return tuple(connection.execute(select(list_editions.c.list_id).distinct().order_by(list_editions.c.list_id)).scalars())


def members_of_edition(connection: Connection, number: int) -> dict[str, str]:
    """Reference -> hash of every party of an edition."""
    joined = list_edition_parties.join(listed_parties, list_edition_parties.c.party == listed_parties.c.number)
    query = select(listed_parties.c.reference, listed_parties.c.hash).select_from(joined).where(list_edition_parties.c.edition == number)
    return {row.reference: row.hash for row in connection.execute(query)}


def parties_of(connection: Connection, number: int, references: Sequence[str] | None = None) -> Iterator[DesignatedParty]:
    """Yield the parties of an edition in the order of their references: all, or those of some references.

    Raises `DamagedEdition` when a record is not what was stored.
    """
    joined = list_edition_parties.join(listed_parties, list_edition_parties.c.party == listed_parties.c.number)
    query = select(listed_parties).select_from(joined).where(list_edition_parties.c.edition == number)
    wanted = None if references is None else set(references)
    with connection.execute(query.order_by(listed_parties.c.reference).execution_options(yield_per=_ROWS)) as rows:
        for row in rows:
            if wanted is None or row.reference in wanted:
                yield _party(row)


def _party(row: Row[Any]) -> DesignatedParty:
    try:
        return party_from_json(bytes(row.content))
    except (ValueError, TypeError, KeyError, InvalidParty) as error:
        raise DamagedEdition(f"the record of {row.list_id}:{row.reference} in the database cannot be read: {error}") from error


def _one(connection: Connection, query: Select[Any]) -> StoredEdition | None:
    row = connection.execute(query).one_or_none()
    return None if row is None else stored(row)


def stored(row: Row[Any]) -> StoredEdition:
    """A row of `list_editions` as a value. Raises `DamagedEdition`."""
    try:
        return StoredEdition(
            number=row.number,
            source=source_from_json(row.source),
            edition=edition_from_json(row.edition),
            loaded_at=row.loaded_at,
            members_sha256=row.members_sha256,
            files=files_from_json(row.files),
            report=json.loads(row.report),
        )
    except (ValueError, TypeError, KeyError) as error:
        raise DamagedEdition(f"edition {row.id} of {row.list_id} in the database cannot be read: {error}") from error
