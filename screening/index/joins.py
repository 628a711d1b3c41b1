"""Entries that share a joined run with a form (Jun Zheng / Junzheng, IRGC / its words), found by the keys of runs and tokens."""

from __future__ import annotations

import zlib
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from screening.alignment import WeighedForm
from screening.index.columns import Columns
from screening.index.kernel import slices
from screening.index.texts import key_codes
from screening.index.vocabulary import by_code
from screening.runs import run_similarity

_BITS_A_CODE = 16
_LEAST_BITS = 1 << 10
MOST_REMEMBERED = 20_000
"""Tokens of which it is remembered which entries have them as a run: nearly always none."""


class Joined(NamedTuple):
    """Entries by form, each once a form, ascending; what the joins may add to the sums of `screening.index.kernel.Reached`."""

    form: NDArray[np.int32]
    entry: NDArray[np.int32]
    query: NDArray[np.float64]
    listed: NDArray[np.float64]


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
    return run | join | {"run_bits": _filter_of(run["run_codes"]), "join_bits": _filter_of(join["join_codes"])}


def _filter_of(codes: NDArray[np.uint32]) -> NDArray[np.uint8]:
    """A bit for every remainder of a code: most codes that are not there are told by it, without a search."""
    size = _LEAST_BITS
    while size < _BITS_A_CODE * len(codes):
        size *= 2
    bits = np.zeros(size, np.bool_)
    bits[codes & np.uint32(size - 1)] = True
    return np.packbits(bits)


_NOWHERE = (0, 0)


class _Codes:
    """A sorted column of codes and its filter."""

    def __init__(self, columns: Columns, name: str) -> None:
        self._codes: memoryview[int] = columns[f"{name}_codes"].data
        self._bits: memoryview[int] = columns[f"{name}_bits"].data
        self._most = 8 * len(self._bits) - 1

    def span(self, key: str) -> tuple[int, int]:
        """Return where the codes equal to that of the key begin and end."""
        code = zlib.crc32(key.encode("utf-8", "surrogatepass"))
        bit = code & self._most
        if not self._bits[bit >> 3] >> (7 - (bit & 7)) & 1:
            return _NOWHERE
        start = end = bisect_left(self._codes, code)
        while end < len(self._codes) and self._codes[end] == code:
            end += 1
        return start, end


class Joins:
    """Looks up the runs of forms among the listed tokens, and their tokens among the listed runs."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        self._runs, self._tokens = _Codes(columns, "run"), _Codes(columns, "join")
        self._owned = lru_cache(maxsize=MOST_REMEMBERED)(self._with_keys)

    def reached(self, forms: Sequence[WeighedForm]) -> Joined:
        """Return the entries that share a join with each form, and at most what they gain by it."""
        gains = [gain for number, form in enumerate(forms) for gain in (*self._by_runs(number, form), *self._by_tokens(number, form))]
        if not gains:
            return Joined(np.empty(0, np.int32), np.empty(0, np.int32), np.empty(0), np.empty(0))
        sizes = [len(gain.entries) for gain in gains]
        entries = np.concatenate([gain.entries for gain in gains]).astype(np.int64)
        places = np.repeat(np.array([gain.form for gain in gains], np.int64), sizes) << 32 | entries
        distinct, inverse = np.unique(places, return_inverse=True)
        query = np.bincount(inverse, np.repeat([gain.query for gain in gains], sizes)).astype(np.float64)
        listed = np.bincount(inverse, np.concatenate([gain.listed for gain in gains])).astype(np.float64)
        return Joined((distinct >> 32).astype(np.int32), (distinct & 0xFFFFFFFF).astype(np.int32), query, listed)

    def _by_runs(self, number: int, form: WeighedForm) -> Iterable[_Gain]:
        """The entries with a token that is a run of the form, joined."""
        owners: dict[tuple[tuple[int, ...], int], float] = {}
        for key, run in form.runs.items():
            start, end = self._tokens.span(key)
            if end == start:
                continue
            for owner in self._columns["join_owners"][start:end].tolist():
                owners[run, owner] = max(owners.get((run, owner), 0.0), run_similarity(key).value)
        columns = self._columns
        for (run, owner), value in owners.items():
            starts = columns["posting_starts"]
            entries = columns["posting_entries"][starts[owner] : starts[owner + 1]]
            places, begins = slices(columns["entry_starts"], entries)
            own = np.where(columns["entry_tokens"][places] == owner, columns["entry_shares"][places], 0.0)
            yield _Gain(
                number, entries, value * np.add.reduceat(own, begins), value * sum(form.weights[place] for place in run) / form.total
            )

    def _by_tokens(self, number: int, form: WeighedForm) -> Iterable[_Gain]:
        """The entries with a run that is one of the form's tokens, joined."""
        for keys, weight in zip(form.keys, form.weights, strict=True):
            owned = self._owned(keys)
            if owned is not None:
                yield _Gain(number, owned.entries, owned.listed, owned.value * weight / form.total)

    def _with_keys(self, keys: tuple[str, ...]) -> _Owned | None:
        found = []
        for key in keys:
            start, end = self._runs.span(key)
            if end > start:
                value = run_similarity(key).value
                found.append((self._columns["run_entries"][start:end], value * self._columns["run_shares"][start:end], value))
        if not found:
            return None
        entries, inverse = np.unique(np.concatenate([one for one, _, _ in found]), return_inverse=True)
        listed = np.zeros(len(entries))
        np.maximum.at(listed, inverse, np.concatenate([shares for _, shares, _ in found]))
        return _Owned(entries, listed, max(value for _, _, value in found))
