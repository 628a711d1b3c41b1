"""Readings of Japanese personal names in Kanji by the dictionary of Sudachi, which the extra `[japanese]` brings.

A name is read where the dictionary knows all of it as a surname and given names; what it does not know is left to the tables in
`kanji`, as every name is where the extra is not installed. The dictionary gives the most usual reading alone. `ENGINE_VERSION` names
its edition, since other readings are other scores.

Source: SudachiDict, small edition (Works Applications; Apache-2.0), whose names come from UniDic.
"""

from __future__ import annotations

from functools import cache, lru_cache
from threading import Lock
from typing import Any

from screening.romanize.east_asian.kana import kana_readings
from screening.romanize.reading import Reading
from screening.version import JAPANESE

_LONGEST = 12
_PERSON, _SURNAME, _GIVEN = "人名", "姓", "名"
_one_at_a_time = Lock()


@cache
def _tokenizer() -> Any:
    """The tokenizer, that splits names into surname and given names."""
    from sudachipy import Dictionary, SplitMode  # noqa: PLC0415 (an extra)

    return Dictionary(dict="small").tokenizer(SplitMode.C)


@lru_cache(maxsize=4_096)
def dictionary_readings(name: str) -> tuple[Reading, ...]:
    """The reading "surname given" of a name in Kanji, as written; none where the dictionary does not know it or is not there."""
    if not JAPANESE or not 2 <= len(name) <= _LONGEST:
        return ()
    with _one_at_a_time:
        words = [(word.part_of_speech(), word.reading_form()) for word in _tokenizer().tokenize(name)]
    roles = [part[3] if part[2] == _PERSON else "" for part, _ in words]
    if len(words) < 2 or roles[0] != _SURNAME or any(role != _GIVEN for role in roles[1:]):
        return ()
    surname, given = words[0][1], "".join(reading for _, reading in words[1:])
    return tuple(Reading(reading.text, "japanese") for reading in kana_readings((surname, given))[:1])
