"""Hangul to Latin: the spellings Koreans use for surnames, Revised Romanization, McCune-Reischauer as North Korea writes it.

Sources: Revised Romanization of Korean (2000); McCune-Reischauer (1939). Personal names are written syllable by syllable, without
sound changes between syllables, as both systems allow for names; foreign names written in Hangul get a reading of their own.
Not covered: spellings of given names that follow no system; old Hangul letters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import cache

from screening.romanize.foreign import foreign_names
from screening.romanize.reading import MOST_SPELLINGS, Reading, Sort, Spelling, crossed, distinct
from screening.romanize.tables import listed, rows, spellings


def _split(letters_in_order: str) -> tuple[str, ...]:
    """Letters in Unicode's order of the Hangul syllable, a dot for none."""
    return tuple(part.strip(".") for part in listed(letters_in_order))


_FIRST = 0xAC00
_LAST = 0xD7A3
_VOWEL_COUNT = 21
_FINAL_COUNT = 28
_REVISED_INITIALS = _split("g kk n d tt r m b pp s ss . j jj ch k t p h")
_REVISED_VOWELS = _split("a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i")
_FINALS = _split(". k k k n n n t l k m l l l p l m p p t t ng t t k t p t")
_NORTH_INITIALS = _split("k kk n t tt r m p pp s ss . j jj ch k t p h")
_NORTH_VOWELS = _split("a ae ya yae o e yo ye o wa wae oe yo u wo we wi yu u ui i")
_EVERYDAY_VOWELS = _split("a ae ya yae u e yu ye o wa wae oe yo oo wo we wi yoo eu eui i")
_USUAL_INITIALS = _split("g k n d t r m b p s s . j j ch k t p h")
_LIAISON_FINALS = _split(". g kk gs n nj nh d r lg lm lb ls lt lp lh m b bs s ss ng j ch k t p h")
_VOICED = {"k": "g", "t": "d", "p": "b"}
_PLAIN_STOPS = (0, 3, 7)
_SILENT, _U = 11, 13  # The initial that sounds nothing, and the vowel that English hears as woo without another before it.
_LONGEST_PERSON = 4
_FOREIGN_READINGS = 6
_ENGLISH = (
    ("ae", "e"),
    ("syae?", "sha"),
    ("sye", "she"),
    ("syo", "sho"),
    ("syu", "sh"),
    ("si$", "sh"),
    ("ei$", "ay"),
    ("ei", "a"),
    ("ai", "i"),
    ("i$", "y"),
)
_FRENCH = ("sy", "ch"), ("si", "chi"), ("kwi", "qui"), ("(?<=[a-z])wi", "u"), ("ng(?![aeioug])", "n"), ("oe", "eu"), ("ae", "a")
_EUROPEAN = ("ae", "a"), ("ya", "ia"), ("oe", "o"), ("ui", "wi")
_ARABIC = ("ae", "a"), ("sy", "sh"), ("si", "shi"), ("a$", "ar"), ("yeo", "yo")
_LATE_ER = ("eo(?![rnmlaeiou])", "er"), ("eo", "o")
_UNHEARD_R = ("wo(?=[bdgjkpstvz])", "war"), ("(?<=[ao])(?=[bdgjkpstvz])", "r")
_LATIN_C = ("ks$", "x"), ("k(?![ei])", "c")
_FOREIGN = (
    (*_FRENCH, ("eo$", "er"), ("eo", "a"), ("b(?=[aeiou])", "v"), ("ll", "l"), ("j(?=[ei])", "g"), ("kh", "ch"), ("ch$", "tz"), *_LATIN_C),
    (*_ENGLISH, *_LATE_ER, ("^p", "f"), ("p$", "v")),
    (*_ARABIC, ("eo", "e"), ("p", "f"), ("b(?=[aeiou])", "v"), ("j", "s")),
    (*_EUROPEAN, ("eo", "u"), ("p", "f"), ("ll", "l"), ("r", "l"), ("j", "z"), *_LATIN_C),
    (*_ENGLISH, *_LATE_ER, ("b(?=[aeiou])", "v"), ("ll", "l"), ("j", "z")),
    (*_ENGLISH, *_UNHEARD_R, *_LATE_ER, ("ll", "l")),
)


