"""Two tokens to a similarity and a reason. The only importer of jellyfish; rapidfuzz is in `similarity_edits`.

The similarity of two token texts is the greatest that one of these rules gives, and 0.0 when none does:

==============  ==========================================================================================
``exact``       the same text: 1.0
``variant``     both belong to a group of equivalent names (the group's strength), or differ by gender
``spelling``    few edits (optimal string alignment) within a budget that grows with the shorter text
``sound``       the same systematic key (kh/h, ou/u, ck/k, doubled letters ...), phonetic code, pinyin or
                Wade-Giles key, or consonant skeleton of an unvocalised script
``initial``     one is a single letter, the other begins with it: `INITIAL_SIMILARITY`
``legal_form``  two legal forms of different classes: `LEGAL_SIMILARITY`
==============  ==========================================================================================

A token of several spellings (`screening.several`) is as similar as the nearest of them.
The function is symmetric, and pure in the two texts: the same pair has the same similarity wherever it is met.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from functools import cache, lru_cache
from itertools import product
from typing import NamedTuple

import jellyfish
import numpy as np
from numpy.typing import NDArray

from screening import romanize, tables
from screening.heard import heard_alike
from screening.romanize.east_asian.pinyin import syllables
from screening.several import is_heard, is_several, spellings_of
from screening.similarity_edits import edits_between
from screening.systematic import systematic_key
from screening.tokens import LEGAL_MARK, SKELETON_MARK


class How(StrEnum):
    """Why two tokens were paired, or that one was left over."""

    EXACT = "exact"
    ROMANISED = "romanised"
    VARIANT = "variant"
    SPELLING = "spelling"
    SOUND = "sound"
    INITIAL = "initial"
    JOINED = "joined"
    ACRONYM = "acronym"
    LEGAL_FORM = "legal_form"
    EXTRA = "extra"
    MISSING = "missing"


class Similarity(NamedTuple):
    """`value` 0.0-1.0 and the rule that gave it."""

    value: float
    how: How


NOTHING = Similarity(0.0, How.EXTRA)
INITIAL_SIMILARITY = 0.80  # R. Butikofer / Reinhard Butikofer is a hit, R. Butikofer / Rudolf Butikofer as well
LEGAL_SIMILARITY = 0.5  # Sis GmbH / Sis AG: the form differs, the name does not
FIRST_LETTER_COST = 0.05  # Gahler / Kahler: typing rarely gets the first letter wrong
VOWEL_EDIT = 0.5  # Hamsho / Hemsho: half an edit
SOUND_SIMILARITY = 0.80  # Kadhafi / Qathafi: the same Metaphone code, spelling near
SOUND_MOST_EDITS = 0.35  # edits per letter above which the same code says nothing: Ming / Mingguo
KEY_SIMILARITY = 0.96  # Kuchuk / Kouchouk: systematic spelling differences only
KEY_COST = 0.02  # for every edit between two texts of the same systematic key
PINYIN_SIMILARITY = 0.92  # Junzheng / Chun-cheng
SKELETON_SIMILARITY = {
    2: 0.80,
    3: 0.88,
    4: 0.93,
}  # by consonants shared: nj / Naji says little, mhmd / Mohammed more, tmchnk / Timchenko most; longer as the longest
ENDING_SIMILARITY = 0.94  # Lexmann / Lexmannova, Zelensky / Zelenska
EDITABLE_LETTERS = 4  # Best2pay may be misspelt, IL76 not
EDIT_BUDGETS = ((9, 3), (6, 2), (3, 1))  # shorter text's length from which so many edits are allowed; below: none
EDITED_FROM = 4  # Jon / John, not Jon / Jan: one of the two has so many letters
KNOWN_APART = 0.85  # factor on spelling and sound between two known names of no common group: Fernandez / Hernandez, Hasan / Husain
VOWELS_FROM, VOWELS_TO = 5, 6  # Kasim / Kosem: letters of names whose vowels alone may differ by `MOST_VOWELS` edits
MOST_VOWELS = 2


@lru_cache(maxsize=32_768)
def equal_keys(text: str) -> tuple[str, ...]:
    """Return the keys of a token text. Two texts that share one are similar by that key's rule (`similarity`).

    ``s:`` systematic, ``g:`` without the ending of gender, ``v:`` variant group, ``p:`` pinyin, ``k:`` consonant skeleton,
    ``w:`` first letter and consonants as written, ``m:`` Metaphone.
    """
    if text.startswith(SKELETON_MARK):
        return (f"k:{text[1:]}",)
    if text.startswith(LEGAL_MARK) or not text.isascii() or not text.isalpha() or len(text) < 2:
        return ()
    keys = [f"s:{systematic_key(text)}"]
    keys += [f"g:{stem}" for stem in without_gender(text)]
    keys += [f"v:{group}" for group in tables.variant_groups().get(text, ())]
    pinyin = romanize.pinyin_skeleton(text) if len(text) > 4 else None
    if pinyin:
        keys.append(f"p:{pinyin}")
    keys += [f"k:{skeleton}" for skeleton in romanize.consonant_skeletons(text) if len(skeleton) >= 2]
    if VOWELS_FROM <= len(text) <= VOWELS_TO:
        keys.append(f"w:{text[0]}{_VOWELS.sub('', text[1:])}")
    code = jellyfish.metaphone(text)
    if len(code) >= 2 and len(text) >= 4:
        keys.append(f"m:{code}")
    return tuple(keys)


_ADJECTIVAL = ("skaya", "skaia", "skaja", "skiy", "skii", "skij", "skyi", "skyy", "ska", "sky")


@lru_cache(maxsize=32_768)
def without_gender(text: str) -> tuple[str, ...]:
    """Return what a Slavic surname is without its ending of gender: -ova to -ov and to nothing, -skaya and -sky to -ski."""
    if len(text) < 5:
        return ()
    if text.endswith(_ADJECTIVAL):
        ending = next(ending for ending in _ADJECTIVAL if text.endswith(ending))
        return (text[: -len(ending)] + "ski",)
    if text.endswith(("ova", "eva", "ina")) and len(text) >= 7:
        return (text, text[:-1], text[:-3])
    return (text,)


def edit_budget(shorter: int) -> int:
    """Return how many edits two texts may differ by, when the shorter has so many characters."""
    return next((budget for length, budget in EDIT_BUDGETS if shorter >= length), 0)


@lru_cache(maxsize=4_096)
def most_edits(one: int, other: int) -> int:
    """Return how many edits two texts of so many characters may differ by; fewer in scripts of syllables (`spelling`)."""
    shorter, longer = sorted((one, other))
    budget = edit_budget(shorter)
    return budget if longer >= EDITED_FROM and longer - shorter <= budget else 0


def spelling(first: str, second: str) -> float:
    """Similarity by edits, 0.0-1.0: 0.0 over the budget. Digits take no edits, and scripts of syllables hardly any.

    In Latin letters an edit that leaves the consonants as they are costs `VOWEL_EDIT`, any other 1.0: romanisations differ in
    their vowels first (Wafi / Wafa'i, Uraydi / Araidi).
    """
    shorter, longer = sorted((len(first), len(second)))
    budget = most_edits(shorter, longer)
    if budget and not (_alphabetic(first) and _alphabetic(second)):
        budget = edit_budget(shorter // 2)
    if not budget or longer - shorter > budget or not may_be_edited(first, second):
        return 0.0
    edits = edits_between(first, second, budget)
    if edits > budget:
        return 0.0
    cost = float(edits)
    if edits and first.isascii() and second.isascii():
        consonants = edits_between(romanize.consonant_skeleton(first), romanize.consonant_skeleton(second), edits)
        cost = VOWEL_EDIT * edits + (1.0 - VOWEL_EDIT) * min(edits, consonants)
    return max(0.0, 1.0 - cost / longer - (FIRST_LETTER_COST if first[0] != second[0] else 0.0))


def may_be_edited(first: str, second: str) -> bool:
    """Whether edits between two texts may be typing: of letters, with any digits the same (Best2pay / Best2py, not A320 / A330).

    Two different syllables of Chinese or Korean are two names, not one misspelt (Fang / Wang, Yong / Jong).
    """
    if first.isalpha() and second.isalpha():
        return not (is_syllable(first) and is_syllable(second))
    return _digits(first) == _digits(second) and editable(first) and editable(second)


_LONGEST_SYLLABLE = 6
_VOWELS = re.compile("[aeiouy]")
_KOREAN = re.compile(
    r"(?:ch|sh|kk|tt|pp|ss|jj|[bcdghjklmnprst])?(?:yeo|yoo|yae|wae|ya|ye|yo|yu|wa|wo|we|wi|ae|eo|eu|oe|oo|ui|a|e|i|o|u)(?:ng|ck|[nmklpth])"
)


@lru_cache(maxsize=65_536)
def is_syllable(text: str) -> bool:
    """Whether a text of up to six letters can be one syllable of pinyin or of a romanisation of Korean."""
    return len(text) <= _LONGEST_SYLLABLE and (text in syllables() or _KOREAN.fullmatch(text) is not None)


def editable(text: str) -> bool:
    """Whether a text is all letters, or letters and digits with letters enough to be misspelt."""
    return text.isalpha() or (text.isalnum() and len(text) - len(_digits(text)) >= EDITABLE_LETTERS)


def _digits(text: str) -> str:
    return "".join(character for character in text if not character.isalpha())


def spelling_bound(edits: NDArray[np.int64], longer: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the greatest `spelling` that texts of so many letters (the longer), so many edits apart, can have."""
    return 1.0 - VOWEL_EDIT * edits / longer


def _alphabetic(text: str) -> bool:
    return text.isascii() or all(ord(character) < 0x1100 for character in text)


@lru_cache(maxsize=65_536)
def similarity(first: str, second: str) -> Similarity:
    """Compare two token texts: symmetric, 0.0-1.0, with the rule that gave the value."""
    if first.startswith(SKELETON_MARK) and second.startswith(SKELETON_MARK):
        return NOTHING  # two unvocalised names are compared in their own script, where hsn and hsn can be told apart
    if first == second:
        return Similarity(1.0, How.EXACT)
    if second < first:
        return similarity(second, first)
    if is_several(first) or is_several(second):
        pairs = list(product(spellings_of(first), spellings_of(second)))
        found = [similarity(*pair) for pair in pairs]
        if is_heard(first) or is_heard(second):
            found += [Similarity(heard_alike(*pair), How.SOUND) for pair in pairs]
        return max(found, key=lambda one: one.value)
    if first.startswith(LEGAL_MARK) or second.startswith(LEGAL_MARK):
        both = first.startswith(LEGAL_MARK) and second.startswith(LEGAL_MARK)
        return Similarity(LEGAL_SIMILARITY, How.LEGAL_FORM) if both else NOTHING
    if len(first) == 1 or len(second) == 1:
        alike = first[0] == second[0] and first.isascii() and second.isascii() and first.isalpha() and second.isalpha()
        return Similarity(INITIAL_SIMILARITY, How.INITIAL) if alike else NOTHING
    if _two_countries(first, second):
        return NOTHING
    shared = set(equal_keys(first)).intersection(equal_keys(second))
    found = [by_key(first, second, key) for key in sorted(shared)]
    if not first.startswith(SKELETON_MARK) and not second.startswith(SKELETON_MARK):
        found.append(Similarity(_spelt_alike(first, second), How.SPELLING))
    return max(found, key=lambda one: one.value, default=NOTHING) if found else NOTHING


def _spelt_alike(first: str, second: str) -> float:
    """Similarity by edits of two texts, as they are or with systematic differences set aside, 0.0-1.0."""
    alike = spelling(first, second)
    keys = systematic_key(first), systematic_key(second)
    if keys[0] != keys[1] and keys != (first, second) and may_be_edited(first, second):
        alike = max(alike, spelling(*keys) * KEY_SIMILARITY)
    return alike * KNOWN_APART if alike and _known_apart(first, second) else alike


def _vowels_apart(first: str, second: str) -> float:
    """Similarity of two texts of which only vowels differ, 0.0-1.0."""
    edits = edits_between(first, second, MOST_VOWELS)
    if edits > MOST_VOWELS or _known_apart(first, second) or not may_be_edited(first, second):
        return 0.0
    return 1.0 - VOWEL_EDIT * edits / max(len(first), len(second))


def _known_apart(first: str, second: str) -> bool:
    """Whether two texts are names known to be two: each in some group of equivalent names, none in common."""
    groups = tables.variant_groups()
    one, other = groups.get(first), groups.get(second)
    return bool(one and other and not set(one).intersection(other))


def _two_countries(first: str, second: str) -> bool:
    """Whether two texts are names or nationalities of two countries, which no slip of the pen makes one (Iran / Iraq, Niger / Nigeria)."""
    one, other = _countries().get(first), _countries().get(second)
    return one is not None and other is not None and one != other


@cache
def _countries() -> Mapping[str, str]:
    return {**tables.nationalities(), **tables.country_codes_by_name()}


def key_bound(key: str) -> float:
    """Return the greatest similarity that two different texts sharing `key` can have by its rule."""
    rule = key[0]
    if rule == "v":
        return tables.group_strength(key[2:])
    return {
        "s": KEY_SIMILARITY,
        "g": ENDING_SIMILARITY,
        "p": PINYIN_SIMILARITY,
        "k": max(SKELETON_SIMILARITY.values()),
        "w": 1.0 - VOWEL_EDIT / VOWELS_TO,
        "m": SOUND_SIMILARITY,
    }[rule]


def by_key(first: str, second: str, key: str) -> Similarity:
    """Give the similarity of two different texts that share `key` by that key's rule alone."""
    rule, value = key[0], key[2:]
    if rule == "v":
        return Similarity(tables.group_strength(value), How.VARIANT)
    if rule == "p":
        return Similarity(PINYIN_SIMILARITY, How.SOUND)
    if rule == "s":
        short = min(len(first), len(second)) <= 3
        value_ = KEY_SIMILARITY - KEY_COST * edits_between(first, second)
        return Similarity(max(0.0, min(value_, 0.75) if short else value_), How.SOUND)
    if rule == "k":
        unvocalised = first.startswith(SKELETON_MARK) != second.startswith(SKELETON_MARK)
        return Similarity(SKELETON_SIMILARITY[min(4, len(value))] if unvocalised and len(value) >= 2 else 0.0, How.SOUND)
    if rule == "g":
        return Similarity(ENDING_SIMILARITY, How.VARIANT)
    if rule == "w":
        return Similarity(_vowels_apart(first, second), How.SPELLING)
    if edits_between(first, second) / max(len(first), len(second)) > SOUND_MOST_EDITS:
        return Similarity(0.0, How.SOUND)
    return Similarity(SOUND_SIMILARITY * (KNOWN_APART if _known_apart(first, second) else 1.0), How.SOUND)
