"""Canada's real file: counts, whole parties, and the same counts taken another way."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from lists.readers.base import ReadReport
from lists.readers.canada import CanadaXml
from screening.party import DesignatedParty, NameKind
from tests.lists.readers.reading import lines, read, told

pytestmark = pytest.mark.data


@pytest.fixture(scope="module")
def path(real_lists: Path) -> Path:
    """The file of May 2025."""
    return real_lists / "lists" / "ca" / "sema-lmes_2025-05.xml"


@pytest.fixture(scope="module")
def edition(path: Path) -> tuple[dict[str, DesignatedParty], ReadReport]:
    """Its parties and the report."""
    return read(CanadaXml(), path, list_id="ca-sema")


def test_counts_are_those_a_plain_count_of_the_file_finds(path: Path, edition: tuple[dict[str, DesignatedParty], ReadReport]) -> None:
    parties, report = edition
    records = ET.parse(path).getroot().findall("record")
    assert len(records) == len(parties) == 4_759
    assert report.parties_by_kind == {"individual": 3_334, "entity": 1_316, "vessel": 109}
    assert sum(record.find("LastName") is not None for record in records) == 3_334
    assert sum(record.find("ShipIMONumber") is not None for record in records) == 109
    assert report.names_by_kind == {"primary": 4_759, "alias": 3_708}
    assert report.weak_names == 36
    assert len({(act.programme) for party in parties.values() for act in party.designations}) == len(
        {r.findtext("Country") for r in records}
    )
    assert [text.partition(": ")[2] for text in report.warnings] == [
        "a date of birth that is none is kept as text: 'Sep-99'",
        "a date of birth that is none is kept as text: 'born in the early 1970s'",
    ]


def test_no_letter_of_an_alias_text_is_lost(path: Path, edition: tuple[dict[str, DesignatedParty], ReadReport]) -> None:
    texts = [text for record in ET.parse(path).getroot() if (text := record.findtext("Aliases"))]
    of_lists = [party for party in edition[0].values() if any("Aliases" in entry.source for entry in party.provenance)]
    assert len(texts) == 2_877
    names = {name.text for party in of_lists for name in party.names}
    words = {word for name in names for word in name.split()}
    between = {"or", "and", "also", "aka", "AKA", "et"}
    lost = {
        word
        for text in texts
        for word in re.sub(r";|\b[A-Z][a-z]+:", " ", text).split()
        if word.strip(",;()/:") and word not in between | {"Russian"}
    }
    assert {word for word in lost if word not in words and word.strip(",()") not in words and not {*word} & {*",/()"}} == set()


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        (
            "Belarus-1-Part-1-3",
            """
            individual ca-sema:Belarus-1-Part-1-3
            primary Aleksandr Petrovich Barsukov
            born 1965-04-29
            designation Belarus | asset_freeze | dealings_ban | Schedule 1, Part 1, item 3 | 2020-09-28
            """,
        ),
        (
            "Russia-1.1-17",
            """
            vessel ca-sema:Russia-1.1-17
            primary Nurkez
            imo 9253325
            designation Russia | asset_freeze | dealings_ban | Schedule 1.1, item 17 | 2025-02-21
            remarks Ship type Oil Tanker; Built 2004
            """,
        ),
        (
            "Iran-1-Part-1-1",
            """
            entity ca-sema:Iran-1-Part-1-1
            primary Aerospace Industries Organization (AIO)
            alias Organisation iranienne des industries aérospatiales
            designation Iran | asset_freeze | dealings_ban | Schedule 1, Part 1, item 1 | 2016-02-05
            """,
        ),
    ],
)
def test_whole_parties(edition: tuple[dict[str, DesignatedParty], ReadReport], reference: str, expected: str) -> None:
    assert told(edition[0][reference]) == lines(expected)


def test_every_primary_name_is_given_before_family_name(path: Path, edition: tuple[dict[str, DesignatedParty], ReadReport]) -> None:
    primaries = [party.names[0] for party in edition[0].values()]
    assert all(name.kind is NameKind.PRIMARY for name in primaries)
    expected = [
        " ".join(f"{record.findtext('GivenName') or ''} {record.findtext('LastName')}".split())
        for record in ET.parse(path).getroot()
        if record.find("LastName") is not None and "(" not in (record.findtext("LastName") or "")
    ]
    assert set(expected) <= {name.text for name in primaries}
