"""The labelled cases must speak of parties that exist; whether they are found is for the tests of the engine."""

from __future__ import annotations

import csv
from collections import Counter

import pytest

import lists
from screening.party import PartyKind
from tests.source_tree import ROOT

CASES = ROOT / "tests" / "cases"
COLUMNS = ["name", "kind", "list_ids", "party", "grade", "note"]


def rows(name: str) -> list[dict[str, str]]:
    with (CASES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


@pytest.mark.parametrize("name", ["seed_hits.csv", "seed_clear.csv"])
def test_every_case_is_whole_and_stands_once(name: str):
    cases = rows(name)
    assert all(list(case) == COLUMNS and None not in case.values() for case in cases)
    assert all(case["name"] and case["note"] and case["grade"] in {"STRONG", "MEDIUM", "WEAK"} for case in cases)
    assert all(case["kind"] in {"", *PartyKind} for case in cases)
    assert max(Counter((case["name"], case["kind"]) for case in cases).values()) == 1


def test_every_hit_names_a_listed_party_and_all_lists_that_have_it():
    where: dict[str, list[str]] = {}
    for party in lists.load_all().parties:
        where.setdefault(party.reference, []).append(party.list_id)
    cases = rows("seed_hits.csv")
    for case in cases:
        assert case["list_ids"].split(";") == where[case["party"]], case["name"]
    assert {case["party"] for case in cases} == set(where)


def test_what_must_be_clear_names_no_party_and_is_no_strong_name_of_one():
    strong = {name.text.casefold() for party in lists.load_all().parties for name in party.names if name.strength == "strong"}
    for case in rows("seed_clear.csv"):
        assert (case["list_ids"], case["party"]) == ("", "")
        assert case["name"].casefold() not in strong
