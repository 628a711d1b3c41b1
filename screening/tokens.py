"""Words to tokens: what each word does in its name, what it is compared as, and how much it weighs before rarity.

A token's ``text`` is what is compared. Three kinds are marked by their first character, which no comparable name holds:
``§llc`` is a class of legal form (GmbH, OOO and Sdn Bhd are one class), ``~mhmd`` is the consonant skeleton of a word whose
script writes no vowels, ``·a`` is a single letter in the name of an organisation, which stands for no word but may be part of
an acronym or of joined letters; everything else is text: ASCII for Latin and romanised words, the script's own letters otherwise.

In the name of an organisation, words of its trade and their abbreviations and translations are written as one word (Intl,
International, Mezhdunarodny), misspelt ones too (`screening.mending`); names of countries and cities as the usual one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache, lru_cache
from typing import NamedTuple

from screening import tables
from screening.legal_forms import begins_legal_form, legal_spans
from screening.mending import mended, perhaps

LEGAL_MARK = "§"
SKELETON_MARK = "~"
INITIAL_MARK = "·"


class TokenRole(StrEnum):
    """What a token does in its name; it decides the token's weight."""

    NAME = "name"
    INITIAL = "initial"
    NUMBER = "number"
    GENERIC = "generic"
    PARTICLE = "particle"
    PATRONYMIC = "patronymic"
    GENERATION = "generation"
    HONORIFIC = "honorific"
    LEGAL_FORM = "legal_form"
    STOP = "stop"


# Weight of a token by its role, before rarity; each beside the pair of names that justifies it.
ROLE_WEIGHTS: dict[TokenRole, float] = {
    TokenRole.NAME: 1.0,  # Reinhard Butikofer / Reinhard Schmidt: the surname decides
    TokenRole.INITIAL: 0.35,  # R. Butikofer / Reinhard Butikofer: little said, little lost
    TokenRole.NUMBER: 0.9,  # 44 Brigade / 45 Brigade: two units
    TokenRole.GENERIC: 0.35,  # Belletech Trading / Belletech: a hit; Belletech Trading / Alfa Trading: none
    TokenRole.PARTICLE: 0.10,  # Saleh al Majid / Saleh Majid
    TokenRole.PATRONYMIC: 0.10,  # Osama bin Laden / Osama Laden
    TokenRole.GENERATION: 0.10,  # Robert Mueller III / Robert Mueller
    TokenRole.HONORIFIC: 0.05,  # Mullah Mohammed Omar / Mohammed Omar
    TokenRole.LEGAL_FORM: 0.08,  # Sis d.o.o. / Sis
    TokenRole.STOP: 0.04,  # Bank of Armenia / Bank Armenia
}


class Bearer(StrEnum):
    """As whose name a form was read; it decides what is a legal form, a generic word, an ordinal."""

    PERSON = "person"
    ORGANISATION = "organisation"
    EITHER = "either"


@dataclass(frozen=True, slots=True)
class Token:
    """One comparable word. `text` is compared, `surface` is shown, `weight` (0.0-1.0) is that of the role before rarity.

    `spelt` is the word as read, before tables put another in its place: what joins with its neighbours; empty when it holds
    more than letters.
    """

    text: str
    surface: str
    role: TokenRole
    weight: float
    spelt: str = ""


class _Word(NamedTuple):
    """What a run of words comes to: how many words, the text compared, the role."""

    length: int
    text: str
    role: TokenRole


MOST_PLACE_WORDS = 6
LEGAL_WORD = 5
"""Letters of a legal form that is a word (Society), not an abbreviation."""

GENERIC_ALONE = 0.5
"""Least weight of a word of trade, and of a legal form that is a word, in a name made of nothing else."""

BESIDE_FEW = {TokenRole.LEGAL_FORM: {1: 2.0, 2: 1.4}, TokenRole.GENERIC: {1: 1.5, 2: 1.2}}
"""Factors of legal forms and words of trade beside one word that tells a name from others, and beside two."""

_DISTINCTIVE = (TokenRole.NAME, TokenRole.NUMBER, TokenRole.INITIAL)
_PERSON_STOPS = frozenset({"y", "e", "of", "the", "and"})
_WEIGHED_BY_WORD = (TokenRole.GENERIC, TokenRole.HONORIFIC)


def tokens_from(
    parts: Sequence[str], surfaces: Sequence[str], bearer: Bearer, *, heard: bool = False, guessed: bool = False
) -> tuple[Token, ...]:
    """Turn folded words into tokens. `surfaces` are the words as written, one each, or other words when they do not pair.

    `heard`: the words were read from another script, which spells as it hears; `guessed`: short words too may be the words of
    organisations that they nearly are.
    """
    person = bearer is Bearer.PERSON
    words = parts if person else [mended(word, heard) for word in parts]
    words = [perhaps(word) for word in words] if guessed else words
    spans = {} if person else _spans(parts, words)
    tokens: list[Token] = []
    place = 0
    while place < len(parts):
        word = spans.get(place) or (_of_person(parts, place) if person else _of_organisation(words[place]))
        surface = " ".join(surfaces[place : place + word.length]) if len(surfaces) == len(parts) else word.text
        tokens.append(_token(word.text, surface, word.role, "".join(parts[place : place + word.length])))
        place += word.length
    return tuple(tokens if person else _with_distinction(tokens))


