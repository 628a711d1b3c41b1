"""XLSX: one sheet, read in a process of its own and laid down as JSON lines, from which rows are then read as a stream.

The reader holds a sheet in memory whole, and reads files that strangers made: its process may use a limited amount of memory, and what
happens to it happens to nobody else.
"""

from __future__ import annotations

import errno
import json
import multiprocessing
import resource
from collections.abc import Collection, Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from api.files.errors import CannotWrite, TooMuch, unusable
from api.files.kinds import FileKind
from api.files.source import MOST_COLUMNS, Reading, named
from screening.rows import Row

MOST_MEMORY = 6 << 30
"""Bytes of address space that the process which reads a workbook may add to what it has at its start."""

MOST_SECONDS = 600
"""Seconds that reading a workbook may take: a full sheet of a million rows takes a twentieth of it."""


_READ, _REFUSED, _TOO_MUCH, _NO_ROOM = "read", "refused", "too much", "no room"
_SMALLER = "a smaller workbook, or CSV"

HASTY_MEMORY, HASTY_SECONDS = 1 << 30, 20
"""The same where somebody waits for it, who can be told later of a workbook that takes more."""


class WorkbookSource:
    """One sheet of a workbook. `hasty`: read with little memory and time."""

    kind = FileKind.XLSX

    def __init__(self, path: Path, name: str, reading: Reading, scratch: Path, *, hasty: bool = False) -> None:
        """Read the sheet into the folder `scratch`. Raises `InvalidFile`, `TooMuch`; `CannotWrite` when the disk is full."""
        self.name = name
        self._memory, self._seconds = (HASTY_MEMORY, HASTY_SECONDS) if hasty else (MOST_MEMORY, MOST_SECONDS)
        self.blank = 0
        self._reading = reading
        self._laid_down = scratch / "sheet.jsonl"
        self.notes: tuple[str, ...] = self._read(path)
        self._first, headings = self._header()
        self.columns = named(headings if reading.header else [""] * len(headings))

    def rows(self, wanted: Collection[int] = ()) -> Iterator[Row]:  # noqa: ARG002 (every cell is text)
        """Yield every row in order. Raises `InvalidFile`."""
        self.blank = 0
        width, number = len(self.columns), 0
        for place, cells in self._sheet():
            if place < self._first or (place == self._first and self._reading.header):
                continue
            if not any(cells):
                self.blank += 1
                continue
            number += 1
            if any(cells[width:]):
                yield Row(number, place, (), f"has text behind the last column of the header, {self.columns[-1]!r}")
            else:
                yield Row(number, place, cells[:width] + [""] * (width - len(cells)))

    def _sheet(self) -> Iterator[tuple[int, list[str]]]:
        with self._laid_down.open(encoding="utf-8", errors="surrogatepass") as lines:
            for place, line in enumerate(lines, 1):
                yield place, json.loads(line)

    def _header(self) -> tuple[int, list[str]]:
        for place, cells in self._sheet():
            if place > self._reading.skip and any(cells):
                while not cells[-1]:
                    cells.pop()
                if len(cells) > MOST_COLUMNS:
                    raise unusable(self.name, f"has {len(cells)} columns", f"at most {MOST_COLUMNS}", line=place)
                return place, cells
        raise unusable(self.name, "the sheet is empty", "a header and at least one row")

    def _read(self, path: Path) -> tuple[str, ...]:
        context = multiprocessing.get_context("spawn")
        receiving, sending = context.Pipe(duplex=False)
        what = (str(path), self._reading.sheet, str(self._laid_down), sending, self._memory)
        process = context.Process(target=_lay_down, args=what, daemon=True)
        process.start()
        sending.close()
        try:
            outcome = receiving.recv() if receiving.poll(self._seconds) else (_TOO_MUCH, "takes too long to read", _SMALLER)
        except EOFError:
            outcome = (_TOO_MUCH, "cannot be read: its reader ended, or ran out of memory", _SMALLER)
        finally:
            process.kill()
            process.join()
            process.close()
            receiving.close()
        if outcome[0] == _TOO_MUCH:
            raise TooMuch(unusable(self.name, *outcome[1:]).problems)
        if outcome[0] == _NO_ROOM:
            raise CannotWrite(f"{self.name} {outcome[1]}")
        if outcome[0] == _REFUSED:
            raise unusable(self.name, *outcome[1:])
        return tuple(outcome[1:])


def _lay_down(path: str, sheet: str | None, target: str, answer: Any, memory: int) -> None:
    """In the other process: write the rows of the sheet, and say what was read or what is wrong."""
    from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum  # noqa: PLC0415 (for this process alone)

    most = _address_space() + memory
    resource.setrlimit(resource.RLIMIT_AS, (most, most))

    try:
        with CalamineWorkbook.from_path(path) as book:
            visible = [one.name for one in book.sheets_metadata if one.visible == SheetVisibleEnum.Visible]
            chosen = _chosen(book, visible, book.sheet_names, sheet)
            if isinstance(chosen, list):
                answer.send((_REFUSED, *chosen))
                return
            with Path(target).open("w", encoding="utf-8", errors="surrogatepass") as file:
                cells = book.get_sheet_by_name(chosen)
                file.writelines("[]\n" for _ in range((cells.start or (0, 0))[0]))
                file.writelines(json.dumps([text_of(cell) for cell in row], ensure_ascii=False) + "\n" for row in cells.iter_rows())
            others = [name for name in book.sheet_names if name != chosen]
            answer.send((_READ, f"sheet {chosen!r}" + (f"; not read: {', '.join(map(repr, others))}" if others else "")))
    except MemoryError:
        answer.send((_TOO_MUCH, "cannot be read: it takes more memory than it may", _SMALLER))
    except OSError as error:
        kind = _NO_ROOM if error.errno in {errno.ENOSPC, errno.EDQUOT} else _REFUSED
        answer.send((kind, f"cannot be read: {error.strerror or error}", "a whole workbook"))
    except (CalamineError, ValueError) as error:
        answer.send((_REFUSED, f"is cut off, damaged or not understood: {str(error) or type(error).__name__}", "a whole workbook"))


def _address_space() -> int:
    """Bytes of address space this process has already: more than a gigabyte, with some libraries; 0 where that is not told."""
    try:
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    except (OSError, ValueError, IndexError):
        return 0


def _chosen(book: Any, visible: list[str], names: list[str], said: str | None) -> str | list[str]:
    """The sheet to read; or what is wrong and what is allowed."""
    if said is not None:
        return said if said in names else [f"has no sheet {said!r}", ", ".join(map(repr, names))]
    filled = [name for name in visible if book.get_sheet_by_name(name).height]
    if len(filled) > 1:
        return [f"holds several sheets: {', '.join(map(repr, filled))}", "the sheet said"]
    return filled[0] if filled else ["holds no row", "a header and at least one row"]


def text_of(cell: Any) -> str:
    """What a cell says: whole numbers without a decimal point, dates as ISO 8601."""
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(sep=" ")
    if isinstance(cell, date | time | timedelta | int):
        return cell.isoformat() if isinstance(cell, date | time) else str(cell)
    return ""
