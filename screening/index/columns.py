"""The columns of an index: arrays by name, kept in memory or memory-mapped from a folder.

A folder holds one file a column, the plain numbers, and ``index.json`` with the format, the engine version that built it, the
hash of what went in, number type, size and SHA-256 of every file, and a SHA-256 of itself. It is written beside its place and
renamed, so a reader never sees half of it. (NumPy's own files are not used: Python 3.11 cannot parse their headers in several
threads at once.)
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from screening.errors import IndexFileError
from screening.version import ENGINE_VERSION

Columns = Mapping[str, NDArray[Any]]
FORMAT = "screening-index-4"
HEADER = "index.json"
SUFFIX = ".column"
_CHUNK = 1 << 20


def save(columns: Columns, header: Mapping[str, Any], folder: Path) -> None:
    """Write the columns and the header to `folder`, which must not exist or be empty; whole or not at all.

    Raises `IndexFileError` when the folder holds something or cannot be written.
    """
    folder = Path(folder)
    try:
        if folder.exists() and any(folder.iterdir()):
            raise IndexFileError(f"{folder} is not empty; an index is never written over another: name a new folder")
        folder.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    except OSError as error:
        raise IndexFileError(f"{folder} cannot be written: {error}") from error
    try:
        files = {}
        for name, column in sorted(columns.items()):
            path = beside / f"{name}{SUFFIX}"
            column.tofile(path)
            files[name] = {"type": column.dtype.str, **_seal(path)}
        content = {"format": FORMAT, "engine": ENGINE_VERSION, "files": files, **header}
        text = json.dumps(content | {"seal": _header_seal(content)}, indent=1, sort_keys=True)
        (beside / HEADER).write_text(text, encoding="utf-8")
        beside.replace(folder)
    except OSError as error:
        raise IndexFileError(f"{folder} cannot be written: {error}") from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def open_folder(folder: Path) -> tuple[dict[str, NDArray[Any]], dict[str, Any]]:
    """Map the columns of a saved index read-only and return them with the header.

    Raises `IndexFileError`, saying which file and why, when the folder is missing, from another format or engine version, or
    when any file is not, byte for byte, what was saved.
    """
    folder = Path(folder)
    header = _header(folder)
    columns = {}
    for name, sealed in header["files"].items():
        path = folder / f"{name}{SUFFIX}"
        try:
            if {"type": sealed["type"], **_seal(path)} != sealed:
                raise IndexFileError(f"{path} is damaged: its size or SHA-256 is not what {HEADER} says; build the index again")
            columns[name] = _mapped(path, np.dtype(sealed["type"]))
        except (OSError, ValueError) as error:
            raise IndexFileError(f"{path} cannot be read: {error}; build the index again") from error
    return columns, header


def _mapped(path: Path, kind: np.dtype[Any]) -> NDArray[Any]:
    if not path.stat().st_size:
        return np.empty(0, kind)  # nothing can be mapped
    return np.asarray(np.memmap(path, kind, mode="r"))


def _header(folder: Path) -> dict[str, Any]:
    path = folder / HEADER
    try:
        header = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise IndexFileError(f"{path} cannot be read: {error}; is this the folder of an index?") from error
    if not isinstance(header, dict) or header.get("format") != FORMAT:
        raise IndexFileError(f"{path} is not of format {FORMAT}; build the index again")
    built_by = str(header.get("engine"))
    if built_by != ENGINE_VERSION:
        raise IndexFileError(
            f"{path} was built by engine {built_by}, this is {ENGINE_VERSION}; build the index again{_or_extras(built_by)}"
        )
    if header.pop("seal", None) != _header_seal(header):
        raise IndexFileError(f"{path} is damaged: it is not what was saved; build the index again")
    return header


def _or_extras(built_by: str) -> str:
    """What else can be done where only the extras are others: they are what an engine's version names after the plus sign."""
    alike = built_by.partition("+")[0] == ENGINE_VERSION.partition("+")[0]
    return ", or install the same extras in the same editions" if alike else ""


def _header_seal(content: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def _seal(path: Path) -> dict[str, Any]:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return {"bytes": path.stat().st_size, "sha256": digest.hexdigest()}


def texts_to_columns(texts: list[bytes]) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Lay byte strings end to end: the bytes, and where each begins (one more than there are strings)."""
    starts = np.zeros(len(texts) + 1, np.int64)
    np.cumsum([len(text) for text in texts], out=starts[1:])
    return np.frombuffer(b"".join(texts), np.uint8), starts


def ragged(lists: list[list[int]] | list[NDArray[Any]], dtype: Any) -> tuple[NDArray[Any], NDArray[np.int64]]:
    """Lay lists of numbers end to end: the numbers, and where each list begins (one more than there are lists)."""
    starts = np.zeros(len(lists) + 1, np.int64)
    np.cumsum([len(one) for one in lists], out=starts[1:])
    flat = np.concatenate([np.asarray(one, dtype) for one in lists]) if lists else np.empty(0, dtype)
    return flat, starts
