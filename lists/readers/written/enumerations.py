"""Enumerations inside one text: `(1) Tiaret (2) Maskara`, `a) Mullah b) Haji`, `(1)-(3) Tunisia (4) Libya`."""

from __future__ import annotations

import re

# One marker: a number up to 99 or a small letter before a closing bracket, with or without an opening one.
_LABEL = r"(?:[1-9][0-9]?|[a-z]|[A-F](?=\)))"
_MARKER = re.compile(rf"(?:(?<=^)|(?<=[\s,;.)])|(?<=\w)(?=\())\(?({_LABEL})\)(?:\s*(?:-|–|to)\s*\(({_LABEL})\))?")


def numbered(text: str) -> dict[str, str]:
    """The items of an enumeration by label, lower case; ranges give the item to each label between.

    A text that is no enumeration (its first marker is not 1 or a at the very start) is one item with the label "".
    Items are trimmed of white space, commas and semicolons; blank ones and lone dashes stay, as "".
    """
    text = text.strip()
    found = list(_MARKER.finditer(text))
    if not found or found[0].start() or found[0][1].lower() not in {"1", "a"}:
        return {"": text} if text else {}
    items: dict[str, str] = {}
    ends = [marker.start() for marker in found[1:]] + [len(text)]
    for marker, end in zip(found, ends, strict=True):
        item = text[marker.end() : end].strip(" \t\n\r\f\v,;\u00a0")
        for label in _labels(marker[1].lower(), (marker[2] or "").lower()):
            items[_free(label, items)] = "" if item in {"-", "–"} else item
    return items


def enumerated(text: str) -> list[str]:
    """The items of an enumeration in order, blank ones left out; a text that is none is one item."""
    return [item for item in numbered(text).values() if item]


def _labels(first: str, last: str) -> list[str]:
    if first.isdigit() and last.isdigit():
        return [str(number) for number in range(int(first), int(last) + 1)] or [first]
    if first.isalpha() and last.isalpha():
        return [chr(code) for code in range(ord(first), ord(last) + 1)] or [first]
    return [first]


def _free(label: str, items: dict[str, str]) -> str:
    """The label, or with primes added when the publisher used it twice."""
    while label in items:
        label += "'"
    return label
