"""What a romanisation gives back, and how the readings of the parts of a name become readings of the name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import NamedTuple

READINGS_LIMIT = 8


class Reading(NamedTuple):
    """One way to write a name in Latin letters.

    `text` is lower-case ASCII words separated by single spaces; `system` names the convention it follows
    (`pinyin`, `wade-giles`, `bgn` ...), for the explanation of a hit.
    """

    text: str
    system: str


class Sort(StrEnum):
    """What the spellings of a word are: those of a table or of systems, guesses at a foreign word that a script of syllables writes as it
    hears it, guesses at the vowels of a script that writes none.
    """

    KNOWN = "known"
    HEARD = "heard"
    UNVOWELLED = "unvowelled"


Spelling = tuple[str, tuple[str, ...], Sort]
"""A word as written, its spellings in Latin letters, most usual first, and what they are."""

MOST_SPELLINGS = 32
"""Spellings of a word that are compared."""


def tidy(text: str) -> str:
    """Keep `[a-z0-9]` and single spaces of an ASCII-able text; apostrophes and hyphens vanish without a gap."""
    if text.isascii() and text.isalnum():
        return text.lower()
    kept = [char if char.isalnum() else " " if char.isspace() else "" for char in text.lower() if char.isascii()]
    return " ".join("".join(kept).split())


def distinct(readings: Iterable[Reading], limit: int = READINGS_LIMIT) -> tuple[Reading, ...]:
    """The first `limit` readings with different, non-empty texts, in order."""
    seen: dict[str, Reading] = {}
    for text, system in readings:
        clean = tidy(text)
        if clean and clean not in seen:
            seen[clean] = Reading(clean, system)
            if len(seen) == limit:
                break
    return tuple(seen.values())


def combine(parts: Sequence[tuple[Reading, ...]]) -> tuple[Reading, ...]:
    """Readings of a name from the readings of its parts: the n-th takes the n-th of each part (its last when it has fewer).

    That keeps one convention through the whole name instead of multiplying them.
    """
    known = [part for part in parts if part]
    if not known:
        return ()
    rounds = max(len(part) for part in known)
    combined = []
    for number in range(rounds):
        chosen = [part[min(number, len(part) - 1)] for part in known]
        systems = dict.fromkeys(reading.system for reading in chosen if reading.system != "latin")
        combined.append(Reading(" ".join(reading.text for reading in chosen), "+".join(systems) or "latin"))
    return distinct(combined, rounds)


def crossed(words: Sequence[tuple[str, ...]], limit: int = READINGS_LIMIT) -> list[str]:
    """Names made of one spelling of each word, those with the likeliest spellings first.

    `words` holds the spellings of each word, most likely first. The rank of a name is the sum of its words' ranks; among equals the
    one that keeps the same rank throughout comes first.
    """
    shortened = [spellings[:limit] for spellings in words if spellings]
    names: list[tuple[int, int, tuple[int, ...], str]] = [(0, 0, (), "")]
    for spellings in shortened:
        longer = [
            (total + rank, max(spread, rank), (*ranks, rank), f"{text} {spelling}")
            for total, spread, ranks, text in names
            for rank, spelling in enumerate(spellings)
        ]
        names = sorted(longer)[: limit * 2]
    return [text.strip() for *_, text in names[:limit]]
