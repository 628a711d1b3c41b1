"""Thai to Latin, roughly by the Royal Thai General System: vowels written before a consonant are put after it, tones dropped.

Source: RTGS (1999). Not covered: clusters and silent letters beyond the mark ์, the choice of inherent vowel (o inside a syllable, a in
open ones), Sanskrit spellings that bearers keep (Abhisit, Srettha).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from screening.romanize.reading import Reading, distinct
from screening.romanize.tables import listed

_INITIALS = dict(
    zip(
        "กขฃคฅฆงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮ",
        listed("k kh kh kh kh kh ng ch ch ch s ch y d t th th th n d t th th th n b p ph f ph f ph m y r l w s s s h l . h"),
        strict=True,
    )
) | {"ฤ": "rue", "ฦ": "lue"}
_FINALS = {
    "k": "k", "kh": "k", "ch": "t", "s": "t", "d": "t", "t": "t", "th": "t", "b": "p", "p": "p", "ph": "p", "f": "p", "r": "n", "l": "n",
    "y": "i", "w": "o", "h": "",
}  # fmt: skip
_BEFORE = {"เ": "e", "แ": "ae", "โ": "o", "ใ": "ai", "ไ": "ai"}
_AFTER = {"ะ": "a", "ั": "a", "า": "a", "ำ": "am", "ิ": "i", "ี": "i", "ึ": "ue", "ื": "ue", "ุ": "u", "ู": "u", "ๅ": "a"}
_SILENT = re.compile(".[\u0e34\u0e38]?\u0e4c")
_TONES = re.compile("[\u0e47-\u0e4e\u0e3a\u0e2f\u0e46]")
_SYLLABLE = re.compile(
    "(?P<before>[เแโใไ])?(?P<cluster>[กขคตปผพ][รลว](?=[ะ-ูเแโใไ]|$)|[ก-ฮ])(?P<after>ียะ|ีย|ือะ|ือ|ัวะ|ัว|ิ|าะ|า|อะ|ำ|ะ|ั|ี|ึ|ื|ุ|ู|อ(?=[ก-ฮ]|$))?"
    "(?P<final>[กขคงจชซฎฏฐดตถทธณนญบปพฟภมยรลวศษส](?![ะ-ูอ]))?"
)
_CLOSING = re.compile("(?<=[ตท])ร$")
_COMPOUND = {("e", "ีย"): "ia", ("e", "ือ"): "uea", ("e", "า"): "ao", ("e", "ิ"): "oe", ("e", "อ"): "oe", ("e", "ะ"): "e", ("e", "าะ"): "o"}
_LONG = {"ัว": "ua", "ัวะ": "ua", "อ": "o", "อะ": "o", "ีย": "ia", "ือ": "ue", "าะ": "a"}


def thai_readings(words: Sequence[str]) -> tuple[Reading, ...]:
    """Readings of a name whose words are Thai: by sound, and with final consonants as their letters say."""
    plain = [_CLOSING.sub("", _TONES.sub("", _SILENT.sub("", word))) for word in words]
    sounded = " ".join("".join(_syllable(found, finals=_FINALS) for found in _SYLLABLE.finditer(word)) for word in plain)
    written = " ".join("".join(_syllable(found, finals={}) for found in _SYLLABLE.finditer(word)) for word in plain)
    return distinct([Reading(sounded, "rtgs"), Reading(written, "graphic")])


def _syllable(found: re.Match[str], *, finals: dict[str, str]) -> str:
    initial = "".join(_INITIALS[char] for char in found["cluster"]).replace(".", "")
    before, after, final = _BEFORE.get(found["before"] or "", ""), found["after"] or "", found["final"] or ""
    last = _INITIALS[final] if final else ""
    vowel = _COMPOUND.get((before, after)) or before or _LONG.get(after) or _AFTER.get(after, "")
    if not vowel:
        vowel = "o" if final else "a"
    return initial + vowel + (finals.get(last, last) if last else "")
