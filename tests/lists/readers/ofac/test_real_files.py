"""OFAC's real files: counts, whole parties, and the same counts taken another way."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from lists.errors import InvalidListFile
from lists.readers.base import ReadReport
from lists.readers.ofac import OfacAdvancedXml, OfacCsv, OfacEnhancedXml, OfacXml
from screening.party import AliasStrength, DesignatedParty, IdentifierType, NameKind
from tests.lists.readers.reading import lines, read, told

SECONDARY = "Additional Sanctions Information - Subject to Secondary Sanctions"
pytestmark = pytest.mark.data
SDN = ("sdn.csv", "alt.csv", "add.csv")
OTHERS = ("cons_prim.csv", "cons_alt.csv", "cons_add.csv")


@pytest.fixture(scope="module")
def ofac(real_lists: Path) -> Path:
    """The folder with OFAC's files."""
    return real_lists / "lists" / "us_ofac"


@pytest.fixture(scope="module")
def edition(ofac: Path) -> tuple[dict[str, DesignatedParty], ReadReport]:
    """The SDN list of the end of 2023."""
    return read(OfacCsv(), *(ofac / "2023-12-28" / name for name in SDN), list_id="us-ofac-sdn")


@pytest.mark.parametrize(
    ("folder", "names", "counts"),
    [
        (
            "2021-07",
            SDN,
            (
                {"individual": 4620, "entity": 3673, "vessel": 406, "aircraft": 277},
                {"primary": 8976, "alias": 13953, "former": 393},
                2438,
                5,
            ),
        ),
        (
            "2023-12-28",
            SDN,
            (
                {"individual": 6646, "entity": 6033, "vessel": 764, "aircraft": 378},
                {"primary": 13821, "alias": 19807, "former": 653},
                3369,
                17,
            ),
        ),
        ("consolidated_2025-12", OTHERS, ({"individual": 79, "entity": 363}, {"primary": 442, "alias": 997, "former": 144}, 68, 10)),
    ],
)
def test_counts_of_the_csv_editions(
    ofac: Path, folder: str, names: tuple[str, ...], counts: tuple[dict[str, int], dict[str, int], int, int]
) -> None:
    kinds, kinds_of_names, weak, cut_off = counts
    _, report = read(OfacCsv(), *(ofac / folder / name for name in names))
    assert report.parties_by_kind == kinds
    assert report.names_by_kind == kinds_of_names
    assert report.weak_names == weak
    assert len(report.warnings) == sum("cut off at 1000 characters" in text for text in report.warnings) == cut_off


