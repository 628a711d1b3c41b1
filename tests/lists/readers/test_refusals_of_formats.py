"""One thing wrong in a fixture, and what the error must say: the file, the place in it, what stands there and what is allowed."""

from __future__ import annotations

from pathlib import Path

import pytest

from lists.errors import InvalidListFile
from lists.readers.base import ReadReport
from lists.readers.registry import READERS
from tests.lists.readers.reading import FIXTURES, read, written
from tests.lists.readers.test_fixtures_of_formats import FORMATS

REFUSED = [
    ("eu/fsf.xml", 'classificationCode="P"', 'classificationCode="X"', "a-list:EU.9001.11: field '@classificationCode': unknown value 'X'"),
    (
        "eu/fsf.xml",
        'identificationTypeCode="imo" identificationTypeDescription="IMO number"',
        'identificationTypeCode="zz"',
        "'zz'; known: ",
    ),
    ("eu/fsf.xml", 'gender="M"', 'gender="W"', "field '@gender': unknown value 'W'; known: ?, F, M"),
    ("eu/fsf.xml", 'birthdate="1968-05-17"', 'birthdate="1968-02-31"', "field 'birthdate': day 31 is not in 1968-02"),
    ("eu/fsf.xml", 'generationDate="2026-03-02T', 'generationDate="yesterday', "generationDate is 'yesterday09"),
    ("eu/fsf.xml", "</export>", "", "fsf.xml: is not well formed XML to its end"),
    ("eu/fsf.xml", "<export", "<!DOCTYPE export [<!ENTITY a 'b'>]><export", "declares a document type"),
    ("switzerland/seco.xml", "<swiss", "<!DOCTYPE a [<!ENTITY a 'b'>]><swiss", "declares a document type"),
    ("eu/fsf.xml", "<sanctionEntity designationDate", "<delisted/><sanctionEntity designationDate", "holds an unknown element"),
    ("eu/fsf.xml", '<subjectType code="person" classificationCode="P"/>', "", "field 'subjectType': is missing"),
    ("eu/fsf.csv", ";Programme;", ";Program;", "is not the header of the layout, which is Date_file;"),
    ("eu/fsf.csv", ";9002;E;", ";9002;V;", "a-list:EU.9002.22: field 'Subject_type': unknown value 'V'; known: E, P"),
    ("eu/fsf.csv", ";1968-05-17;", ";17.5.68;", "field 'Birt_date': '17.5.68' is not a date that can be read; allowed: YYYY-MM-DD"),
    ("eu/fsf.csv", ";1005;9002;", ";1005;9001;", "belongs to entity 9002 and to 9001"),
    ("eu/fsf.csv", ";RU;", ";RU", "row 3: has 58 fields, the header has 59: the file is cut off or damaged there"),
    ("eu/fsf.csv", "(passport-National passport)", "(zz-Unheard of)", "field 'Iden_number': unknown value 'zz'"),
    (
        "uk/sl.xml",
        "<NameType>Alias</NameType>",
        "<NameType>Nick</NameType>",
        "a-list:RUS9001: field 'NameType': unknown value 'Nick'; known: ",
    ),
    ("uk/sl.xml", "Travel Ban|", "House arrest|", "field 'SanctionsImposed': unknown value 'House arrest'; known: "),
    (
        "uk/sl.xml",
        ">Ship<",
        ">Drone<",
        "a-list:DPR9002: field 'IndividualEntityShip': unknown value 'Drone'; known: entity, individual, ship",
    ),
    ("uk/sl.xml", "17/05/1968", "17/13/1968", "field 'DOB': month 13 is not between 1 and 12"),
    ("uk/sl.xml", "Low quality a.k.a", "So so", "field 'AliasStrength': unknown value 'So so'"),
    ("uk/sl.xml", "<UniqueID>DPR9002</UniqueID>", "", "sl.xml: designation 2: field 'UniqueID': is missing or blank"),
    ("uk/sl_full.csv", "Report Date: 02-Mar-2026", "Report Date: soon", "row 1: the date of the report 'soon' cannot be read"),
    ("uk/sl_full.csv", "Name type,", "Name sort,", "header: has no column Name type"),
    ("uk/sl_full.csv", "De-flag, Prohibition", "De-fang, Prohibition", "row 5): field 'Sanctions Imposed': unknown value 'De-fang'"),
    ("uk/sl_designations.csv", "AFG9003", "DPR9002", "field 'Unique ID': 'DPR9002' stands in two rows, expected once"),
    ("uk/sl_designations.csv", "30-03-2018", "30-03-18", "field 'Date Designated': '30-03-18' is not a date; allowed: DD/MM/YYYY"),
    ("uk/ofsi_2018.csv", ",FKA,", ",ALSO,", "a-list:99002 (row 7): field 'Alias Type': unknown value 'ALSO'"),
    ("uk/ofsi_2018.csv", "13/04/2018,", "13/14/2018,", "row 1: does not say when the list was last updated"),
    ("uk/ofsi_2018.csv", "Individual,AKA", "Entity,AKA", "is 'Individual', but another row of the party says entity"),
    ("uk/ofsi_2018.csv", "Individual,AKA,", "Individual,AKA,,", "has 30 fields, the header has 29: the file is cut off or damaged there"),
    ("switzerland/seco.xml", 'quality="low"', 'quality="bad"', "a-list:9001: field '@quality': unknown value 'bad'; known: good, low"),
    (
        "switzerland/seco.xml",
        'name-type="alias"',
        'name-type="nick"',
        "field '@name-type': unknown value 'nick'; known: alias, formerly-known-as",
    ),
    ("switzerland/seco.xml", 'place-id="900"', 'place-id="999"', "field '@place-id': place 999 is not in the file"),
    (
        "switzerland/seco.xml",
        'sanctions-set-id="12">\n    <entity>',
        'sanctions-set-id="13">\n    <entity>',
        "set 13 is in no programme of the file",
    ),
    (
        "switzerland/seco.xml",
        'object-type="vessel"',
        'object-type="balloon"',
        "field '@object-type': unknown value 'balloon'; known: aircraft, vessel",
    ),
    ("switzerland/seco.xml", 'document-type="passport"', 'document-type="card"', "field '@document-type': unknown value 'card'"),
    (
        "switzerland/seco.xml",
        'modification-type="de-listed"',
        'modification-type="lost"',
        "field '@modification-type': unknown value 'lost'",
    ),
    ("switzerland/seco.xml", 'month="5"', 'month="15"', "field 'day-month-year': month 15 is not between 1 and 12"),
    (
        "opensanctions/entities.ftm.json",
        '"schema": "Vessel"',
        '"schema": "Balloon"',
        "line 7 NK-invented3: unknown schema 'Balloon'; known: Address",
    ),
    (
        "opensanctions/entities.ftm.json",
        '"1968-05-17"',
        '"17 May 1968"',
        "property 'birthDate': '17 May 1968' is not a date; allowed: YYYY",
    ),
    ("opensanctions/entities.ftm.json", '"properties": {"publicKey"', '"properties": ["publicKey"', "line 9: is not JSON in UTF-8"),
    (
        "opensanctions/entities.ftm.json",
        '"birthPlace": ["Gorky"]',
        '"birthPlace": [7]',
        "NK-invented1 birthPlace: holds 7, which is neither a text nor",
    ),
    ("opensanctions/targets.simple.csv", '"Company"', '"Balloon"', "field 'schema': unknown value 'Balloon'"),
    ("opensanctions/targets.simple.csv", '"aliases"', '"nicknames"', "header: has no column aliases"),
    ("house/list.csv", "individual", "person", "line 2 (C-001): field 'kind' is 'person'; allowed: individual, entity, vessel, aircraft"),
    ("house/list.csv", "weak_aliases", "weak aliases", "line 1: has an unknown column 'weak aliases'; allowed: reference, kind, name"),
    ("house/list.csv", "dealings_ban", "dealing ban", "field 'measures' is 'dealing ban'; allowed: asset_freeze"),
    ("house/list.csv", "passport=711234567", "passport 711234567", "'passport 711234567 (RU)'; allowed: type=value or type=value (XX)"),
    ("house/list.csv", "RU | UA", "RU | UR", "field 'nationalities' holds 'UR'; allowed: ISO 3166-1 alpha-2, upper case"),
    ("house/list.csv", "V-001", "C-002", "C-002: the reference stands twice in the list"),
    ("house/list.csv", "RU | UA", "RU |", "field 'nationalities' has a blank value between bars"),
    ("house/list.csv", "Gorky", "Gorky,", "has 26 fields, the header has 25"),
    ("house/list.toml", "house-list-1", "house-list-2", "field 'format' is 'house-list-2'; allowed: house-list-1"),
    ("house/list.toml", "remarks =", "remark =", "party 2 (V-001): unknown field 'remark'"),
    ("house/list.toml", '["KP"]', '"KP"', "party 2 (V-001): field 'flags' is text, not an array"),
    ("house/list.toml", "2026-01", "2026-13", "field 'ended_on': month 13 is not between 1 and 12"),
    ("house/list.toml", '[[party]]\nreference = "V', '[[party]\nreference = "V', "list.toml: is not TOML in UTF-8"),
]


