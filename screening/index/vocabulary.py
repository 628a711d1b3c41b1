"""Which token texts of an index are similar to a given one, and by how much at most: exactly, without trying them all.

Every rule of `screening.similarity` is answered by a look-up that cannot miss: equal texts and shared keys by hashes in a
sorted array; edits by comparing only texts whose length is near and whose sets of letters differ by no more than the edits
allowed could explain (one edit changes membership of at most two letters); initials by the first letter. The values
returned are upper bounds of the similarity.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from screening.index.columns import Columns
from screening.index.kernel import Spelt, near
from screening.index.texts import Texts, key_codes
from screening.similarity import (
    INITIAL_SIMILARITY,
    KEY_SIMILARITY,
    LEGAL_SIMILARITY,
    by_key,
    editable,
    equal_keys,
    most_edits,
    spelling_bound,
    systematic_key,
)
from screening.tokens import LEGAL_MARK, SKELETON_MARK

IntArray = NDArray[np.int32]
FloatArray = NDArray[np.float32]
_LONGEST = 63  # characters; longer texts are kept with these
_VIEWS: dict[str, Callable[[str], str]] = {"plain": str, "systematic": systematic_key}


class Similar(NamedTuple):
    """The vocabulary's texts of similarity above 0.0 to one text: their numbers, ascending, and upper bounds of it."""

    numbers: IntArray
    bounds: FloatArray


def letter_mask(text: str) -> int:
    """Return the set of characters of a text as 32 bits: a bit a Latin letter, the rest shared by all other characters."""
    mask = 0
    for character in text:
        code = ord(character)
        mask |= 1 << (code - 97 if 97 <= code <= 122 else 26 + code % 6)
    return mask


@lru_cache(maxsize=128)
def edit_budgets(length: int) -> NDArray[np.int8]:
    """Return, by length of the other text (0 to 63, 63 for all longer), the most edits from a text of `length`; 0 for none."""
    own = min(length, _LONGEST)
    return np.array([most_edits(own, other) for other in range(_LONGEST + 1)], np.int8)


def vocabulary_columns(texts: Sequence[str]) -> dict[str, NDArray[Any]]:
    """Build the columns that `Vocabulary` reads from the sorted, distinct token texts."""
    keys, owners = [], []
    for number, text in enumerate(texts):
        for key in equal_keys(text):
            keys.append(_owned(text, key))
            owners.append(number)
    columns: dict[str, NDArray[Any]] = by_code(key_codes(keys), {"key_owners": np.array(owners, np.int32)}, "key_codes")
    for view, spell in _VIEWS.items():
        columns |= _spelt_columns(view, [spell(text) for text in texts])
    return columns


def by_code(codes: NDArray[np.uint32], columns: dict[str, NDArray[Any]], name: str) -> dict[str, NDArray[Any]]:
    """Order columns by a code and then by themselves, and add the codes as the column `name`."""
    order = np.lexsort((*reversed(columns.values()), codes))
    return {name: codes[order]} | {one: column[order] for one, column in columns.items()}


def _spelt_columns(view: str, spelt: Sequence[str]) -> dict[str, NDArray[Any]]:
    lengths = np.array([min(len(text), _LONGEST) if editable(text) else 0 for text in spelt], np.int64)
    order = np.lexsort((np.arange(len(spelt)), lengths)).astype(np.int32)
    ordered = [spelt[number] for number in order]
    return {
        f"{view}_order": order,
        f"{view}_codes": np.frombuffer("".join(ordered).encode("utf-32-le", "surrogatepass"), np.uint32),
        f"{view}_starts": np.array([0, *accumulate(map(len, ordered))], np.int64),
        f"{view}_masks": np.array([letter_mask(text) for text in ordered], np.uint32),
        f"{view}_groups": np.searchsorted(lengths[order], np.arange(_LONGEST + 2)).astype(np.int64),
    }


def _owned(text: str, key: str) -> str:
    """The key a text is found by. Skeletons and other texts that share one seek each other alone: two of a sort are not similar by it."""
    return f"{SKELETON_MARK}{key}" if text.startswith(SKELETON_MARK) else key


def _sought(text: str, key: str) -> str:
    return f"{SKELETON_MARK}{key}" if key.startswith("k") and not text.startswith(SKELETON_MARK) else key


