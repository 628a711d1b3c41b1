"""Which token texts of an index are similar to a given one, and by how much at most: exactly, without trying them all.

Every rule of `screening.similarity` is answered by a look-up that cannot miss: equal texts and shared keys by hashes in a
sorted array; edits by comparing only texts whose length is near and whose sets of letters differ by no more than the edits
allowed could explain (one edit changes membership of at most two letters); initials by the first letter. The values
returned are upper bounds of the similarity.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from screening.index.columns import Columns, texts_to_columns
from screening.similarity import (
    EDIT_BUDGETS,
    INITIAL_SIMILARITY,
    KEY_SIMILARITY,
    LEGAL_SIMILARITY,
    editable,
    equal_keys,
    key_bound,
    spelling_bound,
    systematic_key,
)
from screening.similarity_edits import edit_distances
from screening.tokens import SKELETON_MARK

IntArray = NDArray[np.int32]
FloatArray = NDArray[np.float32]
_LONGEST = 63  # longer texts are kept with these
_UNBOUNDED = 1 << 30  # what stands for the length of those in bounds: an edit costs them nothing
_BUDGETS = np.array([next((edits for length, edits in EDIT_BUDGETS if size >= length), 0) for size in range(_LONGEST + 1)], np.int8)
_MOST_BUDGET = max(edits for _, edits in EDIT_BUDGETS)


def key_hash(key: str) -> int:
    """Return 63 bits of BLAKE2b of a key: the same on every machine and run."""
    return int.from_bytes(hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big") >> 1


def letter_mask(text: str) -> int:
    """Return the set of characters of a text as 32 bits: a bit a Latin letter, the rest shared by all other characters."""
    mask = 0
    for character in text:
        code = ord(character)
        mask |= 1 << (code - 97 if 97 <= code <= 122 else 26 + code % 6)
    return mask


def vocabulary_columns(texts: Sequence[str]) -> dict[str, NDArray[Any]]:
    """Build the columns that `Vocabulary` reads from the sorted, distinct token texts."""
    hashes, owners = [], []
    for number, text in enumerate(texts):
        for key in equal_keys(text):
            hashes.append(key_hash(key))
            owners.append(number)
    order = np.lexsort((np.array(owners, np.int32), np.array(hashes, np.int64)))
    columns: dict[str, NDArray[Any]] = {
        "key_hashes": np.array(hashes, np.int64)[order],
        "key_owners": np.array(owners, np.int32)[order],
    }
    for view, spell in (("plain", str), ("systematic", systematic_key)):
        spelt = [spell(text) for text in texts]
        lengths = np.array([min(len(text), _LONGEST) if editable(text) else 0 for text in spelt], np.int64)
        by_length = np.lexsort((np.arange(len(texts)), lengths)).astype(np.int32)
        columns[f"{view}_order"] = by_length
        columns[f"{view}_lengths"] = lengths[by_length].astype(np.int8)
        columns[f"{view}_starts"] = np.searchsorted(lengths[by_length], np.arange(_LONGEST + 2)).astype(np.int64)
        columns[f"{view}_texts"], columns[f"{view}_text_starts"] = texts_to_columns([encoded(spelt[number]) for number in by_length])
        columns[f"{view}_masks"] = np.array([letter_mask(text) for text in spelt], np.uint32)[by_length]
    return columns


def encoded(text: str) -> bytes:
    """Return a token text as kept in a column; lone surrogates survive."""
    return text.encode("utf-8", "surrogatepass")


def decoded(blob: NDArray[np.uint8], starts: NDArray[np.int64]) -> list[str]:
    """Return the texts of a column that `texts_to_columns` made of encoded ones."""
    data, places = blob.tobytes(), starts.tolist()
    if data.isascii():
        whole = data.decode("ascii")
        return [whole[start:end] for start, end in pairwise(places)]
    return [data[start:end].decode("utf-8", "surrogatepass") for start, end in pairwise(places)]


class _View:
    """The texts in one spelling, by length: what is compared when edits are looked for."""

    def __init__(self, columns: Columns, view: str) -> None:
        self.order = columns[f"{view}_order"]
        self.lengths = columns[f"{view}_lengths"]
        self.starts: list[int] = columns[f"{view}_starts"].tolist()
        self.masks = columns[f"{view}_masks"]
        self.texts = np.array([*decoded(columns[f"{view}_texts"], columns[f"{view}_text_starts"]), None], object)[:-1]
        self._allowed: dict[int, NDArray[np.int8]] = {}

    def near(self, text: str, factor: float) -> tuple[IntArray, FloatArray]:
        """Return the numbers of the texts within the edit budget of `text`, and `factor` times their similarity at most."""
        length = min(len(text), _LONGEST)
        low, high = max(1, length - _MOST_BUDGET), min(_LONGEST, length + _MOST_BUDGET)
        start, end = self.starts[low], self.starts[high + 1]
        if not _BUDGETS[length] or start == end:
            return np.empty(0, np.int32), np.empty(0, np.float32)
        differing = np.bitwise_count(self.masks[start:end] ^ np.uint32(letter_mask(text)))
        near = np.nonzero(differing <= self._most_differing(length, start, end))[0] + start
        edits = edit_distances(text, self.texts[near].tolist(), _MOST_BUDGET)
        lengths = self.lengths[near]
        kept = edits <= _BUDGETS[np.minimum(lengths, length)]
        longer = np.maximum(lengths[kept].astype(np.int64), length)
        longer[longer == _LONGEST] = _UNBOUNDED
        return self.order[near[kept]], (factor * spelling_bound(edits[kept], longer)).astype(np.float32)

    def _most_differing(self, length: int, start: int, end: int) -> NDArray[np.int8]:
        """For each text of the slice, how many letters its set may differ by from one of `length`; below 0: never."""
        allowed = self._allowed.get(length)
        if allowed is None:
            lengths = self.lengths[start:end]
            budgets = _BUDGETS[np.minimum(lengths, length)]
            allowed = np.where(np.abs(lengths - length) <= budgets, 2 * budgets, -1).astype(np.int8)
            self._allowed[length] = allowed
        return allowed


class Vocabulary:
    """The distinct token texts of an index, sorted; a text's place in them is its number."""

    def __init__(self, texts: Sequence[str], columns: Columns) -> None:
        self.texts = texts
        self._key_hashes, self._key_owners = columns["key_hashes"], columns["key_owners"]
        self._plain, self._systematic = _View(columns, "plain"), _View(columns, "systematic")
        self._numbers = {text: number for number, text in enumerate(texts)}
        self._legal = np.array([number for number, text in enumerate(texts) if text.startswith("§")], np.int32)

    def number(self, text: str) -> int | None:
        """Return the number of a text, None when no listed name holds it."""
        return self._numbers.get(text)

    def with_keys(self, keys: Sequence[str]) -> list[tuple[str, IntArray]]:
        """Return for each key the numbers of the texts that have it (and, by a collision of hashes, maybe others)."""
        codes = np.array([key_hash(key) for key in keys], np.int64)
        starts = np.searchsorted(self._key_hashes, codes).tolist()
        ends = np.searchsorted(self._key_hashes, codes + 1).tolist()
        return [(key, self._key_owners[start:end]) for key, start, end in zip(keys, starts, ends, strict=True) if end > start]

    def similar(self, text: str) -> tuple[IntArray, FloatArray]:
        """Return the numbers, ascending, of every text of similarity above 0.0 to `text`, and upper bounds of it."""
        numbers: list[NDArray[Any]] = []
        bounds: list[NDArray[Any]] = []

        def add(found: NDArray[Any], bound: float | NDArray[Any]) -> None:
            numbers.append(found)
            bounds.append(np.full(len(found), bound, np.float32) if isinstance(bound, float) else bound)

        own = self._numbers.get(text)
        if own is not None and not text.startswith(SKELETON_MARK):
            add(np.array([own], np.int32), 1.0)
        if text.startswith("§"):
            add(self._legal, LEGAL_SIMILARITY)
        elif len(text) == 1:
            if text.isascii() and text.isalpha():
                add(self._beginning_with(text), INITIAL_SIMILARITY)
        else:
            for key, owners in self.with_keys(equal_keys(text)):
                add(owners, key_bound(key))
            letter = self._numbers.get(text[0])
            if letter is not None and text[0].isascii() and text[0].isalpha():
                add(np.array([letter], np.int32), INITIAL_SIMILARITY)
            if editable(text):
                add(*self._plain.near(text, 1.0))
                add(*self._systematic.near(systematic_key(text), KEY_SIMILARITY))
        return _greatest(numbers, bounds)

    def _beginning_with(self, letter: str) -> IntArray:
        start = np.searchsorted(self._text_array, letter)
        end = np.searchsorted(self._text_array, chr(ord(letter) + 1))
        return np.arange(start, end, dtype=np.int32)

    @cached_property
    def _text_array(self) -> NDArray[Any]:
        return np.array([text[:1] for text in self.texts], "U1")


def _greatest(numbers: list[NDArray[Any]], bounds: list[NDArray[Any]]) -> tuple[IntArray, FloatArray]:
    """Merge: every number once, ascending, with its greatest bound."""
    if not numbers:
        return np.empty(0, np.int32), np.empty(0, np.float32)
    flat, values = np.concatenate(numbers), np.concatenate(bounds)
    order = np.argsort(flat, kind="stable")
    flat, values = flat[order], values[order]
    if not len(flat):
        return flat, values
    firsts = np.flatnonzero(np.concatenate(([True], flat[1:] != flat[:-1])))
    greatest = np.maximum.reduceat(values, firsts)
    kept = greatest > 0.0
    return flat[firsts[kept]], greatest[kept]
