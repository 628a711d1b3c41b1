"""Files of customers, made for a test."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from io import StringIO
from pathlib import Path
from typing import Any

import xlsxwriter
from click.testing import CliRunner, Result

from api.cli import cli

HEADER = ("id", "name", "dob", "nationality")
ROWS = (
    ("c1", "Reinhard Butikofer", "1953-01-26", "DE"),
    ("c2", "Nobody Listed", "1990-05-05", "FR"),
    ("c3", "Zenz, Adrian", "", ""),
    ("c4", "Reinhard Butikofer", "1953-01-26", "DE"),
    ("c5", "王君正", "", "CN"),
    ("c6", "!!!", "", ""),
)
STATUSES = ("review", "clear", "review", "review", "review", "error")
"""What becomes of `ROWS` against the seeded lists."""


def csv_text(rows: Sequence[Sequence[str]] = ROWS, header: Sequence[str] | None = HEADER, delimiter: str = ",") -> str:
    """Rows as CSV."""
    out = StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    writer.writerows([header, *rows] if header else rows)
    return out.getvalue()


def write(path: Path, content: str | bytes, encoding: str = "utf-8") -> Path:
    """Write a file and return its path."""
    path.write_bytes(content.encode(encoding) if isinstance(content, str) else content)
    return path


def workbook(path: Path, sheets: dict[str, Sequence[Sequence[Any]]], hidden: Sequence[str] = ()) -> Path:
    """Write a workbook with these sheets."""
    with xlsxwriter.Workbook(str(path)) as book:
        dates = book.add_format({"num_format": "dd/mm/yyyy"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            if name in hidden:
                sheet.hide()
            for place, row in enumerate(rows):
                for column, value in enumerate(row):
                    sheet.write(place, column, value, dates if hasattr(value, "year") else None)
    return path


def screening(*arguments: str | Path, stdin: bytes | None = None) -> Result:
    """Run the command line."""
    return CliRunner().invoke(cli, [str(one) for one in arguments], prog_name="screening", input=stdin)


def read_result(path: Path) -> list[dict[str, Any]]:
    """The lines of a result in CSV or JSON lines, empty cells as None."""
    if path.suffix == ".jsonl":
        return [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    with path.open(encoding="utf-8", newline="") as file:
        return [{name: value or None for name, value in row.items()} for row in csv.DictReader(file)]
