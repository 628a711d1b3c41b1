"""A name in its own script to one form, so that two spellings of the same native name are equal."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from screening.romanize.east_asian.han_forms import simplify

_LETTERS = str.maketrans(
    {
        # Arabic: alef wasla; alef maksura, Farsi and other yehs; Farsi kaf; teh marbuta and the hehs; hamza, tatweel; Kurdish letters
        "\u0671": "\u0627", "\u0649": "\u064a", "\u06cc": "\u064a", "\u06d0": "\u064a", "\u06d2": "\u064a", "\u06a9": "\u0643",
        "\u06aa": "\u0643", "\u0629": "\u0647", "\u06d5": "\u0647", "\u06c1": "\u0647", "\u06be": "\u0647", "\u0621": "",
        "\u0640": "", "\u06c6": "\u0648", "\u06c7": "\u0648", "\u0695": "\u0631", "\u06b5": "\u0644",
        "\u0451": "\u0435", "ґ": "г", "ς": "σ",
        "ך": "כ", "ם": "מ", "ן": "נ", "ף": "פ", "ץ": "צ", "װ": "וו", "ױ": "וי", "ײ": "יי", "׳": "", "״": "",
        "ー": "", "ｰ": "", "ヵ": "カ", "ヶ": "ケ", "ゎ": "わ", "・": " ",
    }
)  # fmt: skip
_MOST_ROUNDS = 5
_HIRAGANA = {code: code + 0x60 for code in range(0x3041, 0x3097)}


def fold_hiragana(text: str) -> str:
    """`text` with hiragana as katakana."""
    return text.translate(_HIRAGANA)


@lru_cache(maxsize=65536)
def fold_native(text: str) -> str:
    """`text` in a canonical form within its script, casefolded. Idempotent; ASCII text is only lower-cased.

    Han becomes simplified; Arabic loses hamza seats, points and tatweel and writes one yeh, kaf and heh; Cyrillic ё is е; Greek loses
    accents and final sigma; Hebrew loses points and final forms; hiragana becomes katakana without length marks; Latin loses accents.

    >>> fold_native("陳明國") == fold_native("陈明国"), fold_native("أحمد") == fold_native("احمد")
    (True, True)
    """
    if text.isascii():
        return text.lower()
    for _ in range(_MOST_ROUNDS):
        folded = _folded(text)
        if folded == text:
            break
        text = folded
    return text


def _folded(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold()).casefold()
    bare = "".join(map(_without_mark, decomposed, " " + decomposed))
    folded = unicodedata.normalize("NFC", bare).translate(_LETTERS).translate(_HIRAGANA).translate(_LETTERS)
    return " ".join(simplify(unicodedata.normalize("NFC", folded)).split())


def _without_mark(char: str, before: str) -> str:
    """Combining marks vanish, but not the voicing of kana, nor what tells й and ї from и and і."""
    if not unicodedata.combining(char) or char in "\u3099\u309a":
        return char
    if unicodedata.category(char) == "Mc":
        return char
    return char if (before, char) in (("и", "\u0306"), ("і", "\u0308"), ("у", "\u0306")) else ""
