"""Han characters to Latin: pinyin with surname readings, Wade-Giles, Cantonese, and Korean readings of a personal name.

Not covered: Japanese readings of Kanji beyond common surnames and given names (see `kanji`, and `japanese` for the extra),
Vietnamese and Hokkien readings, word boundaries in names of organisations (their syllables are separated), characters with several
readings in given names.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from screening.romanize.east_asian.han_foreign import foreign_readings, foreign_word
from screening.romanize.east_asian.han_forms import simplify
from screening.romanize.east_asian.han_sounds import pinyin
from screening.romanize.east_asian.hangul import korean_readings
from screening.romanize.east_asian.japanese import dictionary_readings
from screening.romanize.east_asian.kanji import japanese_readings
from screening.romanize.east_asian.organisations import segmented
from screening.romanize.east_asian.pinyin import wade_giles
from screening.romanize.reading import Reading, Sort, Spelling, distinct
from screening.romanize.tables import rows, spellings

_LONGEST_PERSON = 4
_LONGEST_GIVEN = 2
_LONGEST_JOINED = 12
_ENTITY_KINDS = frozenset({"entity", "vessel", "aircraft"})


@cache
def _surnames() -> dict[str, tuple[str, ...]]:
    return {name: () if values == "-" else tuple(values.split()) for name, values in rows("surnames_han")}


@cache
def _by_character(table: str) -> dict[str, str]:
    """Character -> the first value of a table whose rows are a value and the characters that have it."""
    found: dict[str, str] = {}
    for value, chars in rows(table):
        for char in chars:
            found.setdefault(char, value)
    return found


def _cantonese() -> dict[str, str]:
    return _by_character("cantonese")


def _hanja() -> dict[str, str]:
    return _by_character("hanja")


def han_readings(words: Sequence[str], kind: str | None) -> tuple[Reading, ...]:
    """Readings of a name whose words are Han, best first; `kind` is a `PartyKind` value or None when unknown."""
    plain = tuple(simplify(word) for word in words)
    if kind in _ENTITY_KINDS:
        return distinct(_entity(plain))
    person = split_person(plain)
    if person is None:
        return distinct([*dictionary_readings("".join(words)), *_transliterated(plain)])
    readings = list(_person(*person))
    readings[1:1] = dictionary_readings("".join(words))
    if len("".join(plain)) > 2:
        readings += foreign_readings(plain)[:2]
    if kind is None:
        readings.append(_joined(plain))
    return distinct(readings)


def han_spelled(words: Sequence[str]) -> list[Spelling]:
    """The words of a person's name in Han, each with its spellings, the likeliest first; a Chinese's are surname and given name.

    Those who left China centuries ago are known by what they spoke: Tan and Chan are Chen, Ng is Huang or Wu.
    """
    plain = tuple(simplify(word) for word in words)
    person = split_person(plain)
    if person is not None:
        if len(person[1]) > _LONGEST_GIVEN and person[1][0] in _surnames():
            # A married woman's: her husband's surname before her own.
            own = person[1][0]
            names = (person[0], _surname_spelled(person[0])), (own, _surname_spelled(own)), (person[1][1:], _chinese(person[1][1:]))
            return [(word, spelled, Sort.KNOWN) for word, spelled in names]
        return [(person[0], _surname_spelled(person[0]), Sort.KNOWN), (person[1], _chinese(person[1]), Sort.KNOWN)]
    return [(word, _guest(own), Sort.HEARD) for word, own in zip(words, plain, strict=True)]


def hanja_read(words: Sequence[str]) -> str:
    """The Hangul of a Korean personal name in Han, empty when it does not look like one."""
    person = split_person(tuple(simplify(word) for word in words))
    hangul = [_hanja().get(char, "") for char in "".join(person)] if person else []
    return "".join(hangul) if all(hangul) else ""


def _surname_spelled(surname: str) -> tuple[str, ...]:
    known = tuple(one.replace("v", "u") for one in _surnames().get(surname, ()))
    return tuple(dict.fromkeys((*known, *_chinese(surname), *spellings("surnames_abroad").get(surname, ()))))


def _chinese(word: str) -> tuple[str, ...]:
    """A word in pinyin, Wade-Giles and, when all its characters have one, in the usual Cantonese spelling."""
    syllables = pinyin(word)
    cantonese = [_cantonese().get(char, "") for char in word]
    return "".join(syllables).replace("v", "u"), "".join(map(wade_giles, syllables)), "".join(cantonese) if all(cantonese) else ""


def _guest(word: str) -> tuple[str, ...]:
    """A word of a foreigner's name: by its sounds, as a Japanese or, of one character, a Chinese surname; in pinyin."""
    japanese = [reading.text for reading in japanese_readings(word)]
    own = _surname_spelled(word) if len(word) == 1 or word in _surnames() else ()
    return (*own, *foreign_word(word), *japanese, _chinese(word)[0])


