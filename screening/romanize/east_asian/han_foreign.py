"""Foreign names written in Han characters, back to the letters they probably stand for.

The characters were chosen for their sounds (赖因哈德 for Reinhard), so pinyin is far from the name (`laiyinhade`) and what each
character usually stands for is nearer (`reinhad`). Not covered: names translated by meaning, Japanese Kanji, sounds that
Chinese conflates beyond two alternatives (l and r are both tried).
"""

from __future__ import annotations

from collections.abc import Sequence

from screening.romanize.east_asian.han_sounds import pinyin
from screening.romanize.foreign import foreign_names
from screening.romanize.reading import Reading, crossed
from screening.romanize.tables import spellings

_READINGS = 7
_KNOWN_SHARE = 0.5
_LONGEST = 4
_VOWELS = frozenset("aeiou")
_OPEN = frozenset("aeiouylr")
_FILLERS = {"b": "u", "p": "u", "s": "", "z": "i", "m": "u", "f": "u", "v": "e"}
_LIQUIDS = str.maketrans("lr", "rl")


def foreign_readings(words: Sequence[str]) -> list[Reading]:
    """Up to seven readings of a name (simplified words) when half the characters of each word are in the table; else none."""
    spelled = [foreign_word(word) for word in words]
    return [Reading(text, "foreign") for text in crossed(spelled, _READINGS)] if all(spelled) else []


def foreign_word(word: str) -> tuple[str, ...]:
    """The spellings of one word of a foreign name (simplified), when it is known or half its characters are in the table; else none."""
    table = spellings("han_foreign")
    known = word in foreign_names("han") or sum(char in table for char in word) >= len(word) * _KNOWN_SHARE
    return _word(word) if known else ()


def _word(word: str) -> tuple[str, ...]:
    first = _spell(word, 0)
    return tuple(dict.fromkeys((*foreign_names("han").get(word, ()), first, _spell(word, 1), first.translate(_LIQUIDS))))


def _sounds(word: str, choice: int) -> list[str]:
    """The sounds of a word, groups of characters first; pinyin for a character the table does not know."""
    table = spellings("han_foreign")
    sounds = []
    place = 0
    while place < len(word):
        length = next((size for size in range(_LONGEST, 0, -1) if word[place : place + size] in table), 1)
        piece = word[place : place + length]
        known = table.get(piece) or ("".join(pinyin(piece)),)
        sounds.append(known[min(choice, len(known) - 1)])
        place += length
    return sounds


def _spell(word: str, choice: int) -> str:
    spelled = ""
    for sound in _sounds(word, choice):
        joint = sound
        if len(spelled) == 1 and spelled not in _VOWELS and sound[:1] not in _OPEN:
            spelled += _FILLERS.get(spelled, "e")
        if spelled.endswith("i") and sound.startswith("ya"):
            joint = sound[1:]
        if spelled and joint and spelled[-1] == joint[0]:
            joint = joint[1:]
        spelled += joint
    return spelled
