"""What a worker does: a chunk of rows to the lines of a chunk, packed. The same in this process, in a pool, and for a job."""

from __future__ import annotations

import json
import zlib
from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

from screening import Index, Policy
from screening.rows import Line, Row, RowReader, answer_rows, lines_of

SAME = "="
"""Marks a row whose lines are those of an earlier row."""


class Chunk(NamedTuple):
    """Some consecutive rows: number of the chunk, from 0, the rows, and for rows whose subject an earlier row has, that row's number."""

    number: int
    rows: Sequence[Row]
    same_as: dict[int, int]


class Screener:
    """Screens chunks of one file."""

    def __init__(self, index: Index, reader: RowReader, policy: Policy) -> None:
        self._index, self._reader, self._policy = index, reader, policy

    def packed(self, chunk: Chunk) -> bytes:
        """Screen a chunk; give its rows as `unpacked` reads them."""
        understood = [self._reader.read(row) for row in chunk.rows]
        fresh = [place for place, row in enumerate(chunk.rows) if row.number not in chunk.same_as]
        answers = dict(zip(fresh, answer_rows([understood[place] for place in fresh], self._index, self._policy), strict=True))
        rows: list[Any] = []
        for place, row in enumerate(chunk.rows):
            one = understood[place]
            if place in answers:
                rows.append(lines_of(row, one, answers[place]))
            else:
                rows.append([SAME, row.number, row.line, one.reference, chunk.same_as[row.number]])
        return zlib.compress(json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass"), 1)


class Same(NamedTuple):
    """A row whose lines are those of the earlier row `first`, with its own number, line and reference."""

    row: int
    line: int | None
    reference: str | None
    first: int

    def lines(self, of_first: Sequence[Line]) -> list[Line]:
        """The lines of this row, from those of the first."""
        return [one._replace(row=self.row, line=self.line, reference=self.reference, same_as=self.first) for one in of_first]


def unpacked(packed: bytes) -> list[list[Line] | Same]:
    """Give the rows of a packed chunk, in order: their lines, or which earlier row has them."""
    rows = json.loads(zlib.decompress(packed).decode("utf-8", "surrogatepass"))
    return [Same(*row[1:]) if row[0] == SAME else [Line(*line) for line in row] for row in rows]


class Tally:
    """Counts of a run: rows by status, hits, and rows that repeat an earlier one."""

    def __init__(self) -> None:
        self.status: Counter[str] = Counter()
        self.hits = self.repeated = self.lines = 0

    def add(self, lines: Sequence[Line]) -> None:
        """Count one row by its lines."""
        first = lines[0]
        self.status[first.status] += 1
        self.hits += first.hits or 0
        self.repeated += first.same_as is not None
        self.lines += len(lines)

    @property
    def rows(self) -> int:
        """All rows counted."""
        return self.status.total()
