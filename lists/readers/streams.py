"""Files as streams of rows and elements: never a whole file in memory, every foreign error translated here."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO
from xml.etree.ElementTree import Element, ParseError, iterparse

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse as guarded_iterparse

from lists.errors import InvalidListFile
from lists.readers.base import unreadable
from lists.readers.fields import local

HEAD_BYTES = 8192


def head(path: Path) -> bytes:
    """The first kilobytes of a file, for recognising it; empty when it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(HEAD_BYTES)
    except OSError:
        return b""


def xml_root(path: Path) -> Element | None:
    """An XML file's outermost element with its attributes, without its content; None when the file is no XML or cannot be read."""
    try:
        for _, element in guarded_iterparse(path, events=("start",), forbid_dtd=True):
            return Element(local(element.tag), dict(element.attrib))
    except (OSError, ParseError, DefusedXmlException, ValueError, LookupError):
        return None
    return None


def xml_elements(path: Path, *through: str) -> Iterator[Element]:
    """Yield each element that is not in `through` (local names: the root and the containers of records) but whose ancestors all are.

    Elements come whole, in file order, and are forgotten when the next is asked for. So a caller meets every element of the
    file: what it does not know it must report. Raises `InvalidListFile` for what is not well formed XML to the last closing
    element, declares a DTD or entities, has a root that is not in `through`, or cannot be read.
    """
    try:
        with path.open("rb") as file:
            _refuse_document_type(file)
            yield from _outside(file, path.name, through)
    except ParseError as error:
        raise unreadable(path.name, "", f"is not well formed XML to its end: {error}") from error
    except DefusedXmlException as error:
        raise unreadable(path.name, "", f"declares a document type or entities, which a list never needs: {error}") from error
    except (OSError, ValueError, LookupError) as error:
        raise _translated(path, error) from error


def _refuse_document_type(file: BinaryIO) -> None:
    """Read up to the root element with the guarded parser, which raises at a document type: one can stand nowhere else. What follows
    it is read with the parser in C, which is four times as fast.
    """
    next(iter(guarded_iterparse(file, events=("start",), forbid_dtd=True)), None)
    file.seek(0)


def _outside(file: BinaryIO, name: str, through: Sequence[str]) -> Iterator[Element]:
    containers = frozenset(through)
    open_elements: list[Element] = []
    inside = 0
    for event, element in iterparse(file, events=("start", "end")):  # noqa: S314 - the guarded parser has seen the prolog
        if event == "start":
            open_elements.append(element)
            if not inside and local(element.tag) not in containers:
                inside = len(open_elements)
            if inside == 1:
                raise unreadable(name, "", f"starts with <{local(element.tag)}>, not with <{through[0]}>")
            continue
        if len(open_elements) == inside:
            inside = 0
            yield element
        open_elements.pop()
        if not inside and open_elements:
            open_elements[-1].remove(element)


def csv_rows(path: Path, encoding: str = "utf-8-sig", delimiter: str = ",") -> Iterator[tuple[int, list[str]]]:
    """Yield (line number at which the row ends, fields) of each row that is not empty.

    Raises `InvalidListFile` when the file cannot be read, is not in `encoding`, or a quoted field is never closed.
    """
    try:
        with path.open(encoding=encoding, newline="") as file:
            rows = csv.reader(file, delimiter=delimiter, strict=True)
            for row in rows:
                if row:
                    yield rows.line_num, row
    except csv.Error as error:
        raise unreadable(path.name, "", f"is not well formed CSV: {error}") from error
    except (OSError, ValueError, LookupError) as error:
        raise _translated(path, error) from error


def single(files: Sequence[Path], wanted: str) -> Path:
    """The one file given. Raises `InvalidListFile` saying what is wanted when there is none or several."""
    if len(files) != 1:
        names = ", ".join(path.name for path in files) or "no file"
        raise unreadable(names, "", f"the format wants one file: {wanted}")
    return files[0]


def _translated(path: Path, error: Exception) -> InvalidListFile:
    if isinstance(error, OSError):
        return unreadable(path.name, "", f"cannot be read: {error.strerror or error}")
    return unreadable(path.name, "", f"is not in the encoding it should be: {error}")
