"""Names as the United Nations write them: in fields, and aliases that now and then hold several names or a note."""

from __future__ import annotations

import re

from lists.readers.names import by_script

_SEVERAL = re.compile(r"\s*;\s*|\s+[b-z]\)\s+")
_NOTES = re.compile(
    r"\s*[,(]*\s*\b(born (?:in|on|\d).*|false identity .*|previously listed as|formerly listed as|combat name|birth name)[\s)]*$",
    re.IGNORECASE | re.DOTALL,
)


def joined(*parts: str | None) -> str:
    """The parts of a name as one text, in the order of the fields; `na` (not available) stands for none."""
    return " ".join(part for part in parts if part and part.casefold() != "na")


def alias_names(text: str) -> tuple[list[str], str | None]:
    """The names in an alias field, in order, and what is a note in it (None for none). There is at least one name."""
    note = _NOTES.search(text)
    names = text[: note.start()] if note and note.start() else text
    found = [name.strip(" ,") for part in _outside_brackets(names) for name in by_script(part)]
    return [name for name in found if name] or [text], (note[1] if note and note.start() else None)


def _outside_brackets(text: str) -> list[str]:
    """The text split between names, at semicolons and at list letters, but never inside brackets."""
    parts, start = [], 0
    for mark in _SEVERAL.finditer(text):
        before = text[: mark.start()]
        if before.count("(") == before.count(")"):
            parts.append(text[start : mark.start()])
            start = mark.end()
    return [*parts, text[start:]]
