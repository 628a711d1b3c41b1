"""What is in force: the lists as loaded and the index built from them, one immutable value for the whole process."""

from __future__ import annotations

import itertools
from bisect import bisect_right
from dataclasses import dataclass

from flask import current_app

from api.config import Config, ConfigError
from api.errors import ListsNotLoaded, UnknownResource
from lists import Loaded, SeededList, load_all
from screening import DesignatedParty, Index
from screening.errors import Problem

EXTENSION = "screening"
"""Where an application keeps its `Catalogue`, or the `ListsNotLoaded` that stands in for it, in `app.extensions`."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The lists in force, in the order of their ids, and everything found through them."""

    loaded: Loaded
    lists: tuple[SeededList, ...]
    index: Index
    parties_of: dict[str, tuple[DesignatedParty, ...]]

    @property
    def list_ids(self) -> tuple[str, ...]:
        """Ids of the lists in force, sorted."""
        return tuple(each.source.id for each in self.lists)

    def list_of(self, list_id: str) -> SeededList:
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
        parties = self.parties_of[list_id]
        start = bisect_right(parties, after, key=lambda party: party.id) if after is not None else 0
        return parties[start : start + limit], start + limit < len(parties)


def load_catalogue(config: Config) -> Catalogue:
    """Load the lists of `config` and build the index.

    Raises `ListError` when a list cannot be loaded, `ConfigError` when the configuration names one that does not exist.
    """
    loaded = load_all()
    there = [each.source.id for each in loaded.lists]
    unknown = sorted(set(config.lists or ()) - set(there))
    if unknown:
        raise ConfigError([Problem("SCREENING_LISTS", f"no list is called {', '.join(unknown)}", ", ".join(there))])
    chosen = tuple(each for each in loaded.lists if config.lists is None or each.source.id in config.lists)
    editions = {each.source.id: each.edition.id for each in chosen}
    index = Index.build(itertools.chain.from_iterable(each.parties for each in chosen), editions)
    return Catalogue(loaded, chosen, index, {list_id: tuple(index.parties(list_id)) for list_id in editions})


def current_catalogue() -> Catalogue:
    """Return the catalogue of the application that answers this request. Raises `ListsNotLoaded`."""
    held = current_app.extensions[EXTENSION]
    if isinstance(held, Catalogue):
        return held
    raise ListsNotLoaded(str(held))
