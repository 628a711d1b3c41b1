"""The same invented parties in OFAC's four layouts."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lists.errors import InvalidListFile
from lists.readers.base import Reader
from lists.readers.ofac import OfacAdvancedXml, OfacCsv, OfacEnhancedXml, OfacXml
from screening.party import DesignatedParty
from tests.lists.readers.reading import FIXTURES, broken, contents_of, every_fact, lines, read, refused_or_whole, told, written

FOLDER = FIXTURES / "ofac"
LAYOUTS: list[tuple[Reader, tuple[str, ...]]] = [
    (OfacCsv(), ("sdn.csv", "alt.csv", "add.csv", "sdn_comments.csv")),
    (OfacXml(), ("sdn.xml",)),
    (OfacAdvancedXml(), ("sdn_advanced.xml",)),
    (OfacEnhancedXml(), ("sdn_enhanced.xml",)),
]
each_layout = pytest.mark.parametrize(("reader", "names"), LAYOUTS, ids=[reader.format for reader, _ in LAYOUTS])


def files(names: tuple[str, ...]) -> list[Path]:
    """The files of a layout."""
    return [FOLDER / name for name in names]


def facts(party: DesignatedParty) -> dict[str, object]:
    """What every layout says of a party in the same words; names in Latin letters."""
    return {
        "kind": party.kind,
        "primary": party.primary_name,
        "names": {(name.text, name.kind, name.strength) for name in party.names if name.text.isascii()},
        "born": party.birth_dates,
        "born in": party.birth_places,
        "gender": party.gender,
        "countries": set(party.countries),
        "identifiers": set(party.identifiers),
        "positions": party.positions,
        "programmes": party.programmes,
        "measures": party.measures,
        "ties": [tie.to for tie in party.relations],
    }


@pytest.mark.parametrize("reference", ["101", "102"])
@each_layout
def test_every_layout_tells_the_same_of_the_same_party(reader: Reader, names: tuple[str, ...], reference: str) -> None:
    parties, report = read(reader, *files(names))
    first, _ = read(LAYOUTS[0][0], *files(LAYOUTS[0][1]))
    assert facts(parties[reference]) == facts(first[reference])
    assert report.warnings == []


@each_layout
def test_every_fact_says_where_it_stands(reader: Reader, names: tuple[str, ...]) -> None:
    parties, _ = read(reader, *files(names))
    for party in parties.values():
        assert {entry.field for entry in party.provenance} == every_fact(party)
        assert all(entry.source.split()[0] in names and len(entry.source.split()) > 2 for entry in party.provenance)


@each_layout
def test_files_are_recognised_by_their_own_layout_alone(reader: Reader, names: tuple[str, ...]) -> None:
    assert [other.format for other, _ in LAYOUTS if other.recognises(files(names))] == [reader.format]


@each_layout
def test_no_file_and_a_missing_file_are_refused(reader: Reader, names: tuple[str, ...], tmp_path: Path) -> None:
    with pytest.raises(InvalidListFile):
        read(reader)
    with pytest.raises(InvalidListFile, match="cannot be read"):
        read(reader, *(tmp_path / name for name in names))


def test_the_whole_of_a_party_in_the_csv_layout() -> None:
    parties, report = read(OfacCsv(), *files(LAYOUTS[0][1]))
    assert told(parties["101"]) == lines("""
        individual a-list:101
        primary WYRDMANN, Mira Olo
        alias WIRDMANN, Mira
        former BRANDT, Mira Olo
        weak alias THE TIDE
        weak former TIDE; THE OLD
        gender female
        born ~1961
        born 1962-04-03
        born in Trieste, Italy
        address MT
        birth IT
        nationality IT
        citizenship MT
        passport A1234567 | IT | issued 2014-03-03; expires 2019-03-03
        national_id 99-1 | MT | National ID No.
        email mira@tides.example
        crypto_address 1TidesInventedAddressxxxxxxxxxxxx | XBT
        address 1 Quay Street, Valletta VLT 1000, Malta | MT
        position Dr.
        designation SDGT | asset_freeze
        designation IFSR | asset_freeze
        tie Linked To | BUREAU OF TIDES | a-list:102
        remarks Additional Sanctions Information - Subject to Secondary Sanctions; Minister of Tides
    """)
    assert report.texts == 2, "an office held and where offices are: text without a label"


def test_a_ship_keeps_its_numbers_flag_owner_and_measures() -> None:
    for reader, names in LAYOUTS[:2]:
        ship = read(reader, *files(names))[0]["103"]
        assert set(told(ship)) == set(
            lines("""
            vessel a-list:103
            primary GREY GULL
            flag MT
            call_sign 9HXX9
            imo 9999993
            mmsi 215000000
            designation SDGT | asset_freeze
            tie Vessel owner | Bureau of Tides Shipping
            tie Linked To | BUREAU OF TIDES | a-list:102
            remarks Vessel Type Crude Oil Tanker; Vessel Tonnage 318,000; Vessel Gross Registered Tonnage 163,660
            """)
        )


def test_names_in_other_scripts_are_names_of_their_own_without_direction_marks() -> None:
    enhanced = read(OfacEnhancedXml(), FOLDER / "sdn_enhanced.xml")[0]["101"]
    advanced = read(OfacAdvancedXml(), FOLDER / "sdn_advanced.xml")[0]["101"]
    assert [name.text for name in enhanced.names if name.note == "Arabic"] == ["ويردمان، ميرا"]
    assert [name.text for name in advanced.names if name.note == "Arabic"] == ["ويردمان, ميرا"]
    assert enhanced.primary_name == advanced.primary_name == "WYRDMANN, Mira Olo"


def test_the_date_of_listing_and_the_legal_authority_are_kept_where_the_layout_has_them() -> None:
    for reader, names in LAYOUTS[2:]:
        acts = read(reader, *files(names))[0]["101"].designations
        assert [(act.programme, str(act.listed_on), act.statement) for act in acts] == [
            ("SDGT", "2024-02-01", "Executive Order 13224 (Terrorism)"),
            ("IFSR", "2024-02-01", "Executive Order 13224 (Terrorism)"),
        ]


@each_layout
@given(data=st.data())
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_a_broken_file_is_refused_or_read_whole(reader: Reader, names: tuple[str, ...], tmp_path: Path, data: st.DataObject) -> None:
    contents = contents_of(*files(names))
    victim = data.draw(st.sampled_from(sorted(contents)))
    contents[victim] = data.draw(broken(contents[victim]))
    refused_or_whole(reader, contents, tmp_path)


@each_layout
@given(data=st.data())
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_a_file_that_is_cut_off_is_never_read(reader: Reader, names: tuple[str, ...], tmp_path: Path, data: st.DataObject) -> None:
    contents = contents_of(*files(names))
    victim = data.draw(st.sampled_from(sorted(contents)))
    whole = contents[victim].rstrip()
    contents[victim] = whole[: data.draw(st.integers(0, len(whole) - 1))]
    assert refused_or_whole(reader, contents, tmp_path)


@pytest.mark.parametrize("names", [names for _, names in LAYOUTS[1:]], ids=["xml", "advanced", "enhanced"])
def test_xml_with_a_document_type_or_entities_is_refused(names: tuple[str, ...], tmp_path: Path) -> None:
    reader = next(each for each, own in LAYOUTS if own == names)
    head, _, rest = (FOLDER / names[0]).read_bytes().partition(b"?>")
    bomb = b'?>\n<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    with pytest.raises(InvalidListFile, match="document type or entities"):
        read(reader, *written({names[0]: head + bomb + rest}, tmp_path))
