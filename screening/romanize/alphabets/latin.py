"""Latin letters with marks, and special ones, to ASCII.

Not covered: what language a token is in. `ö` may be `o` or `oe`, `j` stays `j`; the readings give the usual alternatives
and the comparison takes the best. Digits that look like letters (0 o, 1 l i, 3 e, 5 s) give extra readings only inside words.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii

_SPECIAL = str.maketrans(
    {
        "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i", "ħ": "h", "ŋ": "ng",
        "ə": "a", "ɛ": "e", "ɔ": "o", "ŧ": "t", "ĸ": "k", "ƒ": "f", "ƙ": "k", "ɗ": "d", "ɓ": "b", "ƴ": "y", "ĳ": "ij", "ŀ": "l",
        "ʼ": "", "ʻ": "", "ʹ": "", "ʾ": "", "ʿ": "", "·": "",
    }
)  # fmt: skip
_GERMANIC = str.maketrans({"ü": "ue", "ö": "oe", "ä": "ae", "å": "aa", "ø": "oe", "æ": "ae", "ð": "dh"})
_BY_SOUND = str.maketrans(
    {
        "ğ": "", "ç": "ch", "ş": "sh", "č": "ch", "š": "sh", "ž": "zh", "ñ": "ny", "ć": "c", "đ": "dj", "ș": "sh", "ț": "ts",
        "ţ": "ts", "ň": "ny", "ř": "rzh", "ń": "n", "ś": "s", "ź": "z", "ż": "z", "ə": "e", "ü": "u", "ö": "o", "ā": "aa", "ī": "ee",
        "ū": "oo", "ķ": "k", "ģ": "g", "ļ": "l", "ņ": "n", "ë": "yo", "ý": "y", "ä": "a", "ů": "u",
    }
)  # fmt: skip
_TURKISH = str.maketrans({"c": "j", "ç": "ch", "ş": "sh", "ğ": "gh", "ı": "y", "ö": "o", "ü": "u", "x": "kh", "q": "g", "ə": "a"})
_DIGIT_READINGS = (str.maketrans("0135", "oles"), str.maketrans("0135", "oies"))
_DIGITS_IN_WORD = re.compile(r"(?=(?:[^a-z]*[a-z]){3})[a-z0135]*[0135][a-z0135]*")
_READINGS_LIMIT = 4


def fold_latin(token: str) -> str:
    """`token` casefolded, without accents, special letters written in ASCII; what has no ASCII form vanishes. Idempotent.

    >>> fold_latin("Bütikofer"), fold_latin("Łódź"), fold_latin("ilğın")
    ('butikofer', 'lodz', 'ilgin')
    """
    if token.isascii():
        return token.lower()
    return _fold(token)


@lru_cache(maxsize=65536)
def _fold(token: str) -> str:
    decomposed = unicodedata.normalize("NFKD", token.casefold().translate(_SPECIAL))
    bare = "".join(char for char in decomposed if not unicodedata.combining(char)).casefold().translate(_SPECIAL)
    return bare if bare.isascii() else anyascii(bare).lower()


def latin_readings(token: str) -> tuple[str, ...]:
    """One to four ASCII readings of a Latin token, `fold_latin(token)` first, then what other conventions write for its letters.

    >>> latin_readings("bütikofer")
    ('butikofer', 'buetikofer')
    >>> latin_readings("küçük")
    ('kucuk', 'kuechuek', 'kuchuk')
    """
    if token.isascii():
        return (token,) if token.isalpha() and token.islower() else _ascii_readings(token.lower())
    return _marked_readings(token.casefold())


def _ascii_readings(token: str) -> tuple[str, ...]:
    if not _DIGITS_IN_WORD.fullmatch(token):
        return (token,)
    return tuple(dict.fromkeys((token, *(token.translate(table) for table in _DIGIT_READINGS))))


@lru_cache(maxsize=65536)
def _marked_readings(token: str) -> tuple[str, ...]:
    token = unicodedata.normalize("NFC", token)
    sounded = token.translate(_BY_SOUND)
    candidates = [token, token.translate(_GERMANIC).translate(_BY_SOUND), sounded]
    if any(char in token for char in "çşğıə"):
        candidates.append(token.translate(_TURKISH))
    return tuple(dict.fromkeys(reading for reading in map(fold_latin, candidates) if reading))[:_READINGS_LIMIT] or ("",)
