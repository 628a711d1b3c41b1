"""Korean names in Cyrillic letters, in Kontsevich's system and as the press writes them, back to the Hangul syllables they may stand for.

Source: the tables of L. R. Kontsevich. Cyrillic writes n and ng alike, and o for two vowels: a syllable may be several in Hangul.
Not covered: syllables that no Korean name has, given names of one syllable or of three.
"""

from __future__ import annotations

from functools import cache
from itertools import product

from screening.romanize.east_asian.hangul import given_syllables, korean_surnames, letters
from screening.romanize.tables import listed

_INITIALS = tuple(
    one.split("/") for one in listed("к/г кк н т/д тт р/л м п/б пп с сс . ч/дж чч чх кх тх пх х")
)  # fmt: skip
_VOWELS = tuple(one.split("/") for one in listed("а э я йя о е/э ё/е е/йе о ва вэ ве/вё ё у во ве ви ю ы ый/ы/и и"))
_FINALS = {0: ("",), 1: ("к",), 4: ("н",), 7: ("т",), 8: ("ль", "л", "р"), 16: ("м",), 17: ("п",), 19: ("т",), 21: ("н",)}
_AFFRICATES = (12, 14)
_EO = 4
_GIVEN_SYLLABLES = 2


def korean_syllables(words: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """The Hangul that each syllable of a Korean's name may stand for, the surname's first; none when it does not look like one.

    `words` are Cyrillic, casefolded: a surname and a given name of two syllables, in one word or two.

    >>> ["".join(syllables) for syllables in korean_syllables(("пак", "кын", "хе"))]
    ['박', '근', '혜']
    """
    if len(words) not in (2, 3):
        return ()
    surname = tuple(one for one in _written().get(words[0], ()) if one in korean_surnames())
    given = _cut("".join(words[1:])) if len(words) == 2 else tuple(_written().get(word, ()) for word in words[1:])
    return (surname, *given) if surname and len(given) == _GIVEN_SYLLABLES and all(given) else ()


def _cut(word: str) -> tuple[tuple[str, ...], ...]:
    """A word as two syllables, when there is a way to cut it so."""
    cuts = ((word[:place], word[place:]) for place in range(len(word) - 1, 0, -1))
    return next(((_written()[one], _written()[other]) for one, other in cuts if one in _written() and other in _written()), ())


@cache
def _written() -> dict[str, tuple[str, ...]]:
    """Cyrillic syllable -> the Hangul ones of surnames and given names that are written so."""
    found: dict[str, list[str]] = {}
    for syllable in (*korean_surnames(), *sorted(given_syllables())):
        for text in _spelled(syllable):
            known = found.setdefault(text, [])
            if syllable not in known:
                known.append(syllable)
    return {text: tuple(syllables) for text, syllables in found.items()}


def _spelled(syllable: str) -> list[str]:
    parts = letters(syllable) if len(syllable) == 1 else None
    if parts is None or parts[2] not in _FINALS:
        return []
    initial, vowel, final = parts
    vowels = [*_VOWELS[vowel], *(["е"] if vowel == _EO and initial in _AFFRICATES else [])]
    return ["".join(one).replace(".", "") for one in product(_INITIALS[initial], vowels, _FINALS[final])]
