"""Distortions that only names of organisations suffer: legal forms, the ampersand, acronyms, words added as companies add them."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

Change = Callable[[list[str], random.Random], "list[str] | None"]

_FORMS = """
limited liability company|open joint stock company|public joint stock company|closed joint stock company|joint stock company
obshchestvo s ogranichennoi otvetstvennostyu|aktsionernoe obshchestvo|private joint stock company|company limited|co ltd|co limited
gmbh co kg|sdn bhd|pte ltd|pvt ltd|private limited|s de rl|s de r l|sa de cv|s a de c v|de cv|de c v|fz llc|fze|fzco|fzc|dmcc
llc|ltd|limited|inc|incorporated
corp|corporation|company|co|gmbh|ag|kg|plc|sa|s a|sas|s a s|srl|s r l|sarl|s a r l|spa|s p a|ooo|oao|pao|zao|ao|jsc|ojsc|pjsc|cjsc|llp|lp
bv|b v|nv|n v|oy|ab|as|a s|doo|d o o|ad|dd|ltda|eurl|kft|ood|eood|sal|s a l|tic|sti|ltd sti|ev|e v
"""
_PHRASES = sorted((phrase.split() for line in _FORMS.split("\n") for phrase in line.split("|") if phrase), key=len, reverse=True)
_OTHER_FORMS = ("LLC", "Ltd", "Inc.", "GmbH", "S.A.", "OOO", "Co., Ltd.", "JSC", "Limited", "Sarl", "PLC")
_ADDED = ("Trading", "International", "Group", "Holding", "Services", "Global", "Industries", "Enterprises", "Middle-East", "Europe")
_SMALL = {"of", "the", "and", "for", "de", "la", "et", "y", "in", "a", "&", "e", "der", "und", "i"}


def _bare(word: str) -> str:
    return re.sub(r"[^\w]+", " ", word.casefold()).strip()


def legal_form(words: list[str]) -> tuple[int, int] | None:
    """Places (from, to) of a legal form at the end or the beginning of the name; None without one, or where nothing else is left."""
    bare = [_bare(word) for word in words]
    for phrase in _PHRASES:
        for length in range(1, min(len(words) - 1, 6) + 1):
            for start in (len(words) - length, 0):
                text = " ".join(bare[start : start + length]).split()
                if text == phrase:
                    return start, start + length
    return None


def core(words: list[str]) -> list[str]:
    """The words of the name without its legal form."""
    start, end = legal_form(words) or (0, 0)
    return [*words[:start], *words[end:]]


def without_legal_form(change: Change) -> Change:
    """The same change made to the other words only; the legal form stays where it is."""

    def changed(words: list[str], random: random.Random) -> list[str] | None:
        start, end = legal_form(words) or (len(words), len(words))
        rest = change(core(words), random)
        if rest is None:
            return None
        return [*words[start:end], *rest] if start == 0 else [*rest, *words[start:end]]

    return changed


def _dropped(words: list[str], _random: random.Random) -> list[str] | None:
    form = legal_form(words)
    return core(words) if form else None


def _changed(words: list[str], random: random.Random) -> list[str] | None:
    """Another legal form at the end, where companies write it, whichever place it had."""
    form = legal_form(words)
    return [*core(words), random.choice(_OTHER_FORMS)] if form else None


def _ampersand(words: list[str], _random: random.Random) -> list[str] | None:
    if not {"and", "&"}.intersection(word.casefold() for word in words):
        return None
    return ["and" if word == "&" else "&" if word.casefold() == "and" else word for word in words]


def _acronym(words: list[str], _random: random.Random) -> list[str] | None:
    """The first letters of the words that count, without legal form; three to seven of them."""
    letters = [word[0] for word in map(_bare, core(words)) if word and word not in _SMALL and word[0].isalpha()]
    return ["".join(letters).upper()] if 3 <= len(letters) <= 7 else None


def _added(words: list[str], random: random.Random) -> list[str] | None:
    """A word companies add, before the legal form."""
    form = legal_form(words)
    place = form[0] if form and form[0] else len(words)
    word = random.choice(_ADDED)
    return None if word.upper() in map(str.upper, words) else [*words[:place], word, *words[place:]]


DISTORTIONS: dict[str, Change] = {
    "added word": _added,
    "legal form dropped": _dropped,
    "legal form changed": _changed,
    "ampersand": _ampersand,
    "acronym": _acronym,
}
