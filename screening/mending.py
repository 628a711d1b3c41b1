"""Words of organisations, misspelt or written as they sound in other letters, to the words they are (tradng, limitd, kombani).

Two grades. `mended` is sure enough to take the place of the word: long words with one letter wrong, words that sound the same, words
whose vowels alone differ. `perhaps` is what a short word may be: good for a second reading of the name, not for the only one, since
Dekart is no Department and Altin no Latin. Ordinary words are left as they are, but for the ending of a plural: a planet is no plant.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache

from screening import tables
from screening.romanize import consonant_skeleton
from screening.similarity_edits import OneEdit, edit_distances, edits_between
from screening.systematic import systematic_key

SOUND_FROM = 5
"""Letters from which a word that sounds the same is the same word."""
MENDED_FROM = 7
"""Letters from which a word with one letter wrong, not the first, is the word it nearly is."""
TWICE_FROM = 12
"""Letters from which a word with two letters wrong, not the first, is the word it nearly is."""
PERHAPS_FROM = 5
"""Letters from which a word with one letter wrong may be the word it nearly is."""
VOWELS_FROM, MOST_VOWELS = 7, 3
"""Letters from which a word may have other vowels, and how many edits that may take."""
SPOKEN_VOWELS = 2
"""Vowels of a word that may be known by its consonants: corpn is nothing that is heard."""
HEARD_CONSONANTS, HEARD_FEW = 4, 3
"""Consonants by which a word in another script is known (kmbn is a company), and by which with one letter wrong (tradi is trade)."""

_VOWEL = re.compile("[aeiouy]")


@lru_cache(maxsize=16_384)
def mended(word: str, heard: bool = False) -> str:
    """Return the word of organisations that this one surely is; itself when there is none. `heard`: read from another script."""
    if len(word) < SOUND_FROM or word in _words() or not (word.isascii() and word.isalpha()):
        return word
    if word in tables.ordinary_words():
        return next((other for other in (word + "s", word[:-1]) if other in _words()), word) if not heard else word
    alike = _by_sound().get(systematic_key(word))
    if alike is not None:
        return alike
    skeleton = consonant_skeleton(word)
    alike = _by_consonants().get(skeleton)
    if alike is not None:
        if heard and (len(skeleton) >= HEARD_CONSONANTS or (len(skeleton) == HEARD_FEW and edits_between(word, alike, 1) <= 1)):
            return alike
        if len(word) >= VOWELS_FROM and word[0] == alike[0] and edits_between(word, alike, MOST_VOWELS) <= MOST_VOWELS:
            return alike
    if len(word) < MENDED_FROM:
        return word
    nearest = _nearest(word)
    return _near_enough(word) if nearest == word and len(word) >= TWICE_FROM else nearest


def _near_enough(word: str) -> str:
    """The one long word that is within two letters of this one; itself when there is none, or more than one."""
    others = [other for length in range(len(word) - 2, len(word) + 3) for other in _by_first_letter().get((word[0], length), ())]
    near = [other for other, edits in zip(others, edit_distances(word, others, 2), strict=True) if edits <= 2]
    return near[0] if len(near) == 1 or len({tables.abbreviations().get(other, other) for other in near}) == 1 else word


@cache
def _by_first_letter() -> Mapping[tuple[str, int], tuple[str, ...]]:
    """Words that one with two letters wrong may be, by their first letter and length."""
    found: dict[tuple[str, int], list[str]] = {}
    for word in _long(TWICE_FROM - 2):
        found.setdefault((word[0], len(word)), []).append(word)
    return {key: tuple(words) for key, words in found.items()}


@lru_cache(maxsize=16_384)
def perhaps(word: str) -> str:
    """Return the word of organisations that this short one may be, one letter wrong; itself when there is none."""
    if not PERHAPS_FROM <= len(word) < MENDED_FROM or not (word.isascii() and word.isalpha()):
        return word
    return word if word in _words() or word in tables.ordinary_words() or word in tables.common_tokens() else _nearest(word)


def may_be_misspelt(words: Sequence[str]) -> bool:
    """Whether some word may be one of organisations, and some other can tell the name from others: a second reading is worth its while."""
    return any(perhaps(word) != word for word in words) and any(_telling(word) for word in words)


def _telling(word: str) -> bool:
    return len(word) > 1 and perhaps(word) == word and mended(word) not in _words() and word not in tables.roles()


def _nearest(word: str) -> str:
    nearest = _one_edit().nearest(word)
    return nearest if nearest is not None and nearest[0] == word[0] else word


@cache
def _words() -> frozenset[str]:
    """Words of trade, those that stand for others, and the words of legal forms."""
    words = {word for word, role in tables.roles().items() if role == "generic"}.union(tables.abbreviations())
    words.update(word for phrase in tables.legal_forms() for word in phrase.split())
    return frozenset(word for word in words if word.isascii() and word.isalpha())


def _long(least: int) -> list[str]:
    """The words of at least so many letters, the commonest first, then those that others stand for."""
    targets, shares = frozenset(tables.abbreviations().values()), tables.common_tokens()
    words = (word for word in _words() if len(word) >= least)
    return sorted(words, key=lambda word: (-shares.get(word, 0.0), word not in targets, word))


def _first(pairs: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for key, word in pairs:
        found.setdefault(key, word)
    return found


@cache
def _by_sound() -> Mapping[str, str]:
    return _first((systematic_key(word), word) for word in _long(SOUND_FROM))


@cache
def _by_consonants() -> Mapping[str, str]:
    return _first((consonant_skeleton(word), word) for word in _long(SOUND_FROM) if len(_VOWEL.findall(word)) >= SPOKEN_VOWELS)


@cache
def _one_edit() -> OneEdit:
    return OneEdit(_long(PERHAPS_FROM))
