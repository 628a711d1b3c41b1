"""The two inner loops of retrieval: in C where the extension was built (`_kernel.c`), in NumPy where not, with equal results.

Both know nothing of scoring: budgets, similarities and shares come in, edits and sums go out.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from itertools import accumulate, pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from screening.similarity_edits import edit_distances

_compiled: Any
try:
    from screening.index import _kernel as _compiled  # type: ignore[attr-defined,no-redef,unused-ignore]
except ImportError:
    _compiled = None

COMPILED = _compiled is not None
"""Whether the extension in C is in use."""

LONGEST_PATTERN = 64
"""Characters of the longest text that the extension searches for; NumPy does the longer ones."""


TABLE_COLUMNS = 128
"""Columns of a table of bounds: a length each, the last one for all longer."""


class Strings:
    """Texts of a column as strings, all of them decoded when one is first asked for: what NumPy's path compares with."""

    def __init__(self, codes: NDArray[np.uint32], starts: NDArray[np.int64]) -> None:
        self._codes, self._starts = codes, starts

    @cached_property
    def every(self) -> list[str]:
        """The texts, in the order of the column."""
        whole = self._codes.tobytes().decode("utf-32-le", "surrogatepass")
        return [whole[start:end] for start, end in pairwise(self._starts.tolist())]


class Spelt(NamedTuple):
    """Texts in one spelling, ordered by length: what edits are looked for in.

    `masks` hold which characters each text has once and twice (`letter_mask`); `codes` the characters (code points) end to end,
    text i from `starts[i]` to `starts[i + 1]`; texts of length n are numbers `groups[n]` to `groups[n + 1]`, the longest lengths
    together. `order` holds their numbers in the vocabulary, `strings` the texts themselves.
    """

    masks: NDArray[np.uint64]
    codes: NDArray[np.uint32]
    starts: NDArray[np.int64]
    groups: NDArray[np.int64]
    order: NDArray[np.int32]
    strings: Strings


PAIR = np.dtype([("number", np.int32), ("bound", np.float32)])
"""A text of the vocabulary, by its number, that is similar to some text, and by how much at most."""

Pairs = NDArray[np.void]
"""An array of `PAIR`."""


class Near(NamedTuple):
    """For each text found: that sought (its place, ascending), and the `PAIR`."""

    sought: NDArray[np.int32]
    pairs: Pairs


class Reached(NamedTuple):
    """Entries reached by forms, ascending by form: what each has in common with the form's tokens.

    `query` is the sum, over the form's tokens, of share times greatest similarity; `listed` the same over the entry's tokens.
    """

    form: NDArray[np.int32]
    entry: NDArray[np.int32]
    query: NDArray[np.float64]
    listed: NDArray[np.float64]


class Asked(NamedTuple):
    """Forms to look up, all their tokens end to end.

    Token t has the `similar` texts, a `PAIR` each, from `token_starts[t]` to the next. Form f has the tokens `form_tokens`, their
    shares of its weight and whether one must reach an entry through them (`essential`), from `form_starts[f]` to the next; and
    `extra` entries (each once) to be summed up first, from `extra_starts[f]` to the next.
    """

    similar: Pairs
    token_starts: NDArray[np.int64]
    form_tokens: NDArray[np.int32]
    form_shares: NDArray[np.float64]
    essential: NDArray[np.uint8]
    form_starts: NDArray[np.int64]
    extra: NDArray[np.int32]
    extra_starts: NDArray[np.int64]


class Listed(NamedTuple):
    """The entries of an index: by vocabulary number (postings), and the vocabulary numbers of each with their shares of its weight."""

    posting_starts: NDArray[np.int64]
    posting_entries: NDArray[np.int32]
    entry_starts: NDArray[np.int64]
    entry_tokens: NDArray[np.int32]
    entry_shares: NDArray[np.float32]


def letter_mask(text: str) -> int:
    """Return which characters a text has, and which it has twice, as two halves of 64 bits: a bit a Latin letter, the rest shared.

    One edit (a swap changes nothing) changes two bits at the most.
    """
    once = twice = 0
    for character in text:
        code = ord(character)
        bit = 1 << (code - 97 if 97 <= code <= 122 else 26 + code % 6)
        twice |= once & bit
        once |= bit
    return twice << 32 | once


def near(spelt: Spelt, sought: Sequence[str], budgets: NDArray[np.int8], table: NDArray[np.float32]) -> Near:
    """Return the texts within a budget of edits of each text sought.

    `budgets` holds the most edits, a row a text sought and a column a length that `spelt` has; 0 leaves the length out, equal texts
    too. `table` holds the bound of the similarity, a row a number of edits and a column a length of the longer text.
    """
    if not sought:
        return _no_pairs()
    if _compiled is None or max(map(len, sought)) > LONGEST_PATTERN:
        return near_in_numpy(spelt, sought, budgets, table)
    codes = "".join(sought).encode("utf-32-le", "surrogatepass")
    starts = np.fromiter(accumulate(map(len, sought), initial=0), np.int64, len(sought) + 1)
    masks = np.array([letter_mask(text) for text in sought], np.uint64)
    places, pairs = _compiled.near(*spelt[:-1], codes, starts, masks, budgets, table)
    return Near(np.frombuffer(places, np.int32), np.frombuffer(pairs, PAIR))