def plain_tokens(words: Sequence[str]) -> tuple[Token, ...] | None:
    """Return what `tokens_from` returns of words that no table knows, whoever bears the name; None when a table knows one."""
    tokens = tuple(map(_plain_token, words))
    return None if None in tokens else tokens  # type: ignore[return-value]  # none of them is None


@lru_cache(maxsize=32_768)
def _plain_token(word: str) -> Token | None:
    if len(word) < 2 or not (word.isascii() and word.isalpha()) or mended(word) != word or perhaps(word) != word:
        return None
    known = (tables.roles(), tables.number_words(), tables.abbreviations(), _first_of_places())
    return None if any(word in table for table in known) or begins_legal_form(word) else _token(word, word, TokenRole.NAME, word)


@lru_cache(maxsize=16_384)
def _token(text: str, surface: str, role: TokenRole, joined: str) -> Token:
    weight = tables.role_weight(text) if role in _WEIGHED_BY_WORD else None
    return Token(text, surface, role, ROLE_WEIGHTS[role] if weight is None else weight, joined if joined.isalpha() else "")


def _with_distinction(tokens: list[Token]) -> list[Token]:
    """Let words of trade and legal forms weigh the more, the less else a name has to tell it from others.

    Where a name has nothing else, words of trade weigh as names do (Foundation for Construction, Digital Services). Where it has one
    word more, they matter too: Griffon Corp is hardly Griffon FZC.
    """
    telling = sum(token.role in _DISTINCTIVE for token in tokens)
    if telling > 2:
        return tokens
    if telling:
        return [
            replace(token, weight=token.weight * BESIDE_FEW[token.role][telling]) if token.role in BESIDE_FEW else token for token in tokens
        ]
    return [
        replace(token, weight=max(token.weight, GENERIC_ALONE))
        if token.role is TokenRole.GENERIC or (token.role is TokenRole.LEGAL_FORM and len(token.surface) >= LEGAL_WORD)
        else token
        for token in tokens
    ]


def _of_person(parts: Sequence[str], place: int) -> _Word:
    word = parts[place]
    role = tables.roles().get(word)
    if role == "generic" or (role == "stop" and word not in _PERSON_STOPS) or (role and not _plays(word, parts, place)):
        role = None
    return _Word(1, tables.abbreviations().get(word, word), TokenRole(role)) if role else _plain(word)


def _plays(word: str, parts: Sequence[str], place: int) -> bool:
    """Whether a word that is a role and a name as well (van, bin, don) plays the role: between others, bin also before two."""
    if word not in tables.roles_ambiguous():
        return True
    after = len(parts) - place - 1
    return after > 0 and (place > 0 or after > 1)


_ORDINAL = re.compile(r"([0-9]+)(?:st|nd|rd|th|eme|ieme)")  # 103rd, 14eme: the table holds ordinals to 99


@lru_cache(maxsize=16_384)
def _of_organisation(word: str) -> _Word:
    roles, numbers = tables.roles(), tables.number_words()
    role = roles.get(word)
    if len(word) == 1 and word.isascii() and word.isalpha():
        return _Word(1, INITIAL_MARK + word, TokenRole.STOP if role == "stop" else TokenRole.INITIAL)
    if word in numbers and role in (None, "generation"):
        return _plain(numbers[word])
    ordinal = _ORDINAL.fullmatch(word)
    if ordinal is not None:
        return _plain(ordinal.group(1))
    text = tables.abbreviations().get(word, word)
    role = roles.get(text, role)
    return _Word(1, text, TokenRole(role)) if role else _plain(text)


@lru_cache(maxsize=16_384)
def _plain(word: str) -> _Word:
    if word.isdigit():
        return _Word(1, word.lstrip("0") or "0", TokenRole.NUMBER)
    return _Word(1, word, TokenRole.INITIAL if len(word) == 1 and word.isascii() else TokenRole.NAME)


def _spans(parts: Sequence[str], words: Sequence[str]) -> dict[int, _Word]:
    """Legal forms, places and numbers of more than one word or with another usual name, by the place of their first word.

    `parts` are the words as they stand, which places are looked up by first (United States), `words` those they are taken for.
    """
    spans = {place: _Word(length, LEGAL_MARK + group, TokenRole.LEGAL_FORM) for place, (length, group) in legal_spans(words).items()}
    taken = {place for start, word in spans.items() for place in range(start, start + word.length)}
    for start in range(len(parts)):
        word = _compound_number(parts, start) or _place(parts, start) or _place(words, start)
        if word is not None and not taken.intersection(range(start, start + word.length)):
            spans[start] = word
            taken.update(range(start, start + word.length))
    return spans


def _place(words: Sequence[str], start: int) -> _Word | None:
    if words[start] in _first_of_places():
        for length in range(min(MOST_PLACE_WORDS, len(words) - start), 0, -1):
            usual = tables.places().get(" ".join(words[start : start + length]))
            if usual:
                return _Word(length, usual, TokenRole.NAME)
    return None


def _compound_number(words: Sequence[str], start: int) -> _Word | None:
    """A number of two words (forty-fourth), which the table writes as one."""
    numbers = tables.number_words()
    if words[start] in numbers and start + 1 < len(words):
        number = numbers.get(words[start] + words[start + 1])
        if number is not None:
            return _Word(2, number, TokenRole.NUMBER)
    return None


@cache
def _first_of_places() -> frozenset[str]:
    return frozenset(phrase.partition(" ")[0] for phrase in tables.places())
