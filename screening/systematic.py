"""One spelling for what romanisations write in several systematic ways: kh and h, ou and u, ck and k, doubled letters."""

from __future__ import annotations

import re
from functools import lru_cache

_SYSTEMATIC: tuple[tuple[tuple[str, ...], re.Pattern[str], str], ...] = tuple(
    (signs, re.compile(pattern), replacement)
    for signs, pattern, replacement in (  # a pattern is looked for only where one of its signs is: a text is searched faster for those
        (("h",), r"shch|sch|tsch|tch|sh|ch", "S"),  # one sibilant: Schukow, Shukov, Chukov are told apart by spelling
        (("j", "zh"), r"dzh|dj|zh|j(?=[aeiou]|$)", "J"),
        (("ph",), r"ph", "f"),
        (("kh", "q", "ck", "gh"), r"kh|q|ck|gh", "k"),
        (("dh",), r"dh", "d"),
        (("th",), r"th", "t"),
        (("x",), r"x", "ks"),
        (("tz",), r"tz", "ts"),
        (("ff", "w"), r"(?<=[aeiou])(?:ff|w)$", "v"),
        (("w",), r"w", "v"),
        (("c",), r"c(?=[eiy])", "s"),
        (("c",), r"c", "k"),
        (("ou", "oo"), r"ou|oo", "u"),
        (("y", "j", "ie", "ei", "ee"), r"ee|ie|ei|ey|iy|ij|yy|y|j", "i"),
        (("ae",), r"ae", "a"),
        (("oe",), r"oe", "o"),
        (("ue", "iu"), r"ue|iu", "u"),
        (("h",), r"(?<=[aeiou])h(?=[^aeiou]|$)", ""),
        (("",), r"(.)\1+", r"\1"),
    )
)


@lru_cache(maxsize=32_768)
def systematic_key(text: str) -> str:
    """Spell an ASCII token so that systematic differences between romanisations vanish; other texts come back unchanged."""
    if not text.isascii() or not text.isalpha():
        return text
    for signs, pattern, replacement in _SYSTEMATIC:
        for sign in signs:
            if sign in text:
                text = pattern.sub(replacement, text)
                break
    return text
