"""Parquet in and out, through pyarrow, which the extra `[parquet]` brings."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from api.files.errors import unusable
from api.files.kinds import FileKind
from api.files.source import MOST_COLUMNS, Reading
from screening.rows import Row
from screening.rows.arrow import rows_of
from screening.rows.arrow_cells import READABLE, is_readable

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
        """Yield every row in order; only wanted columns are read. Raises `InvalidFile`, also for one of a type that is not read."""
        places, number = sorted(wanted), 0
        with self._opened() as file:
            for place in places:
                kind = file.schema_arrow.field(place).type
                if not is_readable(kind):
                    raise unusable(self.name, f"has a column {self.columns[place]!r} of type {kind}", READABLE)
            for batch in self._batches(file, [self.columns[place] for place in places]):
                numbers = range(number + 1, number + 1 + batch.num_rows)
                yield from rows_of(dict(zip(places, batch.columns, strict=True)), self.columns, numbers)
                number += batch.num_rows

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
