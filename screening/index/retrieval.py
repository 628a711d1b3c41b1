"""Exact retrieval: every listed name whose name score can reach a threshold, and few others.

A *row* says, for one query token, in which entries (forms of listed names) there is a token similar to it, how similar at
most, and how much of the entry's weight that is. The deficits of an entry are at least what the sums over the query's rows
leave, since a token is in one pair at most; `screening.alignment.name_score` of these is at least the entry's score. Entries
reached only through tokens that together cannot make the score are not looked at (the idea of MaxScore, Turtle and Flood
1995, with similarities for weights). Joined runs are looked up by their keys, and counted on top.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from screening.alignment import (
    JOINED_SIMILARITY,
    WeighedForm,
    name_score,
    name_score_bounds,
    token_keys,
)
from screening.index.columns import Columns
from screening.index.vocabulary import Vocabulary, key_hash
from screening.tokens import Bearer

SLACK = 1e-4
"""Added to every bound: rows are kept in single precision."""

_BEARERS = {Bearer.EITHER: 0, Bearer.PERSON: 1, Bearer.ORGANISATION: 2}
_MOST_CACHED = 4_000_000


@dataclass(frozen=True, slots=True)
class Row:
    """For one token: entries ascending; the similarity at most; the share of the entry's weight found at most.

    `greatest` is the greatest similarity in the row, `greatest_weight` the greatest weight found in any of its entries.
    """

    entries: NDArray[np.int32]
    similarity: NDArray[np.float32]
    share: NDArray[np.float32]
    greatest: float
    greatest_weight: float


@dataclass(frozen=True, slots=True)
class Target:
    """What an entry must reach: a name score above 0.0, at most 1.0, after multiplication with the entry's factor.

    `factor` holds one number an entry, 0.0-1.0 (None: all are 1.0); 0.0 leaves the entry out.
    """

    threshold: float
    factor: NDArray[np.float32] | None = None


class Retrieval:
    """Answers which entries can reach a threshold, from the columns of one index. Safe to call from several threads."""

    def __init__(self, vocabulary: Vocabulary, columns: Columns) -> None:
        self._vocabulary = vocabulary
        self._columns = columns
        self._rows: OrderedDict[str, Row] = OrderedDict()
        self._cached = 0
        self._lock = Lock()

    def candidates(self, form: WeighedForm, target: Target) -> NDArray[np.int32]:
        """Return, ascending, every entry whose score against `form` can reach the target."""
        shares = [weight / form.total for weight in form.weights]
        rows = [self.row(token.text) for token in form.form.tokens]
        essential = _essential(rows, form, target.threshold)
        reached = [rows[place].entries for place in essential]
        entries = _distinct(np.concatenate(reached)) if reached else np.empty(0, np.int32)
        kept = self._reach(entries, self._sums(entries, rows, shares), form, target)
        joined, gained = self._joined(form, shares)
        if len(joined):
            query, _ = self._sums(joined, rows, shares)
            more = self._reach(joined, (query + gained, np.ones(len(joined))), form, target)
            kept = _distinct(np.concatenate([kept, more]))
        return kept

    def _sums(self, entries: NDArray[np.int32], rows: list[Row], shares: list[float]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        query = np.zeros(len(entries))
        listed = np.zeros(len(entries))
        if len(entries):
            for row, share in zip(rows, shares, strict=True):
                if len(row.entries):
                    places = np.minimum(np.searchsorted(row.entries, entries), len(row.entries) - 1)
                    there = row.entries[places] == entries
                    query += np.where(there, row.similarity[places], 0.0) * share
                    listed += np.where(there, row.share[places], 0.0)
        return query, listed

    def _reach(
        self, entries: NDArray[np.int32], sums: tuple[NDArray[np.float64], NDArray[np.float64]], form: WeighedForm, target: Target
    ) -> NDArray[np.int32]:
        if not len(entries):
            return entries
        information = (sums[0] * form.total + sums[1] * self._columns["entry_weight"][entries]) / 2
        bounds = name_score_bounds(1.0 - sums[0], 1.0 - sums[1], information) + SLACK
        bearers = self._columns["entry_bearer"][entries]
        own = _BEARERS[form.form.bearer]
        reach = (bearers == own) | (bearers == 0) | (own == 0)
        if target.factor is not None:
            bounds = bounds * target.factor[entries]
            reach &= target.factor[entries] > 0.0
        kept: NDArray[np.int32] = entries[reach & (bounds >= target.threshold)]
        return kept

    def _joined(self, form: WeighedForm, shares: list[float]) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
        """Entries that share a joined run with the form, and how much of the query's weight the runs may gain."""
        found: list[NDArray[np.int32]] = []
        gains: list[float] = []
        starts, posted = self._columns["posting_starts"], self._columns["posting_entries"]
        owners: set[tuple[tuple[int, ...], int]] = set()
        for run, (start, end) in zip(form.runs.items(), self._spans("join_hashes", list(form.runs)), strict=True):
            owners.update((run[1], int(number)) for number in self._columns["join_owners"][start:end])
        for places, number in sorted(owners):
            found.append(posted[starts[number] : starts[number + 1]])
            gains.append(sum(shares[place] for place in places))
        keys = [(key, place) for place, token in enumerate(form.form.tokens) for key in token_keys(token)]
        by_place: dict[int, list[NDArray[np.int32]]] = {}
        for (_, place), (start, end) in zip(keys, self._spans("run_hashes", [key for key, _ in keys]), strict=True):
            if end > start:
                by_place.setdefault(place, []).append(self._columns["run_entries"][start:end])
        for place, lists in by_place.items():
            found.append(np.unique(np.concatenate(lists)))
            gains.append(shares[place])
        if not found:
            return np.empty(0, np.int32), np.empty(0)
        entries, inverse = np.unique(np.concatenate(found), return_inverse=True)
        gained = np.repeat(np.array(gains) * JOINED_SIMILARITY, [len(one) for one in found])
        return entries.astype(np.int32), np.bincount(inverse, weights=gained).astype(np.float64)

    def _spans(self, column: str, keys: list[str]) -> list[tuple[int, int]]:
        codes = np.array([key_hash(key) for key in keys], np.int64)
        hashes = self._columns[column]
        starts, ends = np.searchsorted(hashes, codes), np.searchsorted(hashes, codes + 1)
        return list(zip(starts.tolist(), ends.tolist(), strict=True))

    def row(self, text: str) -> Row:
        """Return the row of a token text, from the cache or made now. The cache holds a bounded number of entries."""
        with self._lock:
            row = self._rows.get(text)
            if row is not None:
                self._rows.move_to_end(text)
                return row
        row = self._make_row(text)
        with self._lock:
            if text not in self._rows:
                self._rows[text] = row
                self._cached += len(row.entries) + 32
            while self._cached > _MOST_CACHED and len(self._rows) > 1:
                _, dropped = self._rows.popitem(last=False)
                self._cached -= len(dropped.entries) + 32
        return row

    def _make_row(self, text: str) -> Row:
        numbers, bounds = self._vocabulary.similar(text)
        starts = self._columns["posting_starts"]
        firsts = starts[numbers]
        counts = starts[numbers + 1] - firsts
        total = int(counts.sum())
        places = np.repeat(firsts - np.cumsum(counts) + counts, counts) + np.arange(total)
        entries = self._columns["posting_entries"][places]
        similarity = np.repeat(bounds, counts)
        share = similarity * self._columns["posting_shares"][places]
        order = np.argsort(entries, kind="stable")
        entries, similarity, share = entries[order], similarity[order], share[order]
        if len(entries):
            begin = np.flatnonzero(np.concatenate(([True], entries[1:] != entries[:-1])))
            entries, similarity, share = entries[begin], np.maximum.reduceat(similarity, begin), np.maximum.reduceat(share, begin)
        weight = share * self._columns["entry_weight"][entries]
        return Row(entries, similarity, share, float(bounds.max(initial=0.0)), float(weight.max(initial=0.0)))


def _essential(rows: list[Row], form: WeighedForm, threshold: float) -> list[int]:
    """Places of the rows one of which every entry worth looking at must be in: the longest are left out while they may be."""
    order = sorted(range(len(rows)), key=lambda place: -len(rows[place].entries))
    found = found_listed = 0.0
    for rank, place in enumerate(order):
        found += form.weights[place] * rows[place].greatest
        found_listed += rows[place].greatest_weight
        if name_score(1.0 - found / form.total, 0.0, (found + found_listed) / 2) + SLACK >= threshold:
            return order[rank:]
    return []


def _distinct(entries: NDArray[np.int32]) -> NDArray[np.int32]:
    ordered = np.sort(entries, kind="stable")
    return ordered[np.concatenate(([True], ordered[1:] != ordered[:-1]))] if len(ordered) else ordered
