"""The pinyin syllables of Han characters: words with special readings first, then the first dictionary reading of each character."""

from __future__ import annotations

import json
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

from screening.romanize.alphabets.latin import fold_latin
from screening.romanize.tables import spellings

_LONGEST_WORD = 4


@cache
def _dictionary() -> dict[str, str]:
    """The single characters of pypinyin, without importing the package, which reads the environment and loads its phrases."""
    spec = find_spec("pypinyin")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("pypinyin is not installed: reinstall the package with its dependencies")
    table: dict[str, str] = json.loads((Path(spec.origin).parent / "pinyin_dict.json").read_text(encoding="utf-8"))
    return table


@cache
def _words() -> dict[str, tuple[str, ...]]:
    return spellings("han_words")


@lru_cache(maxsize=16384)
def _syllable(char: str) -> str:
    """The plain first reading of a simplified character, ü as v; empty when it has none."""
    first = _dictionary().get(str(ord(char)), "").split(",")[0]
    return fold_latin("".join("v" if mark in "üǖǘǚǜ" else mark for mark in first))


def pinyin(text: str) -> tuple[str, ...]:
    """The pinyin syllables of simplified Han text, ü as v; characters without a reading are left out."""
    syllables: list[str] = []
    place = 0
    while place < len(text):
        for length in range(min(_LONGEST_WORD, len(text) - place), 0, -1):
            known = _words().get(text[place : place + length])
            if known:
                syllables += known
                place += length
                break
        else:
            syllables.append(_syllable(text[place]))
            place += 1
    return tuple(syllable for syllable in syllables if syllable)
