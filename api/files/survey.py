"""One pass over all of a file before anything is screened: what it is refused for, how many rows it has, and what its dates show."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from api.files.errors import unusable
from api.files.source import Source
from screening.rows import DateOrder, Mapping, OrderEvidence, Row, RowReader, Understood
from screening.rows.mapping import map_columns
from screening.rows.reading import is_number

SHOWN = 10
"""Rows shown as understood before a run."""

LEAST_NUMBERS = 10
"""So many names without a letter, and more than half of all, and the file is refused; fewer may be what somebody is called."""


@dataclass(frozen=True, slots=True)
class Survey:
    """What was found: rows and empty lines, how dates are read and why, the first rows as understood; and how many rows have a name without
    a letter.
    """

    rows: int
    blank: int
    order: DateOrder | None
    order_how: str | None
    first: tuple[Understood, ...]
    sha256: str
    no_letter: int


def columns_of(source: Source, said: Sequence[tuple[str, str]], ignored: Sequence[str]) -> Mapping:
    """Map the columns of a source. Raises `InvalidMapping`."""
    return map_columns(source.columns, said, ignored)


def survey(source: Source, mapping: Mapping, path: Path, order: DateOrder | None) -> Survey:
    """Go through every row. `order` is what the caller says of dates.

    Raises `InvalidFile`, also when there is no row, and when most names have no letter: then another column holds the names.
    """
    dates, rows = mapping.places.get("birth_date", ()), 0
    evidence, first = OrderEvidence(), list[Row]()
    names, namer = _Names(), RowReader(mapping)
    for row in source.rows(wanted(mapping)):
        rows += 1
        if row.problem is None:
            for place in dates:
                for text in _texts(row, place):
                    evidence.see(text)
        names.see(row, namer)
        if len(first) < SHOWN:
            first.append(row)
    if not rows:
        raise unusable(source.name, "has a header and no row", "at least one row")
    names.refuse(source, namer)
    found = order or evidence.order
    how = _how(order, evidence) if dates else None
    reader = RowReader(mapping, found)
    understood = tuple(reader.read(row) for row in first)
    return Survey(rows, source.blank, found, how, understood, sha256_of(path), names.without)


class _Names:
    """Counts names, and those in which there is no letter."""

    def __init__(self) -> None:
        self.all = self.without = 0
        self.first: Row | None = None

    def see(self, row: Row, reader: RowReader) -> None:
        name = reader.name(row)
        self.all += bool(name)
        if is_number(name):
            self.without += 1
            self.first = self.first or row

    def refuse(self, source: Source, reader: RowReader) -> None:
        if self.without >= LEAST_NUMBERS and self.without > self.all / 2:
            detail = f"{self.without:,} of {self.all:,} names have no letter: {reader.columns_of_names} holds something else"
            raise unusable(source.name, detail, "the column of the names said", line=self.first.line if self.first else None)


def wanted(mapping: Mapping) -> frozenset[int]:
    """The places of the columns that are read."""
    return frozenset(place for places in mapping.places.values() for place in places)


def expected_errors(source: Source, reader: RowReader) -> Counter[str]:
    """Go through every row as a run would, without screening: how many rows would be errors, by reason (the fields concerned)."""
    found: Counter[str] = Counter()
    for row in source.rows(wanted(reader.mapping)):
        understood = reader.read(row)
        if understood.query is None:
            found[", ".join(dict.fromkeys(one.pointer.strip("/").partition("/")[0] or "row" for one in understood.problems))] += 1
    return found


def sha256_of(path: Path) -> str:
    """SHA-256 (hex) of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _texts(row: Row, place: int) -> tuple[str, ...]:
    cell = row.cells[place]
    return (cell,) if isinstance(cell, str) else cell


def _how(said: DateOrder | None, evidence: OrderEvidence) -> str:
    if said is not None:
        return f"{said}, as said"
    if evidence.order is not None:
        return f"{evidence.order}, as the file shows: {evidence}"
    if evidence.either:
        return f"not known: {evidence}; those are errors unless the date order is said"
    return "no date depends on the order"
