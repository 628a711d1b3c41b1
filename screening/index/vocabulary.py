"""Which token texts of an index are similar to a given one, and by how much at most: exactly, without trying them all.

Every rule of `screening.similarity` is answered by a look-up that cannot miss: equal texts and shared keys by hashes in a
sorted array; edits by comparing only texts whose length is near and whose sets of letters differ by no more than the edits
allowed could explain (one edit changes membership of at most two letters); initials by the first letter. The values
returned are upper bounds of the similarity.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import accumulate, pairwise, repeat
from typing import Any

import numpy as np
from numpy.typing import NDArray

from screening.heard import heard_alike, heard_keys
from screening.index.columns import Columns
from screening.index.kernel import TABLE_COLUMNS, Pairs, Spelt, Strings, letter_mask, near, pairs_of
from screening.index.texts import Texts, key_code, key_codes
from screening.several import HEARD_MARK, SEVERAL_MARK, is_heard, is_several, spellings_of
from screening.similarity import (
    INITIAL_SIMILARITY,
    KEY_SIMILARITY,
    LEGAL_SIMILARITY,
    by_key,
    editable,
    equal_keys,
    most_edits,
    spelling_bound,
)
from screening.systematic import systematic_key
from screening.tokens import LEGAL_MARK, SKELETON_MARK

IntArray = NDArray[np.int32]
_LONGEST = 63  # characters; longer texts are kept with these
_VIEWS: dict[str, Callable[[str], str]] = {"plain": str, "systematic": systematic_key}
_FACTORS = {"plain": 1.0, "systematic": KEY_SIMILARITY}


@lru_cache(maxsize=128)
def edit_budgets(length: int) -> NDArray[np.int8]:
    """Return, by length of the other text (0 to 63, 63 for all longer), the most edits from a text of `length`; 0 for none."""
    own = min(length, _LONGEST)
    return np.array([most_edits(own, other) for other in range(_LONGEST + 1)], np.int8)


def vocabulary_columns(texts: Sequence[str]) -> dict[str, NDArray[Any]]:
    """Build the columns that `Vocabulary` reads from the sorted, distinct token texts."""
    keys, owners = [], []
    for number, text in enumerate(texts):
        every = [key for one in spellings_of(text) for key in (_itself(one), *(_owned(one, key) for key in equal_keys(one)))]
        for key in dict.fromkeys([*every, *_initials(text), *_heard(text, marked=is_heard(text))]):
            keys.append(key)
            owners.append(number)
    spelt = [(number, one) for number, text in enumerate(texts) for one in spellings_of(text)]
    numbers = np.array([number for number, _ in spelt], np.int32)
    columns: dict[str, NDArray[Any]] = by_code(key_codes(keys), {"key_owners": np.array(owners, np.int32)}, "key_codes")
    for view, spell in _VIEWS.items():
        columns |= _spelt_columns(view, [spell(text) for _, text in spelt], numbers)
    return columns


def by_code(codes: NDArray[np.uint32], columns: dict[str, NDArray[Any]], name: str) -> dict[str, NDArray[Any]]:
    """Order columns by a code and then by themselves, and add the codes as the column `name`."""
    order = np.lexsort((*reversed(columns.values()), codes))
    return {name: codes[order]} | {one: column[order] for one, column in columns.items()}


def _spelt_columns(view: str, spelt: Sequence[str], numbers: IntArray) -> dict[str, NDArray[Any]]:
    lengths = np.array([min(len(text), _LONGEST) if editable(text) else 0 for text in spelt], np.int64)
    order = np.lexsort((np.arange(len(spelt)), lengths)).astype(np.int32)
    ordered = [spelt[number] for number in order]
    return {
        f"{view}_order": numbers[order],
        f"{view}_codes": np.frombuffer("".join(ordered).encode("utf-32-le", "surrogatepass"), np.uint32),
        f"{view}_starts": np.array([0, *accumulate(map(len, ordered))], np.int64),
        f"{view}_masks": np.array([letter_mask(text) for text in ordered], np.uint64),
        f"{view}_groups": np.searchsorted(lengths[order], np.arange(_LONGEST + 2)).astype(np.int64),
    }


_ITSELF = "="
_INITIAL, _ALONE = "i", "o"


def _itself(text: str) -> str:
    return f"{_ITSELF}{text}"


def _initials(text: str) -> list[str]:
    """The keys of the letters that several spellings begin with, and of those that are one letter alone (오 is Oh, and O).

    Any other text is found by its place in the order of the alphabet.
    """
    return [f"{_INITIAL if len(one) > 1 else _ALONE}:{one[0]}" for one in spellings_of(text)] if is_several(text) else []


def _heard(text: str, *, marked: bool) -> list[str]:
    """The keys of the sounds of a text. Words that were heard own them marked: those seek all others, and others seek them alone."""
    return [f"{HEARD_MARK if marked else ''}h:{key}" for one in spellings_of(text) for key in heard_keys(one)]


def _owned(text: str, key: str) -> str:
    """The key a text is found by. Skeletons and other texts that share one seek each other alone: two of a sort are not similar by it."""
    return f"{SKELETON_MARK}{key}" if text.startswith(SKELETON_MARK) else key


def _sought(text: str, key: str) -> str:
    return f"{SKELETON_MARK}{key}" if key[0] == "k" and not text.startswith(SKELETON_MARK) else key


def _bounds(factor: float) -> NDArray[np.float32]:
    """`factor` times `spelling_bound`, a row a number of edits, a column a length of the longer text, the last for all above."""
    lengths = np.array([1, *range(1, TABLE_COLUMNS - 1), 1 << 40])
    most = int(edit_budgets(_LONGEST).max())
    return np.array([factor * spelling_bound(np.full(TABLE_COLUMNS, edits), lengths) for edits in range(most + 1)], np.float32)


def spelt_from(columns: Columns, view: str) -> Spelt:
    """Return one spelling of the texts, ``plain`` or ``systematic``."""
    masks, codes, starts, groups, order = (columns[f"{view}_{name}"] for name in ("masks", "codes", "starts", "groups", "order"))
    return Spelt(masks, codes, starts, groups, order, Strings(codes, starts))


class Vocabulary:
    """The distinct token texts of an index, sorted; a text's place in them is its number."""

    def __init__(self, texts: Texts, columns: Columns) -> None:
        self.texts = texts
        self._key_codes = columns["key_codes"]
        self._codes: memoryview[int] = self._key_codes.data
        self._owners = columns["key_owners"]
        self._spelt = {view: spelt_from(columns, view) for view in _VIEWS}
        self._bounds = {view: _bounds(factor) for view, factor in _FACTORS.items()}
        self._span = lru_cache(maxsize=256)(self._beginning_with)
        self._letter = lru_cache(maxsize=64)(self.number)

    def number(self, text: str) -> int | None:
        """Return the number of a text, None when no listed name holds it."""
        code = key_code(_itself(text))
        place = bisect_left(self._codes, code)
        while place < len(self._codes) and self._codes[place] == code:
            number = int(self._owners[place])
            if self.texts[number] == text:
                return number
            place += 1
        return None

    def similar(self, texts: Sequence[str]) -> list[Pairs]:
        """Return for each text those of similarity above 0.0 to it, itself among them when it is there, by number."""
        asked = [(place, one) for place, text in enumerate(texts) for one in spellings_of(text)]
        every = [one for _, one in asked]
        found = [self._by_keys(asked, [is_heard(text) for text in texts]), self._by_letters(every)]
        spelt = [place for place, text in enumerate(every) if editable(text)]
        for view, spell in _VIEWS.items():
            sought = [spell(every[place]) for place in spelt]
            budgets = np.array([edit_budgets(len(text)) for text in sought], np.int8)
            near_ones = near(self._spelt[view], sought, budgets, self._bounds[view])
            found.append((np.array(spelt, np.int32)[near_ones.sought], near_ones.pairs))
        owners = np.array([place for place, _ in asked], np.int32)
        return _greatest([(owners[places], pairs) for places, pairs in found], len(texts))

    def _by_keys(self, asked: Sequence[tuple[int, str]], heard: Sequence[bool]) -> tuple[IntArray, Pairs]:
        """The texts that share a key, or by chance the code of one: too great a bound then, which costs time, nothing else."""
        texts = [one for _, one in asked]
        keys = [(place, key) for place, text in enumerate(texts) for key in (_itself(text), *equal_keys(text))]
        if self._span(HEARD_MARK):
            keys += [(place, key) for place, text in enumerate(texts) for key in _heard(text, marked=True)]
        keys += [(place, key) for place, (owner, text) in enumerate(asked) if heard[owner] for key in _heard(text, marked=False)]
        if self._span(HEARD_MARK) or self._span(SEVERAL_MARK):
            keys += [(place, f"{_INITIAL if len(text) == 1 else _ALONE}:{text[0]}") for place, text in enumerate(texts)]
        codes = key_codes(_sought(texts[place], key) for place, key in keys)
        starts = np.searchsorted(self._key_codes, codes, "left")
        ends = np.searchsorted(self._key_codes, codes, "right")
        places, numbers, bounds = array("i"), array("i"), array("f")
        spellings: dict[int, tuple[str, ...]] = {}
        for which in np.flatnonzero(starts < ends).tolist():
            place, key = keys[which]
            text = texts[place]
            for number in self._owners[starts[which] : ends[which]].tolist():
                others = spellings.get(number)
                if others is None:
                    others = spellings[number] = spellings_of(self.texts[number])
                bound = _bound_by(text, others[0], key) if len(others) == 1 else max(_bound_by(text, other, key) for other in others)
                if bound > 0.0:
                    places.append(place)
                    numbers.append(number)
                    bounds.append(bound)
        return np.array(places, np.int32), pairs_of(np.array(numbers, np.int32), np.array(bounds, np.float32))

    def _by_letters(self, texts: Sequence[str]) -> tuple[IntArray, Pairs]:
        """The texts that are similar by their first character alone."""
        places, numbers, bounds = array("i"), array("i"), array("f")
        for place, text in enumerate(texts):
            span, bound = self._by_letter(text)
            numbers.extend(span)
            bounds.extend(repeat(bound, len(span)))
            places.extend(repeat(place, len(span)))
        return np.array(places, np.int32), pairs_of(np.array(numbers, np.int32), np.array(bounds, np.float32))

    def _by_letter(self, text: str) -> tuple[range, float]:
        """The texts that are similar by their first character alone, and by how much."""
        if text.startswith(LEGAL_MARK):
            return self._span(LEGAL_MARK), LEGAL_SIMILARITY
        if not (text[0].isascii() and text[0].isalpha()):
            return range(0), 0.0
        if len(text) == 1:
            return self._span(text), INITIAL_SIMILARITY
        letter = self._letter(text[0])
        return range(0) if letter is None else range(letter, letter + 1), INITIAL_SIMILARITY

    def _beginning_with(self, letter: str) -> range:
        return range(self.texts.first_from(letter), self.texts.first_from(chr(ord(letter) + 1)))