@pytest.mark.parametrize(("folder", "aliases"), [("2021-07", 11_910), ("2023-12-28", 17_091)])
def test_names_are_those_a_plain_count_of_the_files_finds(ofac: Path, folder: str, aliases: int) -> None:
    parties, _ = read(OfacCsv(), *(ofac / folder / name for name in SDN))
    with (ofac / folder / "sdn.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.reader(file) if len(row) == 12]
    with (ofac / folder / "alt.csv").open(encoding="utf-8", newline="") as file:
        alt = [row for row in csv.reader(file) if len(row) == 5]
    expected = {(row[0], " ".join(row[1].split()), "primary", "strong") for row in rows}
    expected |= {(row[0], " ".join(row[3].split()), "former" if row[2] == "fka" else "alias", "strong") for row in alt}
    quoted = re.compile(r"(?:^|; )([afn])\.k\.a\. '(.+?)'(?=; |\.?$)")
    for row in rows:
        found = quoted.findall(row[11])
        expected |= {(row[0], " ".join(name.split()), "former" if letter == "f" else "alias", "weak") for letter, name in found}
    read_names = {(party.reference, name.text, name.kind.value, name.strength.value) for party in parties.values() for name in party.names}
    assert len(alt) == aliases
    assert read_names == expected


def test_facts_are_as_many_as_a_plain_search_of_the_remarks_finds(
    ofac: Path, edition: tuple[dict[str, DesignatedParty], ReadReport]
) -> None:
    parties = edition[0].values()
    with (ofac / "2023-12-28" / "sdn.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.reader(file) if len(row) == 12]
    remarks = [set(re.split(r"; ?", row[11][:-1])) for row in rows if len(row[11]) < 1000]
    whole = {row[0] for row in rows if len(row[11]) < 1000}

    def parts(pattern: str) -> int:
        return sum(bool(re.match(rf"(?:alt\. )?{pattern}", part)) for remark in remarks for part in remark)

    def count(type_: IdentifierType) -> int:
        return sum(item.type is type_ for party in parties for item in party.identifiers if party.reference in whole)

    dated = [party for party in parties if party.reference in whole]
    assert sum(len(party.birth_dates) for party in dated) == parts("DOB ") - 1 == 7_304, "one date stands twice under one party"
    assert sum(len(party.birth_places) for party in dated) == parts("POB ") + 1 == 4_204, "one is written 'POB:'"
    assert sum(party.gender is not None for party in dated) == parts("Gender ") == 3_996
    assert count(IdentifierType.IMO) == sum(len(re.findall(r"IMO\s*\d{7}", row[11])) for row in rows) == 878
    assert count(IdentifierType.MMSI) == parts("MMSI ")
    assert count(IdentifierType.CRYPTO_ADDRESS) == parts("Digital Currency Address")
    passport = r"(?:Diplomatic |Stateless Person |British National Overseas )?Passport (?=.*\d)|Travel Document Number"
    assert count(IdentifierType.PASSPORT) == parts(passport)
    assert sum(tie.kind == "Linked To" for party in dated for tie in party.relations) == parts("Linked To: ")
    assert Counter(tag for party in parties for tag in party.programmes) == Counter(tag for row in rows for tag in row[3].split("] ["))


def test_most_ties_lead_to_a_party_of_the_list(edition: tuple[dict[str, DesignatedParty], ReadReport]) -> None:
    parties = edition[0]
    ties = [tie for party in parties.values() for tie in party.relations if tie.kind == "Linked To"]
    led = [tie for tie in ties if tie.to]
    assert all(parties[str(tie.to).partition(":")[2]].primary_name == tie.text for tie in led)
    assert len(ties) - len(led) == 10, "two name two parties of the same name, eight a party of the other lists"


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        (
            "9647",
            """
            individual us-ofac-sdn:9647
            primary ZAHHAR, Mahmoud Khaled
            alias AL ZAHAR, Mahmoud Khaled
            weak alias ZAHAR, Mahmoud
            weak alias AL-ZAHAR, Mahmoud
            gender male
            born 1945
            born in Gaza Strip
            address PS
            birth PS
            nationality PS
            address Region: Gaza | PS
            designation SDGT | asset_freeze
            designation NS-PLC | asset_freeze
            tie Linked To | HAMAS | us-ofac-sdn:4695
            remarks Secondary sanctions risk: section 1(b) of Executive Order 13224, as amended by Executive Order 13886
            """,
        ),
        (
            "10488",
            """
            entity us-ofac-sdn:10488
            primary KHATAM OL ANBIA GHARARGAH SAZANDEGI NOOH
            alias KHATAM AL-ANBYA
            alias KHATAM OL AMBIA
            alias GHORB KHATAM
            address IR
            address No. 221, Phase 4, North Falamak-Zarafshan Intersection, Shahrak-E-Ghods, Tehran 14678, Iran | IR
            designation SDGT | asset_freeze
            designation NPWMD | asset_freeze
            designation IRGC | asset_freeze
            designation IFSR | asset_freeze
            remarks Additional Sanctions Information - Subject to Secondary Sanctions
            """,
        ),
        (
            "15036",
            """
            vessel us-ofac-sdn:15036
            primary ARTAVIL
            former ABADAN
            former SHONA
            weak former ALPHA
            flag IR
            flag MT
            flag TV
            flag TZ
            call_sign T2EU4
            imo 9187629
            mmsi 572469210
            designation IRAN | asset_freeze
            tie Linked To | NATIONAL IRANIAN TANKER COMPANY | us-ofac-sdn:15117
            remarks Vessel Type Crude/Oil Products Tanker; Vessel Tonnage 99,144; Vessel Gross Registered Tonnage 56,068; {rest}
            """,
        ),
    ],
)
def test_whole_parties(edition: tuple[dict[str, DesignatedParty], ReadReport], reference: str, expected: str) -> None:
    assert told(edition[0][reference]) == lines(expected.format(rest=f"flag None Identified; {SECONDARY}"))


def test_the_other_lists_in_xml(ofac: Path) -> None:
    path = ofac / "consolidated_2025-06-30" / "consolidated.xml"
    parties, report = read(OfacXml(), path, list_id="us-ofac-nonsdn")
    text = path.read_text(encoding="utf-8")
    assert len(parties) == text.count("<sdnEntry>") == 443
    assert report.names_by_kind == {"primary": 443, "alias": 992, "former": 144}
    assert report.names_by_kind["alias"] == text.count("<type>a.k.a.</type>")
    assert report.names_by_kind["former"] == text.count("<type>f.k.a.</type>")
    assert report.weak_names == text.count("<category>weak</category>") == 70
    assert report.warnings == []
    assert told(parties["9640"]) == lines("""
        individual us-ofac-nonsdn:9640
        primary ABU TEIR, Mohammed
        alias ABU TAIR, Mohammed Mahmud
        alias ABOU TAYR, Mohammad Mahmoud
        born 1951
        born in Umm Tuba
        designation NS-PLC | dealings_ban
    """)


