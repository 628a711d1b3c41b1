"""Results written: the same lines in every format."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, Protocol

from api.files.errors import CannotWrite
from api.files.kinds import ENDINGS, FileKind
from api.files.writing.csv_file import CsvWriter
from api.files.writing.json_lines import JsonLinesWriter
from api.files.writing.parquet import ParquetWriter
from api.files.writing.workbook import WorkbookWriter
from screening.rows import Line

MEDIA_TYPES = {
    FileKind.CSV: "text/csv; charset=utf-8",
    FileKind.JSONL: "application/x-ndjson",
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileKind.PARQUET: "application/vnd.apache.parquet",
}
"""Format -> media type."""


class LineWriter(Protocol):
    """Writes lines into a file of one format."""

    def write(self, lines: Iterable[Line]) -> None:
        """Write lines, in order."""

    def finish(self, summary: Mapping[str, Any]) -> None:
        """Write what stands at the end, the summary (JSON values) where the format has a place for it, and close the file."""

    def abandon(self) -> None:
        """Close the file as it is."""


WRITERS: dict[FileKind, Callable[[Path], LineWriter]] = {
    FileKind.CSV: CsvWriter,
    FileKind.JSONL: JsonLinesWriter,
    FileKind.XLSX: WorkbookWriter,
    FileKind.PARQUET: ParquetWriter,
}
"""Format -> what opens a new file of it."""


def kind_of_result(path: Path | None, said: FileKind | None) -> FileKind:
    """The format to write: as said, else by the ending of the name, CSV where there is no name. Raises `CannotWrite`."""
    if said is not None:
        return said
    if path is None:
        return FileKind.CSV
    found = ENDINGS.get(path.suffix.lower().removeprefix("."))
    if found is None or path.suffix.lower() not in {".csv", ".jsonl", ".ndjson", ".xlsx", ".parquet"}:
        raise CannotWrite(
            f"{path.name}: the ending names no format of a result (allowed: .csv, .jsonl, .xlsx, .parquet, or the format said)"
        )
    return found
