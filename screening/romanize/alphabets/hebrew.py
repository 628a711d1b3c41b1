"""Hebrew to Latin: a table of frequent names, rules for the rest.

Vowels are guessed: vav is o or u, yod i or e, alef and final he a; between other consonants a vowel is added only where no word
begins or ends that way. Letters with two sounds (bet, kaf, pe, shin, gimel and tsadi without their mark) get alternative readings.
Not covered: points (dropped), Yiddish spelling, silent ayin against a.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache

from screening.romanize.alphabets.clusters import filled
from screening.romanize.native import fold_native
from screening.romanize.reading import Reading, Sort, Spelling, crossed, distinct
from screening.romanize.tables import spellings

_CONSONANTS = {
    "ב": "v", "ג": "g", "ד": "d", "ז": "z", "ח": "H", "ט": "t", "כ": "kh", "ל": "l", "מ": "m", "נ": "n", "ס": "s", "פ": "f", "צ": "ts",
    "ק": "k", "ר": "r", "ש": "sh", "ת": "t",
}  # fmt: skip
_MARKED = {"ג": "j", "צ": "ch", "ז": "zh", "ת": "th", "ד": "dh", "ח": "kh", "ע": "gh"}
_INITIAL = {"v": "b", "kh": "k", "f": "p"}
_APOSTROPHES = "'׳’`"
_STYLES: tuple[Mapping[str, str], ...] = (
    {"w": "v", "first": "a"},
    {
        "v": "b",
        "H": "ch",
        "p": "f",
        "final a": "e",
        "ai": "ei",
        "initial p": "f",
        "keep onsets": "yes",
        "sht": "st",
        "shp": "sp",
        "ts": "ch",
    },
    {"i": "e", "f": "p", "g": "j", "sh": "s", "kh": "k", "first": "a", "w": "v", "o": "u"},
    {"k": "c", "g": "j", "ts": "ch", "f": "p", "z": "s", "sh": "ch", "t": "th", "kh": "ch", "initial p": "f", "keep onsets": "yes"},
)

_ROOT = 3
_Unit = tuple[str, bool]  # a sound and whether it is a vowel


@cache
def _names() -> dict[str, tuple[str, ...]]:
    return {_bare(name): known for name, known in spellings("hebrew_names").items()}


def _bare(word: str) -> str:
    return fold_native("".join(char for char in word if char not in _APOSTROPHES))


def hebrew_readings(words: Sequence[str]) -> tuple[Reading, ...]:
    """Readings of a name whose words are Hebrew, best first."""
    parts = [_word(word) for word in words]
    return distinct(Reading(text, "hebrew" if number == 0 else "hebrew-variant") for number, text in enumerate(crossed(parts)))


def hebrew_spelled(words: Sequence[str]) -> list[Spelling]:
    """The words of a name in Hebrew, each with its spellings, the likeliest first."""
    return [(word, _word(word), Sort.KNOWN if _bare(word) in _names() else Sort.UNVOWELLED) for word in words]


@lru_cache(maxsize=16384)
def _word(word: str) -> tuple[str, ...]:
    known = _names().get(_bare(word))
    if known:
        return known
    return tuple(dict.fromkeys(_spelled(_units(word, style), style) for style in _STYLES))


def _units(word: str, style: Mapping[str, str]) -> list[_Unit]:
    marked = {place for place, char in enumerate(word) if char in _APOSTROPHES}
    text = fold_native(
        "".join(f"{char}\N{MIDDLE DOT}" if place + 1 in marked else char for place, char in enumerate(word) if place not in marked)
    )
    units: list[_Unit] = []
    place = 0
    while place < len(text):
        char, following = text[place], text[place + 1 : place + 2]
        if char in _MARKED and following == "\N{MIDDLE DOT}":
            units.append((_MARKED[char], False))
            place += 1
        elif char in _CONSONANTS:
            sound = _CONSONANTS[char]
            hard = not units or (not units[-1][1] and bool(following))
            sound = _INITIAL.get(sound, sound) if hard else style.get(sound, sound)
            sound = style.get("p", sound) if sound == "p" and units else style.get("initial p", sound) if sound == "p" else sound
            units.append((style.get(sound, "h") if sound == "H" else sound, False))
        elif char in "אעהוי":
            sound, vowel, taken = _weak(text, place)
            if vowel and place + 1 == len(text) and sound == "a":
                sound = style.get("final a", sound)
            units.append((style.get(sound, sound), vowel))
            place += taken - 1
        elif char.isascii() and char.isalnum():
            units.append((char, False))
        place += 1
    return units


def _weak(text: str, place: int) -> tuple[str, bool, int]:
    """The sound of a letter that may be a vowel, whether it is one, and how many letters it takes."""
    char, following, last = text[place], text[place + 1 : place + 2], place + 1 == len(text)
    if char in "אע":
        if following == "ו" and text[place + 2 : place + 3] != "ו":
            return ("au" if place else "o"), True, 2
        if following == "י":
            return ("ai", True, 3) if text[place + 2 : place + 3] == "י" else ("i", True, 2)
        return "a", True, 1
    if char == "ה":
        return ("a", True, 1) if last and place else ("h", False, 1)
    if char == "ו":
        if following == "ו":
            return "w", False, 2
        return ("w", False, 1) if place == 0 else ("o", True, 1)
    if following == "י":
        return "ai", True, 2
    return ("y", False, 1) if place == 0 or (text[place - 1] in "אהוי" and following and following in "אהו") else ("i", True, 1)


def _spelled(units: Sequence[_Unit], style: Mapping[str, str]) -> str:
    spelled, place = "", 0
    while place < len(units):
        end = place
        while end < len(units) and not units[end][1]:
            end += 1
        run = tuple(sound for sound, _ in units[place:end])
        spelled += _consonants(run, style, opens=place == 0, closes=end == len(units))
        if end < len(units):
            spelled += units[end][0]
            end += 1
        place = end
    return spelled.replace("aa", "a").replace("ii", "i")


def _consonants(run: tuple[str, ...], style: Mapping[str, str], *, opens: bool, closes: bool) -> str:
    if opens and closes and len(run) == _ROOT and "first" in style:
        return style["first"].join(run)
    first, later = style.get("first", "e"), style.get("later", "e")
    spelled = filled(run, opens=opens, closes=closes, first=first, later=later, keep_onsets="keep onsets" in style)
    return next((style[start] + spelled[3:] for start in ("sht", "shp") if opens and spelled.startswith(start) and start in style), spelled)
