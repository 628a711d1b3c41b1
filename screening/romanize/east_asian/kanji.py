"""Japanese readings of names in Kanji: frequent surnames with frequent given names only.

Not covered: everything else, for which the `[japanese]` extra exists (`japanese`); Kanji names usually have several possible readings.
"""

from __future__ import annotations

from functools import cache

from screening.romanize.east_asian.han_forms import simplify
from screening.romanize.east_asian.han_sounds import pinyin
from screening.romanize.reading import Reading
from screening.romanize.tables import rows


@cache
def _surnames() -> dict[str, tuple[str, ...]]:
    return {simplify(kanji): tuple(readings.split()) for kanji, readings in rows("surnames_kanji")}


@cache
def _given() -> dict[str, tuple[str, ...]]:
    return {simplify(kanji): tuple(readings.split()) for kanji, readings in rows("given_kanji")}


def japanese_readings(name: str) -> list[Reading]:
    """Readings "surname given" of a simplified Kanji name whose two parts are in the tables; else nothing."""
    for length in (2, 3, 1):
        surnames, given = _surnames().get(name[:length]), _given().get(name[length:])
        if surnames and given:
            return [Reading(f"{surname} {other}", "japanese") for surname in surnames[:1] for other in given[:2]]
    return []


def part_reading(text: str) -> str:
    """The most usual reading of Kanji that stand beside kana: a known surname, a known given name, else pinyin; other characters stay."""
    plain = simplify(text)
    known = _surnames().get(plain) or _given().get(plain)
    return known[0] if known else "".join(pinyin(plain)) or text
