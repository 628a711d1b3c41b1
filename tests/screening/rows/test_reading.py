"""A row becomes a query, or everything that is wrong with it is said."""

from __future__ import annotations

import pytest

from screening.countries import COUNTRY_CODES
from screening.dates import PartialDate
from screening.party import Identifier, IdentifierType, PartyKind
from screening.rows import Row, RowReader, Understood, map_columns
from screening.rows.mapping import folded_heading
from screening.rows.reading import KIND_WORDS
from screening.tables import country_codes_of_three


def read(**cells: str | tuple[str, ...]) -> Understood:
    """Read a row whose columns are called as the fields are."""
    mapping = map_columns(list(cells), said=[(field, field) for field in cells])
    return RowReader(mapping).read(Row(1, 2, tuple(cells.values())))


def problems(**cells: str | tuple[str, ...]) -> list[str]:
    understood = read(**cells)
    assert understood.query is None
    return [str(problem) for problem in understood.problems]


def test_a_full_row_becomes_a_query() -> None:
    query = read(
        reference="4711",
        name=" Reinhard Butikofer ",
        kind="Person",
        birth_date="26 Jan 1953",
        countries="Germany; FRA",
        other_names="R. Butikofer; Reinhard Hans B.",
        passport="C01X00T47",
    ).query
    assert query is not None
    assert (query.name, query.kind, query.birth_date) == ("Reinhard Butikofer", PartyKind.INDIVIDUAL, PartialDate(1953, 1, 26))
    assert (query.countries, query.other_names) == (("DE", "FR"), ("R. Butikofer", "Reinhard Hans B."))
    assert query.identifiers == (Identifier(IdentifierType.PASSPORT, "C01X00T47"),)
    assert query.reference == "4711"


def test_parts_of_a_name_are_put_together() -> None:
    query = read(last_name="Butikofer", first_name="Reinhard", middle_name="Hans").query
    assert query is not None
    assert query.name == "Reinhard Hans Butikofer"


def test_a_whole_name_and_parts_that_differ_are_both_asked() -> None:
    query = read(name="R. Butikofer", first_name="Reinhard", last_name="Butikofer").query
    assert query is not None
    assert query.names == ("R. Butikofer", "Reinhard Butikofer")
    same = read(name="BUTIKOFER, Reinhard", first_name="Reinhard", last_name="Butikofer").query
    assert same is not None
    assert same.names == ("BUTIKOFER, Reinhard",)


def test_somebody_may_be_called_null_but_not_be_born_then() -> None:
    query = read(name="Null", birth_date="NULL", countries="n/a").query
    assert query is not None
    assert (query.name, query.birth_date, query.countries) == ("Null", None, ())


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("de", ("DE",)),
        ("DEU", ("DE",)),
        ("Deutschland", ("DE",)),
        ("german", ("DE",)),
        ("Korea, South", ("KR",)),
        ("DE, FR", ("DE", "FR")),
        ("DE/FR", ("DE", "FR")),
        ("Côte d'Ivoire", ("CI",)),
        ("NA", ("NA",)),
    ],
)
def test_countries_are_codes_or_names(text: str, codes: tuple[str, ...]) -> None:
    query = read(name="A Name", countries=text).query
    assert query is not None
    assert query.countries == codes


def test_every_code_of_three_letters_leads_to_a_code() -> None:
    assert set(country_codes_of_three().values()) == COUNTRY_CODES - {"EU"}
    assert all(len(three) == 3 and three.isupper() for three in country_codes_of_three())


def test_words_for_kinds_are_folded_and_mean_one_kind() -> None:
    words = [word for group in KIND_WORDS.values() for word in group.split("|")]
    assert [word for word in words if folded_heading(word) != word] == []
    assert len(words) == len(set(words))


def test_everything_wrong_is_said_at_once() -> None:
    found = problems(name=" ", birth_date="03/04/1953", countries="Atlantis", kind="robot", reference="x" * 201)
    assert [one.split(":")[0] for one in found] == ["/reference", "/name", "/birth_date", "/kind", "/countries"]
    assert all("allowed" in one for one in found)


def test_a_name_that_cannot_be_screened_is_a_problem() -> None:
    assert "nothing is left of the name" in problems(name="!!!")[0]
    assert "control character" in problems(name="Reinhard\x85Butikofer")[0]
    assert "too long" in problems(name="x" * 501)[0]
    assert "21 of them" in problems(name="A Name", other_names="; ".join(f"Name {one}" for one in "abcdefghijklmnopqrstu"))[0]


def test_rows_with_equal_subjects_differ_in_their_reference_alone() -> None:
    mapping = map_columns(["id", "name", "balance"])
    reader = RowReader(mapping)
    one, other = Row(1, 2, ("1", "Reinhard Butikofer", "10")), Row(2, 3, ("2", "Reinhard Butikofer", "20"))
    assert reader.subject(one) == reader.subject(other) == ("Reinhard Butikofer",)


def test_a_row_whose_own_reference_is_wrong_shares_its_answer_with_nobody() -> None:
    reader = RowReader(map_columns(["id", "name"]))
    assert reader.subject(Row(1, 2, ("x" * 201, "Reinhard Butikofer"))) is None
    assert reader.subject(Row(1, 2, ("a\x07b", "Reinhard Butikofer"))) is None
    assert reader.subject(Row(1, 2, (), "has 3 fields, the header has 2")) is None


@pytest.mark.parametrize("name", ["4711", "360", "7-11", "+49 30 1234", "٣٦٠"])
def test_a_name_without_a_letter_is_read_with_a_warning(name: str) -> None:
    understood = read(name=name)
    assert understood.query is not None
    assert understood.warning == "warning: the name has no letter; look whether 'name' holds names"


@pytest.mark.parametrize("name", ["3M", "7-Eleven", "三六〇", "ش ٣", "Zenz"])
def test_a_name_with_a_letter_of_any_script_has_none(name: str) -> None:
    assert read(name=name).warning is None
