"""Cyrillic to Latin by language and convention.

Sources: ICAO Doc 9303 (passports), BGN/PCGN tables, the Ukrainian (2010), Bulgarian (2009) and Serbian standards, and press usage.
Not covered: stress, so Belarusian and Russian unstressed vowels are spelled as written; Church Slavonic letters through anyascii.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from anyascii import anyascii

from screening.romanize.east_asian.hangul import heard_korean
from screening.romanize.east_asian.kontsevich import korean_syllables
from screening.romanize.east_asian.palladius import chinese_readings, japanese_readings
from screening.romanize.foreign import foreign_names
from screening.romanize.reading import Reading, Sort, Spelling, crossed, distinct

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
_GERMAN = _BASE | {"й": "i", "х": "h", "ц": "z", "ю": "u", "я": "a", "ё": "o", "ж": "j", "щ": "sch", "ы": "i", "ч": "tsch"}
_ENGLISH = _BASE | {"э": "a", "к": "c", "в": "w", "ж": "j", "ц": "ts", "х": "ch", "ё": "u"}
_SLAVIC = _BASE | {"х": "h", "ц": "c", "ч": "c", "ш": "s", "ж": "z", "в": "w", "ю": "u", "я": "a", "ё": "o", "й": "i"}
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
_RUSSIAN = (("press", _BASE), ("passport", _PASSPORT), ("bgn", _BGN))
_FOREIGN = (("german", _GERMAN), ("english", _ENGLISH), ("slavic", _SLAVIC))
_UNMARKED = (("ukrainian", _UKRAINIAN_BGN), ("bulgarian", _BULGARIAN))
_KNOWN_REST = (("press", _BASE), ("german", _GERMAN))
_W = re.compile("у(?=[аеиоэя])")
_BULGARIAN_SIGN = re.compile("[бвгджзклмнпрстфхцчшщ]ъ(?=[бвгджзклмнпрстфхцчшщ])|ъ[рл]|^ъ")
_UKRAINIAN_ENDING = re.compile("(?:ський|цький|зький)(?= |$)")
_ADJECTIVE = re.compile("(?<=.)(ий|ый)(?= |$)")
_HARD_E = re.compile("(?:^|(?<=[ аеёиоуыэюяьъ]))е")


def cyrillic_readings(words: Sequence[str]) -> tuple[Reading, ...]:
    """Readings of a name whose words are Cyrillic, best first."""
    name = " ".join(words).casefold()
    asian = [*chinese_readings(name.split()), *japanese_readings(name.split())]
    own = next((systems for _, marks, systems in _LANGUAGES if any(char in marks for char in name)), None)
    if own is None and _UKRAINIAN_ENDING.search(name):
        own = _LANGUAGES[-1][2]
    if own is None and _BULGARIAN_SIGN.search(name):
        own = (("bulgarian", _BULGARIAN),)
    if own is not None:
        return distinct([*_spelled(name, own), *_known(name), *_spelled(name, _RUSSIAN), *_spelled(name, _FOREIGN), *asian])
    russian, foreign = _spelled(name, _RUSSIAN), _spelled(name, _FOREIGN)
    return distinct([*_known(name), *russian[:2], *asian, *foreign, *russian[2:], *_spelled(name, _UNMARKED)])


def cyrillic_spelled(words: Sequence[str]) -> list[Spelling]:
    """The words of a person's name in Cyrillic, each with its spellings in all systems, the likeliest first."""
    return [(word, _every(word), Sort.KNOWN) for word in words]


def kontsevich_spelled(words: Sequence[str]) -> list[Spelling]:
    """Surname and given name of a Korean in Cyrillic, each with its spellings; none when it does not look like one."""
    syllables = korean_syllables(tuple(words))
    if not syllables:
        return []
    surname, given = heard_korean(syllables)
    return [(words[0], surname, Sort.KNOWN), (" ".join(words[1:]), given, Sort.KNOWN)]


@lru_cache(maxsize=16_384)
def _every(word: str) -> tuple[str, ...]:
    known = foreign_names("cyrillic").get(word, ())
    return tuple(dict.fromkeys((*known, *(reading.text for reading in cyrillic_readings([word])))))


def _known(name: str) -> list[Reading]:
    """The name with foreign given names as their bearers spell them, when it has any."""
    table = foreign_names("cyrillic")
    if not any(word in table for word in name.split()):
        return []
    rest = [
        (table[word][0],) if word in table else tuple(_spell(word, system, letters) for system, letters in _KNOWN_REST)
        for word in name.split()
    ]
    return [Reading(text, "foreign") for text in crossed(rest, 2)]


def _spelled(name: str, systems: Sequence[tuple[str, Mapping[str, str]]]) -> list[Reading]:
    return [Reading(_spell(name, system, table), system) for system, table in systems]


def _spell(name: str, system: str, table: Mapping[str, str]) -> str:
    if system == "press":
        name = _ADJECTIVE.sub("ы", name)
    if system == "bgn":
        name = _HARD_E.sub("йе", name)
    if system == "english":
        name = _W.sub("w", name.replace("кс", "x")).replace("дж", "ж").replace("ей", "ay")
    if system == "german":
        name = name.replace("дж", "ж")
    return "".join(table[char] if char in table else char if char.isascii() else anyascii(char) for char in name)
