"""OFAC's remarks and dates, part by part."""

from __future__ import annotations

import pytest

from lists.readers.base import ReadReport
from lists.readers.building import PartyBuilder
from lists.readers.fields import SourceRecord
from lists.readers.ofac import dates
from lists.readers.ofac.facts import Facts
from lists.readers.ofac.programmes import tags
from lists.readers.ofac.remarks import read_remarks, segments
from screening.party import NameKind, PartyKind
from tests.lists.readers.reading import told


def read_one(text: str) -> tuple[list[str], ReadReport]:
    """What a remark says about a party, without its name, and the report."""
    report = ReadReport()
    builder = PartyBuilder("a-list", "1", "sdn.csv")
    builder.kind = PartyKind.INDIVIDUAL
    builder.name("X", "", kind=NameKind.PRIMARY)
    read_remarks(text, Facts(builder, SourceRecord({}, "sdn.csv", "1", report)), "sdn.csv 1 Remarks")
    return told(builder.build())[2:], report


@pytest.mark.parametrize(
    ("remark", "said"),
    [
        ("DOB 17 Jan 1941.", ["born 1941-01-17"]),
        ("DOB Jan 1941; alt. DOB circa 1944.", ["born 1941-01", "born ~1944"]),
        ("DOB 1941 to 1945.", ["born 1941/1945"]),
        ("DOB circa 1973-1977.", ["born ~1973/1977"]),
        ("DOB Mar 1962 to Feb 1963.", ["born 1962/1963", "remarks DOB Mar 1962 to Feb 1963"]),
        ("POB Havana, Cuba; alt. POB Tides.", ["born in Havana, Cuba", "born in Tides", "birth CU"]),
        ("POB Congo, Democratic Republic of the.", ["born in Congo, Democratic Republic of the", "birth CD"]),
        ("nationality Korea, North; alt. nationality Iran; citizen Palestinian.", ["nationality KP", "nationality IR", "citizenship PS"]),
        ("Gender Male.", ["gender male"]),
        ("a.k.a. 'ABU A'; f.k.a. 'B'; n.k.a. 'C'.", ["weak alias ABU A", "weak former B", "weak alias C"]),
        ("a.k.a. 'ABD AL-'AZIZ'; a.k.a. 'ONE; TWO'.", ["weak alias ABD AL-'AZIZ", "weak alias ONE; TWO"]),
        ("Passport A1 (Iran) expires 16 Mar 2021; alt. Passport B2.", ["passport A1 | IR | expires 2021-03-16", "passport B2"]),
        ("Passport J2 issued 07 Jun 2013 expires 06 Jun 2018.", ["passport J2 | issued 2013-06-07; expires 2018-06-06"]),
        ("Cedula No. 3183902 (Colombia).", ["national_id 3183902 | CO | Cedula No."]),
        ("NIT # 830007201-8 (Colombia).", ["tax_id 830007201-8 | CO | NIT #"]),
        ("Matricula Mercantil No 55 (Cali).", ["registration 55 | Matricula Mercantil No; Cali"]),
        ("Registration Number 4(A)7 (Virgin Islands, British).", ["registration 4(A)7 | VG | Registration Number"]),
        ("Vessel Registration Identification IMO 9187629; MMSI 572469210.", ["imo 9187629", "mmsi 572469210"]),
        ("Vessel Registration Identification 11.", ["registration 11 | Vessel Registration Identification"]),
        (
            "Aircraft Tail Number YV-2030; Aircraft Model B737.",
            ["aircraft_tail YV-2030 | Aircraft Tail Number", "remarks Aircraft Model B737"],
        ),
        ("SWIFT/BIC VTBRRUMM; alt. SWIFT/BIC BFEARUMM.", ["bic VTBRRUMM", "bic BFEARUMM"]),
        ("Digital Currency Address - ETH 0xab.", ["crypto_address 0xab | ETH"]),
        ("Telephone (98)(21)(23802230).", ["phone (98)(21)(23802230) | Telephone"]),
        ("Email Address a@b.example; Website www.b.example.", ["email a@b.example", "website www.b.example"]),
        ("D-U-N-S Number 565385380.", ["duns 565385380"]),
        ("Nationality of Registration Malta; Vessel Flag Iran.", ["registration MT", "flag IR"]),
        (
            "Additional Sanctions Information - Subject to Secondary Sanctions.",
            ["remarks Additional Sanctions Information - Subject to Secondary Sanctions"],
        ),
        ("alt. Executive Order 13846 information: X.", ["remarks Executive Order 13846 information: X"]),
        ("Position: Manager; Alternate Title, Dean.", ["position Manager", "position Dean"]),
        ("Organization Established Date 05 May 2014.", ["remarks Organization Established Date 05 May 2014"]),
        ("nationality Utopia.", ["remarks nationality Utopia"]),
    ],
)
def test_a_labelled_part_becomes_the_fact_it_is(remark: str, said: list[str]) -> None:
    assert read_one(remark)[0] == said


