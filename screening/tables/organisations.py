"""What words of organisation names mean: legal forms, abbreviations and numbers."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from screening.tables.reader import TableError, add_folded, rows, spellings

CLASSES = frozenset(
    {
        "llc",
        "plc",
        "jsc",
        "corporation",
        "company",
        "partnership",
        "lp",
        "sole",
        "cooperative",
        "foundation",
        "association",
        "state_enterprise",
        "branch",
    }
)
"""Every class of legal form."""


@lru_cache(maxsize=1)
def _forms() -> tuple[Mapping[str, str], frozenset[str]]:
    classes: dict[str, str] = {}
    ambiguous: set[str] = set()
    for _, form, phrases in rows("legal_forms", "where", "class", "phrases"):
        if form not in CLASSES:
            raise TableError(f"table legal_forms.tsv: unknown class {form!r}")
        for phrase in phrases.split("|"):
            for spelling in spellings(phrase.removesuffix("?")):
                if classes.setdefault(spelling, form) != form:
                    raise TableError(f"table legal_forms.tsv: {spelling!r} is both {classes[spelling]} and {form}")
                if phrase.endswith("?"):
                    ambiguous.add(spelling)
    ambiguous.update(folded for folded, phrase in add_folded(classes) if phrase in ambiguous)
    return MappingProxyType(classes), frozenset(ambiguous)


def legal_forms() -> Mapping[str, str]:
    """Return legal form phrase -> class, one of `CLASSES`.

    Phrases are folded to lower-case ASCII words separated by single spaces, or stand in their own script, casefolded and as
    names of that script are compared (`fold_native`).
    Two phrases of one class say the same about an organisation (GmbH, Ltd, OOO and Sdn Bhd are all ``llc``); what each
    class covers is stated at the top of `data/legal_forms.tsv`. A phrase has nine words at most.
    """
    return _forms()[0]


def legal_form_ambiguous() -> frozenset[str]:
    """Return the legal form phrases that are also ordinary words of names: a legal form only at the start or end of a name."""
    return _forms()[1]


@lru_cache(maxsize=1)
def abbreviations() -> Mapping[str, str]:
    """Return abbreviated, inflected or translated word -> canonical word, both folded; a canonical word is never itself a key."""
    return MappingProxyType({word: target for target, words in rows("abbreviations", "canonical", "words") for word in words.split(" ")})


@lru_cache(maxsize=1)
def number_words() -> Mapping[str, str]:
    """Return number word, ordinal or roman numeral (folded, or in its own script) -> decimal digits.

    ``i`` and ``one`` are left out: the first is an initial, the second an ordinary word.
    """
    return MappingProxyType({word: digits for word, digits, _ in rows("number_words", "word", "digits", "language")})
