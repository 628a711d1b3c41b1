"""The labelled cases, asked of the seeded lists at the default policy."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

import pytest

from lists import load_all
from screening import Hit, Index, PartyKind, Policy, Query, screen

FOLDER = Path(__file__).parent.parent / "cases"


def cases(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return [case for case in csv.DictReader(file) if case["grade"] == "STRONG"]


@cache
def seeded() -> Index:
    loaded = load_all()
    return Index.build(loaded.parties, loaded.editions)


def asked(case: dict[str, str]) -> tuple[Hit, ...]:
    [hits] = screen([Query(case["name"], kind=PartyKind(case["kind"]) if case["kind"] else None)], seeded(), Policy())
    return hits


@pytest.mark.parametrize("case", cases("seed_hits.csv"), ids=lambda case: case["name"])
def test_a_known_spelling_hits_every_list_that_names_the_party(case: dict[str, str]) -> None:
    wanted = {f"{list_id}:{case['party']}" for list_id in case["list_ids"].split(";")}
    assert wanted <= {hit.party.id for hit in asked(case)}


@pytest.mark.parametrize("case", cases("seed_clear.csv"), ids=lambda case: case["name"])
def test_somebody_else_hits_nothing(case: dict[str, str]) -> None:
    assert [(hit.party.id, hit.explanation) for hit in asked(case)] == []
