"""CSV in UTF-8, with commas and line feeds; no cell is one that a spreadsheet would run."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from screening.rows import LINE_COLUMNS, Line

_RUN = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def harmless(value: Any) -> Any:
    """A text that a spreadsheet would take for a formula gets an apostrophe in front; everything else stays as it is."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_RUN) else value


class CsvWriter:
    """Writes a CSV file."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("w", encoding="utf-8", errors="backslashreplace", newline="")
        self._rows = csv.writer(self._file, lineterminator="\n")
        self._rows.writerow([column.name for column in LINE_COLUMNS])

    def write(self, lines: Iterable[Line]) -> None:
        """Write lines, in order."""
        self._rows.writerows([harmless(value) for value in line] for line in lines)

    def finish(self, summary: Mapping[str, Any]) -> None:  # noqa: ARG002 (a CSV file has no place for it)
        """Close the file."""
        self._file.close()

    def abandon(self) -> None:
        """Close the file as it is."""
        self._file.close()
