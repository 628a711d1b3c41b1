"""What birth date, country, kind and identifiers say, and what they do to a score."""

from __future__ import annotations

import pytest

from screening import (
    AliasStrength,
    CountryRelation,
    DesignatedParty,
    Identifier,
    IdentifierType,
    Index,
    ListedName,
    NameKind,
    Outcome,
    PartialDate,
    PartyCountry,
    PartyKind,
    Policy,
    Query,
    Verdict,
    examine,
)
from screening.evidence import birth_date_evidence
from screening.identifiers import normalised_identifier

PARTY = DesignatedParty(
    "demo",
    "1",
    PartyKind.INDIVIDUAL,
    (ListedName("Reinhard Butikofer", NameKind.PRIMARY), ListedName("Grey Wolf", strength=AliasStrength.WEAK)),
    birth_dates=(PartialDate(1953, 1, 26),),
    countries=(PartyCountry("DE", CountryRelation.NATIONALITY),),
    identifiers=(Identifier(IdentifierType.PASSPORT, "C 01X-0006", "DE"),),
)
INDEX = Index.build([PARTY])


def verdict(asked: str, *listed: str) -> tuple[Verdict, str]:
    evidence = birth_date_evidence(PartialDate.parse(asked), tuple(PartialDate.parse(one) for one in listed))
    assert evidence is not None
    return evidence.verdict, evidence.note


@pytest.mark.parametrize(
    ("asked", "listed", "expected", "note"),
    [
        ("1953-01-26", ["1953-01-26"], Verdict.AGREES, ""),
        ("1953", ["1953-01-26"], Verdict.AGREES, ""),
        ("1953-01", ["1953-01-26"], Verdict.AGREES, ""),
        ("1953-01-26", ["1950/1955"], Verdict.AGREES, ""),
        ("1953-02-01", ["1953-01-02"], Verdict.AGREES, "day and month swapped"),
        ("1954", ["1953-01-26"], Verdict.AGREES, "years one apart"),
        ("1954-01-26", ["~1953"], Verdict.AGREES, "years one apart"),
        ("1953-01-27", ["1953-01-26"], Verdict.CONTRADICTS, "same month, another day"),
        ("1960-05-05", ["1953-01-26"], Verdict.CONTRADICTS, ""),
        ("1954-01-26", ["1953-01-26"], Verdict.CONTRADICTS, "the same day, years one apart"),
        ("1935-01-26", ["1953-01-26"], Verdict.CONTRADICTS, "the same day of another year"),
        ("1953-01-27", ["1960-05-05", "1953-01-26"], Verdict.CONTRADICTS, "same month, another day"),
        ("1332-01-01", ["1953-01-26"], Verdict.CONTRADICTS, "calendars other than the Gregorian are not converted"),
        ("1960-05-05", ["1953-01-26", "1960-05-05"], Verdict.AGREES, ""),
    ],
)
def test_birth_dates_compare_to_the_precision_both_have(asked: str, listed: list[str], expected: Verdict, note: str) -> None:
    assert verdict(asked, *listed) == (expected, note)


def test_a_missing_fact_is_unknown_not_agreement() -> None:
    evidence = birth_date_evidence(PartialDate(1953), ())
    assert evidence is not None
    assert evidence.verdict is Verdict.UNKNOWN
    assert birth_date_evidence(None, (PartialDate(1953),)) is None


@pytest.mark.parametrize("birth_date", ["1954-01-26", "1954", "1990-12-31"])
def test_a_contradicting_birth_date_lowers_the_score_and_never_drops_the_hit(birth_date: str) -> None:
    [alone] = examine([Query("Reinhard Butikofer")], INDEX, Policy())
    [told] = examine([Query("Reinhard Butikofer", birth_date=birth_date)], INDEX, Policy())
    assert alone.total == told.total == 1
    assert told.hits[0].score <= alone.hits[0].score


def test_the_policy_may_let_evidence_drop_a_hit() -> None:
    query = Query("Reinhard Butikoffer", birth_date="1990-12-31")
    [strict] = examine([query], INDEX, Policy(evidence_may_drop=True, birth_date_contradicts=0.5))
    assert (strict.total, strict.outcome) == (0, Outcome.CLEAR)


def test_an_identifier_alone_makes_a_hit_and_another_name_cannot_hide_it() -> None:
    identifier = Identifier(IdentifierType.PASSPORT, "c01x0006")
    [answer] = examine([Query("Somebody Else", identifiers=(identifier,))], INDEX, Policy())
    assert [hit.party.id for hit in answer.hits] == ["demo:1"]
    assert answer.hits[0].score >= 0.95
    assert answer.hits[0].evidence[0].verdict is Verdict.AGREES


def test_a_weak_alias_alone_is_below_threshold_unless_another_thing_agrees() -> None:
    [alone] = examine([Query("Grey Wolf")], INDEX, Policy())
    [with_date] = examine([Query("Grey Wolf", birth_date="1953-01-26")], INDEX, Policy())
    assert alone.hits == ()
    assert [hit.listed_name.text for hit in with_date.hits] == ["Grey Wolf"]


def test_a_name_alone_is_reviewed_and_a_certain_hit_blocks() -> None:
    queries = [Query("Nobody Listed"), Query("Reinhard Butikofer"), Query("Reinhard Butikofer", birth_date="1953-01-26")]
    queries.append(Query("Reinhard Butikofer", birth_date="1953-01-26", countries=("FR",)))
    outcomes = [answer.outcome for answer in examine(queries, INDEX, Policy())]
    assert outcomes == [Outcome.CLEAR, Outcome.REVIEW, Outcome.BLOCK, Outcome.REVIEW]


def test_identifiers_are_compared_by_their_letters_and_digits() -> None:
    assert normalised_identifier("imo 9187629") == normalised_identifier("IMO9187629") == "9187629"
    assert normalised_identifier("C 01X-0006") == "C01X0006"


def test_of_several_birth_dates_that_contradict_the_nearest_is_shown() -> None:
    evidence = birth_date_evidence(PartialDate(1960, 1, 26), (PartialDate(1949, 5, 5), PartialDate(1962, 2, 2)))
    assert evidence is not None
    assert evidence.listed == "1962-02-02"
