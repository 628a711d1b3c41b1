"""The function that engines of record batches call: batches of customers in, batches of lines out, as Arrow has them.

Rows become queries and answers become lines as everywhere in `screening.rows`, so what comes out of Spark is what comes out of a file.
pyarrow is imported inside functions: the library works without it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import count, islice
from typing import TYPE_CHECKING

from screening.errors import InvalidInput, Problem
from screening.index import Index
from screening.policy import Policy
from screening.rows.arrow_cells import READABLE, cells_of, is_list, is_readable
from screening.rows.fields import BY_NAME
from screening.rows.mapping import Mapping
from screening.rows.reading import Cell, Row, RowReader
from screening.rows.result import LINE_COLUMNS, LINE_FORMAT, Line, LineType
from screening.rows.run import screen_rows

if TYPE_CHECKING:
    import pyarrow as pa

FORMAT_KEY = "screening.line_format"
"""Key of the schema's metadata that holds `LINE_FORMAT`."""

ROWS_AT_ONCE = 2_048
"""Rows screened together, whose lines are one batch: memory does not depend on the size of the batches that come in."""


def line_schema() -> pa.Schema:
    """Return the schema of lines: `LINE_COLUMNS` in order, `LINE_FORMAT` in the metadata under `FORMAT_KEY`."""
    import pyarrow as pa  # noqa: PLC0415 (an extra)

    types = {LineType.WHOLE: pa.int64(), LineType.NUMBER: pa.float64(), LineType.TEXT: pa.string()}
    fields = [pa.field(column.name, types[column.type], column.nullable) for column in LINE_COLUMNS]
    return pa.schema(fields, metadata={FORMAT_KEY: str(LINE_FORMAT)})


def lines_to_batch(lines: Sequence[Line]) -> pa.RecordBatch:
    """Return lines as one record batch of `line_schema`."""
    import pyarrow as pa  # noqa: PLC0415 (an extra)

    schema = line_schema()
    columns = zip(*lines, strict=True) if lines else [()] * len(schema)
    arrays = [pa.array(values, field.type) for values, field in zip(columns, schema, strict=True)]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def screen_batches(
    batches: Iterable[pa.RecordBatch], reader: RowReader, index: Index, policy: Policy, *, numbers: str | None = None
) -> Iterator[pa.RecordBatch]:
    """Screen every row of the batches; yield its lines, in the order of the rows, as batches of `line_schema`.

    The first columns of every batch are those of `reader.mapping`, in order. `numbers` names a further column that holds the number of
    each row; without it rows are numbered from 1. A row that cannot be understood, or holds a value that cannot be read, is a line with
    status ``error``; none is left out. Raises `InvalidInput` as `check_columns` and for rows without a number, and as `screen_rows`.
    """
    counted, mapping = count(1), reader.mapping
    read = sorted({place for places in mapping.places.values() for place in places})
    for batch in batches:
        check_columns(batch.schema, mapping)
        for start in range(0, batch.num_rows, ROWS_AT_ONCE):
            piece = batch.slice(start, ROWS_AT_ONCE)
            given = _numbers(piece, numbers) if numbers else list(islice(counted, piece.num_rows))
            rows = rows_of({place: piece.column(place) for place in read}, mapping.columns, given)
            found = screen_rows(rows, reader, index, policy)
            yield lines_to_batch([line for lines in found for line in lines])


def check_columns(schema: pa.Schema, mapping: Mapping) -> None:
    """Raise `InvalidInput` unless a schema begins with the mapping's columns and those that are read are `READABLE`.

    A list is refused in a field that has one value for a row.
    """
    names = tuple(schema.names[: len(mapping.columns)])
    if names != mapping.columns:
        raise InvalidInput([Problem("/columns", f"the columns are {', '.join(names)}", ", ".join(mapping.columns))])
    problems = []
    for field, places in mapping.places.items():
        for place in places:
            kind = schema.field(place).type
            what = f"{mapping.columns[place]!r}, read as {field}, is of type {kind}"
            if not is_readable(kind):
                problems.append(Problem("/columns", what, READABLE))
            elif is_list(kind) and not BY_NAME[field].several:
                problems.append(Problem("/columns", what, "one value for a row"))
    if problems:
        raise InvalidInput(problems)


def rows_of(columns: dict[int, pa.Array], headings: Sequence[str], numbers: Sequence[int]) -> list[Row]:
    """Return so many rows as wide as `headings` from the columns by place, from 0; those that are not given are left blank.

    Raises `ValueError` for a column that is not `READABLE`; a value that cannot be read is the problem of its row.
    """
    blank: list[Cell] = [""] * len(headings)
    cells = [blank.copy() for _ in numbers]
    problems: dict[int, str] = {}
    for place, column in sorted(columns.items()):
        for row, value in enumerate(cells_of(column)):
            if value is None:
                what = "holds bytes that are not UTF-8, or a date that is none"
                problems.setdefault(row, f"{headings[place]!r} {what} (allowed: UTF-8, dates of the years 1 to 9999)")
            else:
                cells[row][place] = value
    return [Row(number, None, cells[row], problems.get(row)) for row, number in enumerate(numbers)]


def _numbers(batch: pa.RecordBatch, name: str) -> list[int]:
    from pyarrow import types  # noqa: PLC0415 (an extra)

    column = batch.column(name) if name in batch.schema.names else None
    if column is None or not types.is_integer(column.type) or column.null_count:
        raise InvalidInput([Problem("/columns", f"{name!r} does not number every row", "a column of whole numbers, none missing")])
    numbers: list[int] = column.to_pylist()
    return numbers
