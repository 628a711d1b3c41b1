"""The United Nations' real files: counts, whole parties, and the same counts taken another way."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from lists.readers.base import ReadReport
from lists.readers.names import scripts
from lists.readers.un import UnXml
from screening.party import DesignatedParty
from tests.lists.readers.reading import lines, read, told

NOTICE = "INTERPOL-UN Security Council Special Notice web link:https://www.interpol.int/en/How-we-work/Notices/View-UN-Notices-"
pytestmark = pytest.mark.data


@pytest.fixture(scope="module")
def un(real_lists: Path) -> Path:
    """The folder with the editions."""
    return real_lists / "lists" / "un"


@pytest.fixture(scope="module")
def edition(un: Path) -> tuple[dict[str, DesignatedParty], ReadReport]:
    """The newest edition."""
    return read(UnXml(), un / "un_2026-08-01.xml", list_id="un-sc")


@pytest.mark.parametrize(
    ("name", "published", "counts"),
    [
        ("un_2020-03-20.xml", "2020-03-20", (709, 305, 2_653, 609)),
        ("un_2026-02-27.xml", "2026-02-27", (730, 273, 2_752, 615)),
        ("un_2026-08-01.xml", "2026-08-01", (736, 275, 2_755, 623)),
    ],
)
def test_counts_are_those_a_plain_count_of_the_file_finds(un: Path, name: str, published: str, counts: tuple[int, int, int, int]) -> None:
    individuals, entities, aliases, weak = counts
    parties, report = read(UnXml(), un / name)
    root = ET.parse(un / name).getroot()
    named = [
        alias for tag in ("INDIVIDUAL_ALIAS", "ENTITY_ALIAS") for alias in root.iter(tag) if (alias.findtext("ALIAS_NAME") or "").strip()
    ]
    assert str(report.published) == published
    assert report.parties_by_kind == {"individual": individuals, "entity": entities}
    assert (len(root.findall("*/INDIVIDUAL")), len(root.findall("*/ENTITY"))) == (individuals, entities)
    assert len(named) == aliases
    assert sum(alias.findtext("QUALITY") == "Low" for alias in named) == weak
    assert report.warnings == []
    assert len(parties) == individuals + entities
    places = {
        entry.source
        for party in parties.values()
        for entry in party.provenance
        if entry.field.startswith("names/") and "_ALIAS " in entry.source and "BIRTH" not in entry.source
    }
    assert len(places) <= aliases
    texts = {name.text for party in parties.values() for name in party.names}
    written = {" ".join(alias.findtext("ALIAS_NAME", "").split()) for alias in named}
    lost = {text for text in written - texts if ";" not in text}
    taken_apart = {text for text in lost if "(" in text or "born" in text or len(scripts(text)) > 1 or not text}
    assert lost == taken_apart


def test_every_birth_date_document_and_original_script_of_the_file_is_read(
    un: Path, edition: tuple[dict[str, DesignatedParty], ReadReport]
) -> None:
    root = ET.parse(un / "un_2026-08-01.xml").getroot()
    parties = edition[0]
    for element in [*root.iter("INDIVIDUAL"), *root.iter("ENTITY")]:
        party = parties[element.findtext("REFERENCE_NUMBER", "").strip()]
        script = " ".join((element.findtext("NAME_ORIGINAL_SCRIPT") or "").split())
        assert not script or script in {name.text for name in party.names}, party.id
        years = {date.text for date in element.iterfind("INDIVIDUAL_DATE_OF_BIRTH/YEAR")}
        years |= {(date.text or "")[:4] for date in element.iterfind("INDIVIDUAL_DATE_OF_BIRTH/DATE")}
        assert years <= {str(date.year) for date in party.birth_dates}, party.id
        numbered = {(row.findtext("NUMBER") or "").strip() for row in element.iterfind("INDIVIDUAL_DOCUMENT")} - {""}
        assert len(party.identifiers) >= len(numbered), party.id


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        (
            "CDi.001",
            """
            individual un-sc:CDi.001
            primary ERIC BADEGE
            gender male
            born 1971
            nationality CD
            address RW
            address Rwanda (as of early 2016) | RW
            designation DRC | unspecified | 2012-12-31 | 2016-10-13
            remarks He fled to Rwanda in March 2013 and is still living there as of early 2016. {notice}
            """,
        ),
        (
            "KPe.001",
            """
            entity un-sc:KPe.001
            primary KOREA MINING DEVELOPMENT TRADING CORPORATION
            alias CHANGGWANG SINYONG CORPORATION
            alias EXTERNAL TECHNOLOGY GENERAL CORPORATION
            alias DPRKN MINING DEVELOPMENT TRADING COOPERATION
            alias "KOMID"
            address KP
            address Central District, Pyongyang, Democratic People's Republic of Korea | KP
            designation DPRK | unspecified | 2009-04-24
            remarks Primary arms dealer and main exporter of goods and equipment related to ballistic missiles and conventional weapons.
            """,
        ),
    ],
)
def test_whole_parties(edition: tuple[dict[str, DesignatedParty], ReadReport], reference: str, expected: str) -> None:
    assert told(edition[0][reference]) == lines(expected.format(notice=f"{NOTICE}Individuals"))


def test_a_whole_party_with_names_in_aliases_and_notes(edition: tuple[dict[str, DesignatedParty], ReadReport]) -> None:
    said = told(edition[0]["QDi.299"])
    assert said[:12] == lines(
        """
        individual un-sc:QDi.299
        primary IBRAHIM AWWAD IBRAHIM ALI AL-BADRI AL-SAMARRAI
        alias إبراهيم عواد إبراهيم علي البدري السامرائي | original script
        alias Dr. Ibrahim ‘Awwad Ibrahim ’Ali al-Badri al-Samarrai’ | born in 1971 in Samarra, Iraq """
        "(Ibrahim ‘Awad Ibrahim al-Badri al-Samarrai; Ibrahim ‘Awad Ibrahim al-Samarra’i; Dr. Ibrahim Awwad Ibrahim al-Samarra’i)"
        """
        weak alias أبو دعاء | (Abu Du’a; Abu Duaa’) prominently known by this nom de guerre
        weak alias Abu Du’a | (Abu Du’a; Abu Duaa’) prominently known by this nom de guerre
        weak alias Abu Duaa’ | (Abu Du’a; Abu Duaa’) prominently known by this nom de guerre
        weak alias Dr. Ibrahim
        weak alias أبو بكر البغدادي الحسيني القريشي
        weak alias Abu Bakr al-Baghdadi al-Husayni al-Quraishi
        weak alias Abu Bakr al-Baghdadi
        born 1971
    """
    )
    assert said[12:-1] == lines(
        """
        born in Iraq
        birth IQ
        nationality IQ
        address IQ
        address SY
        national_id 0134852 | Ration card number:
        address Iraq | IQ
        address Syrian Arab Republic | SY
        position Dr.
        designation Al-Qaida | asset_freeze | travel_ban | arms_embargo | 2011-10-05 | 2012-07-20 | 2015-12-10 | 2020-11-24 """
        """| 2021-11-15 | 2025-03-11
        tie named in the comments | QDe.115 | un-sc:QDe.115
    """
    )
