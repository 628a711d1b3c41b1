"""The index on its way: opened and checked on the driver, sent to every executor once."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from screening.errors import IndexFileError
from screening.index import Index
from screening.index.packing import pack_index, unpack_index
from screening.spark.errors import SparkProblem

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

_sent: dict[tuple[str, str], tempfile.TemporaryDirectory[str]] = {}
"""Application and hash -> the folder from which executors fetch the archive: one that joins late does so late."""


class Place(NamedTuple):
    """Where executors find the index: a folder among the files Spark has sent them, or one they can all read."""

    folder: str
    shipped: bool


def opened(path: Path) -> Index:
    """Open a saved index, a folder or an archive of `pack_index`. Raises `IndexFileError`."""
    if path.is_dir():
        return Index.open(path)
    if not path.exists():
        raise IndexFileError(f"{path} is not there; `screening index` makes one")
    with tempfile.TemporaryDirectory(prefix="screening-index-") as scratch:
        unpack_index(path, Path(scratch))
        return Index.open(scratch)  # what is mapped stays when its name has gone


def placed(session: SparkSession, path: Path, index: Index, *, ship: bool) -> Place:
    """Tell where executors find the index; send it there first unless they can read `path` themselves. Raises `SparkProblem`."""
    if not ship:
        if not path.is_dir():
            raise SparkProblem(f"{path} is no folder: executors that read the index where it lies need it unpacked")
        return Place(str(path), shipped=False)
    context = _context(session)
    name = f"screening-index-{index.hash[:16]}"
    key = (context.applicationId, index.hash)
    if key not in _sent:
        folder = tempfile.TemporaryDirectory(prefix="screening-index-")
        archive = Path(folder.name) / f"{name}.zip"
        if path.is_dir():
            pack_index(path, archive)
        else:
            archive.write_bytes(path.read_bytes())
        context.addArchive(f"{archive}#{name}")
        _sent[key] = folder
    return Place(name, shipped=True)


def _context(session: SparkSession) -> Any:
    """The context of a classic session. One of Spark Connect has none, and no way to send an archive."""
    try:
        return session.sparkContext
    except Exception as error:  # PySpark's own class differs between 3.5 and 4
        raise SparkProblem(
            "this session cannot send an index to its executors (Spark Connect): put the folder of the index where all of them "
            "can read it, and say ship=False"
        ) from error
