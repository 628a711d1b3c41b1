"""Hebrew to Latin: a table of frequent names, rules for the rest.

Vowels are guessed: vav is o or u, yod i or e, alef and final he a; between other consonants a vowel is added only where no word
begins or ends that way. Letters with two sounds (bet, kaf, pe, shin, gimel and tsadi without their mark) get alternative readings.
Not covered: points (dropped), Yiddish spelling, silent ayin against a.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache

from screening.romanize.native import fold_native
from screening.romanize.reading import Reading, crossed, distinct
from screening.romanize.tables import listed, spellings

_CONSONANTS = {
    "ב": "v", "ג": "g", "ד": "d", "ז": "z", "ח": "h", "ט": "t", "כ": "kh", "ל": "l", "מ": "m", "נ": "n", "ס": "s", "פ": "f", "צ": "ts",
    "ק": "k", "ר": "r", "ש": "sh", "ת": "t",
}  # fmt: skip
_MARKED = {"ג": "j", "צ": "ch", "ז": "zh", "ת": "th", "ד": "dh", "ח": "kh", "ע": "gh"}
_INITIAL = {"v": "b", "kh": "k", "f": "p"}
_APOSTROPHES = "'׳’`"
_STYLES: tuple[Mapping[str, str], ...] = (
    {"w": "v"},
    {"filler": "e", "v": "b", "h": "ch", "final a": "e", "ai": "ei", "initial p": "f"},
    {"i": "e", "f": "p", "g": "j", "sh": "s", "kh": "k"},
    {"filler": "e", "k": "c", "g": "j", "ts": "ch", "f": "p", "o": "u", "z": "s", "sh": "ch", "t": "th", "kh": "ch"},
)


_ONSETS = frozenset(
    listed(
        "bl br dr fl fr gl gr kl kr pl pr tr st sp sk sm sn sl sv sht shp shm shl shn shv shr shk tsv kv gv dv tv kn gn "
        "str spr skr shtr shpr"
    )
)
_CODAS = frozenset(
    listed(
        "rt rd rk rg rs rm rn rl rf rts rsh rz rb rkh rch lt ld lk lf ls lm lts lz lv nt nd nk ng ns nts nz nsh nch mp ms "
        "st ft kt ks sk pt ts ps sht"
    )
)

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
            units.append((style.get("initial p", sound) if sound == "p" and not units else sound, False))
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
        return ("w", False, 1) if place == 0 or following in ("א", "ה", "י") else ("o", True, 1)
    if following == "י":
        return "ai", True, 2
    return ("y", False, 1) if place == 0 or following in ("א", "ה", "ו") else ("i", True, 1)


def _spelled(units: Sequence[_Unit], style: Mapping[str, str]) -> str:
    filler = style.get("filler", "a")
    spelled, place = "", 0
    while place < len(units):
        end = place
        while end < len(units) and not units[end][1]:
            end += 1
        run = [sound for sound, _ in units[place:end]]
        opening = place == 0 and len(run) > 1 and ("".join(run) not in _ONSETS or end == len(units))
        if opening:
            spelled += run[0] + filler
            run = run[1:]
        spelled += _closing(run) if end == len(units) else _between(run, first=place == 0 and not opening)
        if end < len(units):
            spelled += units[end][0]
            end += 1
        place = end
    return spelled.replace("aa", "a").replace("ii", "i")


def _between(run: list[str], *, first: bool = False) -> str:
    """Consonants before a vowel, with a vowel where no cluster does without."""
    if len(run) <= 2 or first or "".join(run[1:]) in _ONSETS:
        return "".join(run)
    return "".join(run[:-2]) + "e" + "".join(run[-2:]) if "".join(run[-2:]) in _ONSETS else "".join(run[:-1]) + "e" + run[-1]


def _closing(run: list[str]) -> str:
    """Consonants that end a word, with a vowel where no cluster does without."""
    if len(run) <= 1 or "".join(run) in _CODAS:
        return "".join(run)
    splits = "".join(run[-3:-1]) in _ONSETS or "".join(run[-2:]) not in _CODAS
    tail = 1 if len(run) == 2 or splits else 2
    return _between(run[:-tail]) + "e" + "".join(run[-tail:])
