"""Well-known words of organisation names in Han: where they begin and end, and what they mean.

Not covered: grammar and word order; a name without known words is neither cut nor translated.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

from screening.romanize.reading import Reading
from screening.romanize.tables import rows

_Pinyin = Callable[[str], tuple[str, ...]]


@cache
def _terms() -> dict[str, str]:
    return {row[0]: row[1] for row in rows("organisations_han")}


@cache
def _longest() -> int:
    return max(map(len, _terms()))


def _pieces(word: str) -> list[str]:
    """The word cut into known terms (longest first, two characters or more) and what lies between them."""
    pieces: list[str] = []
    place = start = 0
    while place < len(word):
        length = next((size for size in range(min(_longest(), len(word) - place), 1, -1) if word[place : place + size] in _terms()), 0)
        if not length:
            place += 1
            continue
        pieces += [word[start:place], word[place : place + length]]
        place = start = place + length
    return [piece for piece in (*pieces, word[start:]) if piece]


def segmented(words: Sequence[str], pinyin: _Pinyin) -> list[Reading]:
    """Two readings cut at the known words, one in pinyin and one with those words in English; nothing when no word is known."""
    pieces = [piece for word in words for piece in _pieces(word)]
    if not any(piece in _terms() for piece in pieces):
        return []
    sounds = ["".join(pinyin(piece)).replace("v", "u") for piece in pieces]
    meant = [_terms().get(piece, sound) for piece, sound in zip(pieces, sounds, strict=True)]
    return [Reading(" ".join(sounds), "pinyin"), Reading(" ".join(meant), "translation")]
