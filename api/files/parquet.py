"""Parquet in and out, through pyarrow, which the extra `[parquet]` brings."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, datetime, time
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from api.files.errors import unusable
from api.files.json_lines import cell_of
from api.files.kinds import FileKind
from api.files.source import MOST_COLUMNS, Reading
from screening.rows import Row
from screening.rows.reading import Cell

NEEDED = "pip install 'sanctions-screening[parquet]'"

_AT_ONCE = 2_000


class ParquetSource:
    """A Parquet file."""

    kind = FileKind.PARQUET
    blank = 0

    def __init__(self, path: Path, name: str, _: Reading) -> None:
        """Read the schema. Raises `InvalidFile`, also where pyarrow is not installed."""
        self.name = name
        self._path = path
        if find_spec("pyarrow") is None:
            raise unusable(name, "is Parquet, which needs pyarrow", NEEDED)
        with self._opened() as file:
            self.columns = tuple(str(one) for one in file.schema_arrow.names)
            self.notes: tuple[str, ...] = (f"{file.metadata.num_rows} rows in {file.metadata.num_row_groups} row groups",)
        if len(self.columns) > MOST_COLUMNS:
            raise unusable(name, f"has {len(self.columns)} columns", f"at most {MOST_COLUMNS}")
        if len(set(self.columns)) < len(self.columns):
            raise unusable(name, "has two columns of one name", "columns of different names")

    def rows(self, wanted: Collection[int] = ()) -> Iterator[Row]:
        """Yield every row in order; only wanted columns are read. Raises `InvalidFile`."""
        needed = [self.columns[place] for place in sorted(wanted)]
        number = 0
        with self._opened() as file:
            for batch in self._batches(file, needed):
                cells = dict(zip(sorted(wanted), (column.to_pylist() for column in batch.columns), strict=True))
                for place in range(batch.num_rows):
                    number += 1
                    yield self._row(number, {column: values[place] for column, values in cells.items()})

    def _row(self, number: int, values: dict[int, Any]) -> Row:
        cells: list[Cell] = [""] * len(self.columns)
        problem = None
        for place, value in values.items():
            cell = _cell(value)
            if cell is None:
                problem = (
                    problem
                    or f"{self.columns[place]!r} is of type {type(value).__name__} (allowed: text, a number, a date, or a list of texts)"
                )
            else:
                cells[place] = cell
        return Row(number, None, cells, problem)

    def _opened(self) -> Any:
        import pyarrow as pa  # noqa: PLC0415 (an extra)
        from pyarrow import parquet  # noqa: PLC0415

        try:
            return parquet.ParquetFile(self._path, buffer_size=1 << 20, pre_buffer=False)
        except (pa.ArrowException, OSError, ValueError) as error:
            raise self._damaged(error) from error

    def _batches(self, file: Any, needed: list[str]) -> Iterator[Any]:
        import pyarrow as pa  # noqa: PLC0415 (an extra)

        try:
            yield from file.iter_batches(batch_size=_AT_ONCE, columns=needed, use_threads=False)
        except (pa.ArrowException, OSError, ValueError) as error:
            raise self._damaged(error) from error

    def _damaged(self, error: Exception) -> Exception:
        return unusable(self.name, f"is cut off, damaged or not understood: {str(error).splitlines()[0]}", "a whole Parquet file")


def _cell(value: Any) -> Cell | None:
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return cell_of(value)
