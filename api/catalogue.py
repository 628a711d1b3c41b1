"""What is in force: the lists, how each stands, and the index built from their editions, one immutable value at a time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import numpy as np
from flask import current_app
from sqlalchemy import Engine, make_url

from api import store as stored
from api.config import Config, ConfigError
from api.errors import StaleLists, UnknownResource
from api.store.place import DATABASE_FILE, data_folder, open_database
from lists import ListInForce, Loaded, SourceDocument, load_all
from lists.database import reading
from lists.indexes import open_index
from lists.place import ListStore
from lists.seeding import keep_seeded
from lists.status import ListState, list_states, watermark
from screening import DesignatedParty, Index
from screening.errors import Problem

Held = TypeVar("Held")

EXTENSION = "screening"
"""Where an application keeps its `api.watch.Watch` over the catalogue, in `app.extensions`."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The lists in force, in the order of their ids, and everything found through them.

    `documents` are the source documents of seeded lists. `states` tells how every list of the database stands, in force or not;
    `mark` is the watermark (`lists.status`) it was read at. `most_hours` is how long a list that is fetched may go unconfirmed.
    """

    lists: tuple[ListInForce, ...]
    index: Index
    documents: Mapping[str, SourceDocument]
    states: Mapping[str, ListState] = field(default_factory=dict)
    mark: tuple[int, int] = (0, 0)
    most_hours: int = 168

    @property
    def list_ids(self) -> tuple[str, ...]:
        """Ids of the lists in force, sorted."""
        return tuple(each.source.id for each in self.lists)

    @property
    def scopes(self) -> dict[str, tuple[str, ...]]:
        """What a query may be narrowed to, as `QuerySchema` takes it."""
        return {"list_ids": self.list_ids, "programmes": self.index.programmes}

    def list_of(self, list_id: str) -> ListInForce:
        """Return the list. Raises `UnknownResource` naming those there are."""
        for each in self.lists:
            if each.source.id == list_id:
                return each
        raise UnknownResource("no list in force has this id", f"one of {', '.join(self.list_ids)}")

    def party(self, party_id: str) -> DesignatedParty:
        """Return the party. Raises `UnknownResource`."""
        party = self.index.party(party_id)
        if party is None:
            raise UnknownResource("no party on a list in force has this id", "an id from a hit or from /v1/lists/{list_id}/parties")
        return party

    def page(self, list_id: str, after: str | None, limit: int) -> tuple[tuple[DesignatedParty, ...], bool]:
        """Return up to `limit` parties of the list, in the order of ids from the one behind `after`, and whether more follow."""
        places = self.index.places(list_id)
        last = self.index.place_of(after) if after is not None else None
        start = 0 if last is None else int(np.searchsorted(places, last, side="right"))
        parties = tuple(self.index.party_at(int(place)) for place in places[start : start + limit])
        return parties, start + limit < len(places)

    def stale(self, now: datetime, list_ids: Iterable[str] | None = None) -> tuple[str, ...]:
        """Ids of the lists (of those in force, or of some) that were not confirmed for longer than allowed, at a moment (aware)."""
        wanted = self.list_ids if list_ids is None else tuple(list_ids)
        return tuple(one for one in wanted if one in self.states and self.states[one].is_stale(now, self.most_hours))

    def refuse_stale(self, list_ids: Iterable[str] | None = None) -> None:
        """Raise `StaleLists` when a list that would be screened is stale: an answer could say `clear` of somebody listed since."""
        stale = self.stale(datetime.now(UTC), list_ids)
        if stale:
            raise StaleLists(
                f"not confirmed with the publisher for more than {self.most_hours} hours: {', '.join(stale)}; "
                "nothing is screened against an old state of a list: run `screening lists refresh`, or leave the list out"
            )


def list_store(config: Config, engine: Engine | None = None) -> ListStore:
    """Where the editions are kept: the database (brought up to date when it is opened here) and the data folder.

    Raises `ConfigError`, `DatabaseError`.
    """
    if engine is None:
        engine = open_database(config)
        stored.upgrade(engine)
    return ListStore(engine, data_folder(config))


def load_catalogue(config: Config) -> Catalogue:
    """Load the lists in force for one command.

    Where there is no database yet these are the lists of the package, and none is made. Raises `ListError`, `InvalidParty`,
    `DatabaseError`, `IndexFileError`, and `ConfigError` when the configuration names a list that is not in force.
    """
    loaded = load_all()
    if not has_database(config):
        return _packaged(config, loaded)
    store = list_store(config)
    try:
        return stored_catalogue(config, store, loaded)
    finally:
        store.engine.dispose()


def stored_catalogue(config: Config, store: ListStore, loaded: Loaded) -> Catalogue:
    """Load the lists in force from the database, after those of the package that it does not know. Raises as `load_catalogue`."""
    keep_seeded(store, loaded.lists, datetime.now(UTC))
    return catalogue_in_force(config, store, loaded)


def catalogue_in_force(config: Config, store: ListStore, loaded: Loaded) -> Catalogue:
    """Load the lists in force from the database as they are. Raises as `load_catalogue`."""
    with reading(store.engine) as connection:
        mark = watermark(connection)
        states = list_states(connection)
    editions = _chosen(config, {list_id: state.in_force for list_id, state in states.items() if state.in_force})
    return Catalogue(
        lists=tuple(ListInForce(one.source, one.edition) for one in editions.values()),
        index=open_index(store, editions),
        documents=loaded.documents,
        states=states,
        mark=mark,
        most_hours=config.list_max_age_hours,
    )


def has_database(config: Config) -> bool:
    """Whether the database is there already; one on a server always counts as there."""
    if config.database is None:
        return (Path(config.data) / DATABASE_FILE).exists()
    url = make_url(config.database)
    return url.get_backend_name() != "sqlite" or Path(url.database or "").exists()


def _packaged(config: Config, loaded: Loaded) -> Catalogue:
    chosen = _chosen(config, {one.source.id: one for one in loaded.lists})
    parties = [party for one in chosen.values() for party in one.parties]
    index = Index.build(parties, {list_id: one.edition.id for list_id, one in chosen.items()})
    return Catalogue(tuple(one.in_force for one in chosen.values()), index, loaded.documents)


def _chosen(config: Config, there: Mapping[str, Held]) -> dict[str, Held]:
    unknown = sorted(set(config.lists or ()) - set(there))
    if unknown:
        allowed = ", ".join(there)
        raise ConfigError([Problem("SCREENING_LISTS", f"no list in force is called {', '.join(unknown)}", allowed)])
    return {list_id: one for list_id, one in sorted(there.items()) if config.lists is None or list_id in config.lists}


def current_catalogue() -> Catalogue:
    """Return the catalogue of the application that answers this request. Raises `ListsNotLoaded`."""
    catalogue: Catalogue = current_app.extensions[EXTENSION].current()
    return catalogue


def current_store() -> ListStore:
    """Return where the editions of that application are kept. Raises `ListsNotLoaded`."""
    store: ListStore = current_app.extensions[EXTENSION].store
    return store
