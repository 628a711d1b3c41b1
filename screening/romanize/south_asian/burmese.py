"""Burmese to Latin as names are usually spelled in English (Aung San Suu Kyi), one word per syllable.

Not covered: stacked Pali consonants beyond closing the syllable before them, voicing between syllables, Mon, Shan and Karen letters.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from screening.romanize.reading import Reading, distinct
from screening.romanize.tables import listed

_INITIALS = dict(
    zip(
        "ကခဂဃငစဆဇဈဉညဋဌဍဎဏတထဒဓနပဖဗဘမယရလဝသဟဠအ",
        listed("k kh g g ng s s z z ny ny t t d d n t ht d d n p ph b b m y y l w th h l ."),
        strict=True,
    )
)
_INDEPENDENT = {"ဣ": "i", "ဤ": "i", "ဥ": "u", "ဦ": "u", "ဧ": "ay", "ဩ": "aw", "ဪ": "aw", "၏": "i"}
_MEDIALS = {"ျ": "y", "ြ": "y", "ွ": "w", "ှ": "h"}
_WITH_MEDIALS = {"khy": "ch", "gy": "gy", "yh": "sh", "thyh": "sh", "lyh": "sh"}
_RHYMES = {
    "": "a", "ာ": "a", "ါ": "a", "ိ": "i", "ီ": "i", "ု": "u", "ူ": "u", "ေ": "ay", "ဲ": "e", "ော": "aw", "ေါ": "aw", "ော်": "aw",
    "ေါ်": "aw", "ို": "o", "ံ": "an", "ိံ": "ein", "ုံ": "on", "င်": "in", "ဉ်": "in", "ည်": "i", "န်": "an", "မ်": "an", "က်": "et",
    "တ်": "at", "ပ်": "at", "စ်": "it", "ယ်": "e", "ိုင်": "aing", "ောင်": "aung", "ေါင်": "aung", "ိန်": "ein", "ိမ်": "ein",
    "ိတ်": "eit", "ိပ်": "eit", "ုန်": "on", "ုမ်": "on", "ုတ်": "ok", "ုပ်": "ok", "ိုက်": "aik", "ောက်": "auk", "ေါက်": "auk",
    "ာန်": "an", "ာမ်": "an", "ဏ်": "an", "သ်": "at", "ေးန်": "ein",
}  # fmt: skip
_TONES = re.compile("[\u1037\u1038]")
_SYLLABLE = re.compile(
    "(?P<initial>[က-အ])(?P<medials>[ျြွှ]*)(?P<rhyme>[ာါိီုူေဲံ]*်?)(?P<coda>[ကခဂဃငစဆဇညဉဋဏတထဒဓနပဖဗဘမယသ]်|[က-အ]္)?|(?P<alone>[ဣဤဥဦဧဩဪ၏])"
)


def burmese_readings(words: Sequence[str]) -> tuple[Reading, ...]:
    """Readings of a name whose words are Burmese: syllables separated, then each word joined."""
    spelled = [[_syllable(found) for found in _SYLLABLE.finditer(_TONES.sub("", word))] for word in words]
    separated = " ".join(" ".join(word) for word in spelled)
    respelt = " ".join(" ".join(map(_usual, word)) for word in spelled)
    joined = " ".join("".join(word) for word in spelled)
    return distinct([Reading(separated, "burmese"), Reading(respelt, "usual"), Reading(joined, "burmese")])


def _syllable(found: re.Match[str]) -> str:
    if found["alone"]:
        return _INDEPENDENT[found["alone"]]
    initial = (_INITIALS[found["initial"]] + "".join(_MEDIALS[medial] for medial in found["medials"])).replace(".", "")
    initial = _WITH_MEDIALS.get(initial, initial)
    if initial.endswith("h") and "\u103e" in found["medials"] and initial != "sh":
        initial = "h" + initial[:-1]
    coda = (found["coda"] or "").replace("\u1039", "\u103a")
    rhyme = _RHYMES.get(found["rhyme"] + coda) or _RHYMES.get(found["rhyme"], "a") + _RHYMES.get(coda, "a")[1:]
    if initial.endswith("w") and len(initial) > 1 and rhyme in ("an", "at"):
        return initial[:-1] + {"an": "un", "at": "ut"}[rhyme]
    return initial + rhyme


def _usual(syllable: str) -> str:
    """Spellings that names prefer: soe for so, suu for su, oo for u, tun for htun."""
    syllable = syllable.replace("ht", "t")
    if syllable.endswith("u"):
        return "oo" if syllable == "u" else syllable + "u"
    return syllable + "e" if syllable.endswith("o") else syllable.replace("ay", "ei") if syllable.endswith("ay") else syllable
