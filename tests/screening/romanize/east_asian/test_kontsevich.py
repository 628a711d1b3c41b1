"""`romanize.kontsevich`: Korean names in Cyrillic letters."""

from __future__ import annotations

import pytest

from screening import PartyKind, compare
from screening.policy import Policy
from screening.romanize.east_asian.kontsevich import korean_syllables


@pytest.mark.parametrize(
    ("cyrillic", "hangul"),
    [("пак кын хе", "박근혜"), ("ли мён бак", "리명박"), ("чан сон тхэк", "장성택"), ("чхве рён хэ", "최룡해"), ("ким ченир", "김정일")],
)
def test_each_syllable_may_be_the_one_in_hangul(cyrillic: str, hangul: str) -> None:
    found = korean_syllables(tuple(cyrillic.split()))
    assert len(found) == len(hangul)
    assert all(syllable in several for syllable, several in zip(hangul, found, strict=True))


@pytest.mark.parametrize("name", ["", "ким", "мария захарова", "сергей викторович лавров", "ким константин", "ван цзюньчжэн"])
def test_other_names_are_no_koreans(name: str) -> None:
    assert korean_syllables(tuple(name.split())) == ()


@pytest.mark.parametrize(
    ("cyrillic", "other"),
    [("Ким Чен Ын", "Kim Jong Un"), ("Ким Чен Ын", "김정은"), ("Чан Сон Тхэк", "Jang Song Thaek"), ("Ким Чен Ир", "Kim Jong Il")],
)
def test_a_korean_in_cyrillic_is_a_hit(cyrillic: str, other: str) -> None:
    assert compare(cyrillic, other, PartyKind.INDIVIDUAL).name_score >= Policy().threshold


def test_father_and_son_are_two() -> None:
    assert compare("Ким Чен Ир", "Kim Jong Un", PartyKind.INDIVIDUAL).name_score < Policy().threshold
