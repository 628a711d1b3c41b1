"""Pinyin syllables, their Wade-Giles spelling, and one key for a name written in either.

Not covered: Tongyong, Yale and Gwoyeu Romatzyh; tones (never written in names); Hokkien, Hakka and Teochew spellings.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from screening.romanize.tables import rows, spellings

_WHOLE = {
    "zhi": "chih", "chi": "chih", "shi": "shih", "ri": "jih", "zi": "tzu", "ci": "tzu", "si": "ssu", "er": "erh", "yi": "i", "ye": "yeh",
    "you": "yu", "yan": "yen", "yong": "yung", "yue": "yueh", "gui": "kuei", "kui": "kuei", "guo": "kuo", "kuo": "kuo", "huo": "huo",
    "shuo": "shuo", "lve": "lueh", "nve": "nueh", "lue": "lueh", "nue": "nueh", "lv": "lu", "nv": "nu", "yo": "yo",
}  # fmt: skip
_INITIALS = (
    ("zh", "ch"), ("ch", "ch"), ("sh", "sh"), ("b", "p"), ("p", "p"), ("d", "t"), ("t", "t"), ("g", "k"), ("k", "k"),
    ("j", "ch"), ("q", "ch"), ("x", "hs"), ("r", "j"), ("z", "ts"), ("c", "ts"),
)  # fmt: skip
_FINALS = {"ian": "ien", "ie": "ieh", "iong": "iung", "ong": "ung", "ue": "ueh", "uo": "o"}
_WADE_GILES_VARIANTS = {"szu": "ssu", "sze": "ssu", "tse": "tse", "chi": "chi", "chih": "chi", "tzu": "tzu", "yi": "i"}
_LONGEST_SYLLABLE = 6
_MOST_SYLLABLES = 3


def wade_giles(syllable: str) -> str:
    """A pinyin syllable (ü as v) in Wade-Giles without its apostrophe and marks.

    >>> [wade_giles(syllable) for syllable in ("jun", "zheng", "guo", "xue", "he")]
    ['chun', 'cheng', 'kuo', 'hsueh', 'ho']
    """
    if syllable in _WHOLE:
        return _WHOLE[syllable]
    initial, written = next(((own, other) for own, other in _INITIALS if syllable.startswith(own)), ("", ""))
    final = syllable[len(initial) :]
    if not initial and syllable[:1] in ("h", "l", "n"):
        initial = written = syllable[0]
        final = syllable[1:]
    if final == "e" and initial in ("g", "k", "h"):
        return written + "o"
    return written + _FINALS.get(final, final)


@cache
def syllables() -> frozenset[str]:
    """Every pinyin syllable, ü written v and, as in passports, also u or yu."""
    found = {("" if initial == "-" else initial) + final for initial, finals in rows("pinyin") for final in finals.split()}
    return frozenset(found | {"lyu", "nyu"})


@cache
def _pinyin_keys() -> dict[str, str]:
    spelled = {syllable: _conflate(wade_giles(syllable)) for syllable in syllables()}
    return spelled | {"lyu": "lu", "nyu": "nu"}


@cache
def _wade_giles_keys() -> dict[str, str]:
    spelled = {wade_giles(syllable) for syllable in syllables()} | set(_WADE_GILES_VARIANTS)
    return {syllable: _conflate(syllable) for syllable in spelled}


@cache
def _cantonese_keys() -> dict[str, str]:
    return {syllable: syllable for values in spellings("cantonese") for syllable in (values,)}


def _conflate(syllable: str) -> str:
    return _WADE_GILES_VARIANTS.get(syllable, syllable)


@lru_cache(maxsize=32_768)
def pinyin_skeleton(token: str) -> str | None:
    """One key for the ways a Chinese name of one to three syllables is spelled in pinyin, Wade-Giles or Cantonese; else None.

    `token` is ASCII without spaces or hyphens. The key is the plain Wade-Giles spelling, so it conflates what that loses:
    b/p, d/t, g/k, z/c, j/q/zh/ch and ü/u, and also zhi/chi/ji/qi, yu/you, he/ge with Wade-Giles ho/ko. Cantonese spellings that
    are neither pinyin nor Wade-Giles (kwok, wong) have themselves as key: they are only made comparable with their like.
    Where pinyin and Wade-Giles disagree (ju, juan, jun) pinyin is assumed. A key alone is no evidence of a Chinese name:
    `linda` and `dana` have one.

    >>> pinyin_skeleton("junzheng") == pinyin_skeleton("chuncheng") == "chun-cheng"
    True
    >>> pinyin_skeleton("reinhard") is None
    True
    """
    if not 1 <= len(token) <= _LONGEST_SYLLABLE * _MOST_SYLLABLES or not token.isascii():
        return None
    if not _shape().fullmatch(token):
        return None
    best: tuple[tuple[int, int, int], str] | None = None
    for parse, systems in _parses(token, _EVERY_SYSTEM, _MOST_SYLLABLES):
        hiatus = sum(part[0] in "aeiou" for part in parse[1:])
        for order in range(len(_SYSTEMS)):
            rank = (hiatus, len(parse), order)
            if systems >> order & 1 and (best is None or rank < best[0]):
                best = (rank, "-".join(_SYSTEMS[order]()[part] for part in parse))
    return best[1] if best else None


_SYSTEMS = (_pinyin_keys, _wade_giles_keys, _cantonese_keys)
_EVERY_SYSTEM = (1 << len(_SYSTEMS)) - 1


@cache
def _shape() -> re.Pattern[str]:
    """What a token of one to three syllables looks like at the least, told faster than by cutting it up: most names do not."""
    parts = [_PARTS.fullmatch(syllable) for syllable in _systems_of()]
    begin, end = ("|".join(sorted({part[group] for part in parts if part}, key=len, reverse=True)) for group in (1, 2))
    whole = "|".join(sorted(syllable for syllable, part in zip(_systems_of(), parts, strict=True) if part is None))
    others = f"|{whole}" if whole else ""
    return re.compile(f"(?:(?:{begin})[aeiouv]+(?:{end}){others}){{1,{_MOST_SYLLABLES}}}")


_PARTS = re.compile("([^aeiouv]*)[aeiouv]+([^aeiouv]*)")


@cache
def _systems_of() -> dict[str, int]:
    """Every syllable of any system, and the systems that spell one so, as bits."""
    found: dict[str, int] = {}
    for order, keys in enumerate(_SYSTEMS):
        for syllable in keys():
            found[syllable] = found.get(syllable, 0) | 1 << order
    return found


def _parses(token: str, systems: int, most: int) -> list[tuple[tuple[str, ...], int]]:
    """The ways to cut a token into at most so many syllables of one system, with the systems (as bits) that have them all."""
    if not token:
        return [((), systems)]
    if not most:
        return []
    found: list[tuple[tuple[str, ...], int]] = []
    known = _systems_of()
    for length in range(min(_LONGEST_SYLLABLE, len(token)), 0, -1):
        shared = systems & known.get(token[:length], 0)
        if shared:
            found += [((token[:length], *rest), left) for rest, left in _parses(token[length:], shared, most - 1)]
    return found