@pytest.mark.parametrize(("name", "old", "new", "said"), REFUSED)
def test_a_fixture_with_one_thing_wrong_is_refused_and_the_error_says_what(
    name: str, old: str, new: str, said: str, tmp_path: Path
) -> None:
    content = (FIXTURES / name).read_bytes()
    assert old.encode() in content
    path = tmp_path / Path(name).name
    path.write_bytes(content.replace(old.encode(), new.encode(), 1))
    with pytest.raises(InvalidListFile) as refused:
        list(READERS[FORMATS[name]].read([path], "a-list", ReadReport()))
    assert said in str(refused.value)
    assert path.name in str(refused.value)
    assert str(tmp_path) not in str(refused.value)


@pytest.mark.parametrize("format_name", sorted(set(FORMATS.values())))
def test_every_format_wants_one_file_that_is_there(format_name: str, tmp_path: Path) -> None:
    reader = READERS[format_name]
    ending = ".toml" if format_name.endswith("toml") else ".xlsx" if format_name.endswith("xlsx") else ".csv"
    missing = tmp_path / f"missing{ending}"
    for files in ([], [missing, missing], [missing]):
        with pytest.raises(InvalidListFile):
            list(reader.read(files, "a-list", ReadReport()))
        assert not reader.recognises(files)


