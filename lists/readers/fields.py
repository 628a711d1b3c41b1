"""One source record as named texts, each of which is taken, explicitly ignored, or reported."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TypeVar
from xml.etree.ElementTree import Element

from lists.errors import InvalidListFile
from lists.readers.base import ReadReport, unreadable
from screening.dates import PartialDate

T = TypeVar("T")


def clean(text: str | None) -> str:
    """The text trimmed, with every run of white space as one space; empty for None."""
    return " ".join(text.split()) if text else ""


class SourceRecord:
    """A row or element read field by field. Blank texts count as absent.

    `file` and `entry` (list id and reference, or the row) stand in every error. `finish` turns every field nobody took into a
    warning of the report: an extra column stops no load, but is never passed over in silence.
    """

    __slots__ = ("_fields", "entry", "file", "report")

    def __init__(self, fields: Mapping[str, str], file: str, entry: str, report: ReadReport) -> None:
        self._fields = dict(fields)
        self.file = file
        self.entry = entry
        self.report = report

    def problem(self, field: str, reason: str) -> InvalidListFile:
        """Build (not raise) the error that says `reason` about a field of this record."""
        return unreadable(self.file, self.entry, f"field {field!r}: {reason}")

    def take(self, field: str) -> str:
        """Take a required text. Raises `InvalidListFile` when it is missing or blank."""
        text = self.take_optional(field)
        if text is None:
            raise self.problem(field, "is missing or blank")
        return text

    def take_optional(self, field: str) -> str | None:
        """Take a text, with white space trimmed and collapsed; None when it is missing or blank."""
        return clean(self._fields.pop(field, None)) or None

    def take_raw(self, field: str) -> str:
        """Take a text exactly as it stands; empty when it is missing."""
        return self._fields.pop(field, "")

    def take_choice(self, field: str, table: Mapping[str, T]) -> T:
        """Take a required text that is a key of `table`. Raises `InvalidListFile` naming the value and what is known."""
        return self.choice(field, self.take(field), table)

    def choice(self, field: str, value: str, table: Mapping[str, T]) -> T:
        """What `table` gives for a value of a field. Raises `InvalidListFile` naming the value and what is known."""
        if value not in table:
            raise self.problem(field, f"unknown value {value!r}; known: {', '.join(sorted(table))}")
        return table[value]

    def date(self, field: str, text: str) -> PartialDate:
        """Read an ISO date (with or without a time after `T`), to the precision it has. Raises `InvalidListFile`."""
        try:
            return PartialDate.parse(text.partition("T")[0])
        except ValueError as error:
            raise self.problem(field, str(error)) from None

    def ignore(self, *fields: str) -> None:
        """Drop fields that the reader's `ignored` table gives a reason for. Raises `KeyError` when it gives none."""
        for field in fields:
            if field not in self.report.ignored:
                raise KeyError(f"{field} is ignored without a reason")
            self._fields.pop(field, None)

    def finish(self) -> None:
        """Report every field that was neither taken nor ignored, unless it is blank."""
        for field, text in self._fields.items():
            if clean(text):
                self.report.warn(f"{self.file}: unknown field {field!r} is not read")


class XmlRecord(SourceRecord):
    """An XML element read as a record: an attribute is the field `@name`, a child is the field of its local name.

    Children that hold elements or occur several times are taken with `children` or `child`.
    """

    __slots__ = ("_children", "text")

    def __init__(self, element: Element, file: str, entry: str, report: ReadReport) -> None:
        attributes = {f"@{local(name)}": value for name, value in element.attrib.items()} if element.attrib else {}
        super().__init__(attributes, file, entry, report)
        self.text = clean(element.text)
        self._children: dict[str, list[Element]] = {}
        for child in element:
            self._children.setdefault(local(child.tag), []).append(child)

    def take_optional(self, field: str) -> str | None:
        """Take the text of an attribute or of the one child of that name; None when missing or blank.

        Raises `InvalidListFile` when there are several children of that name, or the child holds elements or attributes.
        """
        if field.startswith("@"):
            return super().take_optional(field)
        found = self._children.pop(field, [])
        if len(found) > 1:
            raise self.problem(field, f"occurs {len(found)} times, expected once at most")
        if found and (len(found[0]) or found[0].attrib):
            raise self.problem(field, "holds elements or attributes, expected text alone")
        return (clean(found[0].text) or None) if found else None

    def texts(self, field: str) -> list[str]:
        """Take the texts of all children of that name, blank ones left out. Raises `InvalidListFile` when one is not text alone."""
        found = self._children.pop(field, [])
        if any(len(child) or child.attrib for child in found):
            raise self.problem(field, "holds elements or attributes, expected text alone")
        return [text for child in found if (text := clean(child.text))]

    def children(self, field: str) -> list[XmlRecord]:
        """Take all children of that name as records of their own; may be empty."""
        return [XmlRecord(child, self.file, self.entry, self.report) for child in self._children.pop(field, [])]

    def all_children(self) -> list[tuple[str, XmlRecord]]:
        """Take every child, whatever its name, as (name, record), grouped by name."""
        return [(field, child) for field in list(self._children) for child in self.children(field)]

    def child(self, field: str) -> XmlRecord | None:
        """Take the one child of that name as a record; None when there is none. Raises `InvalidListFile` when there are several."""
        found = self.children(field)
        if len(found) > 1:
            raise self.problem(field, f"occurs {len(found)} times, expected once at most")
        return found[0] if found else None

    def ignore(self, *fields: str) -> None:
        """Drop attributes and children that the reader's `ignored` table gives a reason for. Raises `KeyError` when it gives none."""
        super().ignore(*fields)
        for field in fields:
            self._children.pop(field, None)

    def finish(self) -> None:
        """Report every attribute and child that was neither taken nor ignored, unless it is blank and has nothing in it."""
        super().finish()
        for field, found in self._children.items():
            if any(len(child) or child.attrib or clean(child.text) for child in found):
                self.report.warn(f"{self.file}: unknown field {field!r} is not read")


@lru_cache(maxsize=1024)
def local(tag: str) -> str:
    """The name of an element or attribute without its namespace."""
    return tag.rpartition("}")[2]
