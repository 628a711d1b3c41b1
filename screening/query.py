"""The query: the party a client asks about, checked when it is built."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from screening.countries import is_country
from screening.dates import PartialDate
from screening.errors import InvalidQuery, Problem
from screening.party import Identifier, PartyKind
from screening.text import comparable

MAX_NAME_LENGTH = 500
"""Longest name accepted, in characters (Unicode code points) as received."""


@dataclass(frozen=True, slots=True)
class Query:
    """What is known of the party asked about. Only `name` is needed.

    `name` and `other_names` are 1-500 characters each, with something left to compare after normalisation.
    `kind` narrows nothing by itself; it is evidence. `birth_date` is a `PartialDate` or its text ("1953", "1953-01",
    "1953-01-26"). `countries` are ISO 3166-1 alpha-2 codes. `reference` is the caller's own, returned untouched.

    Raises `InvalidQuery` with every problem at once, each with the JSON pointer of the field.
    """

    name: str
    kind: PartyKind | None = None
    birth_date: PartialDate | None = None
    countries: tuple[str, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    other_names: tuple[str, ...] = ()
    reference: str | None = None

    def __post_init__(self) -> None:
        problems: list[Problem] = []
        object.__setattr__(self, "other_names", _tuple(self.other_names))
        object.__setattr__(self, "countries", _tuple(self.countries))
        object.__setattr__(self, "identifiers", _tuple(self.identifiers))
        problems += name_problems(self.name, "/name")
        for number, other in enumerate(self.other_names):
            problems += name_problems(other, f"/other_names/{number}")
        self._check_kind(problems)
        self._check_birth_date(problems)
        for number, code in enumerate(self.countries):
            if not is_country(code):
                problems.append(Problem(f"/countries/{number}", f"unknown country {code!r}", "ISO 3166-1 alpha-2, upper case"))
        for number, identifier in enumerate(self.identifiers):
            if not any(character.isalnum() for character in identifier.value):
                problems.append(Problem(f"/identifiers/{number}/value", "nothing to compare", "letters or digits"))
        if problems:
            raise InvalidQuery(problems)

    @property
    def names(self) -> tuple[str, ...]:
        """Every name asked about, the main one first."""
        return (self.name, *self.other_names)

    def _check_kind(self, problems: list[Problem]) -> None:
        if self.kind is not None:
            try:
                object.__setattr__(self, "kind", PartyKind(self.kind))
            except ValueError:
                problems.append(Problem("/kind", f"unknown kind {self.kind!r}", ", ".join(PartyKind)))

    def _check_birth_date(self, problems: list[Problem]) -> None:
        given: Any = self.birth_date
        if given is None or isinstance(given, PartialDate):
            return
        try:
            object.__setattr__(self, "birth_date", PartialDate.parse(given))
        except (TypeError, ValueError) as error:
            problems.append(Problem("/birth_date", str(error), "YYYY, YYYY-MM or YYYY-MM-DD"))


def name_problems(name: Any, pointer: str) -> list[Problem]:
    """List what makes `name` unusable as a name; an empty list means it can be screened."""
    allowed = f"1 to {MAX_NAME_LENGTH} characters with at least one letter or digit"
    if not isinstance(name, str):
        return [Problem(pointer, f"a name is text, not {type(name).__name__}", allowed)]
    if len(name) > MAX_NAME_LENGTH:
        return [Problem(pointer, f"{len(name)} characters, too long for a name", allowed)]
    for place, character in enumerate(name):
        category = unicodedata.category(character)
        if category == "Cs":
            return [Problem(pointer, f"a lone surrogate at character {place + 1}", "valid Unicode text")]
        if category == "Cc" and character not in "\t\n\r":
            return [
                Problem(pointer, f"control character U+{ord(character):04X} at character {place + 1}", "text without control characters")
            ]
    if not name.strip():
        return [Problem(pointer, "an empty name", allowed)]
    if not comparable(name):
        return [Problem(pointer, "nothing is left of the name after normalisation", allowed)]
    return []


def _tuple(value: Iterable[Any] | None) -> tuple[Any, ...]:
    if value is None:
        return ()
    if isinstance(value, str | bytes):
        return (value,)
    return tuple(value)
