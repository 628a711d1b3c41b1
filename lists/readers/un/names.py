"""Names as the United Nations write them: in fields, and aliases that now and then hold several names or a note."""

from __future__ import annotations

import re

from lists.readers.names import by_script, scripts

_SEVERAL = re.compile(r"\s*;\s*|\s+[b-z]\)\s+")
_NOTES = re.compile(
    r"\s*[,(]*\s*\b(born (?:in|on|\d).*|false identity .*|previously listed as|formerly listed as|combat name|birth name)[\s)]*$",
    re.IGNORECASE | re.DOTALL,
)

_IN_ARABIC = re.compile(r"\bIn Arabic: ([\u0600-\u06ff\u200c ]+)")
_BRACKETS_FIRST = re.compile(r"\(([^()]+)\)")


def joined(*parts: str | None) -> str:
    """The parts of a name as one text, in the order of the fields; `na` (not available) stands for none."""
    return " ".join(part for part in parts if part and part.casefold() != "na")


def alias_names(text: str) -> tuple[list[str], str | None]:
    """The names in an alias field, in order, and what is a note in it (None for none). There is at least one name."""
    note = _NOTES.search(text)
    names = text[: note.start()] if note and note.start() else text
    found = [name.strip(" ,") for part in _outside_brackets(names) for name in by_script(part)]
    return [name for name in found if name] or [text], (note[1] if note and note.start() else None)


def names_in_note(note: str | None, alias: str) -> list[str]:
    """The names that a note adds to an alias: the same in Arabic, or, in brackets before the note, the same in Latin letters."""
    arabic = _IN_ARABIC.search(note or "")
    brackets = _BRACKETS_FIRST.match(note or "")
    found = [arabic[1]] if arabic else []
    if brackets and "LATIN" in scripts(brackets[1]) and "LATIN" not in scripts(alias):
        found += brackets[1].split(";")
    return [name.strip() for name in found if name.strip()]


def _outside_brackets(text: str) -> list[str]:
    """The text split between names, at semicolons and at list letters, but never inside brackets."""
    parts, start = [], 0
    for mark in _SEVERAL.finditer(text):
        before = text[: mark.start()]
        if before.count("(") == before.count(")"):
            parts.append(text[start : mark.start()])
            start = mark.end()
    return [*parts, text[start:]]
