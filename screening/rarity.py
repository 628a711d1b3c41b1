"""How much a token says: the rarer it is among names, the more.

The share of names that hold a token is taken as the greater of two: its share in the index at hand (smoothed, so that a
list of ten names does not make every token common), and its share among names in general (`tables.common_tokens`). The
weight falls with the logarithm of the share, as inverse document frequency does (Sparck Jones 1972), between two bounds. It
rises with the letters of the token, between two bounds as well: the longer two words are, the less chance makes them alike.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import lru_cache

from screening import tables
from screening.several import spellings_of
from screening.tokens import SKELETON_MARK, Token, TokenRole

SMOOTHING = 5_000
"""Names added to the index's own count: a token met once in a list of ten names is not one name in ten."""

LEAST_FACTOR = 0.40
"""Factor of the most common names: Mohammed Butikofer / Mohammed Smith share next to nothing."""

RARE_SHARE = 1e-4
"""Share of names from which a token counts as rare (factor 1.0)."""

COMMON_SHARE = 2e-2
"""Share of names from which a token has the least factor."""

USUAL_LETTERS = 7
"""Letters of a token whose weight its length leaves as it is."""

LETTER = 0.05
"""What each letter more or less adds to the factor: Prokopenko says more than Gao."""

SHORT_FACTOR, LONG_FACTOR = 0.9, 1.25
"""Bounds of the factor for length."""

SPOKEN_LETTERS = 1.6
"""Letters that stand for a consonant of a token known by its consonants alone."""

SMALL_NUMBER = 0.6
"""Factor of a number of one digit: Fund II and Plant No. 2 share little."""

_SPAN = math.log(COMMON_SHARE / RARE_SHARE)
_WEIGHED = (TokenRole.NAME,)


@lru_cache(maxsize=4_096)
def factor_of_share(share: float) -> float:
    """Turn a share of names (0.0-1.0) into a factor, `LEAST_FACTOR` to 1.0."""
    if share <= RARE_SHARE:
        return 1.0
    fall = min(1.0, math.log(share / RARE_SHARE) / _SPAN)
    return 1.0 - fall * (1.0 - LEAST_FACTOR)


def factor_of_length(text: str) -> float:
    """Turn the length of a token text into a factor, `SHORT_FACTOR` to `LONG_FACTOR`; 1.0 for other scripts than Latin."""
    if not text.isascii():
        return 1.0
    letters = SPOKEN_LETTERS * (len(text) - 1) if text.startswith(SKELETON_MARK) else len(text)
    return min(LONG_FACTOR, max(SHORT_FACTOR, 1.0 + LETTER * (letters - USUAL_LETTERS)))


class Rarity:
    """Token weights for one index: `counts` maps token texts to the number of its names (of `total`) that hold them."""

    def __init__(self, counts: Mapping[str, int] | None = None, total: int = 0) -> None:
        self._counts = counts or {}
        self._total = total
        self.factor = lru_cache(maxsize=65_536)(self._factor)

    def _factor(self, text: str) -> float:
        """Return the factor of a token text: by its share of names (`factor_of_share`), times by its length (`factor_of_length`).

        Of several spellings the most usual counts.
        """
        text = spellings_of(text)[0]
        here = self._counts.get(text, 0) / (self._total + SMOOTHING)
        return factor_of_length(text) * factor_of_share(
            max(here, tables.common_tokens().get(text, 0.0), tables.ordinary_words().get(text, 0.0))
        )

    def weight(self, token: Token) -> float:
        """Return the weight of a token in this index: its role's weight, times its factor where rarity counts."""
        if token.role is TokenRole.NUMBER and len(token.text) == 1:
            return token.weight * SMALL_NUMBER
        return token.weight * self.factor(token.text) if token.role in _WEIGHED else token.weight