def test_a_tie_is_known_by_name_in_both_layouts() -> None:
    for remark in ("Linked To: BUREAU OF TIDES.", "(Linked To: BUREAU OF TIDES)"):
        report = ReadReport()
        builder = PartyBuilder("a-list", "1", "sdn.csv")
        builder.kind = PartyKind.ENTITY
        builder.name("X", "", kind=NameKind.PRIMARY)
        known = {"BUREAU OF TIDES": "102"}
        read_remarks(remark, Facts(builder, SourceRecord({}, "sdn.csv", "1", report), known), "")
        assert [(tie.kind, tie.text, tie.to) for tie in builder.build().relations] == [("Linked To", "BUREAU OF TIDES", "a-list:102")]


@pytest.mark.parametrize("text", ["Minister of Tides", "Passport issued in Italy", "License to trade lost", "wife of the minister"])
def test_a_text_without_a_label_is_kept_and_counted(text: str) -> None:
    said, report = read_one(f"{text}.")
    assert said == [f"remarks {text}"]
    assert (report.texts, report.warnings) == (1, [])


def test_an_unknown_label_with_a_number_is_kept_and_reported() -> None:
    said, report = read_one("Tidal Registry Number 4711 (Malta).")
    assert said == ["remarks Tidal Registry Number 4711 (Malta)"]
    assert "unknown label" in report.warnings[0]


def test_an_unknown_country_is_reported_and_the_number_keeps_it() -> None:
    said, report = read_one("Passport A1 (Utopia).")
    assert said == ["passport A1 (Utopia)"]
    assert "'Utopia' is no country the tables know" in report.warnings[0]


def test_a_remark_is_split_at_semicolons_outside_quoted_names() -> None:
    assert list(segments("A; B;C; a.k.a. 'D; E'; a.k.a. 'F; G.")) == ["A", "B", "C", "a.k.a. 'D; E'", "a.k.a. 'F; G"]


@pytest.mark.parametrize(
    ("text", "value", "exact"),
    [
        ("01 Jan 1961 to 31 Dec 1961", "1961", True),
        ("01 Jan 1961 to 31 Dec 1963", "1961/1963", True),
        ("01 Feb 1962 to 28 Feb 1962", "1962-02", True),
        ("26 Sep 1946 to 07 Dec 1946", "1946", False),
        ("08 Nov 1985 to 07 Nov 1986", "1985/1986", False),
    ],
)
def test_a_span_is_held_as_exactly_as_can_be_and_says_when_it_is_wider(text: str, value: str, exact: bool) -> None:
    assert (str(dates.parse(text)[0]), dates.parse(text)[1]) == (value, exact)


@pytest.mark.parametrize("text", ["", "1 Foo 1961", "61", "1963 to 1961", "07 Dec 1946 to 26 Sep 1946", "30 Feb 1961", "1961."])
def test_what_is_no_date_is_none(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the reader names the field; here the refusal is the promise
        dates.parse(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("SDGT", ("SDGT",)),
        ("SDGT] [IRGC] [IFSR", ("SDGT", "IRGC", "IFSR")),
        ("[SDGT] [IFSR]", ("SDGT", "IFSR")),
        ("CAATSA - RUSSIA", ("CAATSA - RUSSIA",)),
        ("SOUTH SUDAN", ("SOUTH SUDAN",)),
        ("561-Related", ("561-Related",)),
        ("BPI-SUDAN-14098", ("BPI-SUDAN-14098",)),
    ],
)
def test_any_text_of_the_form_of_a_programme_is_taken(text: str, found: tuple[str, ...]) -> None:
    assert tags(text, SourceRecord({}, "f", "e", ReadReport()), "Program") == found
