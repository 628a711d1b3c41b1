"""Which script a letter belongs to. Marks, digits and punctuation belong to none."""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache

from screening.romanize.tables import rows

_RANGES = sorted((int(first, 16), int(last, 16), script) for first, last, script in rows("scripts"))
_STARTS = [first for first, _, _ in _RANGES]


@lru_cache(maxsize=8192)
def script_of(char: str) -> str | None:
    """The script of one character in lower case (`latin`, `han`, `kana` ...), `other` for a letter of a script not in the table,
    None for what is no letter (a combining vowel sign counts as its script's letter where the table covers it).
    """
    code = ord(char)
    place = bisect_right(_STARTS, code) - 1
    if place >= 0 and code <= _RANGES[place][1]:
        return _RANGES[place][2] if char.isalnum() or not char.isascii() else None
    return "other" if char.isalpha() else None


def scripts(text: str) -> tuple[str, ...]:
    """The scripts of the letters of `text` in order of first appearance; hiragana and katakana are both `kana`.

    >>> scripts("Wang 君正")
    ('latin', 'han')
    """
    if text.isascii():
        return ("latin",) if any(char.isalpha() for char in text) else ()
    found = dict.fromkeys(script_of(char) for char in text)
    return tuple(script for script in found if script is not None)


def runs(word: str) -> list[tuple[str, str]]:
    """A word cut where its script changes: (script, piece). Han and kana stay together as `kana` when kana is present
    (a Japanese word mixes them); characters of no script stay with the piece before them.
    """
    pieces: list[tuple[str, str]] = []
    for char in word:
        script = script_of(char)
        if pieces and (script is None or script == pieces[-1][0]):
            pieces[-1] = (pieces[-1][0], pieces[-1][1] + char)
        elif pieces and {script, pieces[-1][0]} == {"han", "kana"}:
            pieces[-1] = ("kana", pieces[-1][1] + char)
        else:
            pieces.append((script or "latin", char))
    return pieces
