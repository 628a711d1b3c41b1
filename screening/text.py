"""A string to its comparable form.

The steps, in order, repeated until nothing changes (two rounds nearly always):

1. characters that show nothing (format characters: zero-width, bidi marks, soft hyphens, variation selectors) are removed;
2. Unicode compatibility composition (NFKC): full-width forms, ligatures, digits of any width become the plain ones;
3. case folding;
4. apostrophes and their many look-alikes are removed (O'Brien, Ch'en, Qur'an are one token each), but the Hebrew geresh,
   which makes another letter of the one before it, is kept;
5. a run of single letters with full stops is joined (s.a.r.l. -> sarl); an ampersand or plus sign between words becomes ``and``;
6. every other character that is not a letter, mark or digit becomes a space; spaces are collapsed and trimmed.

Diacritics and scripts stay: they say which readings a token has (`screening.romanize`). The function is total on any
Unicode string and idempotent. A result without a letter or digit is empty: nothing is left to compare. Letters that only change or
lengthen another (the kana ー, the Arabic tatweel, a hamza alone) are none.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_APOSTROPHES = frozenset("'`´‘’‛ʹʻʼʽʾʿˈˊˋ′‵＇ꞌ՚")
_INITIALS = re.compile(r"(?<!\w)(\w)\.(?=\w(?:\.|$|\W))")
_GERESH = re.compile(r"(?<=[א-ת])['’׳]")
_AND = re.compile(r"(?<=[\s\w])[&+](?=[\s\w])")
_PLAIN = re.compile(r"[a-z0-9]+(?: [a-z0-9]+)*")
_SIMPLE = re.compile(r"[A-Za-z0-9 ,-]*[A-Za-z0-9][A-Za-z0-9 ,-]*")  # most names: no step but 3 and 6 has anything to do
_BETWEEN_WORDS = str.maketrans(",-", "  ")
_MOST_ROUNDS = 8
_HAMZA = "ء"


@lru_cache(maxsize=16_384)
def comparable(text: str) -> str:
    """Return the comparable form of `text`; empty when nothing is left. Total on any Unicode, idempotent."""
    if _PLAIN.fullmatch(text):
        return text
    if _SIMPLE.fullmatch(text):
        return " ".join(text.lower().translate(_BETWEEN_WORDS).split())
    for _ in range(_MOST_ROUNDS):
        folded = _fold(text)
        if folded == text:
            break
        text = folded
    return text if any(map(_says_something, text)) else ""


def _says_something(character: str) -> bool:
    """Whether it is a digit or a letter that has a sound of its own."""
    return character.isalnum() and character != _HAMZA and unicodedata.category(character) != "Lm"


def _fold(text: str) -> str:
    if not text.isascii():
        text = "".join(character for character in text if not _shows_nothing(character))
        text = unicodedata.normalize("NFKC", text)
    text = text.casefold()
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    text = _GERESH.sub("׳", text)
    text = "".join(character for character in text if character not in _APOSTROPHES)
    text = _AND.sub(" and ", _INITIALS.sub(r"\1", text))
    return " ".join("".join(character if _counts(character) else " " for character in text).split())


def _counts(character: str) -> bool:
    return character.isalnum() or character == "׳" or unicodedata.category(character) in ("Mn", "Mc")


def _shows_nothing(character: str) -> bool:
    return unicodedata.category(character) == "Cf" or "\ufe00" <= character <= "\ufe0f"
