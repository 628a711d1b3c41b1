"""Every format that can be read, and finding out which one some files are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from lists.readers import australia, canada, eu, house, ofac, opensanctions, switzerland, uk, un
from lists.readers.base import OfficialSource, Reader, unreadable
from lists.readers.streams import xml_root

_PACKAGES = (ofac, un, eu, uk, canada, australia, switzerland, opensanctions, house)

READERS: Mapping[str, Reader] = {reader.format: reader for package in _PACKAGES for reader in package.READERS}
"""Format -> reader. To add one, write its package with `READERS` and `SOURCES`, and name it in the tuple above."""

OFFICIAL_SOURCES: Mapping[str, OfficialSource] = {source.id: source for package in _PACKAGES for source in package.SOURCES}
"""List id -> where its authority publishes it."""


def detect(files: Sequence[Path]) -> str:
    """The format of some files, by their names and first kilobytes.

    Raises `InvalidListFile` that says what was seen and which formats are known when none, or more than one, fits.
    """
    fitting = [reader.format for reader in READERS.values() if reader.recognises(files)]
    if len(fitting) == 1:
        return fitting[0]
    names = ", ".join(path.name for path in files) or "no file"
    if fitting:
        raise unreadable(names, "", f"could be {' or '.join(fitting)}; name the format")
    known = "; ".join(f"{reader.format}: {reader.files}" for reader in READERS.values())
    raise unreadable(names, "", f"{_seen(files)}, which is no format of a list that can be read; known: {known}")


def _seen(files: Sequence[Path]) -> str:
    roots = [(path.name, xml_root(path)) for path in files]
    xml = [f"{name} is XML that starts with <{root.tag}>" for name, root in roots if root is not None]
    return ", ".join(xml) or "is no XML"
