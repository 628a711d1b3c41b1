"""Foreign words as a script of syllables hears them: what Chinese, Korean and Japanese do not tell apart, set aside.

They put a vowel between consonants, write one letter for b and v, p and f, s and sh and z, l and r, and leave r out before a
consonant and at the end: 하워드 is Howard, 韦克菲尔德 Wakefield. A key holds what is left, consonants in order; two words that share one
are alike the more, the longer it is and the fewer edits lie between their spellings. Letters that languages sound in two ways (ch, g,
j, w, h) give a word up to four keys.
"""

from __future__ import annotations

import re
from functools import lru_cache

from screening.similarity_edits import edits_between

LEAST_SOUNDS = 2  # Lowe and Ray are compared by their spellings alone
LIKENESS = {2: 0.90, 3: 0.94, 4: 0.97}  # by sounds shared (longer as the longest), spelt alike: Shore says little, Wakefield much
EDIT_COST = 0.3  # for edits, a share of the letters of the longer: doson / Dawson, 2 of 6
MOST_EDITS = 0.5  # edits a letter of the longer above which a key says nothing: yohum / Jochum, not Kobe / Caspi

_HISSED = "tsch|tch|sch|sh|cz|sz|zh|dz|ts|tz|c(?=[eiy])|[zs]"
_ENGLISH = ((f"{_HISSED}|ch|dj|g(?=[eiy])|j", "S"), ("[qckg]", "K"))
_UNBREATHED = (*_ENGLISH, ("[hw]", ""))
_LATIN = ((_HISSED, "S"), ("ch|[qckg]", "K"), ("[jh]", "y"), ("w", "P"))
_GERMAN = ((_HISSED, "S"), ("(?<=[aeiouy])ch", "y"), ("ch|[qckg]", "K"), ("[jh]", "y"), ("w", "P"))
_BEFORE = (
    ("ph", "f"),
    ("th", "t"),
    ("x", "ks"),
    ("gn|ng|nh", "n"),
    ("([bdkg])h", r"\1"),
    ("r(?![aeiouy])", ""),
    ("w(?![aeiouy])|w(?=e$)", ""),
)
_SILENT = (("h(?![aeiouy])", ""), ("^[aeiouy]+", "A"))
_DOUBLED = re.compile(r"(.)\1+")
_CLASSES = str.maketrans("pbfvtdlr", "PPPPTTLL", "aeiouy")
_SOUNDED_IN_TWO_WAYS = frozenset("cghjw")


def _compiled(*rules: tuple[str, str]) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(written), meant) for written, meant in rules)


_FIRST = _compiled(*_BEFORE)
_STYLES = tuple(_compiled(*style, *_SILENT) for style in (_ENGLISH, _UNBREATHED, _LATIN, _GERMAN))


@lru_cache(maxsize=65_536)
def heard_keys(text: str) -> tuple[str, ...]:
    """Return the keys of an ASCII word, each of `LEAST_SOUNDS` sounds or more; none for other texts.

    >>> heard_keys("howard") == heard_keys("hawod")
    True
    """
    if len(text) <= LEAST_SOUNDS or not text.isascii() or not text.isalpha():
        return ()
    text = _respelt(text, _FIRST)
    styles = _STYLES if _SOUNDED_IN_TWO_WAYS.intersection(text) else _STYLES[:1]
    keys = (_DOUBLED.sub(r"\1", _respelt(text, style).translate(_CLASSES)) for style in styles)
    return tuple(key for key in dict.fromkeys(keys) if len(key) >= LEAST_SOUNDS)


def _respelt(text: str, rules: tuple[tuple[re.Pattern[str], str], ...]) -> str:
    for written, meant in rules:
        text = written.sub(meant, text)
    return text


def heard_alike(first: str, second: str) -> float:
    """Return how alike two spellings sound, 0.0-1.0: 0.0 when they share no key or are spelt too differently."""
    shared = set(heard_keys(first)).intersection(heard_keys(second))
    if not shared:
        return 0.0
    sounds = min(max(LIKENESS), max(map(len, shared)))
    edits = edits_between(first, second) / max(len(first), len(second))
    return LIKENESS[sounds] - EDIT_COST * edits if edits <= MOST_EDITS else 0.0
