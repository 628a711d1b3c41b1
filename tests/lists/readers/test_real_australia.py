"""Australia's workbooks at hand: the layout of April 2025 and that of August 2026."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from lists.readers.base import ReadReport
from lists.readers.registry import READERS, detect
from lists.readers.sheets.xlsx import xlsx_rows
from screening.party import DesignatedParty
from tests.lists.readers.reading import read, told
from tests.lists.readers.shown import REAL, expected

pytestmark = pytest.mark.data
OLD, NEW = "lists/au/dfat_2025-04.xlsx", "lists/au/dfat_2026-08.xlsx"


Read = tuple[dict[str, DesignatedParty], ReadReport]


@pytest.fixture(scope="module")
def older(real_lists: Path) -> Read:
    """The older workbook, read once."""
    return read(READERS["au-dfat-xlsx"], real_lists / OLD, list_id="au-dfat")


@pytest.fixture(scope="module")
def newer(real_lists: Path) -> Read:
    """The newer workbook, read once."""
    return read(READERS["au-dfat-xlsx"], real_lists / NEW, list_id="au-dfat")


def test_every_party_and_name_of_the_older_layout_is_read(older: Read, real_lists: Path) -> None:
    assert detect([real_lists / OLD]) == "au-dfat-xlsx"
    _, report = older
    assert (report.records, report.published, report.weak_names) == (3214, date(2025, 2, 24), 0)
    assert report.parties_by_kind == {"individual": 2391, "entity": 823}
    assert report.names_by_kind == {"primary": 3214, "alias": 6745, "former": 4}
    assert report.warnings == ["dfat_2025-04.xlsx: field 'Date of Birth' is not a date that can be read; kept as a remark"]


def test_every_party_and_name_of_the_newer_layout_is_read(newer: Read, real_lists: Path) -> None:
    assert detect([real_lists / NEW]) == "au-dfat-xlsx"
    parties, report = newer
    assert (report.records, report.published, report.weak_names) == (3846, date(2026, 7, 21), 449)
    assert report.parties_by_kind == {"individual": 2543, "entity": 1041, "vessel": 262}
    assert report.names_by_kind == {"primary": 3846, "alias": 7202, "former": 118}
    assert report.warnings == []
    measures = Counter(measure.value for party in parties.values() for measure in party.measures)
    assert measures == {"asset_freeze": 3573, "travel_ban": 2505, "arms_embargo": 541, "transport_ban": 262}


def told_apart(cell: Any) -> str:
    """A cell as another library reads it, in the words of ours."""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    return cell.isoformat() if isinstance(cell, date) else str(cell)


@pytest.mark.parametrize(("name", "parties", "rows", "names"), [(OLD, 3214, 9983, 9963), (NEW, 3846, 11068, 11048)])
def test_an_independent_reading_and_count_agree(name: str, parties: int, rows: int, names: int, real_lists: Path) -> None:
    header, *cells = [row for _, row in xlsx_rows(real_lists / name)]
    assert [header, *([*row, *[""] * (len(header) - len(row))] for row in cells)] == by_another_library(real_lists / name)
    table = [dict(zip(header, [*row, *[""] * len(header)], strict=False)) for row in cells]
    assert len(table) == rows
    numbers = [str(re.findall(r"^\d+", row["Reference"])[0]) for row in table]
    assert len(set(numbers)) == parties
    assert sum(row["Name Type"].strip().lower() == "primary name" for row in table) == parties
    found = {
        (number, " ".join(row["Name of Individual or Entity"].split()), kind(row), row.get("Alias Strength") == "Weak")
        for number, row in zip(numbers, table, strict=True)
    }
    assert len(found) == names


def by_another_library(path: Path) -> list[list[str]]:
    """The cells of the first sheet as another library reads them."""
    calamine = pytest.importorskip("python_calamine")
    rows = calamine.CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    return [[told_apart(cell) for cell in row] for row in rows]


def kind(row: dict[str, str]) -> str:
    """The kind of a row's name, aliases and names in their own script being one."""
    word = row["Name Type"].strip().lower()
    return word if word in {"primary name", "formerly known as", "previously listed as"} else "alias"


def test_three_parties_are_read_whole(older: Read, newer: Read) -> None:
    found = [told(older[0]["2"]), told(older[0]["8151"]), told(newer[0]["6854"]), told(newer[0]["8827"])]
    assert found == expected(REAL / "au_dfat.expected")
