"""Exact retrieval: every listed name whose name score can reach a threshold, and few others.

For each token of a form the vocabulary says which texts are similar, and how much at most (`screening.index.vocabulary`). An
entry's sums of the greatest similarities, weighed, over the form's tokens and over its own, are at least what any pairing of
tokens finds, since a token is in one pair at most; joined runs are counted on top. `screening.alignment.name_score_bounds` of
what they leave is at least the entry's score. Entries reached only through tokens that together cannot make the score are not
looked at: an entry must hold one of the *essential* tokens (the idea of MaxScore, Turtle and Flood 1995, with similarities
for weights).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from screening.alignment import WeighedForm, name_score_bounds
from screening.index.cache import BoundedCache
from screening.index.columns import Columns
from screening.index.joins import Joined, Joins
from screening.index.kernel import PAIR, Asked, Listed, Reached, gather
from screening.index.vocabulary import Vocabulary
from screening.tokens import Bearer

SLACK = 1e-4
"""Added to every bound: similarities and shares are kept in single precision."""

BEARERS = {Bearer.EITHER: 0, Bearer.PERSON: 1, Bearer.ORGANISATION: 2}
"""The numbers by which bearers stand in columns."""

MOST_CACHED = 32 << 20
"""Bytes of similar texts kept for tokens asked before."""


@dataclass(frozen=True, slots=True)
class Target:
    """What an entry must reach: a name score, 0.0-1.0, after multiplication with `weak_factor` (0.0-1.0) for weak aliases."""

    threshold: float
    weak_factor: float = 1.0


_FACTS = np.dtype([("postings", np.float64), ("greatest", np.float64), ("greatest_weight", np.float64)])
"""Of a token text: in how many entries its similar texts are, the greatest similarity, and the greatest weight it finds in any entry."""

_Token = bytes
"""A token text looked up: `_FACTS`, then a `PAIR` for each similar text. Bytes are small, and no burden to Python's garbage collector."""


class _Flat(NamedTuple):
    """The tokens of several forms end to end: of which form each is, its weight, and the sum of its form's."""

    starts: NDArray[np.int64]
    form: NDArray[np.int64]
    weights: NDArray[np.float64]
    totals: NDArray[np.float64]


