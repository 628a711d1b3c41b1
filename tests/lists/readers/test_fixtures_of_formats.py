"""Every format that has a small fixture of ours, in the official layout: every fact of it is read, and known for what it is.

Beside each fixture stands `<name>.expected`: what its parties say, a fact a line, parties apart by a blank line.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from lists.readers.registry import READERS, detect
from tests.lists.readers.reading import FIXTURES, every_fact, read, told
from tests.lists.readers.shown import expected, table_of
from tests.lists.readers.workbooks import ods_members, packed, xlsx_members

FORMATS = {
    "eu/fsf.xml": "eu-fsf-xml",
    "eu/fsf.csv": "eu-fsf-csv",
    "uk/sl.xml": "uk-sl-xml",
    "uk/sl_full.csv": "uk-sl-table",
    "uk/sl_designations.csv": "uk-sl-table",
    "uk/ofsi_2018.csv": "uk-ofsi-csv",
    "uk/ofsi_2022.csv": "uk-ofsi-csv",
    "australia/dfat_2025.csv": "au-dfat-xlsx",
    "australia/dfat_2026.csv": "au-dfat-xlsx",
    "switzerland/seco.xml": "ch-seco-xml",
    "opensanctions/entities.ftm.json": "opensanctions-json",
    "opensanctions/targets.nested.json": "opensanctions-json",
    "opensanctions/targets.simple.csv": "opensanctions-csv",
    "house/list.csv": "house-csv",
    "house/list.toml": "house-toml",
}
WARNINGS = {
    "opensanctions/entities.ftm.json": [
        "entities.ftm.json: entities without a topic of sanction, sanction.counter are not read",
        "entities.ftm.json: CryptoWallet is not read: a wallet without an owner who is named",
    ],
    "opensanctions/targets.simple.csv": ["targets.simple.csv: rows without a sanction are not read"],
    "uk/sl_designations.csv": ["a-list:RUS9004 is left out: the publisher gives it no name"],
}


def file_of(name: str, folder: Path) -> Path:
    """The fixture itself; one of a workbook, which is kept as a table, as the workbook it stands for."""
    if FORMATS[name] != "au-dfat-xlsx":
        return FIXTURES / name
    return packed(folder / "dfat.xlsx", xlsx_members(table_of(FIXTURES / name)))


@pytest.mark.parametrize("name", FORMATS)
def test_every_fact_of_the_fixture_is_read(name: str, tmp_path: Path) -> None:
    parties, report = read(READERS[FORMATS[name]], file_of(name, tmp_path))
    assert [told(party) for party in parties.values()] == expected(FIXTURES / f"{name}.expected")
    assert report.warnings == WARNINGS.get(name, [])


@pytest.mark.parametrize("name", FORMATS)
def test_the_format_is_known_from_the_file(name: str, tmp_path: Path) -> None:
    assert detect([file_of(name, tmp_path)]) == FORMATS[name]


@pytest.mark.parametrize("name", FORMATS)
def test_every_fact_says_where_it_stands(name: str, tmp_path: Path) -> None:
    path = file_of(name, tmp_path)
    for party in read(READERS[FORMATS[name]], path)[0].values():
        assert {entry.field for entry in party.provenance} == every_fact(party)
        assert all(entry.source.startswith(path.name) for entry in party.provenance)


@pytest.mark.parametrize("name", ["uk/sl_designations.csv", "uk/sl_full.csv"])
def test_a_table_reads_the_same_from_a_spreadsheet(name: str, tmp_path: Path) -> None:
    rows = [[str(cell or "") for cell in row] for row in table_of(FIXTURES / name)]
    path = packed(tmp_path / f"{Path(name).stem}.ods", ods_members(rows))
    assert detect([path]) == FORMATS[name]
    parties, _ = read(READERS[FORMATS[name]], path)
    assert [told(party) for party in parties.values()] == expected(FIXTURES / f"{name}.expected")


def test_no_format_is_known_from_a_file_of_none(tmp_path: Path) -> None:
    for name, content in (("a.csv", b"a,b\n1,2\n"), ("b.xlsx", b"PK"), ("c.toml", b"a = 1\n"), ("d.json", b"[]"), ("e.ods", b"")):
        (tmp_path / name).write_bytes(content)
        assert not [reader.format for reader in READERS.values() if reader.recognises([tmp_path / name])]
