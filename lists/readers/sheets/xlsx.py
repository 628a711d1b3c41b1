"""Rows of the first sheet of an Office Open XML workbook (ECMA-376 part 1, chapter 18).

Cells are read as what they mean: whole numbers without a decimal point, dates as ISO 8601, truth values as TRUE and FALSE.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from xml.etree.ElementTree import Element

from lists.errors import InvalidListFile
from lists.readers.base import unreadable
from lists.readers.fields import local
from lists.readers.sheets.archive import elements, member, opened

MAX_COLUMNS = 1024

_RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_CELL = re.compile(r"([A-Z]{1,3})[0-9]{1,7}", re.ASCII)

# Number formats 14-22 and 45-47 are the dates and times of ECMA-376 18.8.30; 27-36 and 50-58 those of East Asian editions.
_DATE_FORMATS = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))

# ECMA-376 22.9.2.19: a character that XML cannot carry stands as _xHHHH_.
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")

# What may stand in a format beside the date letters: quoted text, escaped characters, colours and locales in brackets.
_NOT_A_DATE_PART = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')


class _Book:
    """What the cells of the sheet refer to: shared texts, which styles are dates, and the day dates count from."""

    def __init__(self, archive: zipfile.ZipFile, path: Path) -> None:
        self.path = path
        self.sheet, since_1904 = _first_sheet(archive, path)
        self.epoch = datetime(1904, 1, 1) if since_1904 else datetime(1899, 12, 30)  # noqa: DTZ001 - a cell has no time zone
        names = set(archive.namelist())
        self.texts = _shared_texts(archive, path) if "xl/sharedStrings.xml" in names else []
        self.date_styles = _date_styles(archive, path) if "xl/styles.xml" in names else frozenset()

    def problem(self, cell: Element, reason: str) -> InvalidListFile:
        return unreadable(self.path.name, f"cell {cell.get('r', '?')}", reason)

    def text(self, cell: Element) -> str:
        """What the cell says."""
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            return _plain(cell)
        value = next((part.text or "" for part in cell if local(part.tag) == "v"), "")
        if not value:
            return ""
        if kind == "s":
            return self._shared(cell, value)
        if kind in {"str", "d"}:
            return value
        if kind == "b":
            return "FALSE" if value == "0" else "TRUE"
        if kind == "n":
            return self._number(cell, value)
        raise self.problem(cell, f"holds an error or an unknown type of value ({kind} {value})")

    def _shared(self, cell: Element, value: str) -> str:
        if not (value.isascii() and value.isdigit() and len(value) < 10 and int(value) < len(self.texts)):
            raise self.problem(cell, f"refers to text {value!r}, which is not in the file")
        return self.texts[int(value)]

    def _number(self, cell: Element, value: str) -> str:
        try:
            number = float(value)
            if cell.get("s", "0") in self.date_styles:
                moment = self.epoch + timedelta(seconds=round(number * 86400))
                return moment.date().isoformat() if moment.time() == moment.min.time() else moment.isoformat()
            return str(int(number)) if number.is_integer() else repr(number)
        except (ValueError, OverflowError) as error:
            raise self.problem(cell, f"is not a number or date that can be read: {error}") from None


def xlsx_rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield (row number from 1, texts of the cells) of each row of the first sheet that holds any text.

    Trailing blank cells are left out. Raises `InvalidListFile` for a file that cannot be read whole.
    """
    with opened(path) as archive:
        book = _Book(archive, path)
        with member(archive, book.sheet, path) as stream:
            for number, row in enumerate(elements(stream, "row"), 1):
                cells = _cells(row, book)
                if any(cells):
                    yield number, cells


def _cells(row: Element, book: _Book) -> list[str]:
    cells: list[str] = []
    for cell in row:
        if local(cell.tag) != "c":
            continue
        text = book.text(cell)
        column = _column(cell, book, len(cells))
        if text:
            cells += [""] * (column - len(cells)) + [text]
    return cells


def _column(cell: Element, book: _Book, expected: int) -> int:
    """The column of a cell from 0: as it says, else the one after the last cell."""
    at = cell.get("r")
    if at is None:
        return expected
    parts = _CELL.fullmatch(at)
    column = 0
    for letter in parts[1] if parts else "":
        column = column * 26 + ord(letter) - ord("A") + 1
    if not expected < column <= MAX_COLUMNS:
        raise book.problem(cell, f"stands out of order or beyond column {MAX_COLUMNS}")
    return column - 1


def _first_sheet(archive: zipfile.ZipFile, path: Path) -> tuple[str, bool]:
    """The member that is the first sheet, and whether dates count from 1904."""
    target, since_1904 = None, False
    with member(archive, "xl/workbook.xml", path) as stream:
        for element in elements(stream, "workbookPr", "sheet"):
            if local(element.tag) == "workbookPr":
                since_1904 = element.get("date1904") in {"1", "true"}
            elif target is None:
                target = element.get(_RELATION_ID)
    with member(archive, "xl/_rels/workbook.xml.rels", path) as stream:
        for relation in elements(stream, "Relationship"):
            if relation.get("Id") == target:
                return posixpath.normpath(posixpath.join("/xl", relation.get("Target", ""))).lstrip("/"), since_1904
    raise unreadable(path.name, "", "holds no sheet")


def _shared_texts(archive: zipfile.ZipFile, path: Path) -> list[str]:
    with member(archive, "xl/sharedStrings.xml", path) as stream:
        return [_plain(item) for item in elements(stream, "si")]


def _plain(item: Element) -> str:
    """The text of a cell or shared item, its runs joined, without pronunciation guides."""
    parts = []
    for part in item:
        name = local(part.tag)
        if name == "t":
            parts.append(part.text or "")
        elif name in {"r", "is"}:
            parts.append(_plain(part))
    return _ESCAPED.sub(lambda code: chr(int(code[1], 16)), "".join(parts))


def _date_styles(archive: zipfile.ZipFile, path: Path) -> frozenset[str]:
    """The numbers of the cell styles that show dates."""
    own: dict[str, str] = {}
    styles: list[str] = []
    with member(archive, "xl/styles.xml", path) as stream:
        for element in elements(stream, "numFmt", "cellXfs"):
            if local(element.tag) == "numFmt":
                own[element.get("numFmtId", "")] = element.get("formatCode", "")
            else:
                styles = [style.get("numFmtId", "0") for style in element]
    return frozenset(str(number) for number, style in enumerate(styles) if _is_date(style, own))


def _is_date(style: str, own: dict[str, str]) -> bool:
    if style in own:
        return bool(re.search("[dmyh]", _NOT_A_DATE_PART.sub("", own[style]).casefold()))
    return style.isascii() and style.isdigit() and len(style) < 4 and int(style) in _DATE_FORMATS
