"""The EU file at hand: the CSV 1.0 layout, first 999 rows, in a copy that went through a spreadsheet. The last entity may be cut."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from lists.readers.registry import READERS, detect
from tests.lists.readers.reading import read, told
from tests.lists.readers.shown import REAL, expected

pytestmark = pytest.mark.data
FILE = "lists/eu/fsf_csv10_2018-07-04_first999rows.csv"


def test_every_entity_and_name_of_the_file_is_read(real_lists: Path) -> None:
    path = real_lists / FILE
    assert detect([path]) == "eu-fsf-csv"
    parties, report = read(READERS["eu-fsf-csv"], path)
    assert (report.records, report.published) == (93, date(2018, 7, 4))
    assert report.parties_by_kind == {"individual": 61, "entity": 32}
    assert report.names_by_kind == {"primary": 93, "alias": 586}
    assert report.warnings == [
        f"{path.name} is not UTF-8; read as Windows-1252",
        f"{path.name} is a copy saved by a spreadsheet: each line is one cell, tabs in it are read as commas",
        f"{path.name}: a name lost its letters in the copy (they became question marks); kept as a remark (64 times)",
    ]
    assert sum(len(party.birth_dates) for party in parties.values()) == 11


def test_an_independent_count_agrees(real_lists: Path) -> None:
    lines = (real_lists / FILE).read_text(encoding="cp1252").splitlines()[1:]
    rows = [line.strip('"').replace('""', "").split(";") for line in lines]
    kinds = {row[1]: row[2] for row in rows}
    assert Counter(kinds.values()) == {"P": 61, "E": 32}
    names = {(row[1], " ".join(row[17].replace("\t", ",").split())) for row in rows if row[17]}
    lost = {(entity, name) for entity, name in names if name.count("?") > sum(map(str.isalnum, name))}
    assert (len(lost), len(names - lost)) == (64, 93 + 586)


def test_three_parties_are_read_whole(real_lists: Path) -> None:
    parties, _ = read(READERS["eu-fsf-csv"], real_lists / FILE, list_id="eu-fsf")
    assert [told(parties[reference]) for reference in ("EU.27.28", "EU.42.11", "EU.459.37")] == expected(REAL / "eu_fsf_csv.expected")
