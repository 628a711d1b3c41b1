"""Rows of an OpenDocument spreadsheet (OASIS OpenDocument 1.3, part 3, chapter 9)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

from lists.readers.base import unreadable
from lists.readers.fields import local
from lists.readers.sheets.archive import elements, member, opened

MAX_COLUMNS = 1024

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"


def ods_rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield (row number from 1, texts of the cells) of each row that holds any text, of all sheets in order.

    Trailing blank cells are left out. Raises `InvalidListFile` for a file that cannot be read whole.
    """
    number = 0
    with opened(path) as archive, member(archive, "content.xml", path) as stream:
        for row in elements(stream, "table-row"):
            number += 1
            cells = _cells(row, path, number)
            if cells:
                yield number, cells
            number += _repeats(row, "rows", path, number) - 1


def _cells(row: Element, path: Path, number: int) -> list[str]:
    cells: list[str] = []
    pending = 0
    for cell in row:
        if local(cell.tag) not in {"table-cell", "covered-table-cell"}:
            continue
        times = _repeats(cell, "columns", path, number)
        text = _text(cell)
        if not text:
            pending += times
            continue
        if len(cells) + pending + times > MAX_COLUMNS:
            raise unreadable(path.name, f"row {number}", f"holds text in more than {MAX_COLUMNS} columns")
        cells += [""] * pending + [text] * times
        pending = 0
    return cells


def _text(cell: Element) -> str:
    """What the cell shows, paragraphs apart by line ends; a date or number by its exact value where it states one."""
    day = cell.get(f"{_OFFICE}date-value")
    if day:
        return day
    return "\n".join("".join(_runs(part)) for part in cell if local(part.tag) == "p").strip()


def _runs(part: Element) -> Iterator[str]:
    yield part.text or ""
    for inner in part:
        name = local(inner.tag)
        if name == "s":
            yield " "
        elif name in {"tab", "line-break"}:
            yield "\n"
        elif name != "annotation":
            yield from _runs(inner)
        yield inner.tail or ""


def _repeats(element: Element, what: str, path: Path, number: int) -> int:
    text = element.get(f"{_TABLE}number-{what}-repeated", "1")
    if not (text.isascii() and text.isdigit() and 1 <= len(text) <= 7 and int(text)):
        raise unreadable(path.name, f"row {number}", f"repeats {what} {text!r} times; allowed: a whole number from 1")
    return int(text)
