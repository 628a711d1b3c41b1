"""One spelling for what romanisations write in several systematic ways: kh and h, ou and u, ck and k, doubled letters."""

from __future__ import annotations

import re
from functools import lru_cache

_SYSTEMATIC: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"shch|sch|tsch|tch|sh|ch", "S"),  # one sibilant: Schukow, Shukov, Chukov are told apart by spelling
        (r"dzh|dsch|dj|zh|j(?=[aeiou]|$)", "J"),
        (r"ph", "f"),
        (r"kh|q|ck|gh", "k"),
        (r"dh", "d"),
        (r"th", "t"),
        (r"x", "ks"),
        (r"tz", "ts"),
        (r"(?<=[aeiou])(?:ff|w)$", "v"),
        (r"w", "v"),
        (r"c(?=[eiy])", "s"),
        (r"c", "k"),
        (r"ou|oo", "u"),
        (r"ee|ie|ei|ey|iy|ij|yy|y|j", "i"),
        (r"ae", "a"),
        (r"oe", "o"),
        (r"ue|iu", "u"),
        (r"(?<=[aeiou])h(?=[^aeiou]|$)", ""),
        (r"(.)\1+", r"\1"),
    )
)


@lru_cache(maxsize=32_768)
def systematic_key(text: str) -> str:
    """Spell an ASCII token so that systematic differences between romanisations vanish; other texts come back unchanged."""
    if not text.isascii() or not text.isalpha():
        return text
    for pattern, replacement in _SYSTEMATIC:
        text = pattern.sub(replacement, text)
    return text
