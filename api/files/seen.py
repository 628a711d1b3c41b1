"""Which rows ask what an earlier row asked already: kept on disk, so that memory does not grow with the file."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from hashlib import blake2b
from pathlib import Path

from screening.rows import Line, Row, RowReader
from screening.rows.reading import Cell

_CACHE = -32_000  # kilobytes, as SQLite wants it


class Seen:
    """The subjects seen so far, and, while a result is put together, the lines of rows that others repeat.

    The file is scratch: made anew for every run, never read by another.
    """

    def __init__(self, path: Path) -> None:
        path.unlink(missing_ok=True)
        self._database = sqlite3.connect(path, isolation_level=None)
        self._database.executescript(
            f"""
            PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = {_CACHE};
            CREATE TABLE subjects (key BLOB PRIMARY KEY, row INTEGER NOT NULL) WITHOUT ROWID;
            CREATE TABLE repeated (row INTEGER PRIMARY KEY, lines TEXT);
            """
        )

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def same_as(self, rows: Sequence[Row], reader: RowReader) -> dict[int, int]:
        """Take note of the subjects of rows, in order; return, for those that were seen before, the number of the first row with them."""
        keys = {row.number: _key(subject) for row in rows if (subject := reader.subject(row)) is not None}
        self._database.execute("BEGIN")
        self._database.executemany("INSERT OR IGNORE INTO subjects VALUES (?, ?)", [(key, number) for number, key in keys.items()])
        marks = ",".join("?" * len(keys))
        first = dict(self._database.execute(f"SELECT key, row FROM subjects WHERE key IN ({marks})", list(keys.values())))  # noqa: S608
        found = {number: first[key] for number, key in keys.items() if first[key] != number}
        self._database.executemany("INSERT OR IGNORE INTO repeated VALUES (?, NULL)", [(number,) for number in set(found.values())])
        self._database.execute("COMMIT")
        return found

    def is_repeated(self, first: int, last: int) -> frozenset[int]:
        """Which rows of a range others repeat."""
        return frozenset(row for (row,) in self._database.execute("SELECT row FROM repeated WHERE row BETWEEN ? AND ?", (first, last)))

    def keep(self, row: int, lines: Sequence[Line]) -> None:
        """Keep the lines of a row that others repeat."""
        self._database.execute("UPDATE repeated SET lines = ? WHERE row = ?", (_written(lines), row))

    def lines_of(self, row: int) -> list[Line]:
        """The lines kept of a row."""
        [(text,)] = self._database.execute("SELECT lines FROM repeated WHERE row = ?", (row,))
        return _read(text)


def _key(subject: tuple[Cell, ...]) -> bytes:
    return blake2b(repr(subject).encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _written(lines: Sequence[Line]) -> str:
    return json.dumps(lines, ensure_ascii=False, separators=(",", ":"))


def _read(text: str) -> list[Line]:
    return [Line(*line) for line in json.loads(text)]
