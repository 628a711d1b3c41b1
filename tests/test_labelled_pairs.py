"""The labelled pairs must be whole, plain to judge, and disagree with nothing: what the engine makes of them is measured elsewhere."""

from __future__ import annotations

import csv
import unicodedata
from collections import Counter

import pytest

from screening.party import PartyKind
from screening.query import name_problems
from tests.source_tree import ROOT

COLUMNS = ["name_a", "name_b", "kind", "label", "grade", "category", "note"]
FILES = ["pairs_persons.csv", "pairs_entities.csv", "pairs_scripts.csv"]


def pairs(name: str) -> list[dict[str, str]]:
    with (ROOT / "tests" / "cases" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


@pytest.mark.parametrize("name", FILES)
def test_every_pair_is_whole_and_can_be_asked(name: str):
    for pair in pairs(name):
        assert list(pair) == COLUMNS, pair
        assert all(pair[column] for column in COLUMNS if column != "kind"), pair
        assert pair["kind"] in {"", *PartyKind}, pair
        assert pair["label"] in {"same", "different"}, pair
        assert pair["grade"] in {"STRONG", "MEDIUM", "WEAK"}, pair
        assert name_problems(pair["name_a"], "/a") + name_problems(pair["name_b"], "/b") == [], pair
        assert pair["name_a"] != pair["name_b"], pair


def test_no_pair_stands_twice_not_even_the_other_way_round():
    seen = Counter(frozenset((pair["name_a"], pair["name_b"])) for name in FILES for pair in pairs(name))
    assert [set(names) for names, count in seen.items() if count > 1] == []


def test_there_are_pairs_of_both_labels_in_every_file():
    for name in FILES:
        labels = Counter(pair["label"] for pair in pairs(name))
        assert min(labels["same"], labels["different"]) >= 50, name


def test_the_pairs_in_other_scripts_hold_a_letter_of_another_script():
    for pair in pairs("pairs_scripts.csv"):
        letters = [letter for letter in pair["name_a"] + pair["name_b"] if letter.isalpha()]
        assert any(not unicodedata.name(letter).startswith("LATIN") for letter in letters), pair
