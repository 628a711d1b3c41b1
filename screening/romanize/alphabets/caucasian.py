"""Armenian and Georgian to Latin.

Sources: BGN/PCGN 1981 and the national system for Georgian, BGN/PCGN for Armenian; aspiration is not marked, as passports have it.
Not covered: Western Armenian is given as a second reading (its stops change places); Old Georgian letters beyond their modern sounds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from anyascii import anyascii

from screening.romanize.reading import Reading, distinct


def _letters(native: str, latin: str) -> dict[str, str]:
    return dict(zip(native, latin.split(), strict=True))


_GEORGIAN = _letters("აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ", "a b g d e v z t i k l m n o p zh r s t u p k gh q sh ch ts dz ts ch kh j h")
_GEORGIAN_PRESS = _GEORGIAN | {"ყ": "k", "ღ": "g", "ხ": "h", "ფ": "f"}
_ARMENIAN = _letters(
    "աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆև", "a b g d e z e y t zh i l kh ts k h dz gh ch m y n sh o ch p j r s v t r ts v p k o f ev"
)
_WESTERN = _ARMENIAN | {"բ": "p", "գ": "k", "դ": "t", "պ": "b", "կ": "g", "տ": "d", "ծ": "dz", "ձ": "ts", "ճ": "j", "ջ": "ch"}


def georgian_readings(words: Sequence[str]) -> tuple[Reading, ...]:
    """Readings of a name whose words are Georgian."""
    tables = (("georgian-national", _GEORGIAN), ("press", _GEORGIAN_PRESS))
    return distinct(Reading(" ".join(_spell(word, table) for word in words), system) for system, table in tables)


def armenian_readings(words: Sequence[str]) -> tuple[Reading, ...]:
    """Readings of a name whose words are Armenian, Eastern first."""
    tables = (("bgn", _ARMENIAN), ("western", _WESTERN))
    readings = [Reading(" ".join(_armenian(word, table) for word in words), system) for system, table in tables]
    return distinct([*readings, Reading(readings[0].text.replace("gh", "g").replace("yan", "ian"), "press")])


def _armenian(word: str, table: Mapping[str, str]) -> str:
    """ու is u, initial ո is vo, initial ե ye; the ligature և is ev."""
    word = word.replace("ու", "u").replace("եւ", "և")
    if word.startswith("ո"):
        word = "v" + word
    if word.startswith("ե"):
        word = "y" + word
    return _spell(word, table)


def _spell(word: str, table: Mapping[str, str]) -> str:
    return "".join(table[char] if char in table else char if char.isascii() else anyascii(char) for char in word)
