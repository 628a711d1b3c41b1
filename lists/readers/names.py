"""Texts in which a publisher put more than one name: taken apart where it is certain where one ends, left whole where not."""

from __future__ import annotations

import re
import unicodedata

_BRACKETS = re.compile(r"\s*\(([^()]+)\)\s*")
_ORIGINAL = re.compile(r"original script:\s*", re.IGNORECASE)
_APART = {"ARABIC", "HEBREW", "CJK", "HANGUL", "HIRAGANA", "KATAKANA", "MYANMAR", "SYRIAC", "DEVANAGARI", "BENGALI"}


def scripts(text: str) -> frozenset[str]:
    """The scripts of the letters of a text, by the first word of their Unicode names (`LATIN`, `CYRILLIC`, `CJK` ...)."""
    return frozenset(unicodedata.name(char, "UNKNOWN").split()[0].split("-")[0] for char in text if char.isalpha())


def by_script(text: str) -> list[str]:
    """Take a name apart from the same name in another script: in brackets after it (``Jin Tiesan (金铁三)``), or simply beside it
    where one of the scripts is never mixed with Latin in one name. A text in one script, or mixed otherwise, comes back whole.
    """
    brackets = _BRACKETS.search(text)
    if brackets:
        inside, outside = _ORIGINAL.sub("", brackets[1]), _BRACKETS.sub(" ", text, count=1).strip(" ,")
        if scripts(inside) and scripts(outside) and not scripts(inside) & scripts(outside):
            return [outside, *(part.strip() for part in inside.split(";") if part.strip())]
        return [text]
    return _beside(text)


def _beside(text: str) -> list[str]:
    words = text.split()
    kinds = [scripts(word) for word in words]
    for place in range(1, len(words)):
        before, after = frozenset().union(*kinds[:place]), frozenset().union(*kinds[place:])
        if before and after and not before & after and (before | after) & _APART and "LATIN" in before | after:
            return [" ".join(words[:place]).strip(" ,"), " ".join(words[place:]).strip(" ,")]
    return [text]
