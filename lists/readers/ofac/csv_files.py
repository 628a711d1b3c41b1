"""The files of OFAC's CSV layout: which is which, their rows, and what belongs to one party.

The files have no header; the columns and `-0-` for null are those of the Office's data specification. Each file ends with a row
that holds Ctrl-Z alone; one without it is cut off.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from lists.readers.base import ReadReport, unreadable
from lists.readers.fields import SourceRecord
from lists.readers.streams import csv_rows

WANTED = "sdn.csv, alt.csv, add.csv and, where there is one, sdn_comments.csv (or cons_prim.csv, cons_alt.csv, cons_add.csv)"
COLUMNS: Mapping[str, Sequence[str]] = {
    "main": [
        *["ent_num", "SDN_Name", "SDN_Type", "Program", "Title", "Call_Sign"],
        *["Vess_type", "Tonnage", "GRT", "Vess_flag", "Vess_owner", "Remarks"],
    ],
    "alt": ["ent_num", "alt_num", "alt_type", "alt_name", "alt_remarks"],
    "add": ["ent_num", "add_num", "address", "city", "country", "add_remarks"],
    "comments": ["ent_num", "remarks"],
}
"""Part of the edition -> its columns."""

_NAMES: Mapping[str, re.Pattern[str]] = {
    "main": re.compile(r"(?:sdn|cons_prim)\.csv"),
    "alt": re.compile(r"(?:cons_)?alt\.csv"),
    "add": re.compile(r"(?:cons_)?add\.csv"),
    "comments": re.compile(r"(?:sdn|cons)_comments\.csv"),
}
_CLOSING = ["\x1a"]


def part_of(path: Path) -> str | None:
    """Which part of an edition a file is by its name; None when it is none."""
    return next((part for part, name in _NAMES.items() if name.fullmatch(path.name.lower())), None)


def by_part(files: Sequence[Path]) -> dict[str, Path]:
    """The file of each part. Raises `InvalidListFile` when one is missing (comments may), there twice, or none of them."""
    paths: dict[str, Path] = {}
    for path in files:
        part = part_of(path)
        if part is None or part in paths:
            raise unreadable(path.name, "", f"is not one of the files wanted, each once: {WANTED}")
        paths[part] = path
    missing = [part for part in ("main", "alt", "add") if part not in paths]
    if missing:
        names = ", ".join(path.name for path in files) or "no file"
        raise unreadable(names, "", f"the list is not whole without the file(s) {', '.join(missing)}; wanted: {WANTED}")
    return paths


def records(path: Path, part: str, report: ReadReport) -> Iterator[SourceRecord]:
    """Yield each row but the closing one as a record. Raises `InvalidListFile` when a row has another width or the closing row is
    missing or not the last.
    """
    columns = COLUMNS[part]
    closed = False
    for line, row in csv_rows(path):
        if closed:
            raise unreadable(path.name, f"line {line}", "a row after the closing Ctrl-Z")
        if row == _CLOSING:
            closed = True
        elif len(row) != len(columns):
            raise unreadable(path.name, f"line {line}", f"{len(row)} columns, expected {len(columns)}: {', '.join(columns)}")
        else:
            values = {name: "" if value.strip() == "-0-" else value for name, value in zip(columns, row, strict=True)}
            yield SourceRecord(values, path.name, f"line {line}, ent_num {row[0].strip()}", report)
    if not closed:
        raise unreadable(path.name, "", "ends without the closing Ctrl-Z: the file is cut off")


class Beside:
    """What a file beside the main one says about each party, by ent_num. What nobody took belongs to no party."""

    def __init__(self, path: Path | None, part: str, report: ReadReport) -> None:
        self._path = path
        self._records: dict[str, list[SourceRecord]] = defaultdict(list)
        for record in records(path, part, report) if path else ():
            self._records[record.take("ent_num")].append(record)

    def take(self, reference: str) -> list[SourceRecord]:
        """Take the records of one party, in file order."""
        return self._records.pop(reference, [])

    def finish(self, main: Path) -> None:
        """Raise `InvalidListFile` when records are left: they name a party that the main file does not hold."""
        for reference, left in self._records.items():
            raise unreadable(left[0].file, left[0].entry, f"ent_num {reference} is no party of {main.name}")


def references_by_name(main: Path, report: ReadReport) -> dict[str, str | None]:
    """Primary name -> ent_num, None for a name that several parties bear: what a remark "Linked To" names."""
    references: dict[str, str | None] = {}
    for record in records(main, "main", report):
        name = record.take("SDN_Name")
        references[name] = None if name in references else record.take("ent_num")
    return references
