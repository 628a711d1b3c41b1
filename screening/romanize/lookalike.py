"""Letters of one script posing as letters of another."""

from __future__ import annotations

from functools import cache, lru_cache

from screening.romanize.scripts import script_of
from screening.romanize.tables import rows


@cache
def _tables() -> dict[tuple[str, str], dict[int, str]]:
    """(from script, to script) -> the letters that look alike."""
    tables: dict[tuple[str, str], dict[int, str]] = {}
    for script, letters, latin in rows("lookalikes"):
        pairs = list(zip(letters.split(), latin.split(), strict=True))
        tables.setdefault((script, "latin"), {}).update({ord(own): other for own, other in pairs})
        for own, other in pairs:
            tables.setdefault(("latin", script), {}).setdefault(ord(other), own)
    return tables


def unmix(token: str) -> str:
    r"""A casefolded token whose letters mix Latin with Cyrillic or Greek, written in the script most of its letters have.

    Only when every letter of the other script has a look-alike; otherwise the token stays as it is. On a tie Latin is preferred.

    >>> unmix("\u0430lpha")
    'alpha'
    """
    return token if token.isascii() else _unmixed(token)


@lru_cache(maxsize=16384)
def _unmixed(token: str) -> str:
    counts: dict[str, int] = {}
    for char in token:
        script = script_of(char)
        if script is not None:
            counts[script] = counts.get(script, 0) + 1
    if len(counts) != 2:
        return token
    first, second = sorted(counts, key=lambda script: (-counts[script], script != "latin"))
    tied = counts[first] == counts[second]
    for foreign, own in ((second, first), (first, second)) if tied else ((second, first),):
        table = _tables().get((foreign, own))
        if table and all(ord(char) in table for char in token if script_of(char) == foreign):
            return token.translate({code: letter for code, letter in table.items() if script_of(chr(code)) == foreign})
    return token
