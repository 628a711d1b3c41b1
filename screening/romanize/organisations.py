"""Well-known words of organisation names in Han, translated: an extra reading beside the sounds.

Not covered: grammar and word order; a name made of unknown words gets no translation.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

from screening.romanize.reading import Reading
from screening.romanize.tables import rows


@cache
def _terms() -> dict[str, str]:
    return {row[0]: row[1] for row in rows("organisations_han")}


@cache
def _longest() -> int:
    return max(map(len, _terms()))


def translated(words: Sequence[str], pinyin: Callable[[str], tuple[str, ...]]) -> list[Reading]:
    """One reading with the known words in English and the rest in joined pinyin; nothing when no word is known."""
    found = False
    parts: list[str] = []
    for word in words:
        place = start = 0
        while place < len(word):
            length = next((size for size in range(min(_longest(), len(word) - place), 1, -1) if word[place : place + size] in _terms()), 0)
            if not length:
                place += 1
                continue
            found = True
            parts += ["".join(pinyin(word[start:place])), _terms()[word[place : place + length]]]
            place = start = place + length
        parts.append("".join(pinyin(word[start:])))
    return [Reading(" ".join(part for part in parts if part), "translation")] if found else []
