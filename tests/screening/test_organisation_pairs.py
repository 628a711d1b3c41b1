"""Pairs of names of organisations that must be one, or two, by what the tables say of their words."""

from __future__ import annotations

import csv

import pytest

from screening import PartyKind, Policy, TokenRole, compare, tokens_of
from screening.names import forms_of
from tests.source_tree import ROOT

CATEGORIES = {"place", "legal form", "honorific"}


def pairs() -> list[dict[str, str]]:
    found = []
    for name in ("pairs_entities.csv", "pairs_persons.csv"):
        with (ROOT / "tests" / "cases" / name).open(encoding="utf-8", newline="") as file:
            found += [pair for pair in csv.DictReader(file) if pair["grade"] == "STRONG" and pair["category"] in CATEGORIES]
    return found


@pytest.mark.parametrize("pair", pairs(), ids=lambda pair: f"{pair['name_a']} / {pair['name_b']}")
def test_legal_forms_places_and_honorifics_make_two_names_neither_one_nor_two(pair: dict[str, str]) -> None:
    score = compare(pair["name_a"], pair["name_b"], PartyKind(pair["kind"]) if pair["kind"] else None).name_score
    assert (score >= Policy().threshold) is (pair["label"] == "same"), score


@pytest.mark.parametrize(
    ("name", "number"),
    [("103rd Korvand Regiment", "103"), ("Forty-Fourth Brigade", "44"), ("Forty Four Brigade", "44"), ("Thirtieth Brigade", "30")],
)
def test_a_number_is_one_token_however_it_is_written(name: str, number: str) -> None:
    tokens = tokens_of(name, PartyKind.ENTITY)
    assert [token.text for token in tokens if token.role is TokenRole.NUMBER] == [number]


@pytest.mark.parametrize(
    ("form", "group"),
    [
        ("ذات مسؤولية محدودة", "§llc"),
        ("مساهمة عامة", "§jsc"),
        ("سهامی خاص", "§jsc"),
        ("با مسئولیت محدود", "§llc"),
        ("ομόρρυθμη εταιρεία", "§partnership"),
        ("בערבון מוגבל", "§llc"),
        ("प्राइवेट लिमिटेड", "§llc"),
        ("družba z omejeno odgovornostjo", "§llc"),
        ("S.à r.l.", "§llc"),
        ("ТзОВ", "§llc"),
        ("AOZT", "§jsc"),
    ],
)
def test_a_legal_form_in_its_own_script_is_known_as_names_of_that_script_are_compared(form: str, group: str) -> None:
    first = forms_of(f"Korvand Belissa {form}", PartyKind.ENTITY)[0]
    assert [token.text for token in first.tokens if token.role is TokenRole.LEGAL_FORM] == [group]
    assert [token.surface for token in first.tokens if token.role is TokenRole.NAME] == ["korvand", "belissa"]
