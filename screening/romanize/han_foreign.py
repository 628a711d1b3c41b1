"""Foreign names written in Han characters, back to the letters they probably stand for.

The characters were chosen for their sounds (赖因哈德 for Reinhard), so pinyin is far from the name (`laiyinhade`) and what each
character usually stands for is nearer (`reinhad`). Not covered: names translated by meaning, Japanese Kanji, sounds that
Chinese conflates beyond two alternatives (l and r are both tried).
"""

from __future__ import annotations

from collections.abc import Sequence

from screening.romanize.reading import Reading
from screening.romanize.tables import spellings

_VOWELS = frozenset("aeiou")
_OPEN = frozenset("aeiouylr")
_FILLERS = {"b": "u", "p": "u", "s": "", "z": "i", "m": "u", "f": "u", "v": "e"}
_LIQUIDS = str.maketrans("lr", "rl")


def foreign_readings(words: Sequence[str]) -> list[Reading]:
    """Up to three readings of a name (simplified words) whose characters are mostly in the table; else none."""
    table = spellings("han_foreign")
    if any(sum(char in table for char in word) < len(word) * 0.75 for word in words):
        return []
    first = " ".join(_spell(word, 0) for word in words)
    second = " ".join(_spell(word, 1) for word in words)
    return [Reading(text, "foreign") for text in dict.fromkeys((first, second, first.translate(_LIQUIDS)))]


def _spell(word: str, choice: int) -> str:
    table = spellings("han_foreign")
    spelled = ""
    for char in word:
        known = table.get(char, ("",))
        sound = known[min(choice, len(known) - 1)]
        if len(spelled) == 1 and spelled not in _VOWELS and sound[:1] not in _OPEN:
            spelled += _FILLERS.get(spelled, "e")
        if spelled.endswith("i") and sound.startswith("ya"):
            sound = sound[1:]
        if spelled and sound and spelled[-1] == sound[0]:
            sound = sound[1:]
        spelled += sound
    return spelled