def _bound_by(text: str, other: str, key: str) -> float:
    """The similarity at most of two texts by a key of the first that the second was found by, or another spelling of its token."""
    if other == text:
        return 0.0 if text.startswith(SKELETON_MARK) else 1.0
    if key.startswith((HEARD_MARK, "h")):
        return heard_alike(text, other)
    if key[0] in (_INITIAL, _ALONE):
        return INITIAL_SIMILARITY
    return 0.0 if key[0] == _ITSELF else by_key(text, other, key).value


def _greatest(found: Sequence[tuple[IntArray, Pairs]], count: int) -> list[Pairs]:
    """Merge by place: every number once, ascending, with its greatest bound; none with 0.0."""
    places = np.concatenate([one for one, _ in found]).astype(np.int64)
    pairs = np.concatenate([one for _, one in found])
    keys = places << 32 | pairs["number"]
    order = np.argsort(keys, kind="stable")
    keys, bounds = keys[order], pairs["bound"][order]
    firsts = np.flatnonzero(keys[1:] != keys[:-1]) + 1
    firsts = np.concatenate(([0], firsts)) if len(keys) else firsts
    greatest = np.maximum.reduceat(bounds, firsts) if len(keys) else bounds
    kept = greatest > 0.0
    keys = keys[firsts[kept]]
    merged = pairs_of((keys & 0xFFFFFFFF).astype(np.int32), greatest[kept])
    ends = np.searchsorted(keys, np.arange(1, count + 1) << 32).tolist()
    return [merged[start:end] for start, end in pairwise([0, *ends])]
