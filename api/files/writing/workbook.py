"""XLSX: the lines with a frozen header, and a sheet with the summary. Texts stay texts: no formula, no hyperlink, no number made of one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from screening.rows import LINE_COLUMNS, Line

MOST_ROWS = 1_048_576
"""Rows of a sheet, by the format; what is more goes on in another sheet."""

MOST_CHARACTERS = 32_767
"""Characters of a cell, by the format."""

_WIDTHS = {"reference": 16, "name": 30, "reason": 40, "listed_name": 30, "primary_name": 30, "party": 22, "explanation": 80}


class WorkbookWriter:
    """Writes a workbook, row by row: memory does not grow with it."""

    def __init__(self, path: Path) -> None:
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        self._book = xlsxwriter.Workbook(str(path), options)
        self._bold = self._book.add_format({"bold": True})
        self._sheets = 0
        self._sheet, self._row = self._next_sheet()

    def write(self, lines: Iterable[Line]) -> None:
        """Write lines, in order."""
        for line in lines:
            if self._row >= MOST_ROWS:
                self._sheet, self._row = self._next_sheet()
            for place, value in enumerate(line):
                if value is None:
                    continue
                if isinstance(value, str):
                    self._sheet.write_string(self._row, place, shortened(value))
                else:
                    self._sheet.write_number(self._row, place, value)
            self._row += 1

    def finish(self, summary: Mapping[str, Any]) -> None:
        """Write the sheet with the summary, and close the file."""
        sheet = self._book.add_worksheet("Summary")
        sheet.set_column(0, 0, 28)
        sheet.set_column(1, 1, 90)
        for row, (name, value) in enumerate(flat(summary)):
            sheet.write_string(row, 0, name, self._bold)
            if isinstance(value, int | float) and not isinstance(value, bool):
                sheet.write_number(row, 1, value)
            else:
                sheet.write_string(row, 1, shortened("" if value is None else str(value)))
        self._book.close()

    def abandon(self) -> None:
        """Close the file as it is."""
        self._book.close()

    def _next_sheet(self) -> tuple[Worksheet, int]:
        self._sheets += 1
        sheet = self._book.add_worksheet("Results" if self._sheets == 1 else f"Results {self._sheets}")
        sheet.freeze_panes(1, 0)
        for place, column in enumerate(LINE_COLUMNS):
            sheet.set_column(place, place, _WIDTHS.get(column.name, 12))
            sheet.write_string(0, place, column.name, self._bold)
        return sheet, 1


def shortened(text: str) -> str:
    """Cut a text to what a cell holds, and say so at its end."""
    if len(text) <= MOST_CHARACTERS:
        return text
    end = f" … ({len(text)} characters)"
    return text[: MOST_CHARACTERS - len(end)] + end


def flat(value: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Give the values of nested objects and arrays with their paths, such as ``lists 1 edition``."""
    for name, inner in value.items():
        path = f"{prefix} {name}".strip()
        if isinstance(inner, Mapping):
            yield from flat(inner, path)
        elif isinstance(inner, list | tuple):
            yield from flat({str(number): one for number, one in enumerate(inner, 1)}, path)
        else:
            yield path, inner
