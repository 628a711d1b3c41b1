"""Brahmic scripts of India and Sri Lanka to Latin, with the silent vowels of Hindi dropped.

Devanagari, Bengali, Gurmukhi, Gujarati, Oriya, Tamil, Telugu, Kannada and Malayalam share one order of letters in Unicode, so one
table serves them all. Sources: the Unicode code charts; spelling as in Indian passports (no marks, long vowels single).
Not covered: Tamil voicing beyond stops between vowels and after nasals, Bengali vowel quality, Sinhala and others (see `general`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from screening.romanize.reading import Reading, distinct
from screening.romanize.tables import listed

_BASES = {
    "devanagari": 0x900, "bengali": 0x980, "gurmukhi": 0xA00, "gujarati": 0xA80, "oriya": 0xB00, "tamil": 0xB80, "telugu": 0xC00,
    "kannada": 0xC80, "malayalam": 0xD00,
}  # fmt: skip
_NORTHERN = frozenset({"devanagari", "gujarati", "gurmukhi", "bengali", "oriya"})
_VOWELS = dict(zip(range(0x05, 0x15), listed("a a i i u u ri li e e e ai o o o au"), strict=True))
_CONSONANTS = dict(
    zip(
        range(0x15, 0x3A),
        listed("k kh g gh n ch chh j jh n t th d dh n t th d dh n n p ph b bh m y r r l l zh v sh sh s h"),
        strict=True,
    )
) | {0x58: "q", 0x59: "kh", 0x5A: "gh", 0x5B: "z", 0x5C: "r", 0x5D: "rh", 0x5E: "f", 0x5F: "y"}  # fmt: skip
_SIGNS = dict(zip(range(0x3E, 0x4D), listed("a i i u u ri ri e e e ai o o o au"), strict=True))
_VIRAMA, _NASALS, _NUKTA = 0x4D, (0x01, 0x02), 0x3C
_WITH_NUKTA = {"j": "z", "ph": "f", "d": "r", "dh": "rh", "k": "q"}
_SPECIAL = {0x70: "n", 0x7A: "n", 0x7B: "n", 0x7C: "r", 0x7D: "l", 0x7E: "l", 0x7F: "k"}
_FINAL_SCHWA = re.compile("(?<=[aeiou@][bcdfghjklmnpqrstvwxyz])@$|(?<=[aeiou@](?:[bcdgjkpt]h|sh))@$|(?<=ngh)@$|(?<=chh)@$")
_MEDIAL_SCHWA = re.compile("(?<=[aeiou@][bcdfghjklmnpqrstvwxyz])@(?=[bcdfghjklmnpqrstvwxyz]h?[aeiou])")


def indic_readings(script: str, words: Sequence[str]) -> tuple[Reading, ...]:
    """Readings of a name whose words are in one of the scripts of the table: with silent vowels dropped, and as written."""
    marked = [_sounds(word, _BASES[script]) for word in words]
    as_written = [word.replace("@", "a") for word in marked]
    if script == "tamil":
        return distinct([Reading(" ".join(map(_tamil, as_written)), "tamil"), Reading(" ".join(as_written), "iso-15919")])
    if script not in _NORTHERN:
        return distinct([Reading(" ".join(as_written), "iso-15919")])
    marked = [re.sub("nh@$", "ngh@", word) for word in marked]
    dropped = [_MEDIAL_SCHWA.sub("", _FINAL_SCHWA.sub("", word)).replace("@", "a") for word in marked]
    readings = [Reading(" ".join(dropped), "hunterian"), Reading(" ".join(as_written), "iso-15919")]
    if script == "bengali":
        bengali = [re.sub("v", "b", re.sub("y", "j", word)) for word in dropped]
        readings.insert(1, Reading(" ".join(bengali), "bengali"))
    final = [_FINAL_SCHWA.sub("", word).replace("@", "a") for word in marked]
    return distinct([*readings, Reading(" ".join(final), "hunterian")])


def _sounds(word: str, base: int) -> str:
    """The word in Latin letters, each inherent vowel as `@`."""
    spelled = ""
    for char in word:
        place = ord(char) - base
        if place in _CONSONANTS:
            spelled += _CONSONANTS[place] + "@"
        elif place in _SIGNS:
            spelled = spelled.removesuffix("@") + _SIGNS[place]
        elif place == _VIRAMA:
            spelled = spelled.removesuffix("@")
        elif place == _NUKTA and spelled.endswith("@"):
            stem = spelled[:-1]
            known = next((plain for plain in ("ph", "dh", "j", "d", "k") if stem.endswith(plain)), "")
            spelled = stem.removesuffix(known) + _WITH_NUKTA.get(known, known) + "@"
        elif place in _VOWELS:
            spelled += _VOWELS[place]
        elif place in _NASALS or place in _SPECIAL:
            spelled += _SPECIAL.get(place, "n")
        elif char.isascii():
            spelled += char
    return re.sub("n(?=[pbm])", "m", spelled)


def _tamil(word: str) -> str:
    """Tamil writes one letter for a stop and its voiced partner: voiced between vowels and after a nasal."""
    for written, meant in (("nk", "ng"), ("nt", "nd"), ("mp", "mb"), ("nch", "nj")):
        word = word.replace(written, meant)
    return re.sub("(?<=[aeiou])([kt])(?=[aeiou])", lambda stop: {"k": "g", "t": "d"}[stop[1]], word)
