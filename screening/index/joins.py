"""Entries that share a joined run with a form (Jun Zheng / Junzheng, IRGC / its words), found by the keys of runs and tokens."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, chain
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from screening.alignment import WeighedForm
from screening.index.cache import BoundedCache
from screening.index.columns import Columns
from screening.index.kernel import slices
from screening.index.texts import key_codes
from screening.index.vocabulary import by_code
from screening.runs import beginnings, beginnings_of, endings, endings_of, joined_runs, run_similarity

_BITS_A_CODE = 16
_LEAST_BITS = 1 << 10
MOST_EDGES = 8 << 20
"""Bytes (estimated) kept of which words listed tokens begin and end with."""

MOST_REMEMBERED = 8 << 20
"""Bytes (estimated) kept of which entries have which tokens as a run: nearly always none."""


class Joined(NamedTuple):
    """Entries by form, each once a form, ascending; what the joins may add to the sums of `screening.index.kernel.Reached`."""

    form: NDArray[np.int32]
    entry: NDArray[np.int32]
    query: NDArray[np.float64]
    listed: NDArray[np.float64]


class _Edges(NamedTuple):
    """Whether the key of a listed token may go on after one of the `beginnings` of a word, and before one of its `endings`."""

    begins: bool
    ends: bool


_EDGES = {(begins, ends): _Edges(begins, ends) for begins in (False, True) for ends in (False, True)}


class _Gain(NamedTuple):
    """What one token or run of a form may gain: in which entries, how much of each one's weight, how much of the form's."""

    form: int
    entries: NDArray[np.int32]
    listed: NDArray[np.float64]
    query: float


class _Owned(NamedTuple):
    """The entries with a run that is one token, joined: the shares of their weight it finds, and its similarity, at most."""

    entries: NDArray[np.int32]
    listed: NDArray[np.float64]
    value: float


def join_columns(
    codes: NDArray[np.uint32], entries: NDArray[np.int32], shares: NDArray[np.float32], tokens: Iterable[tuple[str, int]]
) -> dict[str, NDArray[Any]]:
    """Build the columns that `Joins` reads.

    Of each run the code of its key, the entry it is in and the share of the entry's weight it has; of each token a key and the
    number of its text.
    """
    pairs = sorted(set(tokens))
    run = by_code(codes, {"run_entries": entries, "run_shares": shares}, "run_codes")
    join = by_code(key_codes(key for key, _ in pairs), {"join_owners": np.array([one for _, one in pairs], np.int32)}, "join_codes")
    keys = list(dict.fromkeys(key for key, _ in pairs))
    begun, ended = (np.unique(key_codes(part for key in keys for part in of(key))) for of in (beginnings_of, endings_of))
    codes_by_name = {"run": run["run_codes"], "join": join["join_codes"], "begin": begun, "end": ended}
    return run | join | {f"{name}_bits": _filter_of(some) for name, some in codes_by_name.items()}


def _filter_of(codes: NDArray[np.uint32]) -> NDArray[np.uint8]:
    """A bit for every remainder of a code: most codes that are not there are told by it, without a search."""
    size = _LEAST_BITS
    while size < _BITS_A_CODE * len(codes):
        size *= 2
    bits = np.zeros(size, np.bool_)
    bits[codes & np.uint32(size - 1)] = True
    return np.packbits(bits)


class _Filter:
    """Bits made by `_filter_of`."""

    def __init__(self, bits: NDArray[np.uint8]) -> None:
        self._bits = bits
        self._most = np.uint32(8 * len(bits) - 1)

    def may_hold(self, codes: NDArray[np.uint32]) -> NDArray[np.uint8]:
        """Return 1 for each code that may be there, 0 for one that is not."""
        bits = codes & self._most
        found: NDArray[np.uint8] = self._bits[bits >> 3] >> (7 - (bits & 7)).astype(np.uint8) & 1
        return found


class _Codes:
    """A sorted column of codes and its filter."""

    def __init__(self, columns: Columns, name: str) -> None:
        self._codes = columns[f"{name}_codes"]
        self._filter = _Filter(columns[f"{name}_bits"])

    def spans(self, keys: Iterable[str]) -> Iterator[tuple[int, int, int]]:
        """Yield, for each key whose code is there, its place among the keys, and where the codes equal to it begin and end."""
        codes = key_codes(keys)
        there = np.flatnonzero(self._filter.may_hold(codes))
        starts, ends = (np.searchsorted(self._codes, codes[there], side).tolist() for side in ("left", "right"))
        return (found for found in zip(there.tolist(), starts, ends, strict=True) if found[1] < found[2])


class Joins:
    """Looks up the runs of forms among the listed tokens, and their tokens among the listed runs."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        self._runs, self._tokens = _Codes(columns, "run"), _Codes(columns, "join")
        self._owned = BoundedCache[tuple[str, ...], _Owned | None](self._with_keys, _cost, MOST_REMEMBERED)
        self._begun, self._ended = _Filter(columns["begin_bits"]), _Filter(columns["end_bits"])
        self._edges = BoundedCache[str, _Edges](self._edges_of, lambda word, _: 100 + len(word), MOST_EDGES)

    def reached(self, forms: Sequence[WeighedForm]) -> Joined:
        """Return the entries that share a join with each form, and at most what they gain by it."""
        gains = [*self._by_runs(forms), *self._by_tokens(forms)]
        if not gains:
            return Joined(np.empty(0, np.int32), np.empty(0, np.int32), np.empty(0), np.empty(0))
        sizes = [len(gain.entries) for gain in gains]
        entries = np.concatenate([gain.entries for gain in gains]).astype(np.int64)
        places = np.repeat(np.array([gain.form for gain in gains], np.int64), sizes) << 32 | entries
        distinct, inverse = np.unique(places, return_inverse=True)
        query = np.bincount(inverse, np.repeat([gain.query for gain in gains], sizes)).astype(np.float64)
        listed = np.bincount(inverse, np.concatenate([gain.listed for gain in gains])).astype(np.float64)
        return Joined((distinct >> 32).astype(np.int32), (distinct & 0xFFFFFFFF).astype(np.int32), query, listed)

    def _by_runs(self, forms: Sequence[WeighedForm]) -> Iterator[_Gain]:
        """The entries with a token that is a run of a form, joined."""
        owners: dict[tuple[int, tuple[int, ...], int], float] = {}
        runs: list[tuple[int, tuple[int, ...]]] = []
        keys: list[str] = []
        words = list({token.spelt for form in forms for token in form.form.tokens if token.spelt})
        edges = dict(zip(words, self._edges.of(words), strict=True))
        for number, form in enumerate(forms):
            found = joined_runs(form.form, lambda first, last: edges[first].begins and edges[last].ends)
            keys.extend(found)
            runs.extend((number, run) for run in found.values())
        for which, start, end in self._tokens.spans(keys):
            value = run_similarity(keys[which]).value
            for owner in self._columns["join_owners"][start:end].tolist():
                known = (*runs[which], owner)
                owners[known] = max(owners.get(known, 0.0), value)
        columns = self._columns
        for (number, run, owner), value in owners.items():
            starts = columns["posting_starts"]
            entries = columns["posting_entries"][starts[owner] : starts[owner + 1]]
            places, firsts = slices(columns["entry_starts"], entries)
            own = np.where(columns["entry_tokens"][places] == owner, columns["entry_shares"][places], 0.0)
            share = sum(forms[number].weights[place] for place in run) / forms[number].total
            yield _Gain(number, entries, value * np.add.reduceat(own, firsts), value * share)

    def _edges_of(self, words: Sequence[str]) -> list[_Edges]:
        begins, ends = self._may_hold(self._begun, map(beginnings, words)), self._may_hold(self._ended, map(endings, words))
        return [_EDGES[begin, end] for begin, end in zip(begins, ends, strict=True)]

    @staticmethod
    def _may_hold(parts: _Filter, several: Iterable[list[str]]) -> list[bool]:
        """For each list (of one and more), whether any of it may be there."""
        every = list(several)
        may = parts.may_hold(key_codes(chain.from_iterable(every)))
        starts = np.fromiter(accumulate(map(len, every), initial=0), np.intp)[:-1]
        found: list[bool] = np.maximum.reduceat(may, starts).astype(np.bool_).tolist()
        return found

    def _by_tokens(self, forms: Sequence[WeighedForm]) -> Iterator[_Gain]:
        """The entries with a run that is one of a form's tokens, joined."""
        tokens = [
            (number, weight / form.total, keys)
            for number, form in enumerate(forms)
            for keys, weight in zip(form.keys, form.weights, strict=True)
        ]
        owned = dict(zip(distinct := list({keys for _, _, keys in tokens}), self._owned.of(distinct), strict=True))
        for number, share, keys in tokens:
            found = owned[keys]
            if found is not None:
                yield _Gain(number, found.entries, found.listed, found.value * share)

    def _with_keys(self, wanted: Sequence[tuple[str, ...]]) -> list[_Owned | None]:
        """For the keys of each token, the entries with a run that has one of them."""
        keys = [(place, key) for place, several in enumerate(wanted) for key in several]
        found: dict[int, list[_Owned]] = {}
        for which, start, end in self._runs.spans(key for _, key in keys):
            place, key = keys[which]
            value = run_similarity(key).value
            shares = value * self._columns["run_shares"][start:end].astype(np.float64)
            found.setdefault(place, []).append(_Owned(self._columns["run_entries"][start:end], shares, value))
        return [_merged(found[place]) if place in found else None for place in range(len(wanted))]


def _merged(found: Sequence[_Owned]) -> _Owned:
    entries, inverse = np.unique(np.concatenate([one.entries for one in found]), return_inverse=True)
    listed = np.zeros(len(entries))
    np.maximum.at(listed, inverse, np.concatenate([one.listed for one in found]))
    return _Owned(entries, listed, max(one.value for one in found))


def _cost(keys: tuple[str, ...], owned: _Owned | None) -> int:
    return 100 * (1 + len(keys)) + (12 * len(owned.entries) if owned else 0)
