"""Chinese and Japanese names written in Cyrillic, back to pinyin and Hepburn.

Sources: the Palladius system for Chinese, the Polivanov system for Japanese, both standard in Russian.
Not covered: names that only partly follow the systems; short Chinese syllables that are Russian words too need a surname before them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from screening.romanize.east_asian.han_sounds import pinyin
from screening.romanize.east_asian.pinyin import syllables
from screening.romanize.reading import Reading
from screening.romanize.tables import rows

_INITIALS = {
    "zh": "чж", "ch": "ч", "sh": "ш", "b": "б", "p": "п", "m": "м", "f": "ф", "d": "д", "t": "т", "n": "н", "l": "л", "g": "г", "k": "к",
    "h": "х", "j": "цз", "q": "ц", "x": "с", "r": "ж", "z": "цз", "c": "ц", "s": "с",
}  # fmt: skip
_FINALS = {
    "a": "а", "ai": "ай", "an": "ань", "ang": "ан", "ao": "ао", "e": "э", "ei": "эй", "en": "энь", "eng": "эн", "er": "эр", "o": "о",
    "ong": "ун", "ou": "оу", "u": "у", "ua": "уа", "uai": "уай", "uan": "уань", "uang": "уан", "ui": "уй", "un": "унь", "uo": "о",
    "i": "и", "ia": "я", "ian": "янь", "iang": "ян", "iao": "яо", "ie": "е", "in": "инь", "ing": "ин", "iong": "юн", "iu": "ю",
    "v": "юй", "ve": "юэ", "ue": "юэ",
}  # fmt: skip
_ROUNDED = {"u": "юй", "uan": "юань", "ue": "юэ", "un": "юнь"}
_WHOLE = {
    "zi": "цзы", "ci": "цы", "si": "сы", "hui": "хуэй", "ya": "я", "yan": "янь", "yang": "ян", "yao": "яо", "ye": "е", "yi": "и",
    "yin": "инь", "ying": "ин", "yo": "йо", "yong": "юн", "you": "ю", "yu": "юй", "yuan": "юань", "yue": "юэ", "yun": "юнь", "wa": "ва",
    "wai": "вай", "wan": "вань", "wang": "ван", "wei": "вэй", "wen": "вэнь", "weng": "вэн", "wo": "во", "wu": "у",
    "lyu": "люй", "nyu": "нюй",
}  # fmt: skip
_JAPANESE_WORD = re.compile("(?:(?:дз|[кгсзтднхбпмрцф])?[аиуэоюяёыей]|нъ?(?![аиуэоюяёыей])|нъ|([кстп])(?=\\1))+")
_POLIVANOV = (
    ("дзи", "ji"), ("дзя", "ja"), ("дзю", "ju"), ("дзё", "jo"), ("дз", "z"), ("си", "shi"), ("ся", "sha"), ("сю", "shu"), ("сё", "sho"),
    ("ти", "chi"), ("тя", "cha"), ("тю", "chu"), ("тё", "cho"), ("цу", "tsu"), ("й", "i"),
)  # fmt: skip
_JAPANESE_LETTERS = dict(
    zip("кгсзтднхбпмрфаиуэоы", ("k", "g", "s", "z", "t", "d", "n", "h", "b", "p", "m", "r", "f", "a", "i", "u", "e", "o", "y"), strict=True)
) | {"я": "ya", "ю": "yu", "ё": "yo", "е": "e", "ц": "ts"}  # fmt: skip
_LONGEST = 6
_GIVEN_SYLLABLES = 2


def palladius(syllable: str) -> str:
    """A pinyin syllable in the Palladius system.

    >>> [palladius(syllable) for syllable in ("wang", "jun", "zheng")]
    ['ван', 'цзюнь', 'чжэн']
    """
    if syllable in _WHOLE:
        return _WHOLE[syllable]
    initial = next((known for known in _INITIALS if syllable.startswith(known)), "")
    final = syllable[len(initial) :]
    if initial in ("j", "q", "x") and final in _ROUNDED:
        return _INITIALS[initial] + _ROUNDED[final]
    return _INITIALS.get(initial, "") + _FINALS.get(final, "")


@cache
def _chinese() -> dict[str, str]:
    ordered = sorted(syllables(), key=lambda syllable: ("v" in syllable or "y" in syllable[1:], syllable))
    found: dict[str, str] = {}
    for syllable in ordered:
        found.setdefault(palladius(syllable), syllable)
    return found


@cache
def _surnames() -> frozenset[str]:
    return frozenset("".join(pinyin(row[0])) if row[1] == "-" else row[1].split()[0] for row in rows("surnames_han"))


def chinese_readings(words: Sequence[str]) -> list[Reading]:
    """The pinyin of a name of two words that is a Chinese surname and a given name of one or two syllables; else nothing."""
    parts = [_parse(word.replace("ъ", ""), _GIVEN_SYLLABLES) for word in words]
    if len(words) != 2 or not all(parts):
        return []
    latin = ["".join(part or ()).replace("v", "u") for part in parts]
    known = [name in _surnames() for name in latin]
    return [Reading(" ".join(latin), "palladius")] if any(known) else []


def _parse(word: str, most: int) -> list[str] | None:
    if not word:
        return []
    if not most:
        return None
    for length in range(min(_LONGEST, len(word)), 0, -1):
        syllable = _chinese().get(word[:length])
        rest = _parse(word[length:], most - 1) if syllable else None
        if syllable and rest is not None:
            return [syllable, *rest]
    return None


def japanese_readings(words: Sequence[str]) -> list[Reading]:
    """The Hepburn spelling of a name whose words all look Japanese and have a sound that Polivanov writes its own way; else nothing."""
    spelled = [_hepburn(word) for word in words if _JAPANESE_WORD.fullmatch(word)]
    telling = any(written in word for word in words for written, _ in _POLIVANOV[:-1])
    return [Reading(" ".join(spelled), "polivanov")] if telling and len(spelled) == len(words) else []


def _hepburn(word: str) -> str:
    word = word.replace("ъ", "")
    for written, meant in _POLIVANOV:
        word = word.replace(written, meant)
    return "".join(_JAPANESE_LETTERS.get(char, char) for char in word)
