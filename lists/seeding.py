"""The seeded lists as editions: they come with the package and go the way of every other list."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from lists.database import reading
from lists.incoming import seeded_incoming
from lists.load import Loading, Occasion, take_in
from lists.place import ListStore
from lists.seeded import SeededList
from lists.store import edition_with
from lists.store.force import last_in_force

SEEDER = "package"
"""Who puts them into force."""


def keep_seeded(store: ListStore, seeded: Iterable[SeededList], at: datetime) -> tuple[Loading, ...]:
    """Load the seeded lists whose edition the database does not have yet; return what came of it.

    An edition that was ever loaded stays as a person left it: rolled back, or replaced. A list that was withdrawn stays out of
    force, whatever a new version of the package brings. Raises as `lists.load.load`.
    """
    with reading(store.engine) as connection:
        changes = last_in_force(connection)
        new = [
            one
            for one in seeded
            if edition_with(connection, one.source.id, one.edition.sha256) is None
            and not (one.source.id in changes and changes[one.source.id].edition is None)
        ]
    return tuple(take_in(store, seeded_incoming(one), Occasion(SEEDER, at, "seed")) for one in new)