def letters(syllable: str) -> tuple[int, int, int] | None:
    """The numbers of initial, vowel and final of one Hangul syllable (Unicode's order), None for another character."""
    code = ord(syllable)
    if not _FIRST <= code <= _LAST:
        return None
    initial, rest = divmod(code - _FIRST, _VOWEL_COUNT * _FINAL_COUNT)
    return initial, *divmod(rest, _FINAL_COUNT)


@cache
def korean_surnames() -> dict[str, tuple[str, ...]]:
    """Korean surname in Hangul -> its usual spellings."""
    return spellings("surnames_hangul")


@cache
def _usual_syllables() -> dict[str, tuple[str, ...]]:
    return spellings("given_hangul")


@cache
def given_syllables() -> frozenset[str]:
    """Syllables that Korean given names are made of."""
    return frozenset(_usual_syllables()) | {row[0] for row in rows("hanja")}


def hangul_readings(words: Sequence[str], kind: str | None) -> tuple[Reading, ...]:
    """Readings of a name whose words are Hangul, best first."""
    composed = [unicodedata.normalize("NFC", word) for word in words]
    person = _split_person(composed) if kind in (None, "individual") else None
    if person is None:
        return distinct(_words_readings(composed))
    readings = list(korean_readings(person))
    if not set(person[1]) <= given_syllables():
        readings = [*readings[:3], *_words_readings(composed)]
    return distinct(readings)


def _split_person(words: Sequence[str]) -> tuple[str, str] | None:
    joined = "".join(words)
    if not 2 <= len(joined) <= _LONGEST_PERSON or any(letters(char) is None for char in joined):
        return None
    if len(words) == 2 and words[0] in korean_surnames():
        return words[0], words[1]
    if len(words) > 1 and any(len(word) > 1 for word in words):
        return None
    length = 2 if len(joined) > 2 and joined[:2] in korean_surnames() else 1
    return (joined[:length], joined[length:]) if joined[:length] in korean_surnames() else None


def korean_readings(person: tuple[str, str]) -> tuple[Reading, ...]:
    """Readings "surname given" of a Korean personal name in Hangul."""
    surname, given = person
    known = korean_surnames().get(surname, (_plain(surname, _revised),))
    north = known[min(1, len(known) - 1)]
    revised, usual, northern = _plain(given, _revised), _plain(given, _usual), _northern(given)
    readings = [
        Reading(f"{known[0]} {usual}", "usual"),
        Reading(f"{known[0]} {revised}", "revised-romanization"),
        Reading(f"{north} {northern}", "north-korean"),
        Reading(f"{north} {_mccune(northern)}", "mccune-reischauer"),
        Reading(f"{_plain(surname, _revised)} {revised}", "revised-romanization"),
        *(Reading(f"{other} {spelled}", "usual") for other in known[1:3] for spelled in (usual, revised)),
    ]
    return distinct(readings)


def hangul_spelled(words: Sequence[str]) -> list[Spelling]:
    """The words of a person's name in Hangul, each with its spellings, the likeliest first; a Korean's are surname and given name."""
    composed = [unicodedata.normalize("NFC", word) for word in words]
    person = _split_person(composed)
    foreign = [(word, (*_foreign(word), _liaison(word), _plain(word, _revised)), Sort.HEARD) for word in composed]
    if person is None:
        return foreign
    surname, given = person
    known = korean_surnames()[surname]
    korean = [(surname, (*known, _plain(surname, _revised)), Sort.KNOWN), (given, _given_spelled(given), Sort.KNOWN)]
    as_words = len(composed) == len(korean) and not set(given) <= given_syllables()
    return (
        [(word, (*own, *other), Sort.HEARD) for (word, own, _), (_, other, _) in zip(korean, foreign, strict=True)] if as_words else korean
    )


def _given_spelled(given: str) -> tuple[str, ...]:
    """The spellings of a given name, those of its syllables put together: Myung-bak, Myong-bak, Myeong-bak."""
    together = [text.replace(" ", "") for text in crossed([_syllable_spelled(syllable) for syllable in given], MOST_SPELLINGS)]
    return tuple(dict.fromkeys((*together[:1], _plain(given, _revised), _northern(given), *together)))


