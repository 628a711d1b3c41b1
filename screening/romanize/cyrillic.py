"""Cyrillic to Latin by language and convention.

Sources: ICAO Doc 9303 (passports), BGN/PCGN tables, the Ukrainian (2010), Bulgarian (2009) and Serbian standards, and press usage.
Not covered: stress, so Belarusian and Russian unstressed vowels are spelled as written; Church Slavonic letters through anyascii.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from anyascii import anyascii

from screening.romanize.reading import Reading, distinct

_BASE = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ж": "zh", "з": "z", "и": "i", "й": "y", "к": "k", "л": "l", "м": "m",
    "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh",
    "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya", "ё": "e", "ѐ": "e", "ѝ": "i",
    "і": "i", "ї": "yi", "є": "ye", "ґ": "g", "ў": "w", "ђ": "dj", "ѓ": "gj", "ј": "j", "љ": "lj", "њ": "nj", "ћ": "c", "ќ": "kj",
    "џ": "dz", "ѕ": "dz", "ә": "a", "ғ": "g", "қ": "k", "ң": "n", "ө": "o", "ұ": "u", "ү": "u", "һ": "h", "ҳ": "h", "ҷ": "j",
    "ӣ": "i", "ӯ": "u", "ҡ": "k", "ҙ": "z", "ҫ": "s", "ӑ": "a", "ӗ": "e", "ӳ": "u", "ӏ": "", "ѣ": "e", "ѳ": "f", "ѵ": "i",
}  # fmt: skip
_PASSPORT = _BASE | {"й": "i", "ъ": "ie", "ю": "iu", "я": "ia"}
_BGN = _BASE | {"ё": "yo"}
_FOREIGN = _BASE | {"й": "i", "х": "h", "ц": "z", "ю": "u", "я": "ia", "ё": "o", "ж": "j", "щ": "sch", "ы": "i"}
_UKRAINIAN = _BASE | {"г": "h", "и": "y", "й": "i", "ю": "iu", "я": "ia", "є": "ie", "ї": "i"}
_UKRAINIAN_BGN = _BASE | {"г": "h", "и": "y"}
_BELARUSIAN = _BASE | {"г": "h", "ў": "u", "ё": "io", "ю": "iu", "я": "ia"}
_BULGARIAN = _BASE | {"ъ": "a", "щ": "sht", "х": "h", "ь": "y"}
_SERBIAN = _BASE | {"ж": "z", "х": "h", "ц": "c", "ч": "c", "ш": "s"}
_SERBIAN_SOUND = _SERBIAN | {"ж": "zh", "ч": "ch", "ш": "sh", "ц": "ts", "ј": "y", "љ": "ly", "њ": "ny", "ћ": "ch", "џ": "dzh", "ђ": "dj"}
_KAZAKH = _BASE | {"ә": "a", "і": "i", "й": "y", "х": "kh"}
_TAJIK = _BASE | {"ҳ": "h", "ж": "j", "ӣ": "i", "ӯ": "u", "ғ": "gh", "қ": "q"}

_LANGUAGES: tuple[tuple[str, str, tuple[tuple[str, Mapping[str, str]], ...]], ...] = (
    ("sr", "ђјљњћџѓќѕ", (("serbian", _SERBIAN), ("serbian-sound", _SERBIAN_SOUND))),
    ("tg", "ҷҳӣӯ", (("tajik", _TAJIK), ("bgn", _BGN))),
    ("kk", "әғқңөұүһ", (("kazakh", _KAZAKH), ("bgn", _BGN))),
    ("be", "ў", (("belarusian", _BELARUSIAN), ("bgn", _BGN))),
    ("uk", "іїєґ", (("ukrainian", _UKRAINIAN), ("ukrainian-bgn", _UKRAINIAN_BGN))),
)
_RUSSIAN = (("press", _BASE), ("passport", _PASSPORT), ("bgn", _BGN), ("foreign", _FOREIGN))
_UKRAINIAN_UNMARKED = (("ukrainian", _UKRAINIAN_BGN),)
_BULGARIAN_SIGN = re.compile("[бвгджзклмнпрстфхцчшщ]ъ(?=[бвгджзклмнпрстфхцчшщ])|ъ[рл]|^ъ")
_ADJECTIVE = re.compile("(?<=.)(ий|ый)(?= |$)")
_HARD_E = re.compile("(?:^|(?<=[ аеёиоуыэюяьъ]))е")


def cyrillic_readings(words: Sequence[str]) -> tuple[Reading, ...]:
    """Readings of a name whose words are Cyrillic, best first."""
    name = " ".join(words).casefold()
    for _, marks, systems in _LANGUAGES:
        if any(char in marks for char in name):
            return distinct([*_spelled(name, systems), *_spelled(name, _RUSSIAN)])
    if _BULGARIAN_SIGN.search(name):
        return distinct([*_spelled(name, (("bulgarian", _BULGARIAN),)), *_spelled(name, _RUSSIAN)])
    return distinct([*_spelled(name, _RUSSIAN), *_spelled(name, _UKRAINIAN_UNMARKED), *_spelled(name, (("bulgarian", _BULGARIAN),))])


def _spelled(name: str, systems: Sequence[tuple[str, Mapping[str, str]]]) -> list[Reading]:
    return [Reading(_spell(name, system, table), system) for system, table in systems]


def _spell(name: str, system: str, table: Mapping[str, str]) -> str:
    if system in ("press", "bgn"):
        name = _ADJECTIVE.sub("ы", name)
    if system == "bgn":
        name = _HARD_E.sub("йе", name)
    if system == "foreign":
        name = name.replace("кс", "x").replace("дж", "j")
    return "".join(table[char] if char in table else char if char.isascii() else anyascii(char) for char in name)
