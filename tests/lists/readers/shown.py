"""Expected parties as text files, and tables kept as CSV that stand for workbooks."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

from tests.lists.readers.workbooks import Cell

REAL = Path(__file__).parent / "real"
"""Expected parties of the real files."""


def expected(path: Path) -> list[list[str]]:
    """The parties of an expectation: their lines, parties apart by a blank line."""
    return [block.splitlines() for block in path.read_text(encoding="utf-8").strip().split("\n\n")]


def table_of(path: Path) -> list[list[Cell]]:
    """The rows of a table kept as CSV, its cells as a workbook has them: whole numbers, TRUE and FALSE, dates, blanks, texts."""
    with path.open(encoding="utf-8", newline="") as file:
        return [[_cell(text) for text in row] for row in csv.reader(file)]


def _cell(text: str) -> Cell:
    if not text:
        return None
    if text in {"TRUE", "FALSE"}:
        return text == "TRUE"
    if text.isascii() and text.isdigit():
        return int(text)
    if len(text) == 10 and text[4] == text[7] == "-" and text.replace("-", "").isdigit():
        return date.fromisoformat(text)
    return text
