"""Where the legal forms of a name stand, as they are written or nearly so (joit stock company, jwint stk kmbany, Zakritoe Aktsionernoe).

A form of several words is known although one of them is misspelt, or all are spelt as another script hears them: its consonants
are those of the form, or of all but one of its words, which is then near the right one in spelling.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from screening import tables
from screening.romanize import consonant_skeleton
from screening.similarity_edits import edits_between

MOST_WORDS = 9
"""Words of a legal form."""

NEARLY_FROM, LETTERS_FROM = 5, 12
"""Consonants and letters from which a legal form is known by its consonants: sociedad anonima, not co ltd."""

ANCHOR = 3
"""Consonants of the word, the first or the second, that begins the search for a form."""

NEAR_EDITS = 0.4
"""Edits per letter by which one word of it may differ, when the consonants do."""

SHORT_WORD = 5
"""Letters up to which such a word may differ by one edit alone: Sarv Company is no share company."""


def legal_spans(words: Sequence[str]) -> dict[int, tuple[int, str]]:
    """Return, by the place of its first word, how many words each legal form has, and its class. The longest are found first.

    A phrase that has another meaning counts at the end, unless it is single letters at the start.
    """
    spans: dict[int, tuple[int, str]] = {}
    place = 0
    while place < len(words):
        exact = _exact(words, place)
        nearly = _nearly(words, place) if len(words) > 2 else None
        if nearly is not None and nearly[0] > (exact[0] if exact else 0) and not _cuts_another(words, place, nearly[0]):
            exact = nearly
        if exact is not None:
            spans[place] = exact
        place += exact[0] if exact else 1
    return spans


def _exact(words: Sequence[str], place: int) -> tuple[int, str] | None:
    """The longest legal form that the words from `place` on are: how many words, and its class."""
    if words[place] not in _first_words():
        return None
    phrases, ambiguous = tables.legal_forms(), tables.legal_form_ambiguous()
    for length in range(min(MOST_WORDS, len(words) - place), 0, -1):
        phrase = " ".join(words[place : place + length])
        if phrase not in phrases or length == len(words):
            continue
        at_end = place + length == len(words)
        single_letters = length > 1 and len(phrase) == 2 * length - 1
        if at_end or not (single_letters or (phrase in ambiguous and place > 0)):
            return length, phrases[phrase]
    return None


def _cuts_another(words: Sequence[str], place: int, length: int) -> bool:
    """Whether what nearly is a form ends within one as written: belissa | druzba z omejeno odgovornostjo, no delniska druzba."""
    within = ((start, _exact(words, start)) for start in range(place + 1, place + length))
    return any(found is not None and start + found[0] > place + length for start, found in within)


def begins_legal_form(word: str) -> bool:
    """Whether a legal form, or what nearly is one, may begin with this word, or have it for its second."""
    skeleton = consonant_skeleton(word)
    return word in _first_words() or (0, skeleton) in _by_consonants() or (1, skeleton) in _by_consonants()


@cache
def _first_words() -> frozenset[str]:
    return frozenset(phrase.partition(" ")[0] for phrase in tables.legal_forms())


def _nearly(words: Sequence[str], place: int) -> tuple[int, str] | None:
    """The longest legal form of several words that those from `place` on nearly are: how many words, and its class."""
    table = _by_consonants()
    best: tuple[int, str] | None = None
    for key in _neighbours(words[place : place + 2]):
        for phrase, group in table.get(key, ()):
            length = len(phrase)
            if length < len(words) and place + length <= len(words) and (best is None or length > best[0]):
                if _near(words[place : place + length], phrase):
                    best = length, group
    return best


def _near(words: Sequence[str], phrase: Sequence[str]) -> bool:
    apart = [(word, right) for word, right in zip(words, phrase, strict=True) if consonant_skeleton(word) != consonant_skeleton(right)]
    if len(apart) > 1:
        return False
    return all(len(right) > 2 and edits_between(word, right) <= _most_edits(max(len(word), len(right))) for word, right in apart)


def _most_edits(letters: int) -> float:
    return min(1.0, NEAR_EDITS * letters) if letters <= SHORT_WORD else NEAR_EDITS * letters


def _neighbours(words: Sequence[str]) -> Iterator[tuple[int, str]]:
    """The keys of the first and of the second word: one of the two is as it should be."""
    yield from enumerate(map(consonant_skeleton, words))


@cache
def _by_consonants() -> Mapping[tuple[int, str], tuple[tuple[tuple[str, ...], str], ...]]:
    """Legal forms of two words and more, by the consonants of the first, and of the second."""
    found: dict[tuple[int, str], list[tuple[tuple[str, ...], str]]] = {}
    for phrase, group in tables.legal_forms().items():
        words = tuple(phrase.split())
        skeletons = [consonant_skeleton(word) for word in words]
        long = len(phrase) >= LETTERS_FROM
        if (
            len(words) > 1
            and phrase.isascii()
            and len("".join(skeletons)) >= NEARLY_FROM
            and long
            and phrase not in tables.legal_form_ambiguous()
        ):
            for key in enumerate(skeletons[:2]):
                if len(key[1]) >= ANCHOR:
                    found.setdefault(key, []).append((words, group))
    return {key: tuple(sorted(phrases, key=lambda one: (-len(one[0]), one))) for key, phrases in found.items()}
