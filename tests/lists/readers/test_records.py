"""Source records, parties under construction, country names: nothing is taken twice, lost or guessed."""

from __future__ import annotations

from xml.etree.ElementTree import fromstring

import pytest

from lists.errors import InvalidListFile
from lists.readers.base import ReadReport
from lists.readers.building import PartyBuilder
from lists.readers.countries import CountryNames, folded
from lists.readers.fields import SourceRecord, XmlRecord
from lists.readers.names import by_script, scripts
from screening.dates import PartialDate
from screening.party import AliasStrength, CountryRelation, Identifier, IdentifierType, NameKind, PartyCountry, PartyKind


def record(report: ReadReport | None = None, **fields: str) -> SourceRecord:
    """A record of those fields."""
    return SourceRecord(fields, "list.csv", "line 3", report or ReadReport())


def element(text: str, report: ReadReport | None = None) -> XmlRecord:
    """An element as a record."""
    return XmlRecord(fromstring(text), "list.xml", "record 3", report or ReadReport())


def test_a_text_is_trimmed_and_blank_is_absent() -> None:
    row = record(a="  x \n y ", b="  ", c=" raw ")
    assert (row.take("a"), row.take_optional("b"), row.take_optional("none"), row.take_raw("c")) == ("x y", None, None, " raw ")
    with pytest.raises(InvalidListFile, match=r"list\.csv: line 3: field 'a': is missing or blank"):
        row.take("a")


def test_an_unknown_category_names_the_value_and_what_is_known() -> None:
    with pytest.raises(InvalidListFile, match="field 'kind': unknown value 'zka'; known: aka, fka"):
        record(kind="zka").take_choice("kind", {"aka": 1, "fka": 2})


def test_what_nobody_took_is_a_warning_once_with_its_count() -> None:
    report = ReadReport(ignored={"number": "links rows"})
    for _ in range(2):
        row = record(report, number="1", shoe_size="39", blank=" ")
        row.ignore("number")
        row.finish()
    assert report.warnings == ["list.csv: unknown field 'shoe_size' is not read (2 times)"]


def test_nothing_is_ignored_without_a_reason() -> None:
    with pytest.raises(KeyError, match="ignored without a reason"):
        record(a="x").ignore("a")
    with pytest.raises(KeyError, match="ignored without a reason"):
        element("<p><a/></p>").ignore("a")


def test_an_element_is_read_by_the_local_names_of_its_children_and_attributes() -> None:
    row = element("<p xmlns='urn:x' id='7'><a> x </a><b>1</b><b>2</b><c><d>3</d></c>text</p>")
    assert row.take("@id") == "7"
    assert row.take("a") == "x"
    assert row.texts("b") == ["1", "2"]
    child = row.child("c")
    assert child is not None
    assert child.take("d") == "3"
    row.finish()
    assert row.report.warnings == []


@pytest.mark.parametrize("text", ["<p><a>1</a><a>2</a></p>", "<p><a><b/></a></p>", "<p><a x='1'>1</a></p>"])
def test_a_child_that_is_not_one_text_is_not_taken_for_one(text: str) -> None:
    with pytest.raises(InvalidListFile, match=r"occurs 2 times|holds elements or attributes"):
        element(text).take("a")


def test_an_element_left_over_is_a_warning_unless_there_is_nothing_in_it() -> None:
    report = ReadReport()
    element("<p new='1'><a/><b>x</b><c><d/></c></p>", report).finish()
    assert [text.split("'")[1] for text in report.warnings] == ["@new", "b", "c"]


def builder() -> PartyBuilder:
    """An individual with a primary name."""
    party = PartyBuilder("a-list", "1", "list.csv")
    party.kind = PartyKind.INDIVIDUAL
    party.name("Mira Wyrdmann", "row 1 name", kind=NameKind.PRIMARY)
    return party