def test_the_enhanced_layout_with_its_names_in_other_scripts(ofac: Path) -> None:
    path = ofac / "xml_formats" / "sdn_enhanced_IRGC_2024-08-28.xml"
    parties, report = read(OfacEnhancedXml(), path, list_id="us-ofac-sdn")
    root = ET.parse(path).getroot()
    space = {"s": root.tag.partition("}")[0].strip("{")}
    assert report.parties_by_kind == {"individual": 165, "entity": 84, "aircraft": 44}
    assert len(parties) == len(root.findall(".//s:entity", space)) == 293
    spelt = [name.text or "" for name in root.iterfind(".//s:names//s:formattedFullName", space)]
    assert sum(report.names_by_kind.values()) == len(spelt) - 1, "one spelling stands twice under the same party"
    arabic = re.compile("[\u0600-\u06ff]")
    assert sum(bool(arabic.search(name.text)) for party in parties.values() for name in party.names) == 91
    assert sum(bool(arabic.search(text)) for text in spelt) == 92
    assert report.warnings == []
    assert told(parties["23143"]) == lines("""
        individual us-ofac-sdn:23143
        primary HEIDARI, Reza
        gender male
        born 1977-01-10
        passport A37899489 | IR | expires 2021-07-26
        passport R24530943 | IR | expires 2017-06-23; fraudulent
        designation IFSR | asset_freeze | 2017-11-20 | SDN List | Executive Order 13224 (Terrorism)
        designation IRGC | asset_freeze | 2017-11-20 | SDN List | Executive Order 13224 (Terrorism)
        designation SDGT | asset_freeze | 2017-11-20 | SDN List | Executive Order 13224 (Terrorism)
        remarks Additional Sanctions Information - Subject to Secondary Sanctions
    """)


def test_the_enhanced_layout_tells_of_a_party_what_the_csv_layout_tells(
    ofac: Path, edition: tuple[dict[str, DesignatedParty], ReadReport]
) -> None:
    enhanced, _ = read(OfacEnhancedXml(), ofac / "xml_formats" / "sdn_enhanced_IRGC_2024-08-28.xml", list_id="us-ofac-sdn")
    both = [(enhanced[reference], edition[0][reference]) for reference in enhanced if reference in edition[0]]
    assert len(both) > 250
    changed = set()
    for one, other in both:
        latin = {(name.text, name.kind, name.strength) for name in one.names if name.note in {None, "n.k.a."}}
        numbers = {(item.type, item.value) for item in one.identifiers}
        if not {(name.text, name.kind, name.strength) for name in other.names} <= latin:
            changed.add(one.reference)
        if not (set(other.birth_dates) <= set(one.birth_dates) and {(item.type, item.value) for item in other.identifiers} <= numbers):
            changed.add(one.reference)
    assert changed == {"23475"}, "the one party that the Office renamed between the two files"


def test_the_advanced_layout(ofac: Path) -> None:
    path = ofac / "xml_formats" / "cons_advanced_2019.xml"
    parties, report = read(OfacAdvancedXml(), path, list_id="us-ofac-nonsdn")
    text = path.read_text(encoding="utf-8")
    assert len(parties) == text.count("<DistinctParty ") == 375
    assert report.parties_by_kind == {"individual": 82, "entity": 293}
    assert sum(report.names_by_kind.values()) == len(re.findall("<DocumentedName ", text)) - 1 == 1_292, "one name stands twice"
    assert report.weak_names == text.count('LowQuality="true"') - 1 == 30
    assert report.warnings == []
    assert told(parties["18268"]) == lines(
        """
        entity us-ofac-nonsdn:18268
        primary EXIMBANK OF RUSSIA
        alias ROSEKSIMBANK, ZAO
        alias RUSSIAN EXPORT-IMPORT BANK
        alias GOSUDARSTVENNY SPETSIALIZIROVANNY ROSSISKI EKSPORTNO-IMPORTNY BANK (ZAKRYTOE AKTSIONERNOE OBSHCHESTVO)
        alias STATE SPECIALIZED RUSSIAN EXPORT-IMPORT BANK (CLOSED JOINT-STOCK COMPANY)
        address RU
        registration 1027739109133 | Public Registration Number
        bic EXIRRUMM
        website eximbank.ru
        address d.13 str. 1 per.3-I Neopalimovski, Moscow, 119121, Russia | RU
        designation UKRAINE-EO13662 | dealings_ban | 2015-07-30 | Consolidated List | Executive Order 13662 (Ukraine)
        designation UKRAINE-EO13662 | dealings_ban | 2015-07-30 | Sectoral Sanctions Identifications List | Executive Order 13662 (Ukraine)
        tie Owned or Controlled By | Vnesheconombank | us-ofac-nonsdn:17015
        remarks Executive Order 13662 Directive Determination - Subject to Directive 1; All offices worldwide; """
        "for more information on directives, please visit the following link: "
        "http://www.treasury.gov/resource-center/sanctions/Programs/Pages/ukraine.aspx#directives"
    )


def test_a_cut_of_the_advanced_layout_whose_parts_do_not_fit_is_refused(ofac: Path) -> None:
    with pytest.raises(InvalidListFile, match="no sanctions entry with a programme names this party"):
        read(OfacAdvancedXml(), ofac / "xml_formats" / "sdn_advanced_sample.xml")


def test_no_strong_name_is_a_quoted_one(edition: tuple[dict[str, DesignatedParty], ReadReport]) -> None:
    weak = [name for party in edition[0].values() for name in party.names if name.strength is AliasStrength.WEAK]
    assert all(name.kind is not NameKind.PRIMARY for name in weak)
