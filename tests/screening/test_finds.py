"""Looking for certain parties alone: they are hits exactly where a whole screening says so."""

from __future__ import annotations

import pytest

import lists
from screening import Index, InvalidPolicy, PartialDate, Policy, Query
from screening.screen import examine, finds

NAMES = (
    "Reinhard Butikofer",
    "Wang, Junzheng",
    "王君正",
    "Ilhan Kyuchyuk",
    "PSC",
    "Bütikofer",
    "Chen Mingguo",
    "Nobody At All",
    "Mercator",
)


@pytest.fixture(scope="module")
def index() -> Index:
    loaded = lists.load_all()
    return Index.build(loaded.parties, loaded.editions)


@pytest.mark.parametrize(
    "policy",
    [Policy(threshold=0.5, limit=100), Policy(limit=100), Policy(limit=100, lists=("cn-mfa",)), Policy(limit=100, evidence_may_drop=True)],
)
def test_a_wanted_party_is_found_where_a_screening_has_it_among_its_hits(index: Index, policy: Policy) -> None:
    queries = [Query(name) for name in NAMES]
    queries += [Query("Nobody", other_names=("Reinhard Butikofer",)), Query("Reinhard Butikofer", birth_date=PartialDate(1953, 1, 26))]
    every = [party.id for party in index.parties()]
    expected = [{hit.party.id for hit in answer.hits} for answer in examine(queries, index, policy)]
    assert finds(queries, [every] * len(queries), index, policy) == expected
    assert any(expected)
    assert finds(queries, [every[:3]] * len(queries), index, policy) == [ids & set(every[:3]) for ids in expected]


def test_who_is_not_listed_or_not_in_scope_is_not_found(index: Index) -> None:
    assert finds([Query("Reinhard Butikofer")], [["cn-mfa:nobody"]], index, Policy()) == [frozenset()]
    assert finds([Query("Reinhard Butikofer")], [["cn-mfa:reinhard-butikofer"]], index, Policy(lists=("uk-fcdo",))) == [frozenset()]
    with pytest.raises(InvalidPolicy):
        finds([Query("Reinhard Butikofer")], [[]], index, Policy(lists=("nowhere",)))
