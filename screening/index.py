"""The index: designated parties ready to be screened against, as one immutable value."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from itertools import pairwise
from types import MappingProxyType

from screening.alignment import WeighedForm, weigh
from screening.errors import InvalidParty, Problem
from screening.evidence import normalised_identifier
from screening.names import forms_of
from screening.party import DesignatedParty
from screening.rarity import Rarity
from screening.version import ENGINE_VERSION


@dataclass(frozen=True, slots=True)
class Entry:
    """One form of one listed name: places of the party and of the name in it, and the form with its weights."""

    party: int
    name: int
    weighed: WeighedForm


class Index:
    """Parties of a set of list editions. Build with `Index.build`; the value does not change afterwards."""

    def __init__(self, parties: tuple[DesignatedParty, ...], editions: Mapping[str, str]) -> None:
        self._parties = parties
        self._places = {party.id: place for place, party in enumerate(parties)}
        self.editions: Mapping[str, str] = MappingProxyType(dict(sorted(editions.items())))
        self.hash = _hash(parties, self.editions)
        forms = [
            (place, number, form)
            for place, party in enumerate(parties)
            for number, name in enumerate(party.names)
            for form in forms_of(name.text, party.kind)
        ]
        counts: Counter[str] = Counter()
        for _place, _number, form in forms:
            counts.update({token.text for token in form.tokens})
        self.rarity = Rarity(counts, len(forms))
        self.entries = tuple(Entry(place, number, weigh(form, self.rarity)) for place, number, form in forms)
        self._identifiers: dict[str, list[int]] = {}
        for place, party in enumerate(parties):
            for identifier in party.identifiers:
                self._identifiers.setdefault(normalised_identifier(identifier.value), []).append(place)

    @classmethod
    def build(cls, parties: Iterable[DesignatedParty], editions: Mapping[str, str] | None = None) -> Index:
        """Build from parties in any order; `editions` maps list ids to edition ids, for the answers.

        Lists with an edition but no party are in the index too. Raises `InvalidParty` when two parties share an id or a
        name has nothing left after normalisation: no listed name is dropped.
        """
        ordered = tuple(sorted(parties, key=lambda party: party.id))
        problems = [Problem(f"/{second.id}", "two parties with this id") for first, second in pairwise(ordered) if first.id == second.id]
        problems += [
            Problem(f"/{party.id}/names/{number}", f"nothing is left of {name.text!r} after normalisation")
            for party in ordered
            for number, name in enumerate(party.names)
            if not forms_of(name.text, party.kind)
        ]
        if problems:
            raise InvalidParty(problems)
        listed = {party.list_id: "unversioned" for party in ordered}
        return cls(ordered, listed | dict(editions or {}))

    @property
    def list_ids(self) -> tuple[str, ...]:
        """Ids of the lists in the index, sorted."""
        return tuple(self.editions)

    def __len__(self) -> int:
        return len(self._parties)

    def party(self, party_id: str) -> DesignatedParty | None:
        """Return the party with this id, or None."""
        place = self._places.get(party_id)
        return None if place is None else self._parties[place]

    def party_at(self, place: int) -> DesignatedParty:
        """Return the party at a place, 0 to len - 1, in the order of ids."""
        return self._parties[place]

    def parties(self, list_id: str | None = None) -> Iterator[DesignatedParty]:
        """Yield parties in the order of their ids, of one list or of all."""
        return (party for party in self._parties if list_id is None or party.list_id == list_id)

    def with_identifier(self, value: str) -> tuple[int, ...]:
        """Return the places of the parties that hold an identifier of this value, normalised."""
        return tuple(dict.fromkeys(self._identifiers.get(normalised_identifier(value), ())))


def _hash(parties: tuple[DesignatedParty, ...], editions: Mapping[str, str]) -> str:
    digest = hashlib.sha256(ENGINE_VERSION.encode())
    digest.update(json.dumps(dict(editions), sort_keys=True).encode())
    for party in parties:
        digest.update(json.dumps(asdict(party), sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode())
    return digest.hexdigest()
