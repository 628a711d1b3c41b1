"""What a file is: told by its content, and held against its name and what the caller says."""

from __future__ import annotations

import zipfile
from enum import StrEnum
from pathlib import Path
from typing import IO

from api.files.errors import InvalidFile, unusable


class FileKind(StrEnum):
    """A format that is read and written."""

    CSV = "csv"
    JSONL = "jsonl"
    XLSX = "xlsx"
    PARQUET = "parquet"


ENDINGS = {
    "csv": FileKind.CSV,
    "tsv": FileKind.CSV,
    "txt": FileKind.CSV,
    "tab": FileKind.CSV,
    "psv": FileKind.CSV,
    "jsonl": FileKind.JSONL,
    "ndjson": FileKind.JSONL,
    "jsonlines": FileKind.JSONL,
    "xlsx": FileKind.XLSX,
    "parquet": FileKind.PARQUET,
    "pq": FileKind.PARQUET,
}
"""Ending of a name, in lower case -> format."""

ALLOWED = "CSV, JSON lines, XLSX or Parquet"

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FOREIGN = {
    b"\x1f\x8b": "is compressed with gzip",
    b"BZh": "is compressed with bzip2",
    b"\xfd7zXZ\x00": "is compressed with xz",
    b"\x28\xb5\x2f\xfd": "is compressed with zstd",
    b"%PDF": "is a PDF document",
    b"\x89PNG": "is an image",
    b"\xff\xd8\xff": "is an image",
    b"GIF8": "is an image",
    b"SQLite format 3\x00": "is a database",
    b"\x7fELF": "is a program",
    b"MZ": "is a program",
    b"Rar!": "is a RAR archive",
    b"7z\xbc\xaf": "is a 7-Zip archive",
    b"{\\rtf": "is a text document (RTF)",
}
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")


def kind_of(path: Path, name: str, said: FileKind | None = None) -> FileKind:
    """Tell what the file at `path` is by its content; `name` is what its owner calls it.

    Raises `InvalidFile` when it is empty, is none of the formats, is protected by a password, holds macros, or is another format
    than its name ends in or the caller says.
    """
    with path.open("rb") as file:
        start = file.read(4096)
        found = _by_content(file, start, path, name)
    if said is not None and said is not found:
        raise unusable(name, f"holds {found.upper()}, not {said.upper()} as was said", f"the format {found}")
    ending = ENDINGS.get(Path(name).suffix.lower().removeprefix("."))
    if said is None and ending is not None and ending is not found:
        raise unusable(name, f"holds {found.upper()}, which is not what the ending of its name says", f"a name that ends in .{found}")
    return found


def _by_content(file: IO[bytes], start: bytes, path: Path, name: str) -> FileKind:
    if not start:
        raise unusable(name, "is empty", "a header and at least one row")
    if start.startswith(_ZIP):
        _check_workbook(path, name)
        return FileKind.XLSX
    if start.startswith(_OLE):
        raise _old_or_protected(file, start, name)
    if start.startswith(b"PAR1"):
        return FileKind.PARQUET
    for magic, what in _FOREIGN.items():
        if start.startswith(magic):
            raise unusable(name, what, ALLOWED)
    text = start.lstrip(b"\xef\xbb\xbf \t\r\n")
    if text.startswith(b"["):
        raise unusable(name, "is a JSON array", "JSON lines: one object a line, without commas between")
    if text.startswith(b"<"):
        raise unusable(name, "is XML or HTML", ALLOWED)
    return FileKind.JSONL if text.startswith(b"{") else FileKind.CSV


def _old_or_protected(file: IO[bytes], start: bytes, name: str) -> InvalidFile:
    file.seek(0)
    if _ENCRYPTED_STREAM in start or _ENCRYPTED_STREAM in file.read(1 << 24):
        return unusable(name, "is protected by a password", "the workbook saved without one")
    return unusable(name, "is a workbook of an old format (XLS)", "XLSX, or CSV")


MOST_UNPACKED = 2 << 30
"""Bytes a workbook may unpack to: a full sheet of a million rows and ten columns unpacks to a third of it."""

MOST_RATIO, SMALL = 200, 16 << 20
"""How tight a member may be packed, unless it is small: sheets pack 10 or 20 to 1, a zip bomb 1,000 to 1. `SMALL` in bytes."""

LARGE = 64 << 20
"""Bytes a workbook unpacks to that is read in a moment: some 100,000 rows."""

MOST_MEMBERS, _MEMBER = 20_000, b"PK\x01\x02"
"""Parts of a workbook: a few for each sheet and image. And what stands before each in the directory of the archive."""

_MACROS = ("vbaproject.bin", "vbadata.xml")


def _members_at_most(path: Path) -> int:
    """How many members an archive may have, counted by what each of them begins with in its directory: the library reads all of that
    directory, and holds a kilobyte of memory for a member of eighty bytes.
    """
    count, end = 0, b""
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            count += (end + block).count(_MEMBER)
            end = block[-len(_MEMBER) + 1 :]
    return count


def is_large_workbook(path: Path) -> bool:
    """Whether a workbook that `kind_of` has let pass unpacks to so much that reading it takes more than a moment."""
    with zipfile.ZipFile(path) as archive:
        return sum(member.file_size for member in archive.infolist()) > LARGE


def _check_workbook(path: Path, name: str) -> None:
    """Refuse what is no workbook, or would be a burden to open. Nothing is unpacked here."""
    if _members_at_most(path) > MOST_MEMBERS:
        raise unusable(name, "holds far more parts than a workbook does", f"at most {MOST_MEMBERS} parts")
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise unusable(name, f"is cut off or damaged: {error}", "a whole workbook") from error
    names = {member.filename.lower() for member in members}
    if "xl/workbook.xml" not in names:
        what = "is an OpenDocument spreadsheet" if "content.xml" in names else "is a zip archive, not a workbook"
        what = "is a binary workbook (XLSB)" if "xl/workbook.bin" in names else what
        raise unusable(name, what, "XLSX, or CSV")
    if any(one.endswith(_MACROS) or "/macrosheets/" in one for one in names):
        raise unusable(name, "holds macros", "the workbook saved as XLSX, without them")
    if any(member.flag_bits & 1 for member in members):
        raise unusable(name, "is protected by a password", "the workbook saved without one")
    tight = [one for one in members if one.file_size > SMALL and one.file_size > MOST_RATIO * max(one.compress_size, 1)]
    if tight or sum(member.file_size for member in members) > MOST_UNPACKED:
        raise unusable(name, "would unpack to far more than a workbook holds", f"at most {MOST_UNPACKED >> 20} MB unpacked")
