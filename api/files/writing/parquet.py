"""Parquet, compressed with zstd; the form of the lines and the summary stand in the metadata of the file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from api.files.errors import CannotWrite
from api.files.parquet import NEEDED
from screening.rows import LINE_COLUMNS, LINE_FORMAT, Line

_ROW_GROUP = 20_000

FORMAT_KEY, SUMMARY_KEY = "screening.line_format", "screening.summary"
"""Keys of the metadata: the number of the form, and the summary as JSON."""


class ParquetWriter:
    """Writes a Parquet file."""

    def __init__(self, path: Path) -> None:
        """Open the file. Raises `CannotWrite` where pyarrow is not installed."""
        if find_spec("pyarrow") is None:
            raise CannotWrite(f"Parquet needs pyarrow: {NEEDED}")
        import pyarrow as pa  # noqa: PLC0415 (an extra)
        from pyarrow import parquet  # noqa: PLC0415

        self._arrow: Any = pa
        types = {"int64": pa.int64(), "float64": pa.float64(), "string": pa.string()}
        fields = [pa.field(column.name, types[column.type], column.nullable) for column in LINE_COLUMNS]
        self._schema = pa.schema(fields, metadata={FORMAT_KEY: str(LINE_FORMAT)})
        self._writer = parquet.ParquetWriter(path, self._schema, compression="zstd")
        self._waiting: list[Line] = []

    def write(self, lines: Iterable[Line]) -> None:
        """Write lines, in order."""
        self._waiting += lines
        if len(self._waiting) >= _ROW_GROUP:
            self._flush()

    def finish(self, summary: Mapping[str, Any]) -> None:
        """Write what is left and the summary, and close the file."""
        self._flush()
        self._writer.add_key_value_metadata({SUMMARY_KEY: json.dumps(summary, ensure_ascii=False)})
        self._writer.close()

    def abandon(self) -> None:
        """Close the file as it is."""
        self._writer.close()

    def _flush(self) -> None:
        if self._waiting:
            columns = [
                self._arrow.array(values, field.type) for values, field in zip(zip(*self._waiting, strict=True), self._schema, strict=True)
            ]
            self._writer.write_table(self._arrow.Table.from_arrays(columns, schema=self._schema))
            self._waiting = []