def heard_korean(syllables: Sequence[tuple[str, ...]]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The spellings of the surname and of the given name of a Korean, each syllable of which may be one of several in Hangul.

    As North Korea writes them first: who is written in Cyrillic letters is mostly from there.
    """
    surname = tuple(dict.fromkeys(known for one in syllables[0] for known in korean_surnames()[one]))
    given = [
        tuple(dict.fromkeys((*map(_northern, several), *(spelled for one in several for spelled in _syllable_spelled(one)))))
        for several in syllables[1:]
    ]
    return surname, tuple(text.replace(" ", "") for text in crossed(given, MOST_SPELLINGS))


def _syllable_spelled(syllable: str) -> tuple[str, ...]:
    """The spellings of a syllable in any system and in their mixtures, and as it is spelt for English readers: jong, jeong, jung, chong."""
    northern = _northern(syllable)
    mixed = _spell(syllable, _REVISED_INITIALS, _NORTH_VOWELS)
    known = _usual_syllables().get(syllable, ())
    everyday = (_everyday(syllable, initials) for initials in (_USUAL_INITIALS, _NORTH_INITIALS))
    return tuple(dict.fromkeys((*known, _usual(syllable), *everyday, _revised(syllable), northern, mixed, _mccune(northern))))


def _everyday(syllable: str, initials: Sequence[str]) -> str:
    """A syllable as most Koreans spell it for English readers where no table says otherwise: deok is duk, mu moo, uk wook."""
    spelled = _spell(syllable, initials, _EVERYDAY_VOWELS)
    parts = letters(syllable)
    return "w" + spelled if parts is not None and parts[:2] == (_SILENT, _U) else spelled


def _plain(word: str, spell: Callable[[str], str]) -> str:
    return "".join(map(spell, word))


def _spell(syllable: str, initials: Sequence[str], vowels: Sequence[str]) -> str:
    parts = letters(syllable)
    if parts is None:
        return syllable
    initial, vowel, final = parts
    return f"{initials[initial]}{vowels[vowel]}{_FINALS[final]}"


def _revised(syllable: str) -> str:
    return _spell(syllable, _REVISED_INITIALS, _REVISED_VOWELS)


def _usual(syllable: str) -> str:
    known = _usual_syllables().get(syllable)
    return known[0] if known else _spell(syllable, _USUAL_INITIALS, _REVISED_VOWELS)


def _northern(word: str) -> str:
    """A given name as North Korea writes it: McCune-Reischauer without its marks, ㅈ always j, k t p voiced between voiced sounds."""
    spelled = [_spell(syllable, _NORTH_INITIALS, _NORTH_VOWELS) for syllable in word]
    for place in range(1, len(spelled)):
        parts = letters(word[place])
        if parts is not None and parts[0] in _PLAIN_STOPS and spelled[place - 1][-1:] in "aeiouwynmlg":
            spelled[place] = _VOICED[spelled[place][0]] + spelled[place][1:]
    return "".join(spelled)


def _mccune(northern: str) -> str:
    """McCune-Reischauer writes ㅈ at the start of a word ch."""
    return "ch" + northern[1:] if northern.startswith("j") else northern


def _words_readings(words: Sequence[str]) -> list[Reading]:
    joined = " ".join(_plain(word, _revised) for word in words)
    foreign = crossed([_foreign(word) for word in words], _FOREIGN_READINGS)
    liaison = Reading(" ".join(map(_liaison, words)), "revised-romanization")
    return [*(Reading(text, "foreign") for text in foreign), liaison, Reading(joined, "revised-romanization")]


def _liaison(word: str) -> str:
    """Revised Romanization of a word: a final consonant before a vowel is written as the initial it sounds like; ㄹㄹ is ll."""
    spelled = ""
    for place, syllable in enumerate(word):
        parts = letters(syllable)
        if parts is None:
            spelled += syllable
            continue
        initial, vowel, final = parts
        following = letters(word[place + 1]) if place + 1 < len(word) else None
        opens = following is not None and following[0] == 11 and final not in (0, 21)
        head = _REVISED_INITIALS[initial]
        if head == "r" and spelled.endswith("l"):
            head = "l"
        spelled += head + _REVISED_VOWELS[vowel] + (_LIAISON_FINALS if opens else _FINALS)[final]
    return spelled


def _foreign(word: str) -> tuple[str, ...]:
    """What a foreign name in Hangul probably was: filler vowels dropped, then the usual values of the sounds Hangul conflates."""
    spelled = re.sub("eu(?=$|[^aeiouw])", "", _liaison(word))
    readings = list(foreign_names("hangul").get(word, ()))
    for style in _FOREIGN:
        text = spelled
        for written, meant in style:
            text = re.sub(written, meant, text)
        readings.append(text or _liaison(word))
    return tuple(dict.fromkeys(readings))
