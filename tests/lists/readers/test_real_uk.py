"""The UK files at hand: OFSI's consolidated list of April 2018, and the UK Sanctions List's designations of August 2025."""

from __future__ import annotations

import csv
import re
import zipfile
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from lists.readers.base import ReadReport
from lists.readers.registry import READERS, detect
from screening.party import DesignatedParty
from tests.lists.readers.reading import read, told
from tests.lists.readers.shown import REAL, expected

pytestmark = pytest.mark.data
OFSI = "lists/uk/ofsi_ConList_2018-04-13.csv"
DESIGNATIONS = "lists/uk/uksl_2025-08-11_designations.ods"


Read = tuple[dict[str, DesignatedParty], ReadReport]


@pytest.fixture(scope="module")
def consolidated(real_lists: Path) -> Read:
    """OFSI's list, read once."""
    return read(READERS["uk-ofsi-csv"], real_lists / OFSI, list_id="uk-ofsi")


@pytest.fixture(scope="module")
def designations(real_lists: Path) -> Read:
    """The designations of the UK Sanctions List, read once."""
    return read(READERS["uk-sl-table"], real_lists / DESIGNATIONS, list_id="uk-sl")


def test_every_party_and_name_of_the_consolidated_list_is_read(consolidated: Read, real_lists: Path) -> None:
    path = real_lists / OFSI
    assert detect([path]) == "uk-ofsi-csv"
    _, report = consolidated
    assert (report.records, report.published) == (2106, date(2018, 4, 13))
    assert report.parties_by_kind == {"individual": 1426, "entity": 680}
    assert report.names_by_kind == {"primary": 2106, "alias": 3438, "former": 9}
    assert report.warnings == [f"{path.name} is not UTF-8; read as Windows-1252"]


def test_an_independent_count_of_the_consolidated_list_agrees(real_lists: Path) -> None:
    with (real_lists / OFSI).open(encoding="cp1252", newline="") as file:
        rows = list(csv.DictReader(list(file)[1:]))
    assert len(rows) == 9487
    assert Counter({row["Group ID"]: row["Group Type"] for row in rows}.values()) == {"Individual": 1426, "Entity": 680}
    fields = ("Name 1", "Name 2", "Name 3", "Name 4", "Name 5", "Name 6")
    names = {(row["Group ID"], row["Alias Type"], " ".join(" ".join(row[field] for field in fields).split())) for row in rows}
    assert Counter(kind for _, kind, _ in names) == {"Prime Alias": 2106, "AKA": 3438, "FKA": 9}


def test_every_designation_of_the_sanctions_list_is_read(designations: Read, real_lists: Path) -> None:
    assert detect([real_lists / DESIGNATIONS]) == "uk-sl-table"
    parties, report = designations
    assert (report.records, report.parties, report.published) == (5302, 5300, None)
    assert report.left_out == dict.fromkeys(("uk-sl:BEL0174", "uk-sl:RUS1467"), "the publisher gives it no name")
    assert report.parties_by_kind == {"individual": 3752, "entity": 1087, "vessel": 461}
    assert report.names_by_kind == {"primary": 5300}
    assert len(report.warnings) == 2
    measures = Counter(measure.value for party in parties.values() for measure in party.measures)
    assert measures == {
        "asset_freeze": 4844,
        "director_disqualification": 3956,
        "travel_ban": 3654,
        "services_ban": 2364,
        "transport_ban": 763,
        "arms_embargo": 420,
        "dealings_ban": 145,
        "other": 75,
        "correspondent_account_ban": 29,
    }


def test_an_independent_count_of_the_designations_agrees(real_lists: Path) -> None:
    with zipfile.ZipFile(real_lists / DESIGNATIONS) as archive:
        text = archive.read("content.xml").decode("utf-8-sig")
    cells = re.findall(r"<text:p>([^<]*)</text:p>", text)
    assert sum(bool(re.fullmatch(r"[A-Z]{3}\d{4}", cell)) for cell in cells) == 5302
    assert [cells.count(kind) for kind in ("Individual", "Entity", "Ship")] == [3754, 1087, 461]
    assert sum("Asset freeze" in cell for cell in cells) == 4844 + 2
    assert sum("Travel Ban" in cell for cell in cells) == 3654 + 2


def test_three_parties_of_each_list_are_read_whole(consolidated: Read, designations: Read) -> None:
    assert [told(consolidated[0][reference]) for reference in ("13349", "10982", "13556")] == expected(REAL / "uk_ofsi.expected")
    assert [told(designations[0][reference]) for reference in ("AFG0001", "YEM0018", "DPR0100")] == expected(REAL / "uk_sl.expected")
