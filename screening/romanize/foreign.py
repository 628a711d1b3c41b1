"""Given names and frequent surnames of foreigners as katakana, Hangul, Han and Cyrillic write them, for where rules go far astray."""

from __future__ import annotations

from functools import cache

from screening.romanize.tables import rows

_COLUMNS = {"kana": 1, "hangul": 2, "han": 3, "cyrillic": 4}


@cache
def foreign_names(script: str) -> dict[str, tuple[str, ...]]:
    """Native word -> its Latin spellings, most usual first; `script` is `kana`, `hangul`, `han` or `cyrillic`."""
    found: dict[str, list[str]] = {}
    for row in rows("foreign_names"):
        for native in row[_COLUMNS[script]].split():
            if native != "-":
                known = found.setdefault(native, [])
                known += [latin for latin in row[0].split() if latin not in known]
    return {native: tuple(known) for native, known in found.items()}
