"""How many parties a publisher's file holds, counted in the plainest way for each format, with none of the readers' code."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from xml.etree import ElementTree as ET

from python_calamine import CalamineWorkbook

Counter = Callable[[Sequence[Path]], int]


def _rows(path: Path, encoding: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_text(encoding=encoding), newline="")))


def _ofac_csv(files: Sequence[Path]) -> int:
    return sum(len(row) == 12 for row in _rows(files[0], "utf-8"))


def _tag(pattern: str) -> Counter:
    return lambda files: len(re.findall(pattern, files[0].read_text(encoding="utf-8")))


def _un(files: Sequence[Path]) -> int:
    root = ET.parse(files[0]).getroot()
    return len(root.findall("./INDIVIDUALS/INDIVIDUAL")) + len(root.findall("./ENTITIES/ENTITY"))


def _eu_csv(files: Sequence[Path]) -> int:
    lines = files[0].read_text(encoding="cp1252").splitlines()[1:]
    return len({line.strip('"').split(";")[1] for line in lines})


def _ofsi(files: Sequence[Path]) -> int:
    _, header, *rows = _rows(files[0], "cp1252")
    return len({row[header.index("Group ID")] for row in rows if row})


def _designations(files: Sequence[Path]) -> int:
    with zipfile.ZipFile(files[0]) as archive:
        return len(re.findall(r"<text:p>[A-Z]{3}\d{4}</text:p>", archive.read("content.xml").decode()))


def _dfat(files: Sequence[Path]) -> int:
    header, *rows = CalamineWorkbook.from_path(str(files[0])).get_sheet_by_index(0).to_python()
    place = header.index("Reference")
    # Whole numbers come back as floats; rows of one party share the digits before a letter.
    return len({str(re.findall(r"^\d+", str(row[place]))[0]) for row in rows if row[place] not in ("", None)})


PLAIN_COUNTS: dict[str, Counter] = {
    "ofac-csv": _ofac_csv,
    "ofac-xml": _tag(r"<sdnEntry>"),
    "ofac-advanced-xml": _tag(r"<DistinctParty "),
    "ofac-enhanced-xml": _tag(r"<entity id="),
    "un-xml": _un,
    "eu-fsf-csv": _eu_csv,
    "uk-ofsi-csv": _ofsi,
    "uk-sl-table": _designations,
    "canada-xml": _tag(r"<record>"),
    "au-dfat-xlsx": _dfat,
}
"""By the name of the format: counts the records of a file, parties of every kind together."""