class _View:
    """The texts in one spelling, and the numbers they have in the vocabulary."""

    def __init__(self, columns: Columns, view: str) -> None:
        self._order = columns[f"{view}_order"]
        self._spelt = Spelt(columns[f"{view}_codes"], columns[f"{view}_starts"], columns[f"{view}_masks"], columns[f"{view}_groups"])

    def near(self, text: str, factor: float) -> Similar:
        """Return the numbers, unordered, of the texts within the edit budget of `text`, and `factor` times their similarity at most."""
        places, edits = near(self._spelt, text, letter_mask(text), edit_budgets(len(text)))
        lengths = self._spelt.starts[places + 1] - self._spelt.starts[places]
        bounds = factor * spelling_bound(edits.astype(np.int64), np.maximum(lengths, len(text)))
        return Similar(self._order[places], bounds.astype(np.float32))


class Vocabulary:
    """The distinct token texts of an index, sorted; a text's place in them is its number."""

    def __init__(self, texts: Texts, columns: Columns) -> None:
        self.texts = texts
        self._key_codes, self._key_owners = columns["key_codes"], columns["key_owners"]
        self._plain, self._systematic = _View(columns, "plain"), _View(columns, "systematic")
        self._span = lru_cache(maxsize=256)(self._beginning_with)

    def similar(self, text: str) -> Similar:
        """Return the texts similar to `text`, itself among them when it is there."""
        if text.startswith(LEGAL_MARK):
            found = [_alike(self._span(LEGAL_MARK), LEGAL_SIMILARITY)]
        elif len(text) == 1:
            found = [_alike(self._span(text), INITIAL_SIMILARITY)] if _is_letter(text) else []
        else:
            found = [self._by_keys(text), *self._by_edits(text)]
            if _is_letter(text[0]):
                found.append(_alike(self._same(text[0]), INITIAL_SIMILARITY))
        if not text.startswith(SKELETON_MARK):
            found.append(_alike(self._same(text), 1.0))
        return _greatest(found)

    def _by_edits(self, text: str) -> list[Similar]:
        if not editable(text):
            return []
        return [self._plain.near(text, 1.0), self._systematic.near(systematic_key(text), KEY_SIMILARITY)]

    def _by_keys(self, text: str) -> Similar:
        """The texts that share a key, or by chance the code of one: too great a bound then, which costs time, nothing else."""
        keys = equal_keys(text)
        codes = key_codes(_sought(text, key) for key in keys)
        starts = np.searchsorted(self._key_codes, codes, "left").tolist()
        ends = np.searchsorted(self._key_codes, codes, "right").tolist()
        found: dict[int, float] = {}
        for key, start, end in zip(keys, starts, ends, strict=True):
            for number in self._key_owners[start:end].tolist() if end > start else ():
                other = self.texts[number]
                value = by_key(text, other, key).value if other != text else 0.0
                if value > found.get(number, 0.0):
                    found[number] = value
        return Similar(np.array(list(found), np.int32), np.array(list(found.values()), np.float32))

    def _same(self, text: str) -> range:
        number = self.texts.number(text)
        return range(0) if number is None else range(number, number + 1)

    def _beginning_with(self, letter: str) -> range:
        return range(self.texts.first_from(letter), self.texts.first_from(chr(ord(letter) + 1)))


def _is_letter(character: str) -> bool:
    return character.isascii() and character.isalpha()


def _alike(numbers: range, bound: float) -> Similar:
    return Similar(np.array(numbers, np.int32), np.full(len(numbers), bound, np.float32))


def _greatest(found: Sequence[Similar]) -> Similar:
    """Merge: every number once, ascending, with its greatest bound; none with 0.0."""
    numbers = np.concatenate([one.numbers for one in found]) if found else np.empty(0, np.int32)
    if not len(numbers):
        return Similar(np.empty(0, np.int32), np.empty(0, np.float32))
    bounds = np.concatenate([one.bounds for one in found])
    order = np.argsort(numbers, kind="stable")
    numbers, bounds = numbers[order], bounds[order]
    firsts = np.flatnonzero(np.concatenate(([True], numbers[1:] != numbers[:-1])))
    greatest = np.maximum.reduceat(bounds, firsts)
    kept = greatest > 0.0
    return Similar(numbers[firsts[kept]], greatest[kept])
