"""What comes out of a file: lines of one form, the same in CSV, JSON lines, Excel, Parquet, jobs and Spark.

A row without hits is one line; a row with hits is one line for each, best first. A column is never renamed, moved or given another
meaning within a `LINE_FORMAT`.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any, NamedTuple

LINE_FORMAT = 2
"""Version of `LINE_COLUMNS`; any change of them is a new number."""

DECIMALS = 4
"""Decimals of the scores in a line, as of those over HTTP."""


class LineType(StrEnum):
    """The type of a column: whole numbers of 64 bits, floating-point numbers of 64 bits, Unicode text."""

    WHOLE = "int64"
    NUMBER = "float64"
    TEXT = "string"


class Line(NamedTuple):
    """One line: what a row asked and one of its hits, or that there is none, or why it could not be asked."""

    row: int
    line: int | None
    reference: str | None
    name: str | None
    status: str
    reason: str | None
    same_as: int | None
    hits: int | None
    rank: int | None = None
    score: float | None = None
    name_score: float | None = None
    party: str | None = None
    list: str | None = None
    listed_name: str | None = None
    primary_name: str | None = None
    kind: str | None = None
    birth_dates: str | None = None
    countries: str | None = None
    programmes: str | None = None
    measures: str | None = None
    listed_on: str | None = None
    evidence: str | None = None
    explanation: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """The values by column."""
        return self._asdict()


class LineColumn(NamedTuple):
    """One column: name, type, its meaning, and whether it may be empty (null)."""

    name: str
    type: LineType
    meaning: str
    nullable: bool = True


_WHOLE, _NUMBER, _TEXT = LineType.WHOLE, LineType.NUMBER, LineType.TEXT

LINE_COLUMNS: tuple[LineColumn, ...] = (
    LineColumn("row", _WHOLE, "Number of the row, from 1; the header and empty lines do not count.", nullable=False),
    LineColumn("line", _WHOLE, "Line of the file, or row of the sheet, at which the row begins, from 1; empty for Parquet."),
    LineColumn("reference", _TEXT, "The client's own reference, untouched."),
    LineColumn("name", _TEXT, "The name as it was screened."),
    LineColumn("status", _TEXT, "clear, review, block, or error: then nothing is known of this row.", nullable=False),
    LineColumn("reason", _TEXT, "Of an error: what is wrong, where, and what is allowed. Of another row: a warning, where there is one."),
    LineColumn("same_as", _WHOLE, "An earlier row that asks exactly the same; its answer stands here too."),
    LineColumn("hits", _WHOLE, "How many hits the row has, shown or not; empty for an error."),
    LineColumn("rank", _WHOLE, "Place of this hit, from 1, best first; empty, as are all columns behind it, without a hit."),
    LineColumn("score", _NUMBER, "Name score and evidence together, 0 to 1, to four decimals."),
    LineColumn("name_score", _NUMBER, "How well the two names agree, 0 to 1, to four decimals."),
    LineColumn("party", _TEXT, "Id of the listed party: its list, a colon, and the source's own reference."),
    LineColumn("list", _TEXT, "Id of the list."),
    LineColumn("listed_name", _TEXT, "The listed name that agreed best."),
    LineColumn("primary_name", _TEXT, "The party's primary name."),
    LineColumn("kind", _TEXT, "individual, entity, vessel or aircraft."),
    LineColumn("birth_dates", _TEXT, "Listed birth dates, apart by semicolons."),
    LineColumn("countries", _TEXT, "Listed countries, ISO 3166-1 alpha-2, apart by semicolons."),
    LineColumn("programmes", _TEXT, "Programmes, apart by semicolons."),
    LineColumn("measures", _TEXT, "Measures, apart by semicolons."),
    LineColumn("listed_on", _TEXT, "Date of the earliest designation, when stated."),
    LineColumn("evidence", _TEXT, "What else agrees or contradicts, apart by semicolons."),
    LineColumn("explanation", _TEXT, "One sentence that says why this is a hit."),
)
"""Every column, in order."""