def test_the_same_fact_is_kept_once_with_its_first_place() -> None:
    party = builder()
    for source in ("row 2", "row 3"):
        party.name("The Tide", source)
        party.birth_date(PartialDate(1961), source)
        party.identifier(Identifier(IdentifierType.PASSPORT, "A1"), source)
        party.at("passports", source).country("IT", CountryRelation.NATIONALITY)
        party.at("remarks").remark("Head of the bureau")
    built = party.build()
    assert [name.text for name in built.names] == ["Mira Wyrdmann", "The Tide"]
    assert built.countries == (PartyCountry("IT", CountryRelation.NATIONALITY),)
    assert built.remarks == "Head of the bureau"
    assert [(entry.field, entry.source) for entry in built.provenance] == [
        ("names/0", "row 1 name"),
        ("names/1", "row 2"),
        ("birth_dates/0", "row 2"),
        ("countries/0", "row 2 passports"),
        ("identifiers/0", "row 2"),
        ("remarks", "list.csv 1 remarks"),
    ]


def test_the_same_text_of_another_strength_is_another_name() -> None:
    party = builder()
    party.name("The Tide", "")
    party.name("The Tide", "", strength=AliasStrength.WEAK)
    party.name(" ", "")
    assert [name.strength.value for name in party.build().names] == ["strong", "strong", "weak"]


def test_the_primary_name_comes_first_and_marks_of_direction_are_gone() -> None:
    party = PartyBuilder("a-list", "1", "list.csv")
    party.kind = PartyKind.ENTITY
    party.name("\u202bمكتب المد\u202c", "row 1")
    party.name("Bureau  of Tides", "row 2", kind=NameKind.PRIMARY)
    built = party.build()
    assert [name.text for name in built.names] == ["Bureau of Tides", "مكتب المد"]
    assert [entry.source for entry in built.provenance] == ["row 2", "row 1"]


def test_a_party_without_a_kind_or_a_primary_name_is_refused_by_its_id() -> None:
    party = PartyBuilder("a-list", "1", "list.csv")
    with pytest.raises(InvalidListFile, match=r"list\.csv: a-list:1: does not say whether"):
        party.build()
    party.kind = PartyKind.ENTITY
    with pytest.raises(InvalidListFile, match="0 primary names"):
        party.build()
    spaced = PartyBuilder("a-list", "1 2", "list.csv")
    spaced.kind = PartyKind.ENTITY
    spaced.name("X", "", kind=NameKind.PRIMARY)
    with pytest.raises(InvalidListFile, match="'1 2' is not a reference"):
        spaced.build()


def test_country_names_are_found_in_any_spelling_of_case_marks_and_points() -> None:
    names = CountryNames({"palestinian": "PS", "undetermined": None})
    row = record()
    assert [names.code(text, row, "country") for text in ("IRAN", "Côte d'Ivoire", "Palestinian", "Russian", "undetermined", None, "")] == [
        "IR",
        "CI",
        "PS",
        "RU",
        None,
        None,
        None,
    ]
    assert row.report.warnings == []
    assert folded(" Côte d’Ivoire. ") == "cote divoire"


def test_a_country_nobody_knows_is_reported_once_with_its_count() -> None:
    names, row = CountryNames({}), record()
    assert [names.code("Utopia", row, "country") for _ in range(2)] == [None, None]
    assert row.report.warnings == ["list.csv: field 'country': 'Utopia' is no country the tables know; the text is kept (2 times)"]
    assert names.known("Utopia") is None


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Jin Tiesan (金铁三)", ["Jin Tiesan", "金铁三"]),
        ("ينون لوي  LEVY Yinon", ["ينون لوي", "LEVY Yinon"]),
        ("Завод SPARC", ["Завод SPARC"]),
        ("Bank GPB (JSC)", ["Bank GPB (JSC)"]),
        ("華信船務(香港)有限公司", ["華信船務(香港)有限公司"]),
        ("Mira 2", ["Mira 2"]),
    ],
)
def test_a_name_in_two_scripts_is_two_names_where_they_cannot_be_one(text: str, names: list[str]) -> None:
    assert by_script(text) == names


def test_the_scripts_of_a_text_are_those_of_its_letters() -> None:
    assert scripts("Mira 2 Мира 金") == {"LATIN", "CYRILLIC", "CJK"}
    assert scripts("12.") == set()