def test_everything_wrong_in_a_house_list_is_said_at_once(tmp_path: Path) -> None:
    content = (FIXTURES / "house/list.csv").read_text(encoding="utf-8")
    for old, new in (("1968-05-17", "17.05.1968"), ("KP", "XX"), ("entity,Invented", "company,Invented")):
        content = content.replace(old, new)
    path = written({"list.csv": content.encode()}, tmp_path)[0]
    with pytest.raises(InvalidListFile) as refused:
        list(READERS["house-csv"].read([path], "a-list", ReadReport()))
    assert [problem.entry for problem in refused.value.problems] == ["line 2 (C-001)", "line 3 (C-002)", "line 4 (V-001)"]


@pytest.mark.parametrize(
    ("name", "old", "new", "warning"),
    [
        ("eu/fsf.xml", 'logicalId="9001">', 'logicalId="9001" mood="bad">', "fsf.xml: unknown field '@mood' is not read"),
        (
            "eu/fsf.xml",
            'countryIso2Code="CY"',
            'countryIso2Code="C1"',
            "fsf.xml: field '@countryIso2Code': 'C1' is no country code; the text is kept",
        ),
        ("uk/sl.xml", "<Ship>", "<Ship><Mood>bad</Mood>", "sl.xml: unknown field 'Mood' is not read"),
        ("uk/sl_full.csv", "Gender,", "Sex,", "sl_full.csv: unknown column 'Sex'"),
        ("uk/ofsi_2018.csv", "Cypriot", "Ruritanian", "is no country the tables know; the text is kept (3 times)"),
        ("uk/ofsi_2018.csv", "00/05/1968", "in his forties", "ofsi_2018.csv: field 'DOB' is not a date that can be read; kept as a remark"),
        ("switzerland/seco.xml", "<individual sex", '<individual mood="bad" sex', "seco.xml: unknown field '@mood' is not read"),
        ("opensanctions/entities.ftm.json", '"gender"', '"mood"', "entities.ftm.json: unknown property 'mood' is not read"),
        ("opensanctions/entities.ftm.json", '["addr-1"]', '["addr-2"]', "an address that an entity refers to is not in the file"),
        ("opensanctions/targets.simple.csv", "last_change", "mood", "targets.simple.csv: unknown column 'mood'"),
    ],
)
def test_what_is_new_in_a_file_is_reported_and_stops_nothing(name: str, old: str, new: str, warning: str, tmp_path: Path) -> None:
    content = (FIXTURES / name).read_text(encoding="utf-8")
    assert old in content
    path = written({Path(name).name: content.replace(old, new).encode()}, tmp_path)[0]
    _, report = read(READERS[FORMATS[name]], path)
    assert any(warning in one for one in report.warnings), report.warnings


def test_a_second_primary_name_becomes_an_alias_and_is_reported(tmp_path: Path) -> None:
    content = (FIXTURES / "uk/sl.xml").read_text(encoding="utf-8").replace("Primary name variation", "Primary Name")
    path = written({"sl.xml": content.encode()}, tmp_path)[0]
    parties, report = read(READERS["uk-sl-xml"], path)
    assert [name.kind.value for name in parties["RUS9001"].names[:2]] == ["primary", "alias"]
    assert report.warnings == ["sl.xml: a second primary name of one party; read as an alias"]


def test_a_copy_of_the_eu_list_that_went_through_a_spreadsheet_is_read_alike(tmp_path: Path) -> None:
    original = (FIXTURES / "eu/fsf.csv").read_text(encoding="utf-8-sig")
    lines = ['"' + line.replace('"', '""').replace(",", "\t") + '\t\t"' for line in original.splitlines()]
    path = written({"fsf.csv": "\n".join(lines).encode()}, tmp_path)[0]
    reader = READERS["eu-fsf-csv"]
    assert reader.recognises([path])
    parties, report = read(reader, path)
    assert parties == read(reader, FIXTURES / "eu/fsf.csv")[0]
    assert report.warnings == ["fsf.csv is a copy saved by a spreadsheet: each line is one cell, tabs in it are read as commas"]


def test_a_name_that_lost_its_letters_is_kept_as_a_remark(tmp_path: Path) -> None:
    content = (
        (FIXTURES / "eu/fsf.csv").read_text(encoding="utf-8-sig").replace("Павел Эрдихтович ВЫДУМАННОВ", "????? ??????????? ??????????")
    )
    parties, report = read(READERS["eu-fsf-csv"], *written({"fsf.csv": content.encode()}, tmp_path))
    assert [name.text for name in parties["EU.9001.11"].names] == ["Pavel Erdichtovich Vydumannov"]
    assert "Name, letters lost: ?????" in str(parties["EU.9001.11"].remarks)
    assert report.warnings == ["fsf.csv: a name lost its letters in the copy (they became question marks); kept as a remark"]
