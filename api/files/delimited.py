"""CSV in any delimiter: quoted line ends, ragged rows, and a quote that never ends.

A row that cannot be read is an error of that row. Where it runs over several lines each of them is one: what a stray quote has swallowed
is not known, and none of it may be lost.
"""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterator
from itertools import islice
from pathlib import Path

from api.files.encoding import encoding_of
from api.files.errors import InvalidFile, unusable
from api.files.kinds import FileKind
from api.files.lines import TextLines
from api.files.source import MOST_COLUMNS, Reading, named
from screening.rows import Row
from screening.rows.mapping import field_of

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "vertical bar", "^": "caret", "~": "tilde"}
"""Delimiters that are recognised; any other single character may be said."""

MOST_LINES = 1_000
"""Lines a row may run over: a quote that is open for longer was never closed."""

_SAMPLE_ROWS = 100


class DelimitedSource:
    """A CSV file."""

    kind = FileKind.CSV

    def __init__(self, path: Path, name: str, reading: Reading) -> None:
        """Find encoding, delimiter and header. Raises `InvalidFile`."""
        self.name = name
        self._path, self._reading = path, reading
        self._encoding = encoding_of(path, name, reading.encoding)
        self._skip = reading.skip
        self._delimiter, how = self._find_delimiter(reading.delimiter)
        self.columns = self._read_header()
        self.blank = 0
        delimiter = DELIMITERS.get(self._delimiter, repr(self._delimiter))
        self.notes: tuple[str, ...] = (f"encoding {self._encoding.name} ({self._encoding.how})", f"delimiter {delimiter} ({how})")

    def rows(self, wanted: Collection[int] = ()) -> Iterator[Row]:  # noqa: ARG002 (every cell is text)
        """Yield every row in order. Raises `InvalidFile`."""
        self.blank = 0
        number = 0
        records = self._records(self._delimiter)
        if self._reading.header:
            next(records, None)
        for record in records:
            if not any(record.cells) and record.problem is None:
                self.blank += 1
                continue
            problem = record.problem or self._wrong_width(record)
            if problem is None:
                number += 1
                yield Row(number, record.first, self._as_wide_as_the_header(record.cells))
                continue
            for line in range(record.first, record.last + 1):
                number += 1
                yield Row(number, line, (), problem)

    def _as_wide_as_the_header(self, cells: list[str]) -> list[str]:
        width = len(self.columns)
        return cells[:width] if len(cells) >= width else cells + [""] * (width - len(cells))

    def _wrong_width(self, record: _Record) -> str | None:
        width, cells = len(self.columns), record.cells
        missing = len(cells) < width and not self._reading.short_rows
        if not missing and not any(cells[width:]):
            return None
        if record.at_end and len(cells) < width:
            detail = f"the file ends in the middle of a row ({len(cells)} of {width} fields): it was cut off"
            raise unusable(self.name, detail, "a whole file, which ends with a line end", line=record.first)
        lines = "" if record.first == record.last else f" (lines {record.first} to {record.last})"
        allowed = f"{width} fields; quotes around a field that holds the delimiter"
        return f"has {len(cells)} fields, the header has {width}{lines} (allowed: {allowed})"

    def _records(self, delimiter: str) -> Iterator[_Record]:
        lines = TextLines(self._path, self.name, self._encoding, self._skip)
        reader = csv.reader(lines, delimiter=delimiter, strict=True)
        while True:
            first = lines.number + 1 if lines.number else self._skip + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield self._broken(lines, first, error)
                continue
            if lines.number - first >= MOST_LINES:
                raise self._never_closed(first)
            yield _Record(cells, first, lines.number, at_end=not lines.ended)

    def _broken(self, lines: TextLines, first: int, error: csv.Error) -> _Record:
        if "unexpected end of data" in str(error) or "field larger" in str(error):
            raise self._never_closed(first) from error
        where = "" if first == lines.number else f" (lines {first} to {lines.number})"
        problem = f"is not well formed: text behind a closing quote{where} (allowed: quotes inside quotes doubled)"
        return _Record([], first, lines.number, problem=problem, at_end=False)

    def _never_closed(self, first: int) -> InvalidFile:
        return unusable(self.name, "a quote that is opened here is never closed", "a whole file, quotes inside quotes doubled", line=first)

    def _find_delimiter(self, said: str | None) -> tuple[str, str]:
        if said is not None:
            if len(said) != 1 or said in '"\r\n':
                raise unusable(self.name, f"{said!r} is no delimiter", "one character")
            return said, "as said"
        first = next(iter(TextLines(self._path, self.name, self._encoding, self._skip)), "")
        if first.lower().startswith("sep=") and len(first.strip()) == 5:
            self._skip += 1
            return first[4], "by the line sep="
        scores = sorted(((self._score(one), one) for one in DELIMITERS), reverse=True)
        (best, delimiter), (second, other) = scores[:2]
        if best[1] > 1 and best == second:
            both = f"{DELIMITERS[delimiter]} and {DELIMITERS[other]}"
            raise unusable(self.name, f"the delimiter may be {both}", "the delimiter said")
        return delimiter, "recognised" if best[1] > 1 else "none is seen"

    def _score(self, delimiter: str) -> tuple[int, int, float]:
        """How well a delimiter fits the beginning: headings known, columns (up to two), share of the rows as wide as the header."""
        records = [one for one in islice(self._tolerant(delimiter), _SAMPLE_ROWS) if any(one.cells)]
        if not records:
            return 0, 0, 0.0
        header = records[0].cells
        even = sum(len(one.cells) == len(header) for one in records) / len(records)
        return sum(field_of(cell) is not None for cell in header), min(len(header), 2), even

    def _tolerant(self, delimiter: str) -> Iterator[_Record]:
        try:
            yield from self._records(delimiter)
        except InvalidFile:
            return  # of another delimiter; what is wrong with the file itself is found when it is read

    def _read_header(self) -> tuple[str, ...]:
        for record in self._records(self._delimiter):
            if record.problem is not None:
                raise unusable(self.name, f"the header {record.problem}", line=record.first)
            if len(record.cells) > MOST_COLUMNS:
                raise unusable(self.name, f"has {len(record.cells)} columns", f"at most {MOST_COLUMNS}", line=record.first)
            if any(cell.strip() for cell in record.cells):
                self._skip = record.first - 1
                return named(record.cells if self._reading.header else [""] * len(record.cells))
        raise unusable(self.name, "holds nothing but empty lines", "a header and at least one row")


class _Record:
    """What the CSV reader gives: trimmed cells or what is wrong, and the lines it stands in."""

    __slots__ = ("at_end", "cells", "first", "last", "problem")

    def __init__(self, cells: list[str], first: int, last: int, *, at_end: bool, problem: str | None = None) -> None:
        self.cells = [cell.strip() for cell in cells]
        self.first, self.last, self.problem, self.at_end = first, last, problem, at_end
