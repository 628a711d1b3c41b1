"""The two inner loops of retrieval: in C where the extension was built (`_kernel.c`), in NumPy where not, with equal results.

Both know nothing of scoring: budgets, similarities and shares come in, edits and sums go out.
"""

from __future__ import annotations

from collections.abc import Sequence
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


class Spelt(NamedTuple):
    """Texts in one spelling, ordered by length: what edits are looked for in.

    `codes` holds their characters (code points) end to end, text i from `starts[i]` to `starts[i + 1]`; `masks` the set of
    characters of each as 32 bits; texts of length n are numbers `groups[n]` to `groups[n + 1]`, longer ones than `groups` has
    lengths for with the longest.
    """

    codes: NDArray[np.uint32]
    starts: NDArray[np.int64]
    masks: NDArray[np.uint32]
    groups: NDArray[np.int64]

    def text(self, number: int) -> str:
        """Return one of the texts."""
        return self.codes[self.starts[number] : self.starts[number + 1]].tobytes().decode("utf-32-le", "surrogatepass")


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

    Token t is similar to the vocabulary's `numbers`, ascending, by at most `bounds`, from `token_starts[t]` to the next. Form f has
    the tokens `form_tokens`, their shares of its weight and whether one must reach an entry through them (`essential`), from
    `form_starts[f]` to the next; and `extra` entries (each once) to be summed up first, from `extra_starts[f]` to the next.
    """

    numbers: NDArray[np.int32]
    bounds: NDArray[np.float32]
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


def near(spelt: Spelt, text: str, mask: int, budgets: NDArray[np.int8]) -> tuple[NDArray[np.int32], NDArray[np.int8]]:
    """Return the numbers of the texts within a budget of edits of `text`, by group, and the edits of each.

    `budgets` holds the most edits for each length that `spelt` has; 0 leaves the length out, equal texts too. `mask` is that of `text`.
    """
    if _compiled is None or len(text) > LONGEST_PATTERN:
        return near_in_numpy(spelt, text, mask, budgets)
    places, edits = _compiled.near(
        spelt.masks, spelt.codes, spelt.starts, spelt.groups, budgets, text.encode("utf-32-le", "surrogatepass"), mask
    )
    return np.frombuffer(places, np.int32), np.frombuffer(edits, np.int8)


def near_in_numpy(spelt: Spelt, text: str, mask: int, budgets: NDArray[np.int8]) -> tuple[NDArray[np.int32], NDArray[np.int8]]:
    """`near`, without the extension."""
    lengths = np.flatnonzero(budgets)
    if not len(lengths):
        return np.empty(0, np.int32), np.empty(0, np.int8)
    first, last = int(spelt.groups[lengths[0]]), int(spelt.groups[lengths[-1] + 1])
    sizes = np.diff(spelt.groups)[lengths[0] : lengths[-1] + 1]
    most = np.repeat(budgets[lengths[0] : lengths[-1] + 1], sizes)
    differing = np.bitwise_count(spelt.masks[first:last] ^ np.uint32(mask))
    places = np.flatnonzero((differing <= 2 * most) & (most > 0))
    edits = edit_distances(text, [spelt.text(place) for place in (places + first).tolist()], int(budgets.max()))
    kept = edits <= most[places]
    return (places[kept] + first).astype(np.int32), edits[kept].astype(np.int8)


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
    essential = [asked.numbers[span] for span, must in zip(spans, asked.essential[begin:end].tolist(), strict=True) if must]
    extra = asked.extra[asked.extra_starts[form] : asked.extra_starts[form + 1]]
    entries = np.concatenate([extra, np.setdiff1d(_postings(essential, listed), extra)])
    if not len(entries):
        return entries, np.empty(0), np.empty(0)
    similarity = np.zeros((len(listed.posting_starts) - 1, len(tokens)), np.float32)
    for column, span in enumerate(spans):
        similarity[asked.numbers[span], column] = asked.bounds[span]
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
