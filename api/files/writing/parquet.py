"""Parquet, compressed with zstd; the form of the lines and the summary stand in the metadata of the file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from api.files.errors import CannotWrite
from api.files.parquet import NEEDED
from screening.rows import Line
from screening.rows.arrow import line_schema, lines_to_batch

_ROW_GROUP = 20_000

SUMMARY_KEY = "screening.summary"
"""Key of the metadata that holds the summary as JSON."""


class ParquetWriter:
    """Writes a Parquet file."""

    def __init__(self, path: Path) -> None:
        """Open the file. Raises `CannotWrite` where pyarrow is not installed."""
        if find_spec("pyarrow") is None:
            raise CannotWrite(f"Parquet needs pyarrow: {NEEDED}")
        from pyarrow import parquet  # noqa: PLC0415 (an extra)

        self._writer = parquet.ParquetWriter(path, line_schema(), compression="zstd")
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
            self._writer.write_batch(lines_to_batch(self._waiting))
            self._waiting = []
