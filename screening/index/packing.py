"""A saved index as one file, to be carried to other machines, and taken apart there.

The archive holds the files of the folder and nothing else. What it unpacks to is checked when it is opened, as any saved index is.
"""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from pathlib import Path

from screening.errors import IndexFileError
from screening.index.columns import HEADER, SUFFIX

_MOST_FILES = 1_000
_MOST_BYTES = 16 << 30
"""What an archive may unpack to: an index of a million listed names takes a thirtieth of it."""


def pack_index(folder: Path, archive: Path) -> None:
    """Write the saved index in `folder` into a new zip archive, whole or not at all. Raises `IndexFileError`."""
    files = sorted(path for path in folder.iterdir() if path.name == HEADER or path.suffix == SUFFIX) if folder.is_dir() else []
    if not any(path.name == HEADER for path in files):
        raise IndexFileError(f"{folder} holds no {HEADER}; is this the folder of an index?")
    if archive.exists():
        raise IndexFileError(f"{archive} is there already; an index is never written over another: name a new file")
    try:
        archive.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{archive.name}-", dir=archive.parent) as beside:
            made = Path(beside) / archive.name
            with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target:
                for path in files:
                    target.write(path, path.name)
            made.replace(archive)
    except OSError as error:
        raise IndexFileError(f"{archive} cannot be written: {error}") from error


def unpack_index(archive: Path, folder: Path) -> None:
    """Write the files of an archive of `pack_index` into a folder that is there. Raises `IndexFileError` for any other archive."""
    try:
        with zipfile.ZipFile(archive) as source:
            members = source.infolist()
            strange = [one.filename for one in members if one.filename != HEADER and not _is_column(one.filename)]
            if strange or len(members) > _MOST_FILES or HEADER not in source.namelist():
                raise IndexFileError(f"{archive} is no index: {strange[0] if strange else HEADER!r} is not what one holds")
            if sum(one.file_size for one in members) > _MOST_BYTES:
                raise IndexFileError(f"{archive} would unpack to more than {_MOST_BYTES >> 30} GB")
            for one in members:
                with source.open(one) as packed, (folder / one.filename).open("wb") as file:
                    shutil.copyfileobj(packed, file)
    except (OSError, zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError) as error:
        raise IndexFileError(f"{archive} cannot be read: {error}; make it again") from error


def _is_column(name: str) -> bool:
    return name.endswith(SUFFIX) and "/" not in name and "\\" not in name and not name.startswith(".")
