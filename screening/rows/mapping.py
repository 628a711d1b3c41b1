"""Which column holds which field: by the usual headings, or as the caller says. Nothing is decided that is not shown.

A heading is looked up folded, and once more without a word for the customer in front. "Name" (Nom, Naam) is the whole name, but the family
name where another column has given names and none has family names; "Nombre" (Nome, Имя) is the whole name, but the given name where
another column has family names. In English, where both happen, such a file is refused until the caller says which it is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from screening.errors import InvalidInput, Problem
from screening.rows.fields import BY_NAME, FIELDS
from screening.tables import column_headings
from screening.text import comparable

PREFIX, OR_FAMILY, OR_GIVEN = "prefix", "whole or family", "whole or given"
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_ENGLISH_GIVEN = re.compile(r"(first|given|fore) ?names?")


class InvalidMapping(InvalidInput):
    """Columns that do not say what they hold; each problem's `allowed` says what to add."""


@dataclass(frozen=True, slots=True)
class Mapping:
    """Columns (headings, in file order) and the places, from 0, of those that hold each field; `said` are fields the caller placed."""

    columns: tuple[str, ...]
    places: dict[str, tuple[int, ...]]
    said: frozenset[str] = frozenset()

    @property
    def unused(self) -> tuple[str, ...]:
        """Headings of the columns that are not read."""
        used = {place for places in self.places.values() for place in places}
        return tuple(column for place, column in enumerate(self.columns) if place not in used)

    def headings(self, field: str) -> tuple[str, ...]:
        """The headings of the columns that hold a field."""
        return tuple(self.columns[place] for place in self.places.get(field, ()))


def folded_heading(text: str) -> str:
    """Bring a heading to the form of the table: words apart (also ``dateOfBirth``), lower case, without marks."""
    apart = _HUMP.sub(" ", text).replace("_", " ")
    bare = "".join(one for one in unicodedata.normalize("NFKD", apart) if not unicodedata.combining(one))
    return comparable(bare.replace("'", " ").replace("’", " "))


def map_columns(columns: Sequence[str], said: Sequence[tuple[str, str]] = (), ignored: Sequence[str] = ()) -> Mapping:
    """Find the field of each column.

    `said` are (field, column) pairs that come before any heading, `ignored` columns not to be read; a column is named by its heading or by
    ``#`` and its number from 1. Raises `InvalidMapping` with everything that is wrong: no name, two columns for one field, an unknown
    field or column.
    """
    problems: list[Problem] = []
    places: dict[str, list[int]] = {}
    for field, column in said:
        if field not in BY_NAME:
            problems.append(Problem("/mapping", f"unknown field {field!r}", ", ".join(BY_NAME)))
            continue
        places.setdefault(field, []).extend(_place(columns, column, problems))
    taken = {place for found in places.values() for place in found}
    for column in ignored:
        taken.update(_place(columns, column, problems))
    places |= _recognised(columns, taken, problems, frozenset(places))
    problems += _checked(columns, places)
    if problems:
        raise InvalidMapping(problems)
    ordered = {field.name: tuple(places[field.name]) for field in FIELDS if field.name in places}
    return Mapping(tuple(columns), ordered, frozenset(field for field, _ in said))


def _place(columns: Sequence[str], named: str, problems: list[Problem]) -> list[int]:
    if named.startswith("#") and named[1:].isdecimal() and 1 <= int(named[1:]) <= len(columns):
        return [int(named[1:]) - 1]
    found = [place for place, column in enumerate(columns) if column == named]
    found = found or [place for place, column in enumerate(columns) if folded_heading(column) == folded_heading(named)]
    if len(found) == 1:
        return found
    what = f"{len(found)} columns are called {named!r}" if found else f"no column is called {named!r}"
    problems.append(Problem("/mapping", what, f"{_quoted(columns)}, or # and the number of a column"))
    return []


def _recognised(columns: Sequence[str], taken: set[int], problems: list[Problem], said: frozenset[str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for place, column in enumerate(columns):
        if place not in taken:
            field = field_of(column)
            if field is not None:
                found.setdefault(field, []).append(place)
    _settle_names(columns, found, problems, said)
    return {field: _first_of_several(field, columns, places) for field, places in found.items() if field not in said}


def _settle_names(columns: Sequence[str], found: dict[str, list[int]], problems: list[Problem], said: frozenset[str]) -> None:
    """Decide what headings mean that stand for the whole name or for a part of it."""
    family, given = found.pop(OR_FAMILY, []), found.pop(OR_GIVEN, [])
    has_given = "first_name" in found or "first_name" in said
    has_family = "last_name" in found or "last_name" in said
    if family and has_given and not has_family:
        english = any(_ENGLISH_GIVEN.search(folded_heading(columns[place])) for place in found.get("first_name", ()))
        if english and "name" not in said:
            column = columns[family[0]]
            allowed = f"the mapping name={column} or last_name={column}"
            problems.append(Problem("/mapping", f"the column {column!r} may hold whole names or family names", allowed))
        else:
            found.setdefault("last_name", []).extend(family)
    else:
        found.setdefault("name", []).extend(family)
    if given and (has_family or found.get("last_name")):
        found.setdefault("first_name", []).extend(given)
    else:
        found.setdefault("name", []).extend(given)
    if not found["name"]:
        del found["name"]


def _first_of_several(field: str, columns: Sequence[str], places: list[int]) -> list[int]:
    """A reference decides nothing: of several columns the one whose heading is the more usual is taken, and shown."""
    if field != "reference":
        return sorted(places)
    order = column_headings()["reference"]
    return [min(places, key=lambda place: (order.index(_known(columns[place], field)), place))]


def _checked(columns: Sequence[str], places: dict[str, list[int]]) -> list[Problem]:
    found = []
    for field, several in places.items():
        if len(several) > 1 and not BY_NAME[field].several:
            names = _quoted([columns[place] for place in several])
            allowed = f"the mapping {field}=COLUMN, or all but one of them ignored"
            found.append(Problem("/mapping", f"the columns {names} may all hold {field}", allowed))
    if not {"name", "first_name", "last_name"} & set(places):
        allowed = "the mapping name=COLUMN, or last_name=COLUMN"
        found.append(Problem("/mapping", f"no column is known to hold a name: {_quoted(columns)}", allowed))
    return found


def field_of(column: str) -> str | None:
    """The field, or group of `column_headings`, that a heading stands for; None when it is not known."""
    table = _headings()
    for one in _variants(column):
        if one in table:
            return table[one]
    return None


def _known(column: str, field: str) -> str:
    table = _headings()
    return next(one for one in _variants(column) if table.get(one) == field)


def _variants(column: str) -> list[str]:
    folded = folded_heading(column)
    bare = [folded.removeprefix(f"{word} ") for word in column_headings()[PREFIX] if folded.startswith(f"{word} ")]
    return [folded, *bare]


@lru_cache(maxsize=1)
def _headings() -> dict[str, str]:
    return {heading: field for field, headings in column_headings().items() if field != PREFIX for heading in headings}


def _quoted(columns: Sequence[str], most: int = 20) -> str:
    shown = ", ".join(repr(column) for column in columns[:most])
    return shown + (f" and {len(columns) - most} more" if len(columns) > most else "")
