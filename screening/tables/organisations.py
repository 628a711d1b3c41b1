"""What words of organisation names mean: legal forms, abbreviations and numbers."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from screening.tables.reader import rows


@lru_cache(maxsize=1)
def _legal_form_rows() -> tuple[tuple[str, ...], ...]:
    return tuple(rows("legal_forms", "phrase", "class", "ambiguous", "where"))


@lru_cache(maxsize=1)
def legal_forms() -> Mapping[str, str]:
    """Return legal form phrase -> class.

    Phrases are folded to lower-case ASCII words separated by single spaces, or stand in their own script, casefolded.
    Two phrases of one class say the same about an organisation (GmbH, Ltd, OOO and Sdn Bhd are all ``llc``); what each
    class covers is stated at the top of `data/legal_forms.tsv`.
    """
    return MappingProxyType({phrase: form for phrase, form, _, _ in _legal_form_rows()})


@lru_cache(maxsize=1)
def legal_form_ambiguous() -> frozenset[str]:
    """Return the legal form phrases that are also ordinary words of names: a legal form only at the start or end of a name."""
    return frozenset(phrase for phrase, _, ambiguous, _ in _legal_form_rows() if ambiguous)


@lru_cache(maxsize=1)
def abbreviations() -> Mapping[str, str]:
    """Return abbreviated or inflected word -> canonical word, both folded; a canonical word is never itself a key."""
    return MappingProxyType({word: target for word, target, _ in rows("abbreviations", "word", "stands_for", "note")})


@lru_cache(maxsize=1)
def number_words() -> Mapping[str, str]:
    """Return number word, ordinal or roman numeral (folded, or in its own script) -> decimal digits.

    ``i`` and ``one`` are left out: the first is an initial, the second an ordinary word.
    """
    return MappingProxyType({word: digits for word, digits, _ in rows("number_words", "word", "digits", "language")})
