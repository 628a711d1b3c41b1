"""Edits between texts: the one place that calls rapidfuzz for them (optimal string alignment: insert, delete, replace, swap neighbours)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist


def edits_between(first: str, second: str, most: int | None = None) -> int:
    """Return the edits between two texts; any number above `most` when there are more."""
    return OSA.distance(first, second, score_cutoff=most)


def edit_distances(text: str, others: Sequence[str], most: int) -> NDArray[np.int64]:
    """Return the edits between `text` and each of `others`; any number above `most` for those further away."""
    if not others:
        return np.empty(0, np.int64)
    found: NDArray[np.int64] = cdist([text], others, scorer=OSA.distance, score_cutoff=most, dtype=np.int64)[0]
    return found


class OneEdit:
    """Texts to find by one edit: two texts so near share a spelling, each taken as it is or with one letter left out."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._spelt: dict[str, list[tuple[int, str]]] = {}
        for place, text in enumerate(texts):
            for spelling in dict.fromkeys(_without_a_letter(text)):
                self._spelt.setdefault(spelling, []).append((place, text))

    def nearest(self, text: str) -> str | None:
        """Return the first of the texts with the fewest edits, when that is one at the most; else None."""
        spelt = self._spelt
        found = {one for spelling in _without_a_letter(text) if spelling in spelt for one in spelt[spelling]}
        if not found:
            return None
        edits, _, nearest = min((edits_between(text, other), place, other) for place, other in found)
        return nearest if edits <= 1 else None


def _without_a_letter(text: str) -> list[str]:
    return [text, *[text[:place] + text[place + 1 :] for place in range(len(text))]]
