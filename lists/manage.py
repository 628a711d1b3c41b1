"""What a person does to editions that are stored already: go back to one, withdraw a list, compare two, hold all to their hashes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Connection

from lists.changes import Changes, changes_between
from lists.database import reading, writing
from lists.editions import content_address
from lists.errors import DamagedEdition, UnknownEdition
from lists.indexes import prepare_index
from lists.place import ListStore, one_load_at_a_time
from lists.store import StoredEdition, edition_named, editions_in_force, editions_of, members_of_edition, parties_of, put_in_force
from lists.store.editions import list_ids
from lists.store.files import forget_files
from screening.records import party_to_json


def find_edition(connection: Connection, list_id: str, edition: str) -> StoredEdition:
    """The edition of a list with that id. Raises `UnknownEdition` that says which there are."""
    found = edition_named(connection, list_id, edition)
    if found is None:
        there = [one.edition.id for one in editions_of(connection, list_id)]
        known = f"there are {', '.join(there)}" if there else "nothing of this list was ever loaded"
        raise UnknownEdition(f"{list_id} has no edition {edition}; {known}")
    return found


def roll_back(store: ListStore, list_id: str, edition: str, *, reason: str, by: str, at: datetime) -> StoredEdition:
    """Put an edition that was loaded before into force again. The publisher's next fetch is then a full one.

    A refresh does not take the edition that was rolled back from again: only a load by hand does. Raises `UnknownEdition`,
    `DatabaseError`, `IndexFileError`, `CannotStore`.
    """
    with one_load_at_a_time(store):
        with reading(store.engine) as connection:
            wanted = find_edition(connection, list_id, edition)
            editions = editions_in_force(connection)
        before = editions.get(list_id)
        if before and before.number == wanted.number:
            raise UnknownEdition(f"edition {edition} of {list_id} is in force already")
        prepare_index(store, dict(sorted({**editions, list_id: wanted}.items())))
        with writing(store.engine) as connection:
            number = before.number if before else None
            put_in_force(connection, list_id, wanted, instead_of=number, since=at, how="rollback", by=by, reason=reason)
            forget_files(connection, list_id)
    return wanted


def withdraw(store: ListStore, list_id: str, *, reason: str, by: str, at: datetime) -> StoredEdition:
    """Take a list out of force; its editions stay. Returns the edition that was in force. Raises as `roll_back`."""
    with one_load_at_a_time(store):
        with reading(store.engine) as connection:
            editions = editions_in_force(connection)
        before = editions.pop(list_id, None)
        if before is None:
            raise UnknownEdition(f"no list in force is called {list_id}; in force are {', '.join(editions) or 'none'}")
        if not editions:
            raise UnknownEdition(f"{list_id} is the only list in force; without any, nothing can be screened")
        prepare_index(store, editions)
        with writing(store.engine) as connection:
            put_in_force(connection, list_id, None, instead_of=before.number, since=at, how="withdraw", by=by, reason=reason)
            forget_files(connection, list_id)
    return before


def changes_of(connection: Connection, list_id: str, before: str, after: str) -> Changes:
    """What changed between two editions of a list. Raises `UnknownEdition`, `DamagedEdition`."""
    old, new = find_edition(connection, list_id, before), find_edition(connection, list_id, after)
    olds, news = members_of_edition(connection, old.number), members_of_edition(connection, new.number)
    left = [reference for reference, record in olds.items() if news.get(reference) != record]
    arrived = [reference for reference, record in news.items() if olds.get(reference) != record]
    return changes_between(
        list_id,
        (before, after),
        parties_of(connection, old.number, left),
        parties_of(connection, new.number, arrived),
    )


def damage(store: ListStore) -> Iterator[str]:
    """Hold every edition of every list to its hashes; yield what is wrong, in words."""
    with reading(store.engine) as connection:
        editions = [one for list_id in list_ids(connection) for one in editions_of(connection, list_id)]
        for one in editions:
            name = f"{one.edition.list_id} {one.edition.id}"
            members = members_of_edition(connection, one.number)
            if content_address(one.edition.list_id, members.items()) != one.members_sha256:
                yield f"{name}: its set of records is not the one that was stored"
            try:
                for party in parties_of(connection, one.number):
                    if hashlib.sha256(party_to_json(party)).hexdigest() != members[party.reference]:
                        yield f"{name}: the record of {party.id} is not the one that was stored"
            except DamagedEdition as error:
                yield f"{name}: {error}"
