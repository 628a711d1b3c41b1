"""Listed names as they reach a bank: mistyped, shortened, lengthened, respelt, in other letters. One kind of change at a time.

Every distortion is a function of the name and a random source seeded by it; it gives None where it has nothing to change (a name of two
words has none to drop).
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Container, Iterator

from benchmarks.measure import foreign, organisations
from benchmarks.measure.split import rng
from screening import PartyKind

Distortion = Callable[[list[str], random.Random], "list[str] | None"]

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_DIGITS = {"o": "0", "l": "1", "i": "1", "e": "3", "s": "5", "b": "8"}
_VOWELS = {"a": "eo", "e": "ia", "i": "ey", "o": "ua", "u": "oi"}
_SOUNDS = (
    ("ph", "f"), ("kh", "h"), ("sch", "sh"), ("ck", "k"), ("ou", "u"), ("oo", "u"), ("ee", "i"), ("yy", "y"), ("iy", "y"), ("q", "k"),
    ("w", "v"), ("x", "ks"), ("dj", "j"), ("dh", "d"), ("gh", "g"), ("th", "t"), ("tz", "ts"), ("zh", "j"), ("y", "i"), ("ch", "tch"),
    ("f", "ph"), ("c", "k"), ("k", "c"), ("u", "ou"), ("z", "s"), ("v", "w"), ("j", "dj"), ("i", "ee"),
    ("s", "ss"), ("l", "ll"), ("m", "mm"),
)  # fmt: skip
_TITLES = ("Dr", "Mr", "Mr.", "Dr.", "Sheikh", "Haji", "Eng.", "General", "Col.", "Prof.", "Mullah", "Sayyid", "Hon.", "Sir")
_SUFFIXES = ("Jr", "Jr.", "II", "III", "PhD", "MD")
_GIVEN = ("Maria", "John", "Karim", "Viktor", "Lena", "Omar", "Paulo", "Hana", "Peter", "Sami", "Luis", "Anna", "Farid", "Rosa", "Igor")
_PARTICLES = {"al", "el", "bin", "ibn", "abu", "abd", "de", "del", "la", "van", "von", "der", "ul", "ur", "bint", "umm", "di", "da", "dos"}


def distortions(name: str, kind: PartyKind) -> Iterator[tuple[str, str]]:
    """Give (kind of distortion, distorted name) for each that applies to the listed name, given in natural order."""
    table = _PERSONS if kind is PartyKind.INDIVIDUAL else _ENTITIES
    words = name.split()
    for title, change in table.items():
        changed = change(list(words), rng("distortion", title, name))
        if changed is not None and " ".join(changed) != name:
            yield title, " ".join(changed)


def _edit(word: str, random: random.Random) -> str:
    """Insert, delete, replace or swap one letter, the first one seldom: typing rarely gets it wrong."""
    place = random.randrange(0 if random.random() < 0.1 else 1, len(word))
    action = random.choice("idrs")
    if action == "i":
        return word[:place] + random.choice(_LETTERS) + word[place:]
    if action == "d":
        return word[:place] + word[place + 1 :]
    if action == "s" and place + 1 < len(word) and word[place] != word[place + 1]:
        return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    others = _LETTERS.replace(word[place].lower(), "")
    return word[:place] + random.choice(others) + word[place + 1 :]


def _typos(edits: int) -> Distortion:
    def change(words: list[str], random: random.Random) -> list[str] | None:
        for _ in range(edits):
            places = [place for place, word in enumerate(words) if _letters(word) >= 4]
            if not places:
                return None
            place = random.choices(places, [len(words[place]) for place in places])[0]
            words[place] = _edit(words[place], random)
        return words

    return change


def _order(words: list[str], random: random.Random) -> list[str] | None:
    if len(words) < 2:
        return None
    cut = random.randrange(1, len(words))
    return words[cut:] + words[:cut]


def _dropped(words: list[str], random: random.Random) -> list[str] | None:
    """Leave out one word that is neither the first nor the last, as forms with two fields do; three words at least."""
    places = [place for place in range(1, len(words) - 1) if words[place].lower() not in _PARTICLES and len(words[place]) > 2]
    if not places:
        return None
    del words[random.choice(places)]
    return words


def _added(words: list[str], random: random.Random) -> list[str] | None:
    words.insert(random.randrange(1, len(words) + 1) if len(words) > 1 else 1, random.choice(_GIVEN))
    return words if len(words) > 2 else None


def _initial(words: list[str], random: random.Random) -> list[str] | None:
    """A middle name, or the first where there is none between, becomes an initial."""
    places = [place for place in range(1, len(words) - 1) if _nameful(words[place])] or [0]
    place = random.choice(places)
    if len(words) < 2 or not _nameful(words[place]):
        return None
    words[place] = words[place][0].upper() + random.choice(("", "."))
    return words


def _joined(words: list[str], random: random.Random) -> list[str] | None:
    places = [place for place in range(len(words) - 1) if words[place].isalpha() and words[place + 1].isalpha()]
    if not places:
        return None
    place = random.choice(places)
    return [*words[:place], words[place] + words[place + 1].lower(), *words[place + 2 :]]


def _split(words: list[str], random: random.Random) -> list[str] | None:
    places = [place for place, word in enumerate(words) if len(word) >= 6 and word.isalpha()]
    if not places:
        return None
    place = random.choice(places)
    cut = random.randrange(2, len(words[place]) - 2)
    return [*words[:place], words[place][:cut], words[place][cut:].capitalize(), *words[place + 1 :]]


def _vowels(words: list[str], random: random.Random) -> list[str] | None:
    """Change two vowels (one in a name that has no two), not the first letter of a word."""
    places = [
        (i, j) for i, word in enumerate(words) if _letters(word) > 2 for j, letter in enumerate(word) if j and letter.lower() in _VOWELS
    ]
    if not places:
        return None
    for i, j in random.sample(places, min(2, len(places))):
        words[i] = words[i][:j] + random.choice(_VOWELS[words[i][j].lower()]) + words[i][j + 1 :]
    return words


def _sound(words: list[str], random: random.Random) -> list[str] | None:
    """Spell up to three sounds in another way."""
    changed = 0
    for place in random.sample(range(len(words)), len(words)):
        word = words[place].lower()
        rules = [(old, new) for old, new in _SOUNDS if old in word[1:]] if _letters(word) >= 4 else []
        if rules and changed < 3:
            old, new = random.choice(rules)
            at = word.index(old, 1)
            words[place] = words[place][:at] + new + words[place][at + len(old) :]
            changed += 1
    return words if changed else None


def _lookalike(words: list[str], random: random.Random) -> list[str] | None:
    places = [
        (i, j) for i, word in enumerate(words) if _letters(word) > 3 for j, letter in enumerate(word) if letter.lower() in _DIGITS and j
    ]
    if not places:
        return None
    for i, j in random.sample(places, min(random.choice((1, 2)), len(places))):
        words[i] = words[i][:j] + _DIGITS[words[i][j].lower()] + words[i][j + 1 :]
    return words


def _title(words: list[str], random: random.Random) -> list[str] | None:
    return [*words, random.choice(_SUFFIXES)] if random.random() < 0.25 else [random.choice(_TITLES), *words]


def _written_in(spell: Callable[[str], str]) -> Distortion:
    def change(words: list[str], _random: random.Random) -> list[str] | None:
        name = " ".join(words)
        return None if re.search(r"\d", name) else spell(name.replace(".", "")).split()

    return change


def _places(words: list[str], least: int, letters: Container[str]) -> list[tuple[int, int]]:
    """Where one of `letters` stands, not first, in words of at least `least` letters: (word, letter)."""
    long = [(i, word) for i, word in enumerate(words) if _letters(word) >= least]
    return [(i, j) for i, word in long for j, letter in enumerate(word.lower()) if j and letter in letters]


def _letters(word: str) -> int:
    return sum(letter.isalpha() for letter in word)


def _nameful(word: str) -> bool:
    return len(word) > 2 and word.isalpha() and word.lower() not in _PARTICLES


_COMMON: dict[str, Distortion] = {
    "typo": _typos(1),
    "two typos": _typos(2),
    "order": _order,
    "dropped word": _dropped,
    "joined words": _joined,
    "split word": _split,
    "vowels": _vowels,
    "sound": _sound,
    "look-alike digits": _lookalike,
    "cyrillic": _written_in(foreign.cyrillic),
    "arabic": _written_in(foreign.arabic),
    "greek": _written_in(foreign.greek),
}
_PERSONS = _COMMON | {"added word": _added, "initial": _initial, "title": _title}
_SPELT_OUT = ("typo", "two typos", "order", "dropped word", "joined words", "split word", "vowels", "sound", "look-alike digits")
_ENTITIES = _COMMON | {title: organisations.without_legal_form(_COMMON[title]) for title in _SPELT_OUT} | organisations.DISTORTIONS
