"""Dates, parties, queries and policies: checked when built, with every problem at once."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening import (
    DesignatedParty,
    Designation,
    Identifier,
    IdentifierType,
    InvalidParty,
    InvalidPolicy,
    InvalidQuery,
    ListedName,
    Measure,
    NameKind,
    PartialDate,
    PartyCountry,
    PartyKind,
    Policy,
    Query,
)
from screening.policy import knobs
from screening.records import party_from_json, party_to_json


@pytest.mark.parametrize("text", ["1953", "1953-01", "1953-01-26", "~1953", "1950/1955"])
def test_a_date_reads_back_as_written(text: str) -> None:
    assert str(PartialDate.parse(text)) == text


@pytest.mark.parametrize(
    "text", ["", "53", "1953-13", "1953-02-30", "1953-1-1", "26.01.1953", "0001", "1955/1950", "١٩٥٣", "1953-01-26T00:00"]
)
def test_an_impossible_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        PartialDate.parse(text)


def test_a_query_tells_every_problem_at_once_with_its_pointer() -> None:
    with pytest.raises(InvalidQuery) as raised:
        Query("", kind="robot", birth_date="1953-02-30", countries=("XX", "DE", "de"))  # type: ignore[arg-type]
    assert [problem.pointer for problem in raised.value.problems] == ["/name", "/kind", "/birth_date", "/countries/0", "/countries/2"]


@pytest.mark.parametrize("name", ["", "  ", "-", "!!!", "😀", "a" * 501, "Ann\x00Lee", "Ann\ud800", 7])
def test_an_unusable_name_is_refused(name: str) -> None:
    with pytest.raises(InvalidQuery):
        Query(name)


def test_a_name_of_500_characters_is_screened() -> None:
    assert len(Query("ab " * 166 + "ab").name) == 500


def test_a_policy_is_bounded_and_its_hash_is_its_effect() -> None:
    assert Policy().hash == Policy(id="another name").hash == Policy().hash
    assert Policy().hash != Policy(threshold=0.9).hash
    assert Policy(lists=("b", "a")) == Policy(lists=("a", "b", "a"))
    for knob in knobs():
        if knob.low is not None:
            for value in (knob.low - 1, knob.high + 1, "high", True):
                with pytest.raises(InvalidPolicy, match=knob.name):
                    replace(Policy(), **{knob.name: value})


def test_a_policy_with_an_empty_scope_or_a_block_threshold_below_the_threshold_is_refused() -> None:
    with pytest.raises(InvalidPolicy, match="lists"):
        Policy(lists=())
    with pytest.raises(InvalidPolicy, match="block_threshold"):
        Policy(threshold=0.9, block_threshold=0.8)


def test_a_party_has_exactly_one_primary_name_and_it_comes_first() -> None:
    alias, primary = ListedName("B"), ListedName("A", NameKind.PRIMARY)
    assert DesignatedParty("l", "1", PartyKind.ENTITY, (alias, primary)).names == (primary, alias)
    for names in ((alias,), (primary, primary)):
        with pytest.raises(InvalidParty, match="primary"):
            DesignatedParty("l", "1", PartyKind.ENTITY, names)


@given(st.text(min_size=1).filter(lambda text: text.strip()), st.sampled_from(PartyKind))
def test_a_party_reads_back_from_its_record(text: str, kind: PartyKind) -> None:
    party = DesignatedParty(
        "list",
        "a:b",
        kind,
        (ListedName(text, NameKind.PRIMARY), ListedName("alias", language="ar")),
        birth_dates=(PartialDate(1950, until_year=1955, approximate=True),),
        countries=(PartyCountry("DE"),),
        identifiers=(Identifier(IdentifierType.IMO, "123"),),
        designations=(Designation("P", (Measure.ASSET_FREEZE,), listed_on=PartialDate(2021, 3, 22), amended_on=(PartialDate(2022),)),),
        remarks=text,
    )
    assert party_from_json(party_to_json(party)) == party
