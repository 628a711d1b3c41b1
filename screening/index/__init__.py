"""The index: designated parties ready to be screened against, as one immutable value.

Built from parties, identified by a hash of what went in, saved as arrays in a folder, memory-mapped from there. The columns
are in `screening.index.columns` and `build`; which listed names can reach a threshold is answered by `retrieval`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from screening.alignment import WeighedForm, weigh
from screening.errors import IndexFileError
from screening.index import build as building
from screening.index.cache import BoundedCache
from screening.index.columns import Columns, open_folder, save
from screening.index.retrieval import Retrieval
from screening.index.texts import Texts
from screening.index.vocabulary import Vocabulary
from screening.names import forms_of
from screening.party import DesignatedParty, Measure, PartyKind
from screening.policy import Policy
from screening.rarity import Rarity
from screening.records import party_from_json

MOST_DECODED = 32 << 20
"""Bytes (estimated) of decoded parties, and of decoded forms, that an index keeps."""

_PARTY_COST = 8  # bytes of Python objects for a byte of a record
_TOKEN_COST = 400  # bytes of Python objects for a token


_Scope = tuple[tuple[str, ...] | None, tuple[PartyKind, ...] | None, tuple[Measure, ...] | None, tuple[str, ...] | None]


class Entry(NamedTuple):
    """One form of one listed name: the place of its party, the number of the name in it, whether it is weak, the form with its weights."""

    party: int
    name: int
    weak: bool
    weighed: WeighedForm


class _Counts(Mapping[str, int]):
    """How many entries hold a token text, read from the columns."""

    def __init__(self, vocabulary: Vocabulary, counts: NDArray[np.int32]) -> None:
        self._vocabulary = vocabulary
        self._counts = counts

    def __getitem__(self, text: str) -> int:
        number = self._vocabulary.number(text)
        if number is None:
            raise KeyError(text)
        return int(self._counts[number])

    def get(self, text: str, default: Any = None) -> Any:
        """As of any mapping; most tokens asked about are held by no entry, and an exception for each takes time."""
        number = self._vocabulary.number(text)
        return default if number is None else int(self._counts[number])

    def __iter__(self) -> Iterator[str]:
        return iter(self._vocabulary.texts)

    def __len__(self) -> int:
        return len(self._counts)


class Index:
    """Parties of a set of list editions. `Index.build` or `Index.open` makes one; the value does not change afterwards.

    `hash` (SHA-256, hex) identifies what went in and the engine version; `editions` maps list ids to edition ids. Safe to use
    from several threads, and from several processes by opening the same folder.
    """

    def __init__(self, columns: Columns, header: Mapping[str, Any]) -> None:
        self._columns = columns
        self._header = dict(header)
        self.hash: str = header["hash"]
        self.editions: Mapping[str, str] = MappingProxyType(dict(header["editions"]))
        vocabulary = Vocabulary(Texts(columns["texts"], columns["text_starts"]), columns)
        self.rarity = Rarity(_Counts(vocabulary, columns["text_counts"]), len(columns["entry_party"]))
        self.retrieval = Retrieval(vocabulary, columns)
        self.party_at = BoundedCache(self._parties_at, self._party_cost, MOST_DECODED)
        self.entry = BoundedCache(self._entries, lambda _, entry: _TOKEN_COST * (1 + len(entry.weighed.weights)), MOST_DECODED)
        self._scope = lru_cache(maxsize=8)(self._in_scope)

    @classmethod
    def build(cls, parties: Iterable[DesignatedParty], editions: Mapping[str, str] | None = None) -> Index:
        """Build from parties in any order; `editions` maps list ids to edition ids, for the answers.

        Lists with an edition but no party are in the index too. Raises `InvalidParty` when two parties share an id or a name
        has nothing left after normalisation: no listed name is dropped.
        """
        return cls(*building.build(parties, editions or {}))

    def save(self, folder: str | Path) -> None:
        """Write the index to a new or empty folder, whole or not at all. Raises `IndexFileError`."""
        save(self._columns, self._header, Path(folder))

    @classmethod
    def open(cls, folder: str | Path) -> Index:
        """Memory-map a saved index. Raises `IndexFileError` when it is damaged, truncated or from another version."""
        columns, header = open_folder(Path(folder))
        try:
            return cls(columns, header)
        except (KeyError, ValueError, IndexError) as error:
            raise IndexFileError(f"{folder} lacks a part of an index: {error!r}; build it again") from error

    @property
    def list_ids(self) -> tuple[str, ...]:
        """Ids of the lists in the index, sorted."""
        return tuple(self.editions)

    @property
    def programmes(self) -> tuple[str, ...]:
        """Programmes of the parties in the index, sorted."""
        return tuple(self._header["programmes"])

    @property
    def entries(self) -> range:
        """The numbers of all entries."""
        return range(len(self._columns["entry_party"]))

    def __len__(self) -> int:
        return len(self._columns["party_list"])

    def party(self, party_id: str) -> DesignatedParty | None:
        """Return the party with this id, or None."""
        place = self.place_of(party_id)
        return None if place is None else self.party_at(place)

    def place_of(self, party_id: str) -> int | None:
        """Return the place of the party with this id in the order of ids, or None."""
        wanted = party_id.encode("utf-8", "surrogatepass")
        low, high = 0, len(self)
        while low < high:
            middle = (low + high) // 2
            if self._id_at(middle) < wanted:
                low = middle + 1
            else:
                high = middle
        return low if low < len(self) and self._id_at(low) == wanted else None

    def parties(self, list_id: str | None = None) -> Iterator[DesignatedParty]:
        """Yield parties in the order of their ids, of one list or of all."""
        places: Iterable[int] = range(len(self)) if list_id is None else self.places(list_id).tolist()
        return (self.party_at(place) for place in places)

    def places(self, list_id: str) -> NDArray[np.int64]:
        """Return the places of the parties of one list, ascending; none for a list that is not in the index."""
        if list_id not in self.editions:
            return np.empty(0, np.int64)
        return np.nonzero(self._columns["party_list"] == self.list_ids.index(list_id))[0]

    def with_identifier(self, value: str) -> tuple[int, ...]:
        """Return the places of the parties that may hold an identifier of this value: its type and country are not looked at."""
        hashes, owners, found = self._columns["identifier_hashes"], self._columns["identifier_owners"], []
        for code in building.identifier_codes(value):
            start, end = np.searchsorted(hashes, (code, code + 1))
            found += owners[start:end].tolist()
        return tuple(dict.fromkeys(found))

    def entries_of(self, place: int) -> range:
        """Return the numbers of the entries of the party at a place."""
        starts = self._columns["party_entries"]
        return range(int(starts[place]), int(starts[place + 1]))

    def in_scope(self, policy: Policy) -> NDArray[np.bool_] | None:
        """Return which parties (by place) the policy's scope includes; None when it includes all."""
        return self._scope((policy.lists, policy.kinds, policy.measures, policy.programmes))

    def _in_scope(self, scope: _Scope) -> NDArray[np.bool_] | None:
        lists, kinds, measures, programmes = scope
        columns, within = self._columns, None
        masks = []
        if lists is not None:
            masks.append(np.isin(columns["party_list"], [self.list_ids.index(one) for one in lists]))
        if kinds is not None:
            masks.append(np.isin(columns["party_kind"], [building.KINDS.index(one) for one in kinds]))
        if measures is not None:
            wanted = np.uint32(sum(1 << building.MEASURES.index(one) for one in measures))
            masks.append((columns["party_measures"] & wanted) != 0)
        if programmes is not None:
            numbers = [number for number, one in enumerate(self._header["programmes"]) if one in programmes]
            held = np.isin(columns["party_programmes"], numbers)
            owners = np.repeat(np.arange(len(self)), np.diff(columns["party_programme_starts"]))
            masks.append(np.bincount(owners[held], minlength=len(self)) > 0)
        for mask in masks:
            within = mask if within is None else within & mask
        return within

    def id_at(self, place: int) -> str:
        """Return the id of the party at a place, without decoding the party."""
        return self._id_at(place).decode("utf-8", "surrogatepass")

    def _id_at(self, place: int) -> bytes:
        starts = self._columns["party_id_starts"]
        return bytes(self._columns["party_ids"][starts[place] : starts[place + 1]])

    def _parties_at(self, places: Sequence[int]) -> list[DesignatedParty]:
        starts, records = self._columns["party_starts"], self._columns["party_records"]
        return [party_from_json(bytes(records[starts[place] : starts[place + 1]])) for place in places]

    def _party_cost(self, place: int, _: DesignatedParty) -> int:
        starts = self._columns["party_starts"]
        return _PARTY_COST * int(starts[place + 1] - starts[place])

    def _entries(self, numbers: Sequence[int]) -> list[Entry]:
        return [self._entry(number) for number in numbers]

    def _entry(self, number: int) -> Entry:
        columns = self._columns
        place, name = int(columns["entry_party"][number]), int(columns["entry_name"][number])
        starts, text = columns["name_starts"], int(columns["party_names"][place]) + name
        written = bytes(columns["names"][starts[text] : starts[text + 1]]).decode("utf-8", "surrogatepass")
        form = forms_of(written, building.KINDS[columns["party_kind"][place]])[int(columns["entry_form"][number])]
        return Entry(place, name, bool(columns["entry_weak"][number]), weigh(form, self.rarity))
