"""Greek to Latin: ELOT 743 as passports use it, and the spellings of the press and of classical tradition.

Source: ELOT 743 (ISO 843, type 2). Not covered: breathings (initial h of ancient names), dialect words, Cypriot sounds.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from screening.romanize.native import fold_native
from screening.romanize.reading import Reading, crossed, distinct
from screening.romanize.tables import listed

_LETTERS = dict(
    zip("αβγδεζηικλμνξοπρστυφωχψ", listed("a v g d e z i i k l m n x o p r s t y f o ch ps"), strict=True)
) | {"θ": "th", "ς": "s"}  # fmt: skip
_VOICED = "αεηιουωβγδζλμνρ"
_ELOT = (
    (f"([αεη])υ(?=[{_VOICED}])", r"\1v"), ("([αεη])υ", r"\1f"), ("ου", "ou"), ("^μπ| μπ", " b"), ("μπ$", "b"), ("γγ", "ng"), ("γξ", "nx"),
    ("γχ", "nch"),
)  # fmt: skip
_PRESS = (
    *_ELOT[:2], ("ου", "u"), ("μπ", "b"), ("^ντ| ντ", " d"), ("ντ", "nd"), ("^γκ| γκ", " g"), ("γκ", "ng"), ("γγ", "ng"), ("χ", "h"),
    ("αι", "e"), ("[οε]ι", "i"), ("υ", "i"), ("τζ", "tz"), ("γ(?=[ιεη])", "y"),
)  # fmt: skip
_FOREIGN = (
    *_ELOT[:2], ("ου", "u"), ("μπ", "b"), ("ντ", "d"), ("γκ", "g"), ("τζ", "j"), ("τσ", "ch"), ("αι", "e"), ("[οε]ι", "i"), ("χ", "h"),
    ("υ", "i"),
)  # fmt: skip
_GUEST = (
    ("^ου(?=[αεηιουω])|(?<=[αεηιοω])ου(?=[αεηιουω])", "w"), ("ου", "u"), ("μπ", "b"), ("ντ", "d"), ("νγκ", "ng"), ("γκ", "g"),
    ("τζ", "j"), ("τσ", "ch"), ("αι", "ai"), ("γι(?=[αεου])", "y"), ("υ", "i"),
)  # fmt: skip
_DOUBTFUL = ((("χ", "h"), ("σ", "s")), (("χ", "kh"), ("σ", "s")), (("χ", "h"), ("σ", "sh")), (("χ", "kh"), ("σ", "sh")))
"""What letters may stand for in names of people who write no Greek: it has no sh, and one letter for h and kh."""
_CLASSICAL = (("ου", "u"), ("αι", "ae"), ("οι", "oe"), ("κ", "c"), ("η", "e"), ("ος$", "us"), ("φ", "ph"), ("β", "b"), ("γγ", "ng"))
_SYSTEMS = (("elot", _ELOT), ("press", _PRESS), ("foreign", _FOREIGN), ("classical", _CLASSICAL))


def greek_readings(words: Sequence[str]) -> tuple[Reading, ...]:
    """Readings of a name whose words are Greek, best first."""
    folded = [fold_native(word).replace("ς", "σ") for word in words]
    readings = [Reading(" ".join(_spell(word, rules) for word in folded), system) for system, rules in _SYSTEMS]
    guests = [tuple(dict.fromkeys(_spell(word, (*_GUEST, *letters)) for letters in _DOUBTFUL)) for word in folded]
    return distinct([*readings, *(Reading(text, "guest") for text in crossed(guests))])


def _spell(word: str, rules: Sequence[tuple[str, str]]) -> str:
    for written, meant in rules:
        word = re.sub(written, meant, word)
    return "".join(_LETTERS.get(char, char) for char in word).strip()
