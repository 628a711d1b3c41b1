"""`screening.heard`: what Chinese, Korean and Japanese do not tell apart in foreign words."""

from __future__ import annotations

from itertools import product

import pytest

from screening import PartyKind, compare
from screening.heard import LIKENESS, heard_alike, heard_keys
from screening.policy import Policy
from screening.several import several
from screening.similarity import How, similarity


@pytest.mark.parametrize(
    ("heard", "meant"),
    [("hawod", "howard"), ("doson", "dawson"), ("yohum", "jochum"), ("erihi", "erich"), ("weikfild", "wakefield")],
)
def test_a_word_shares_a_key_with_what_was_heard(heard: str, meant: str) -> None:
    assert set(heard_keys(heard)) & set(heard_keys(meant))
    assert heard_alike(heard, meant) >= 0.7


def test_words_of_one_sound_and_other_texts_have_no_key() -> None:
    assert not any(heard_keys(text) for text in ("", "ra", "shaw", "lowe", "a1b2c3", "박", "~mhmd"))


def test_likeness_is_symmetric_and_in_its_range() -> None:
    words = ("howard", "hayward", "hawod", "hardy", "hadi", "jochum", "yohum", "x")
    for one, other in product(words, words):
        assert heard_alike(one, other) == heard_alike(other, one)
        assert 0.0 <= heard_alike(one, other) <= max(LIKENESS.values())


def test_only_what_was_heard_is_compared_by_sounds() -> None:
    assert similarity(several(["doson"], heard=True), "dawson").how is How.SOUND
    assert similarity("|doson|toson", "dawson").value == max(similarity(one, "dawson").value for one in ("doson", "toson"))


@pytest.mark.parametrize(
    ("native", "latin"),
    [
        ("존 하워드", "John Howard"), ("하워드 쇼어", "Howard Shore"), ("톰 하디", "Tom Hardy"),
        ("克里斯托弗·卡彭特", "Christopher Carpenter"), ("マーガレット・ウェイクフィールド", "Margaret Wakefield"),
        ("이명박", "Lee Myung-bak"), ("박근혜", "Park Geun-hye"), ("장성택", "Jang Song-thaek"), ("최룡해", "Choe Ryong Hae"),
        ("黄循财", "Wong Xuncai"), ("李克强", "Li Keqiang"),
    ],
)  # fmt: skip
def test_a_name_is_a_hit_for_its_bearer(native: str, latin: str) -> None:
    assert compare(native, latin, PartyKind.INDIVIDUAL).name_score >= Policy().threshold


@pytest.mark.parametrize(
    ("native", "latin"),
    [
        ("李刚子", "Li Jiangzhou"),
        ("蒋建洋", "Zheng Guanghua"),
        ("帕里斯·奧拉西奧", "Alexey Belous"),
        ("서병지", "Pang So-nam"),
        ("고민용", "Ko Maung"),
    ],
)
def test_consonants_alone_do_not_make_a_hit_in_scripts_of_syllables(native: str, latin: str) -> None:
    assert compare(native, latin, PartyKind.INDIVIDUAL).name_score < Policy().threshold