class Retrieval:
    """Answers which entries can reach a threshold, from the columns of one index. Safe to call from several threads."""

    def __init__(self, vocabulary: Vocabulary, columns: Columns) -> None:
        self._vocabulary = vocabulary
        self._columns = columns
        self._joins = Joins(columns)
        self._listed = Listed(*(columns[name] for name in Listed._fields))
        self._tokens = BoundedCache[str, _Token](self._look_up, lambda _, token: len(token) + 200, MOST_CACHED)

    def candidates(self, forms: Sequence[WeighedForm], target: Target, within: NDArray[np.bool_] | None = None) -> list[tuple[int, ...]]:
        """Return for each form, ascending, every entry whose score against it can reach the target.

        `within` says which parties, by place, are in scope; None: all.
        """
        counts = [len(form.weights) for form in forms]
        starts = np.fromiter(accumulate(counts, initial=0), np.int64, len(forms) + 1)
        totals = np.repeat(np.array([form.total for form in forms]), counts)
        weights = np.fromiter(chain.from_iterable(form.weights for form in forms), np.float64, int(starts[-1]))
        flat = _Flat(starts, np.repeat(np.arange(len(forms)), counts), weights, totals)
        texts: dict[str, int] = {}
        places = [texts.setdefault(token.text, len(texts)) for form in forms for token in form.form.tokens]
        tokens = self._tokens.of(list(texts))
        joined = self._joins.reached(forms)
        reached = gather(self._asked(tokens, np.array(places, np.int32), flat, joined, target.threshold), self._listed)
        return self._split(self._reach(_with_joins(reached, joined), forms, target, within), len(forms))

    def _look_up(self, texts: Sequence[str]) -> list[_Token]:
        similar = self._vocabulary.similar(texts)
        sizes = [len(pairs) for pairs in similar]
        facts = np.zeros(len(texts), _FACTS)
        if any(sizes):
            pairs, starts = np.concatenate(similar), self._columns["posting_starts"]
            numbers, some = pairs["number"], np.flatnonzero(sizes)
            firsts = (np.cumsum(sizes, dtype=np.int64) - sizes)[some].astype(np.intp)
            facts["postings"][some] = np.add.reduceat(starts[numbers + 1] - starts[numbers], firsts)
            facts["greatest"][some] = np.maximum.reduceat(pairs["bound"], firsts)
            facts["greatest_weight"][some] = np.maximum.reduceat(pairs["bound"] * self._columns["text_weights"][numbers], firsts)
        return [one.tobytes() + pairs.tobytes() for one, pairs in zip(facts, similar, strict=True)]

    def _asked(self, tokens: Sequence[_Token], places: NDArray[np.int32], flat: _Flat, joined: Joined, threshold: float) -> Asked:
        facts = np.frombuffer(b"".join([token[: _FACTS.itemsize] for token in tokens]), _FACTS)
        sizes = ((len(token) - _FACTS.itemsize) // PAIR.itemsize for token in tokens)
        extra = np.searchsorted(joined.form, np.arange(len(flat.starts)))
        return Asked(
            similar=np.frombuffer(b"".join([token[_FACTS.itemsize :] for token in tokens]), PAIR),
            token_starts=np.fromiter(accumulate(sizes, initial=0), np.int64, len(tokens) + 1),
            form_tokens=places,
            form_shares=flat.weights / flat.totals,
            essential=_essential(facts[places], flat, threshold),
            form_starts=flat.starts,
            extra=joined.entry,
            extra_starts=extra.astype(np.int64),
        )

    def _reach(
        self, reached: Reached, forms: Sequence[WeighedForm], target: Target, within: NDArray[np.bool_] | None
    ) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """Keep what can reach the target: forms and entries, ordered by both."""
        columns, entries = self._columns, reached.entry
        totals = np.array([form.total for form in forms])[reached.form]
        information = (reached.query * totals + reached.listed * columns["entry_weight"][entries]) / 2
        bounds = name_score_bounds(1.0 - reached.query, 1.0 - reached.listed, information) + SLACK
        if target.weak_factor < 1.0:
            bounds *= np.where(columns["entry_weak"][entries], target.weak_factor, 1.0)
        kept = np.flatnonzero(bounds >= target.threshold)
        entries = entries[kept]
        own = np.array([BEARERS[form.form.bearer] for form in forms], np.uint8)[reached.form[kept]]
        theirs = columns["entry_bearer"][entries]
        may = (theirs == own) | (theirs == 0) | (own == 0)
        if within is not None:
            may &= within[columns["entry_party"][entries]]
        entries, owners = entries[may], reached.form[kept[may]]
        order = np.lexsort((entries, owners))
        return owners[order], entries[order]

    @staticmethod
    def _split(found: tuple[NDArray[np.int32], NDArray[np.int32]], count: int) -> list[tuple[int, ...]]:
        owners, entries = found
        ends = np.searchsorted(owners, np.arange(count), "right").tolist()
        every = tuple(entries.tolist())
        # Nearly all are empty, and the empty tuple is always the same: a list each would keep Python's garbage collector busy.
        return [every[start:end] for start, end in zip([0, *ends], ends, strict=False)]


def _essential(facts: NDArray[np.void], flat: _Flat, threshold: float) -> NDArray[np.uint8]:
    """The tokens of each form one of which reaches every entry worth looking at: those in most entries are left out while they may be."""
    order = np.lexsort((-facts["postings"], flat.form))
    query = _running(flat.weights[order] * facts["greatest"][order], flat)
    listed = _running(facts["greatest_weight"][order], flat)
    scores = name_score_bounds(1.0 - query / flat.totals, np.zeros(len(query)), (query + listed) / 2)
    essential = np.empty(len(order), np.uint8)
    essential[order] = scores + SLACK >= threshold
    return essential


def _running(values: NDArray[np.float64], flat: _Flat) -> NDArray[np.float64]:
    """Running sums that begin anew with every form."""
    sums = np.concatenate([[0.0], np.cumsum(values)])
    running: NDArray[np.float64] = sums[1:] - sums[flat.starts[flat.form]]
    return running


def _with_joins(reached: Reached, joined: Joined) -> Reached:
    """Add what joins gain to the sums of the entries they reach, which stand first of their form's."""
    if not len(joined.form):
        return reached
    ranks = np.arange(len(joined.form)) - np.searchsorted(joined.form, joined.form)
    places = np.searchsorted(reached.form, joined.form) + ranks
    query, listed = reached.query.copy(), reached.listed.copy()
    query[places] += joined.query
    listed[places] += joined.listed
    return reached._replace(query=query, listed=listed)
