"""Other scripts to Latin, and forms for comparing names within and across scripts.

Pure functions over tables: no language is guessed beyond what letters and tables tell, and a name usually gets several readings,
one per convention, best first. Each module says what it does not cover.

>>> name_readings("王君正")[0]
Reading(text='wang junzheng', system='pinyin')
>>> [reading.text for reading in name_readings("рейнхард бютикофер")][:2]
['reynkhard byutikofer', 'reinkhard biutikofer']
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache, partial

from screening.romanize.alphabets.caucasian import armenian_readings, georgian_readings
from screening.romanize.alphabets.cyrillic import cyrillic_readings
from screening.romanize.alphabets.greek import greek_readings
from screening.romanize.alphabets.hebrew import hebrew_readings
from screening.romanize.alphabets.latin import fold_latin, latin_readings
from screening.romanize.arabic.rules import MOST_OF_NETWORK, NETWORK, arabic_readings
from screening.romanize.east_asian.han import han_readings
from screening.romanize.east_asian.hangul import hangul_readings
from screening.romanize.east_asian.kana import kana_readings
from screening.romanize.east_asian.pinyin import pinyin_skeleton
from screening.romanize.general import general_readings
from screening.romanize.lookalike import unmix
from screening.romanize.native import fold_native
from screening.romanize.reading import Reading, Sort, combine, distinct
from screening.romanize.scripts import runs, scripts
from screening.romanize.skeleton import consonant_skeleton, consonant_skeletons
from screening.romanize.south_asian.burmese import burmese_readings
from screening.romanize.south_asian.indic import indic_readings
from screening.romanize.south_asian.thai import thai_readings
from screening.romanize.spelled import Spelled, spelled_as_korean, spelled_words

__all__ = [
    "MOST_OF_NETWORK",
    "NETWORK",
    "Reading",
    "Sort",
    "Spelled",
    "consonant_skeleton",
    "consonant_skeletons",
    "fold_latin",
    "fold_native",
    "latin_readings",
    "name_readings",
    "pinyin_skeleton",
    "scripts",
    "spelled_as_korean",
    "spelled_words",
    "unmix",
]

_INDIC = ("devanagari", "bengali", "gurmukhi", "gujarati", "oriya", "tamil", "telugu", "kannada", "malayalam")
_BY_SCRIPT: dict[str, Callable[[Sequence[str]], tuple[Reading, ...]]] = {
    "arabic": arabic_readings,
    "armenian": armenian_readings,
    "burmese": burmese_readings,
    "cyrillic": cyrillic_readings,
    "georgian": georgian_readings,
    "greek": greek_readings,
    "hebrew": hebrew_readings,
    "kana": kana_readings,
    "thai": thai_readings,
    **{script: partial(indic_readings, script) for script in _INDIC},
}
_BY_SCRIPT_AND_KIND: dict[str, Callable[[Sequence[str], str | None], tuple[Reading, ...]]] = {
    "han": han_readings,
    "hangul": hangul_readings,
}


def name_readings(name: str, kind: str | None = None) -> tuple[Reading, ...]:
    """Readings in Latin letters of a whole name, best first, at most eight and `MOST_OF_NETWORK`; none when the name is Latin only.

    `name` is NFKC, casefolded, its words separated by single spaces. `kind` is a `PartyKind` value, or None when unknown: it
    decides whether short Han and Hangul names are read as surname and given name. Latin words of a mixed name are folded.
    """
    if name.isascii():
        return ()
    return _name_readings(name, kind)


@lru_cache(maxsize=16384)
def _name_readings(name: str, kind: str | None) -> tuple[Reading, ...]:
    if all(script == "latin" for script in scripts(name)):
        return ()
    parts = [_part(script, words, kind) for script, words in _groups(name)]
    return combine(parts)


def _groups(name: str) -> list[tuple[str, list[str]]]:
    """The words of a name, neighbours of one script together."""
    groups: list[tuple[str, list[str]]] = []
    japanese = "kana" in scripts(name)
    for word in name.split():
        for own, piece in runs(unmix(word)):
            script = "kana" if japanese and own == "han" else own
            if groups and groups[-1][0] == script:
                groups[-1][1].append(piece)
            else:
                groups.append((script, [piece]))
    return groups


def _part(script: str, words: Sequence[str], kind: str | None) -> tuple[Reading, ...]:
    if script == "latin":
        return distinct([Reading(" ".join(map(fold_latin, words)), "latin")])
    if script in _BY_SCRIPT_AND_KIND:
        return _BY_SCRIPT_AND_KIND[script](words, kind)
    return _BY_SCRIPT.get(script, general_readings)(words)
