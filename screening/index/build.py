"""Designated parties to the columns of an index, taken in one at a time: more of them than memory holds at once will do."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from screening.errors import InvalidParty, Problem
from screening.identifiers import lookup_keys
from screening.index.columns import ragged, texts_to_columns
from screening.index.entries import Entries
from screening.index.texts import encoded
from screening.names import forms_of
from screening.party import AliasStrength, DesignatedParty, Measure, PartyKind
from screening.records import party_to_json
from screening.version import ENGINE_VERSION

KINDS = tuple(PartyKind)
MEASURES = tuple(Measure)


def build(parties: Iterable[DesignatedParty], editions: Mapping[str, str]) -> tuple[dict[str, NDArray[Any]], dict[str, Any]]:
    """Return the columns and the header of an index. Raises `InvalidParty` with every reason why it cannot be built."""
    taken = _Taken()
    for party in parties:
        taken.add(party)
    order = sorted(range(len(taken.ids)), key=taken.ids.__getitem__)
    taken.refuse(order)
    ids = dict(sorted((dict.fromkeys(taken.lists, "unversioned") | dict(editions)).items()))
    records = [taken.records[place] for place in order]
    programmes = sorted({programme for one in taken.programmes for programme in one})
    header = {
        "hash": _hash(records, ids),
        "editions": ids,
        "parties": len(order),
        "names": sum(map(len, taken.names)),
        "programmes": programmes,
    }
    places = np.empty(len(order), np.int64)
    places[order] = np.arange(len(order))
    columns = _party_columns(taken, order, records, list(ids), programmes)
    return columns | taken.entries.columns(places, np.array(taken.weak, np.bool_)), header


class _Taken:
    """What is kept of the parties met, in the order met."""

    def __init__(self) -> None:
        self.ids: list[str] = []
        self.lists: list[str] = []
        self.records: list[bytes] = []
        self.names: list[list[bytes]] = []
        self.kinds: list[int] = []
        self.measures: list[int] = []
        self.programmes: list[tuple[str, ...]] = []
        self.identifiers: list[list[int]] = []
        self.entries = Entries()
        self.weak: list[bool] = []
        self._problems: dict[str, list[Problem]] = {}
        self._lists: dict[str, str] = {}

    def add(self, party: DesignatedParty) -> None:
        place = len(self.ids)
        self.ids.append(party.id)
        self.lists.append(self._lists.setdefault(party.list_id, party.list_id))
        self.records.append(party_to_json(party))
        self.names.append([encoded(name.text) for name in party.names])
        self.kinds.append(KINDS.index(party.kind))
        self.measures.append(sum(1 << MEASURES.index(one) for one in party.measures))
        self.programmes.append(party.programmes)
        self.identifiers.append(sorted({code for one in party.identifiers for code in identifier_codes(one.value)}))
        for number, name in enumerate(party.names):
            forms = forms_of(name.text, party.kind)
            if not forms:
                problem = Problem(f"/{party.id}/names/{number}", f"nothing is left of {name.text!r} after normalisation")
                self._problems.setdefault(party.id, []).append(problem)
            self.entries.add(place, number, forms)
            self.weak += [name.strength is AliasStrength.WEAK] * len(forms)

    def refuse(self, order: Sequence[int]) -> None:
        """Raise `InvalidParty` when two parties share an id or a name has no form: all such, in the order of ids."""
        ids = [self.ids[place] for place in order]
        problems = [Problem(f"/{one}", "two parties with this id") for one, other in pairwise(ids) if one == other]
        problems += [problem for one in sorted(self._problems) for problem in self._problems[one]]
        if problems:
            raise InvalidParty(problems)


def identifier_codes(value: str) -> list[int]:
    """Return 63 bits of BLAKE2b of each key that equal identifiers share: the same on every machine and run."""
    keys = lookup_keys(value)
    return [int.from_bytes(hashlib.blake2b(encoded(key), digest_size=8).digest(), "big") >> 1 for key in keys]


def _hash(records: Sequence[bytes], editions: Mapping[str, str]) -> str:
    digest = hashlib.sha256(f"{ENGINE_VERSION}\n{json.dumps(editions, sort_keys=True)}\n".encode())
    for record in records:
        digest.update(record + b"\n")
    return digest.hexdigest()


def _party_columns(
    taken: _Taken, order: Sequence[int], records: list[bytes], list_ids: list[str], programmes: list[str]
) -> dict[str, NDArray[Any]]:
    blob, starts = texts_to_columns(records)
    ids, id_starts = texts_to_columns([encoded(taken.ids[place]) for place in order])
    names, name_starts = texts_to_columns([name for place in order for name in taken.names[place]])
    numbers = {programme: number for number, programme in enumerate(programmes)}
    held, held_starts = ragged([[numbers[programme] for programme in taken.programmes[place]] for place in order], np.int32)
    lists = {list_id: number for number, list_id in enumerate(list_ids)}
    owned = sorted((code, rank) for rank, place in enumerate(order) for code in taken.identifiers[place])
    return {
        "party_records": blob,
        "party_starts": starts,
        "party_ids": ids,
        "party_id_starts": id_starts,
        "party_names": np.array([0, *np.cumsum([len(taken.names[place]) for place in order])], np.int64),
        "names": names,
        "name_starts": name_starts,
        "party_list": np.array([lists[taken.lists[place]] for place in order], np.int32),
        "party_kind": np.array([taken.kinds[place] for place in order], np.uint8),
        "party_measures": np.array([taken.measures[place] for place in order], np.uint32),
        "party_programmes": held,
        "party_programme_starts": held_starts,
        "identifier_hashes": np.array([code for code, _ in owned], np.int64),
        "identifier_owners": np.array([rank for _, rank in owned], np.int32),
    }
