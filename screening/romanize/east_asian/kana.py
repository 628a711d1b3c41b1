"""Hiragana and katakana to Latin: Hepburn, and what a foreign name written in katakana probably was.

Source: modified Hepburn romanisation, long vowels unmarked. Katakana adds vowels between consonants and has one letter for l and r;
the foreign readings undo that. Kanji beside kana take their readings from the tables in `kanji`, pinyin where those do not know them.
Not covered: historical kana spelling, the choice between o and ou in native names (both are given).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from screening.romanize.east_asian.kanji import part_reading
from screening.romanize.foreign import foreign_names
from screening.romanize.native import fold_hiragana
from screening.romanize.reading import Reading, Sort, Spelling, crossed, distinct

_FOREIGN_READINGS = 6
_LONG = ":"
_DOUBLING = "Q"
_ROWS = (
    ("アイウエオ", "a i u e o"), ("カキクケコ", "ka ki ku ke ko"), ("ガギグゲゴ", "ga gi gu ge go"), ("サシスセソ", "sa shi su se so"),
    ("ザジズゼゾ", "za ji zu ze zo"), ("タチツテト", "ta chi tsu te to"),
    ("ダヂヅデド", "da ji zu de do"), ("ナニヌネノ", "na ni nu ne no"),
    ("ハヒフヘホ", "ha hi fu he ho"), ("バビブベボ", "ba bi bu be bo"), ("パピプペポ", "pa pi pu pe po"), ("マミムメモ", "ma mi mu me mo"),
    ("ヤユヨ", "ya yu yo"), ("ラリルレロ", "ra ri ru re ro"), ("ワヰヱヲン", "wa i e o n"), ("ヴヷヸヹヺ", "vu va vi ve vo"),
    ("ァィゥェォ", "a i u e o"), ("ャュョヮ", "ya yu yo wa"), ("ッー", "Q :"),
)  # fmt: skip
_SMALL = re.compile("(.)([ァィゥェォャュョヮ])")
_PALATAL = {"shi": "sh", "chi": "ch", "ji": "j"}
_JAPANESE = (("ou(?!e)", "o"), ("oo", "o"), ("uu", "u"))
_FILLER = ("(?<=[skfpbgmzrvh])u(?![aeiou:Q])", ""), ("(?<=ts)u(?![aeiou:Q])", ""), ("(?<=[td])o(?![aeiou:Q])", ""), ("(?<=sh|ch)i$", "")
_GERMANIC = ("sh(?=i)", "s"), ("j(?=i)", "z"), ("ts$", "tz"), ("ts", "z"), ("z$", "s")
_FOREIGN: tuple[tuple[tuple[str, str], ...], ...] = (
    (*_FILLER, ("Q(.)", r"\1\1"), ("a:$", "er"), ("a:", "ar"), ("[:Q]", ""), ("r(?=[aeiou])", "l"), ("yu", "u"), ("ei", "ay"), *_GERMANIC),
    (*_FILLER, ("Q", ""), ("a:$", "er"), ("i:$", "y"), (":", ""), ("r(?![aeiou])", "l"), ("k(?!i|e)", "c"), *_GERMANIC),
    (*_FILLER, ("Q(.)", r"\1\1"), ("[:Q]", ""), ("r", "l"), ("k(?!i|e)", "c"), ("f", "v"), ("ei", "a"), ("ai", "i")),
    (*_FILLER, ("Q(.)", r"\1\1"), ("a:", "er"), ("o:", "or"), ("[:Q]", ""), ("f", "v"), ("yu", "u"), ("ei", "ay"), *_GERMANIC),
)


@cache
def _sounds() -> dict[str, str]:
    return {kana: sound for letters, sounds in _ROWS for kana, sound in zip(letters, sounds.split(), strict=True)}


def kana_readings(words: Sequence[str]) -> tuple[Reading, ...]:
    """Readings of a name whose words are kana, or Kanji and kana, best first."""
    katakana = [fold_hiragana(word) for word in words]
    sounded = [_sounded(word) for word in katakana]
    plain = [re.sub("Q(?=ch)", "t", word).replace(_LONG, "") for word in sounded]
    plain = [re.sub("Q(.)", r"\1\1", word).replace(_DOUBLING, "") for word in plain]
    native = [_styled(word, _JAPANESE) for word in plain]
    foreign = crossed([_foreign(*pair) for pair in zip(katakana, sounded, strict=True)], _FOREIGN_READINGS)
    hepburn = [Reading(" ".join(native), "hepburn"), Reading(" ".join(plain), "hepburn")]
    return distinct([*hepburn[:1], *(Reading(text, "katakana") for text in foreign), *hepburn[1:]])


def kana_spelled(words: Sequence[str]) -> list[Spelling]:
    """The words of a name in kana, each with its spellings as a foreign one and in Hepburn, the likeliest first.

    Of a word that has no sound, a mark of length or of doubling alone, none is left.
    """
    katakana = [fold_hiragana(word) for word in words]
    hepburn = [[reading.text for reading in kana_readings([word])[:1]] for word in words]
    return [(word, (*_foreign(kana, _sounded(kana)), *own), Sort.HEARD) for word, kana, own in zip(words, katakana, hepburn, strict=True)]


def _foreign(word: str, sounded: str) -> tuple[str, ...]:
    known = foreign_names("kana").get(word, ())
    return tuple(dict.fromkeys((*known, *(_styled(sounded, style) for style in _FOREIGN))))


def _sounded(word: str) -> str:
    """The word in sounds, long vowels as `:` and doubled consonants as `Q` before them."""
    spelled = ""
    place = 0
    while place < len(word):
        pair = _SMALL.match(word, place)
        if pair and pair[1] in _sounds():
            spelled += _combined(_sounds()[pair[1]], _sounds()[pair[2]])
            place += 2
            continue
        end = place + 1
        if word[place] not in _sounds():
            while end < len(word) and word[end] not in _sounds():
                end += 1
            spelled += part_reading(word[place:end])
        else:
            spelled += _sounds()[word[place]]
        place = end
    return spelled


def _combined(sound: str, small: str) -> str:
    """A kana with a small vowel: キ + ャ is kya, フ + ァ fa, テ + ィ ti."""
    if small[0] in "yw" and len(small) > 1:
        return _PALATAL[sound] + small[1] if sound in _PALATAL else sound[:-1] + small
    if sound == "u":
        return "w" + small
    if sound == "i":
        return "y" + small
    return _PALATAL.get(sound, sound[:-1]) + small


def _styled(word: str, style: Sequence[tuple[str, str]]) -> str:
    for written, meant in style:
        word = re.sub(written, meant, word)
    return word
