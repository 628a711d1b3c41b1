"""Opening a file of customers, whatever it is."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from api.files.delimited import DelimitedSource
from api.files.errors import unusable
from api.files.json_lines import JsonLinesSource
from api.files.kinds import FileKind, kind_of
from api.files.parquet import ParquetSource
from api.files.source import Reading, Source
from api.files.workbook import WorkbookSource

STANDARD_INPUT = "standard input"


@contextmanager
def opened(path: Path, name: str, reading: Reading) -> Iterator[Source]:
    """Open the file at `path`, which its owner calls `name`. What it needs on disk is removed at the end.

    Raises `InvalidFile` when it is not there, not one of the formats, or its beginning cannot be read.
    """
    with tempfile.TemporaryDirectory(prefix="screening-") as scratch:
        yield source_of(path, name, reading, Path(scratch))


def source_of(path: Path, name: str, reading: Reading, scratch: Path, *, hasty: bool = False) -> Source:
    """Make the source of a file; `scratch` is a folder for what it needs. Raises `InvalidFile`.

    `hasty`: somebody waits. A workbook that takes much memory or time raises `TooMuch` then.
    """
    try:
        kind = kind_of(path, name, reading.format)
    except OSError as error:
        raise unusable(name, f"cannot be read: {error.strerror or error}", "a file this user may read") from error
    if kind is FileKind.CSV:
        return DelimitedSource(path, name, reading)
    if kind is FileKind.JSONL:
        return JsonLinesSource(path, name, reading)
    if kind is FileKind.XLSX:
        return WorkbookSource(path, name, reading, scratch, hasty=hasty)
    return ParquetSource(path, name, reading)


def is_stream(path: Path) -> bool:
    """Whether what lies at a path gives its bytes once alone: a named pipe, a device, ``<(command)`` of a shell."""
    return path.is_fifo() or path.is_char_device() or path.is_socket()


def kept(stream: IO[bytes], folder: Path) -> Path:
    """Copy what a pipe gives into a file, which can be read more than once; return its path."""
    path = folder / "input"
    with path.open("wb") as file:
        shutil.copyfileobj(stream, file)
    return path
