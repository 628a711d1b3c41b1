"""The United Nations' consolidated list, on a small list of invented parties."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lists.errors import InvalidListFile
from lists.readers.un import UnXml
from lists.readers.un.names import alias_names, names_in_note
from tests.lists.readers.reading import FIXTURES, broken, contents_of, every_fact, lines, read, refused_or_whole, told, written

FILE = FIXTURES / "un" / "consolidated.xml"
CONTENT = FILE.read_text(encoding="utf-8")


def with_change(folder: Path, old: str, new: str) -> Path:
    """The fixture with one text replaced by another."""
    assert old in CONTENT
    return written({FILE.name: CONTENT.replace(old, new, 1).encode()}, folder)[0]


def test_the_whole_of_an_individual() -> None:
    parties, report = read(UnXml(), FILE)
    assert told(parties["QDi.901"]) == lines(
        """
        individual a-list:QDi.901
        primary MIRA OLO WYRDMANN
        alias ميرا ويردمان | original script
        alias Mira Wirdmann
        alias Mira Wyrdman
        alias Myra Wyrdmann
        weak alias The Tide | nom de guerre; born 1963, Valletta, Malta
        weak alias المد | nom de guerre; born 1963, Valletta, Malta
        gender female
        born 1962-04-03
        born ~1961
        born 1960/1963
        born 1964-11
        born 1963
        born in Trieste, Italy
        birth IT
        nationality IT
        nationality MT
        address MT
        passport A1234567 | IT | Italian passport number A1234567; diplomatic passport; issued 2014-03-03; expires on 3 Mar. 2019
        national_id 99-1 | MT
        address 1 Quay Street, Valletta, Malta (as of 2016) | MT
        position Dr.
        position Minister of Tides
        designation Al-Qaida | asset_freeze | travel_ban | arms_embargo | 2014-02-03 | 2016-10-13
        tie named in the comments | QDe.902 | a-list:QDe.902
        remarks Date of birth: 50-60 years old; Passport: issued in 1993 under the name of Brandt; """
        "Nationality: Malta (citizenship withdrawn in 2002); Head of the Bureau of Tides (QDe.902)."
    )
    assert report.warnings == []
    assert str(report.published) == "2024-02-03"


def test_the_whole_of_an_entity() -> None:
    assert told(read(UnXml(), FILE)[0]["QDe.902"]) == lines("""
        entity a-list:QDe.902
        primary BUREAU OF TIDES (BOT)
        alias OFFICE OF TIDES
        alias Tide Bureau
        former Moon Bureau (MB)
        address MT
        address Valletta, Malta | MT
        designation DRC | unspecified | 2014-02-03
        remarks Its ships are all grey.
    """)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("<QUALITY>Good<", "<QUALITY>Excellent<", "QDi.901: field 'QUALITY': unknown value 'Excellent'; known: Good, Low, a.k.a., f.k.a."),
        ("<QUALITY>Good<", "<QUALITY><", "'QUALITY': unknown value ''"),
        ("<UN_LIST_TYPE>DRC<", "<UN_LIST_TYPE>[DRC]<", "QDe.902: field 'UN_LIST_TYPE'.*form of a regime"),
        ("<TYPE_OF_DATE>EXACT<", "<TYPE_OF_DATE>GUESSED<", "'TYPE_OF_DATE': unknown value 'GUESSED'"),
        ("<TYPE_OF_DOCUMENT>Passport<", "<TYPE_OF_DOCUMENT>Ticket<", "'TYPE_OF_DOCUMENT': unknown value 'ticket'"),
        ("<GENDER>Female<", "<GENDER>Neuter<", "'GENDER': unknown value 'neuter'"),
        ("<DATE>1962-04-03<", "<DATE>1962-04-31<", "'DATE': day 31 is not in 1962-04"),
        ("<LISTED_ON>2014-02-03<", "<LISTED_ON>yesterday<", "'LISTED_ON': 'yesterday' is not a date"),
        ("<FIRST_NAME>BUREAU OF TIDES (BOT) ; OFFICE OF TIDES<", "<FIRST_NAME><", "'FIRST_NAME': is missing or blank"),
        ("<DATAID>1002<", "<DATAID><", "'DATAID': is missing"),
        ("<ENTITIES>", "<VESSELS/><ENTITIES>", "an element <VESSELS> where only individuals and entities"),
        ('dateGenerated="2024', 'dateGenerated="spring 2024', "no date"),
        ("</CONSOLIDATED_LIST>", "", "not well formed XML to its end"),
    ],
)
def test_what_cannot_be_read_stops_the_load_and_says_where(tmp_path: Path, old: str, new: str, reason: str) -> None:
    with pytest.raises(InvalidListFile, match=reason):
        read(UnXml(), with_change(tmp_path, old, new))


def test_an_unknown_field_is_a_warning_and_nothing_else_changes(tmp_path: Path) -> None:
    parties, report = read(UnXml(), with_change(tmp_path, "<GENDER>", "<SHOE_SIZE>39</SHOE_SIZE><GENDER>"))
    assert report.warnings == ["consolidated.xml: unknown field 'SHOE_SIZE' is not read"]
    assert told(parties["QDi.901"]) == told(read(UnXml(), FILE)[0]["QDi.901"])


def test_an_unknown_country_is_a_warning_and_the_address_keeps_it(tmp_path: Path) -> None:
    changed = with_change(tmp_path, "<CITY>Valletta</CITY>\n        <COUNTRY>Malta<", "<CITY>Valletta</CITY>\n        <COUNTRY>Utopia<")
    parties, report = read(UnXml(), changed)
    assert "'Utopia' is no country the tables know" in report.warnings[0]
    assert parties["QDi.901"].addresses[0].text == "1 Quay Street, Valletta, Utopia (as of 2016)"


def test_a_reference_number_that_occurs_twice_gives_way_to_the_data_id(tmp_path: Path) -> None:
    parties, report = read(UnXml(), with_change(tmp_path, "QDe.902</REFERENCE_NUMBER>", "QDi.901</REFERENCE_NUMBER>"))
    assert set(parties) == {"QDi.901", "1002"}
    assert "DATAID 1002 has no reference number of its own" in report.warnings[0]


def test_a_delisted_party_keeps_the_date(tmp_path: Path) -> None:
    changed = with_change(
        tmp_path, "<LISTED_ON>2014-02-03</LISTED_ON>", "<LISTED_ON>2014-02-03</LISTED_ON><DELISTED_ON>2020-01-02</DELISTED_ON>"
    )
    assert str(read(UnXml(), changed)[0]["QDe.902"].designations[0].ended_on) == "2020-01-02"


@pytest.mark.parametrize(
    ("text", "names", "note"),
    [
        ("Azim Adhajani; Azim Agha-Jani", ["Azim Adhajani", "Azim Agha-Jani"], None),
        ("M. Sabet; Mohammad Sabet b) M. Javad Sabet", ["M. Sabet", "Mohammad Sabet", "M. Javad Sabet"], None),
        ("Jin Tiesan (金铁三)", ["Jin Tiesan", "金铁三"], None),
        ("Abubakar (original script: Абубакар)", ["Abubakar", "Абубакар"], None),
        ("عبدالله السندي (Abdullah Sindhi)", ["عبدالله السندي", "Abdullah Sindhi"], None),
        ("حاجى مالك (Hajji Malik; Hajji Malak)", ["حاجى مالك", "Hajji Malik", "Hajji Malak"], None),
        ("Lom-ali Butayev (Butaev)", ["Lom-ali Butayev (Butaev)"], None),
        ("Al Qaïda au Maghreb islamique (AQMI)", ["Al Qaïda au Maghreb islamique (AQMI)"], None),
        ("ALI, Yasin Baynah", ["ALI, Yasin Baynah"], None),
        ("Khirullah Khairkhwa, born in Kandahar on 01 Jan.1967", ["Khirullah Khairkhwa"], "born in Kandahar on 01 Jan.1967"),
        ("Ezatullah Haqqani (previously listed as)", ["Ezatullah Haqqani"], "previously listed as"),
    ],
)
def test_names_in_one_alias_are_taken_apart_where_it_is_certain(text: str, names: list[str], note: str | None) -> None:
    assert alias_names(text) == (names, note)


@pytest.mark.parametrize(
    ("note", "alias", "names"),
    [
        ("(Abu Du’a; Abu Duaa’) prominently known by this nom de guerre", "أبو دعاء", ["Abu Du’a", "Abu Duaa’"]),
        ("Previously listed as. In Arabic: أبوبكر الجزائري ", "Abu Bakr al-Jaziri", ["أبوبكر الجزائري"]),
        ("(DPOB - 1977) - Passport No. 284173", "Muhammad Da’ud Salman", []),
        (None, "X", []),
    ],
)
def test_a_note_gives_the_names_it_holds(note: str | None, alias: str, names: list[str]) -> None:
    assert names_in_note(note, alias) == names


@given(data=st.data())
@settings(max_examples=250, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_a_broken_file_is_refused_or_read_whole(tmp_path: Path, data: st.DataObject) -> None:
    contents = contents_of(FILE)
    refused_or_whole(UnXml(), {FILE.name: data.draw(broken(contents[FILE.name]))}, tmp_path)


@given(data=st.data())
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_a_file_that_is_cut_off_is_never_read(tmp_path: Path, data: st.DataObject) -> None:
    whole = FILE.read_bytes().rstrip()
    assert refused_or_whole(UnXml(), {FILE.name: whole[: data.draw(st.integers(0, len(whole) - 1))]}, tmp_path)


def test_every_fact_says_where_it_stands() -> None:
    for party in read(UnXml(), FIXTURES / "un" / "consolidated.xml")[0].values():
        assert {entry.field for entry in party.provenance} == every_fact(party)
        assert all(entry.source.startswith(f"consolidated.xml {party.reference} ") for entry in party.provenance)
