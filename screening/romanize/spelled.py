"""The words of a person's name in another script, each with all the spellings it may have in Latin letters.

`name_readings` keeps one convention through a whole name; people do not: Lee Kuan Yew, Jang Song-thaek, and a clerk may hear one
word of a foreign name in English and the next in French. Not covered: words whose spellings are several words, which keep the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple

from screening.romanize.alphabets.cyrillic import cyrillic_spelled, kontsevich_spelled
from screening.romanize.alphabets.hebrew import hebrew_spelled
from screening.romanize.arabic.rules import arabic_spelled
from screening.romanize.east_asian.han import han_spelled, hanja_read
from screening.romanize.east_asian.hangul import hangul_spelled
from screening.romanize.east_asian.kana import kana_spelled
from screening.romanize.reading import MOST_SPELLINGS, Reading, Sort, Spelling, tidy
from screening.romanize.scripts import scripts


class Spelled(NamedTuple):
    """A word as written, and its spellings in ASCII letters, most usual first: one at the least, `MOST_SPELLINGS` at the most."""

    surface: str
    spellings: tuple[str, ...]
    sort: Sort


_BY_SCRIPT: dict[tuple[str, ...], Callable[[Sequence[str]], list[Spelling]]] = {
    ("arabic",): arabic_spelled,
    ("cyrillic",): cyrillic_spelled,
    ("han",): han_spelled,
    ("hangul",): hangul_spelled,
    ("hebrew",): hebrew_spelled,
    ("kana",): kana_spelled,
}


@lru_cache(maxsize=16_384)
def spelled_words(name: str, readings: tuple[Reading, ...] = ()) -> tuple[Spelled, ...]:
    """The words of a person's name that is written in one script, with their spellings; none when there is nothing to choose from.

    `name` is NFKC, casefolded, its words separated by single spaces; `readings` are its `name_readings`, which say what a word may be
    in scripts that have no rule of their own here.

    >>> [word.spellings[:3] for word in spelled_words("이명박")]
    [('lee', 'ri', 'yi'), ('myungbak', 'myeongbak', 'myongbak')]
    """
    spell = _BY_SCRIPT.get(scripts(name))
    spelled = spell(name.split()) if spell else _as_read(name.split(), readings)
    words = [Spelled(word, tuple(_single(spellings))[:MOST_SPELLINGS], sort) for word, spellings, sort in spelled]
    chosen = all(word.spellings for word in words) and any(word.sort is not Sort.KNOWN or len(word.spellings) > 1 for word in words)
    return tuple(words) if chosen else ()


@lru_cache(maxsize=16_384)
def spelled_as_korean(name: str) -> tuple[Spelled, ...]:
    """The words of a person's name in Han or Cyrillic when a Korean bears it (金正恩 and Ким Чен Ын are Kim Jong Un), as `spelled_words`;
    none when none can.

    >>> [word.spellings[0] for word in spelled_as_korean("金正恩")]
    ['kim', 'jungeun']
    """
    if scripts(name) == ("cyrillic",):
        return tuple(Spelled(word, tuple(_single(spellings)), sort) for word, spellings, sort in kontsevich_spelled(name.split()))
    hangul = hanja_read(name.split()) if scripts(name) == ("han",) else ""
    words = spelled_words(hangul) if hangul else ()
    return words if any(word.sort is Sort.KNOWN for word in words) else ()


def _as_read(words: Sequence[str], readings: Sequence[Reading]) -> list[Spelling]:
    """Words with what they are in each reading of as many words."""
    parts = [part for part in (reading.text.split() for reading in readings) if len(part) == len(words)]
    return (
        [(word, spellings, Sort.KNOWN) for word, spellings in zip(words, zip(*parts, strict=True), strict=True)] if len(parts) > 1 else []
    )


def _single(spellings: Sequence[str]) -> list[str]:
    """The spellings that are one word of letters, each once."""
    tidied = dict.fromkeys(map(tidy, spellings))
    return [one for one in tidied if one.isalpha()]
