"""Tables with a header row, from CSV, OpenDocument or Office Open XML files, as records that must be read whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from lists.errors import InvalidListFile
from lists.readers.base import ReadReport, unreadable
from lists.readers.countries import folded
from lists.readers.fields import SourceRecord, clean
from lists.readers.sheets.ods import ods_rows
from lists.readers.sheets.xlsx import xlsx_rows
from lists.readers.streams import csv_rows

Row = tuple[int, list[str]]
"""A row number, counted from 1, and the texts of its cells."""


@dataclass(frozen=True, slots=True)
class Header:
    """The header row of a table. `columns` are its cells trimmed; `number` is the row it stands in, counted from 1."""

    number: int
    columns: tuple[str, ...]

    def has(self, *names: str) -> bool:
        """Whether all these columns are there, without regard to case and punctuation."""
        return {folded(name) for name in names} <= {folded(column) for column in self.columns}


def sheet_rows(path: Path, report: ReadReport, delimiter: str = ",") -> Iterator[Row]:
    """Yield (row number, texts) of a table: `.ods` and `.xlsx` by their ending, anything else as CSV."""
    ending = path.suffix.lower()
    if ending == ".ods":
        return ods_rows(path)
    if ending == ".xlsx":
        return xlsx_rows(path)
    return csv_rows(path, encoding_of(path, report), delimiter)


def encoding_of(path: Path, report: ReadReport) -> str:
    """`utf-8-sig` when the whole file is UTF-8; else `cp1252`, the one other encoding these publishers used, with a warning.

    Raises `InvalidListFile` when the file cannot be read.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            while file.read(1 << 20):
                pass
    except UnicodeDecodeError:
        report.warn(f"{path.name} is not UTF-8; read as Windows-1252")
        return "cp1252"
    except OSError as error:
        raise unreadable(path.name, "", f"cannot be read: {error.strerror or error}") from error
    return "utf-8-sig"


def header(path: Path, rows: Iterator[Row], required: Sequence[str], *, within: int = 1) -> Header:
    """Find the header: the first of the next `within` rows that has every required column.

    Raises `InvalidListFile` when none has them, naming the columns missing, or when a column stands twice.
    """
    nearest: Header | None = None
    for _ in range(within):
        number, cells = next(rows, (0, []))
        if not number:
            break
        found = Header(number, tuple(clean(cell) for cell in cells))
        if found.has(*required):
            _no_column_twice(path, found)
            return found
        if nearest is None or len(found.columns) > len(nearest.columns):
            nearest = found
    missing = [name for name in required if nearest is None or not nearest.has(name)]
    raise unreadable(path.name, "header", f"has no column {', '.join(missing)}")


def records(
    path: Path, rows: Iterable[Row], head: Header, report: ReadReport, known: Mapping[str, str], *, short: bool = False
) -> Iterator[SourceRecord]:
    """Yield each row as a record. `known` maps each column the reader knows, in every spelling it has had, to the name of the field
    (columns are found without regard to case and punctuation).

    `short` says whether a row may leave out trailing blank cells, as rows of spreadsheets do. Raises `InvalidListFile` for a row
    of any other width. A column that is not known is reported at once, and again with each value in it.
    """
    names = {folded(column): field for column, field in known.items()}
    columns = [names.get(folded(column), column) for column in head.columns]
    for column in head.columns:
        if folded(column) not in names:
            report.warn(f"{path.name}: unknown column {column!r}" if column else f"{path.name}: a column without a name")
    for number, cells in rows:
        width = len(cells)
        if short and width < len(columns):
            cells = cells + [""] * (len(columns) - width)  # noqa: PLW2901 - the row made as wide as the sheet shows it
        if len(cells) != len(columns):
            raise wrong_width(path, number, width, len(columns))
        yield SourceRecord(dict(zip(columns, cells, strict=True)), path.name, f"row {number}", report)


def wrong_width(path: Path, number: int, width: int, wanted: int) -> InvalidListFile:
    """Build (not raise) the error that a row is as wide as no row of the table: the file is cut off or damaged there."""
    return unreadable(path.name, f"row {number}", f"has {width} fields, the header has {wanted}: the file is cut off or damaged there")


def _no_column_twice(path: Path, found: Header) -> None:
    seen: set[str] = set()
    for column in found.columns:
        key = folded(column)
        if key and key in seen:
            raise unreadable(path.name, "header", f"has the column {column!r} twice")
        seen.add(key)