def near_in_numpy(spelt: Spelt, sought: Sequence[str], budgets: NDArray[np.int8], table: NDArray[np.float32]) -> Near:
    """`near`, without the extension."""
    parts = [_near_one(spelt, place, text, budget, table) for place, (text, budget) in enumerate(zip(sought, budgets, strict=True))]
    return Near(np.concatenate([part.sought for part in parts]), np.concatenate([part.pairs for part in parts])) if parts else _no_pairs()


def pairs_of(numbers: NDArray[np.int32], bounds: NDArray[np.float32]) -> Pairs:
    """Return two columns as an array of `PAIR`."""
    pairs = np.empty(len(numbers), PAIR)
    pairs["number"], pairs["bound"] = numbers, bounds
    return pairs


def _no_pairs() -> Near:
    return Near(np.empty(0, np.int32), np.empty(0, PAIR))


def _near_one(spelt: Spelt, place: int, text: str, budget: NDArray[np.int8], table: NDArray[np.float32]) -> Near:
    lengths = np.flatnonzero(budget)
    if not len(lengths):
        return _no_pairs()
    first, last = int(spelt.groups[lengths[0]]), int(spelt.groups[lengths[-1] + 1])
    sizes = np.diff(spelt.groups[lengths[0] : lengths[-1] + 2])
    most = np.repeat(budget[lengths[0] : lengths[-1] + 1], sizes)
    differing = np.bitwise_count(spelt.masks[first:last] ^ np.uint64(letter_mask(text)))
    near = np.flatnonzero((differing <= 2 * most) & (most > 0))
    every = spelt.strings.every
    edits = edit_distances(text, [every[one] for one in (near + first).tolist()], int(budget.max()))
    kept = np.flatnonzero(edits <= most[near])
    found = near[kept] + first
    longer = np.maximum(spelt.starts[found + 1] - spelt.starts[found], len(text))
    bounds = table[edits[kept], np.minimum(longer, TABLE_COLUMNS - 1)]
    return Near(np.full(len(found), place, np.int32), pairs_of(spelt.order[found], bounds))


def gather(asked: Asked, listed: Listed) -> Reached:
    """Return every entry that an essential token of a form reaches, and all extra ones, with their sums.

    By form ascending; within a form first the extra entries in the order given, then the others in no order to rely on.
    """
    if _compiled is None:
        return gather_in_numpy(asked, listed)
    form, entry, query, found = _compiled.gather(*asked, *listed)
    return Reached(np.frombuffer(form, np.int32), np.frombuffer(entry, np.int32), np.frombuffer(query), np.frombuffer(found))


def gather_in_numpy(asked: Asked, listed: Listed) -> Reached:
    """`gather`, without the extension."""
    parts = [_gather_one(asked, listed, form) for form in range(len(asked.form_starts) - 1)]
    forms = np.repeat(np.arange(len(parts), dtype=np.int32), [len(part[0]) for part in parts])
    if not parts:
        return Reached(forms, np.empty(0, np.int32), np.empty(0), np.empty(0))
    entries, query, found = zip(*parts, strict=True)
    return Reached(forms, np.concatenate(entries), np.concatenate(query), np.concatenate(found))


def _gather_one(asked: Asked, listed: Listed, form: int) -> tuple[NDArray[np.int32], NDArray[np.float64], NDArray[np.float64]]:
    begin, end = asked.form_starts[form], asked.form_starts[form + 1]
    tokens = asked.form_tokens[begin:end].tolist()
    spans = [slice(asked.token_starts[token], asked.token_starts[token + 1]) for token in tokens]
    essential = [asked.similar["number"][span] for span, must in zip(spans, asked.essential[begin:end].tolist(), strict=True) if must]
    extra = asked.extra[asked.extra_starts[form] : asked.extra_starts[form + 1]]
    entries = np.concatenate([extra, np.setdiff1d(_postings(essential, listed), extra)])
    if not len(entries):
        return entries, np.empty(0), np.empty(0)
    similarity = np.zeros((len(listed.posting_starts) - 1, len(tokens)), np.float32)
    for column, span in enumerate(spans):
        similarity[asked.similar["number"][span], column] = asked.similar["bound"][span]
    places, starts = slices(listed.entry_starts, entries)
    found = similarity[listed.entry_tokens[places]]
    query = np.maximum.reduceat(found, starts, axis=0) @ asked.form_shares[begin:end]
    sums = np.add.reduceat(found.max(axis=1).astype(np.float64) * listed.entry_shares[places], starts)
    return entries, query, sums


def _postings(numbers: Sequence[NDArray[np.int32]], listed: Listed) -> NDArray[np.int32]:
    if not numbers:
        return np.empty(0, np.int32)
    places, _ = slices(listed.posting_starts, np.unique(np.concatenate(numbers)))
    return np.unique(listed.posting_entries[places])


def slices(starts: NDArray[np.int64], which: NDArray[Any]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the places of the lists `which` of a ragged column, end to end, and where each of them begins there."""
    firsts = starts[which]
    counts = starts[which + 1] - firsts
    begins = np.cumsum(counts) - counts
    return np.repeat(firsts - begins, counts) + np.arange(int(counts.sum())), begins
