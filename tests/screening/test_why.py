"""Each stage at which a party may be lost is told, and what would change it is true."""

from __future__ import annotations

from screening import (
    AliasStrength,
    DesignatedParty,
    Identifier,
    IdentifierType,
    Index,
    ListedName,
    NameKind,
    PartialDate,
    PartyCountry,
    PartyKind,
    Policy,
    Query,
    Stage,
    screen,
    why,
)

PERSON = DesignatedParty(
    "demo",
    "1",
    PartyKind.INDIVIDUAL,
    (ListedName("Reinhard Butikofer", NameKind.PRIMARY), ListedName("The Engineer", strength=AliasStrength.WEAK)),
    birth_dates=(PartialDate(1953, 1, 26),),
    countries=(PartyCountry("DE"),),
    identifiers=(Identifier(IdentifierType.PASSPORT, "AB123456"),),
)
BARE = DesignatedParty("demo", "2", PartyKind.ENTITY, (ListedName("Korvand Shipping", NameKind.PRIMARY),))
INDEX = Index.build([PERSON, BARE])


def test_what_a_list_does_not_state_is_not_offered_as_evidence() -> None:
    found = why(Query("Korvand Trading"), "demo:2", INDEX, Policy())
    assert found.stage is Stage.BELOW_THRESHOLD
    assert not any("agrees" in change for change in found.changes)


def test_a_party_with_nothing_in_common_could_be_found_by_its_identifier() -> None:
    assert why(Query("Zzyzx Qwerty"), "demo:1", INDEX, Policy()).changes == ("An identifier that agrees.",)
    assert why(Query("Zzyzx Qwerty"), "demo:2", INDEX, Policy()).changes == ()


def test_a_weak_alias_would_count_in_full_with_evidence_that_agrees() -> None:
    found = why(Query("The Engineer"), "demo:1", INDEX, Policy())
    assert found.stage is Stage.BELOW_THRESHOLD
    assert "A birth date that agrees." in found.changes
    assert why(Query("The Engineer", birth_date="1953-01-26"), "demo:1", INDEX, Policy()).stage is Stage.HIT


def test_evidence_that_drops_a_hit_is_named_and_so_is_the_policy_that_lets_it() -> None:
    policy = Policy(evidence_may_drop=True, birth_date_contradicts=0.3)
    found = why(Query("Reinhard Butikofer", birth_date="1990-05-05"), "demo:1", INDEX, policy)
    assert found.stage is Stage.BELOW_THRESHOLD
    assert "No birth date: the one given contradicts." in found.changes
    assert any(change.startswith("A policy by which evidence may not drop a hit") for change in found.changes)


def test_a_scope_that_a_party_states_nothing_for_says_so() -> None:
    found = why(Query("Korvand Shipping"), "demo:2", INDEX, Policy(programmes=("X",)))
    assert found.changes == ("Programmes would have to be left out: the party states none.",)


def test_a_hit_below_the_threshold_says_that_its_name_keeps_it() -> None:
    query = Query("Reinhard Butikofer", birth_date="1990-05-05", countries=("FR",), kind=PartyKind.ENTITY)
    [[hit]] = screen([query], INDEX, Policy())
    assert hit.score < Policy().threshold
    assert "by its name, 1.0000, it stays a hit." in hit.explanation
    assert why(query, "demo:1", INDEX, Policy()).explanation == hit.explanation


def test_legal_forms_written_otherwise_stand_for_the_same() -> None:
    [[hit]] = screen([Query("Korvand Shipping Co Ltd")], Index.build([_named("Korvand Shipping Company Limited")]), Policy())
    assert "“co ltd” and “company limited” stand for the same" in hit.explanation


def _named(name: str) -> DesignatedParty:
    return DesignatedParty("demo", "3", PartyKind.ENTITY, (ListedName(name, NameKind.PRIMARY),))
