"""Edits between texts: the one place that calls rapidfuzz for them (optimal string alignment: insert, delete, replace, swap neighbours)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist, extractOne


def edits_between(first: str, second: str, most: int | None = None) -> int:
    """Return the edits between two texts; any number above `most` when there are more."""
    return OSA.distance(first, second, score_cutoff=most)


def edit_distances(text: str, others: Sequence[str], most: int) -> NDArray[np.int64]:
    """Return the edits between `text` and each of `others`; any number above `most` for those further away."""
    if not others:
        return np.empty(0, np.int64)
    found: NDArray[np.int64] = cdist([text], others, scorer=OSA.distance, score_cutoff=most, dtype=np.int64)[0]
    return found


def nearest(text: str, others: Sequence[str], most: int) -> str | None:
    """Return the first of `others` with the fewest edits, when that is `most` at the most; else None."""
    found = extractOne(text, others, scorer=OSA.distance, score_cutoff=most)
    return found[0] if found else None
