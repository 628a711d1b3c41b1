"""The zip archive a spreadsheet file is: its members, opened with limits, every foreign error translated."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from lists.readers.base import unreadable
from lists.readers.fields import local

MAX_MEMBER_BYTES = 512 * 1024 * 1024
"""No member may unpack to more: the largest list published as a spreadsheet unpacks to less than a twentieth of it."""

MAX_RATIO = 500
"""No member may be packed tighter, unless it is small: sheets of text pack about 10 to 1, a zip bomb 1,000 to 1."""

SMALL_BYTES = 8 * 1024 * 1024


@contextmanager
def opened(path: Path) -> Iterator[zipfile.ZipFile]:
    """Open a spreadsheet file. Raises `InvalidListFile` for what is no zip archive, here or while a member is read."""
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise unreadable(path.name, "", f"is not a whole spreadsheet file (a zip archive): {error}") from error
    except ParseError as error:
        raise unreadable(path.name, "", f"holds XML that is not well formed to its end: {error}") from error
    except DefusedXmlException as error:
        raise unreadable(path.name, "", f"declares a document type or entities, which a sheet never needs: {error}") from error
    except OSError as error:
        raise unreadable(path.name, "", f"cannot be read: {error.strerror or error}") from error
    except (NotImplementedError, RuntimeError, ValueError, LookupError) as error:
        raise unreadable(path.name, "", f"is packed or encoded in a way that is not read: {error}") from error


def member(archive: zipfile.ZipFile, name: str, path: Path) -> IO[bytes]:
    """Open one member. Raises `InvalidListFile` when it is missing or would unpack to more than the limits."""
    try:
        info = archive.getinfo(name)
    except KeyError:
        raise unreadable(path.name, "", f"has no {name} inside") from None
    if info.file_size > MAX_MEMBER_BYTES or (info.file_size > SMALL_BYTES and info.file_size > MAX_RATIO * info.compress_size):
        raise unreadable(path.name, "", f"{name} inside would unpack to {info.file_size} bytes; allowed: {MAX_MEMBER_BYTES}")
    return archive.open(info)


def elements(stream: IO[bytes], *names: str) -> Iterator[Element]:
    """Yield each whole element of one of these local names, in file order; it is emptied when the next is asked for.

    Elements outside of them are dropped as they close, so memory holds one such element at a time.
    """
    wanted = frozenset(names)
    inside = 0
    for event, element in iterparse(stream, events=("start", "end"), forbid_dtd=True):
        found = local(element.tag) in wanted
        if event == "start":
            inside += found
            continue
        inside -= found
        if found and not inside:
            yield element
        if not inside:
            element.clear()


def mentions(path: Path, name: str, *texts: bytes) -> bool:
    """Whether the first kilobytes of the member `name` hold every one of the texts; False for what is no such file. Never raises."""
    try:
        with zipfile.ZipFile(path) as archive, archive.open(name) as stream:
            start = stream.read(1 << 16)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, KeyError, NotImplementedError, RuntimeError, ValueError):
        return False
    return all(text in start for text in texts)
