"""What every format of file gives: columns and rows, as often as they are asked for."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass
from typing import Any, Protocol

from api.files.kinds import FileKind
from screening.rows import Row

MOST_COLUMNS = 1_000
"""Most columns of a file: more is a damaged header or another kind of file."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How a file is to be read, where its owner says: format, encoding, delimiter (one character), lines before the header, the sheet,
    whether there is no header (columns are then called by their numbers), whether a row may leave out its last columns.
    """

    format: FileKind | None = None
    encoding: str | None = None
    delimiter: str | None = None
    skip: int = 0
    sheet: str | None = None
    header: bool = True
    short_rows: bool = False

    def plain(self) -> dict[str, Any]:
        """As JSON values."""
        return asdict(self)


class Source(Protocol):
    """The rows of one file. Safe to iterate several times, not several at once."""

    name: str
    kind: FileKind
    columns: tuple[str, ...]
    notes: tuple[str, ...]
    blank: int

    def rows(self, wanted: Collection[int] = ()) -> Iterator[Row]:
        """Yield every row in order. Cells of columns that are not in `wanted` (places from 0) may be anything.

        `blank` counts the empty lines passed over since the iteration began. Raises `InvalidFile` where the file is broken.
        """


def named(headings: list[str]) -> tuple[str, ...]:
    """Headings trimmed; a column without one is called by its number."""
    return tuple(" ".join(heading.split()) or f"#{number}" for number, heading in enumerate(headings, 1))