def split_person(words: Sequence[str]) -> tuple[str, str] | None:
    """Surname and given name of a Chinese personal name (simplified), or None when it does not look like one.

    Two to four characters starting with a surname, or a surname and a given name of one or two characters as separate words.
    """
    joined = "".join(words)
    if not 2 <= len(joined) <= _LONGEST_PERSON or len(words) > len(joined):
        return None
    if len(words) == 2 and len(words[1]) <= 2 and (words[0] in _surnames() or len(words[0]) == 1):
        return words[0], words[1]
    if len(words) == 2 and words[1] in _surnames() and len(words[0]) == 2:
        return words[1], words[0]
    if len(words) > 1 and any(len(word) > 1 for word in words):
        return None
    length = 2 if len(joined) > 2 and joined[:2] in _surnames() else 1
    return (joined[:length], joined[length:]) if joined[:length] in _surnames() else None


def _person(surname: str, given: str) -> list[Reading]:
    surname_syllables = pinyin(surname)
    known = _surnames().get(surname) or ("".join(surname_syllables),)
    given_syllables = pinyin(given)
    given_pinyin = "".join(given_syllables).replace("v", "u")
    readings = [Reading(f"{known[0].replace('v', 'u')} {given_pinyin}", "pinyin")]
    surname_wade = wade_giles(known[0]) if len(surname) == 1 else "".join(map(wade_giles, surname_syllables))
    readings.append(Reading(f"{surname_wade} {''.join(map(wade_giles, given_syllables))}", "wade-giles"))
    readings += [Reading(f"{other.replace('v', 'u')} {given_pinyin}", "pinyin") for other in known[1:2]]
    readings += _cantonese_person(surname, given)
    hangul = [_hanja().get(char, "") for char in surname + given]
    if all(hangul):
        whole = "".join(hangul)
        readings += [Reading(text, "hanja") for text, _ in korean_readings((whole[: len(surname)], whole[len(surname) :]))[:2]]
    japanese = japanese_readings(surname + given)
    return [*japanese, *readings] if len(given) > _LONGEST_GIVEN else [*readings, *japanese]


def _cantonese_person(surname: str, given: str) -> list[Reading]:
    parts = ["".join(_cantonese().get(char, "?") for char in part) for part in (surname, given)]
    return [] if any("?" in part for part in parts) else [Reading(" ".join(parts), "cantonese")]


def _joined(words: Sequence[str]) -> Reading:
    return Reading(" ".join("".join(pinyin(word)) for word in words).replace("v", "u"), "pinyin")


def _separated(words: Sequence[str]) -> Reading:
    return Reading(" ".join(syllable for word in words for syllable in pinyin(word)).replace("v", "u"), "pinyin")


def _entity(words: Sequence[str]) -> list[Reading]:
    readings = [_separated(words), *segmented(words, pinyin)]
    if sum(map(len, words)) <= _LONGEST_JOINED:
        readings.append(_joined(words))
    return readings


def _transliterated(words: Sequence[str]) -> list[Reading]:
    """A name that is no Chinese person's: joined by word and by the sounds it stands for; a long single word may be an organisation."""
    if len(words) == 1 and len(words[0]) > _LONGEST_PERSON:
        return [_separated(words), *segmented(words, pinyin), _joined(words), *foreign_readings(words)]
    readings = [*japanese_readings("".join(words)), _joined(words), *foreign_readings(words)]
    return readings if len(words) > 1 else [*readings, _separated(words)]
