"""An organisation's own list as CSV: UTF-8, commas, a header row, a row for each party, several values of a cell apart by ` | `."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from lists.errors import InvalidListFile, ListProblem
from lists.readers.base import ReadReport, unreadable
from lists.readers.house.entry import FIELDS, LISTS, REQUIRED, party, read_all
from lists.readers.streams import csv_rows, head, single
from lists.readers.tables import wrong_width
from lists.record import Record
from screening.party import DesignatedParty

_IDENTIFIER = re.compile(r"([a-z_]+)=(.*?)(?: \(([A-Z]{2})\))?")


class HouseCsvReader:
    """Reads one file. An unknown column, one that stands twice, or a missing one of the required is refused."""

    format = "house-csv"
    files = "one CSV file of an organisation's own list (columns reference, kind, name and others; docs/house-list.md)"

    def recognises(self, files: Sequence[Path]) -> bool:
        """Whether the header of the one file has the columns reference, kind and name."""
        start = head(files[0]).removeprefix(b"\xef\xbb\xbf") if len(files) == 1 else b""
        columns = start.splitlines()[0].decode("utf-8", "replace").replace('"', "").split(",") if start else []
        return set(REQUIRED) <= {column.strip() for column in columns}

    def read(self, files: Sequence[Path], list_id: str, report: ReadReport) -> Iterator[DesignatedParty]:
        """Yield every party once the whole file is sound. Raises `InvalidListFile` with everything wrong in it."""
        path = single(files, self.files)
        rows = csv_rows(path)
        line, cells = next(rows, (0, []))
        columns = _columns(path, line, cells)
        entries = (_entry(path, list_id, columns, line, row) for line, row in rows)
        yield from map(report.counted, read_all(entries, path.name, report))


def _columns(path: Path, line: int, cells: Sequence[str]) -> list[str]:
    columns = [cell.strip() for cell in cells]
    problems = [f"has no column {column!r}" for column in REQUIRED if column not in columns]
    problems += [f"has an unknown column {column!r}; allowed: {', '.join(FIELDS)}" for column in columns if column not in FIELDS]
    problems += [f"has the column {column!r} twice" for column in dict.fromkeys(columns) if columns.count(column) > 1]
    if problems:
        raise InvalidListFile(ListProblem(path.name, f"line {line or 1}", problem) for problem in problems)
    return columns


def _entry(path: Path, list_id: str, columns: Sequence[str], line: int, row: Sequence[str]) -> Callable[[], DesignatedParty]:
    def build() -> DesignatedParty:
        if len(row) != len(columns):
            raise wrong_width(path, line, len(row), len(columns))
        fields: dict[str, object] = {}
        for column, cell in zip(columns, row, strict=True):
            if cell.strip():
                fields[column] = _value(path, line, column, cell)
        return party(Record(fields, path.name, f"line {line}"), list_id)

    return build


def _value(path: Path, line: int, column: str, cell: str) -> object:
    """A text, or an array of the values between bars; identifiers become tables as in TOML."""
    if column not in LISTS:
        return " ".join(cell.split())
    values = [" ".join(value.split()) for value in cell.split("|")]
    if "" in values:
        raise unreadable(path.name, f"line {line}", f"field {column!r} has a blank value between bars")
    return [_identifier(path, line, value) for value in values] if column == "identifiers" else values


def _identifier(path: Path, line: int, text: str) -> dict[str, object]:
    parts = _IDENTIFIER.fullmatch(text)
    if not parts:
        raise unreadable(path.name, f"line {line}", f"field 'identifiers' holds {text!r}; allowed: type=value or type=value (XX)")
    return {"type": parts[1], "value": parts[2], **({"country": parts[3]} if parts[3] else {})}
