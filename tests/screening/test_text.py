"""The comparable form of a string."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.text import comparable

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=60)


@given(ANY_TEXT)
def test_comparable_is_total_and_idempotent(text: str) -> None:
    once = comparable(text)
    assert comparable(once) == once


@given(ANY_TEXT)
def test_comparable_ignores_case_and_repeated_spaces(text: str) -> None:
    assert comparable(text.replace(" ", "  ")) == comparable(text)
    if text.upper().lower() == text.lower() and text.isascii():
        assert comparable(text.upper()) == comparable(text.lower())


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Bütikofer, Reinhard Hans", "bütikofer reinhard hans"),
        ("S.A.R.L. Foo", "sarl foo"),
        ("Sis d.o.o.", "sis doo"),
        ("J.P. Morgan & Co", "jp morgan and co"),
        ("Ch'en Ming-kuo", "chen ming kuo"),
        ("Ｗａｎｇ　Ｊｕｎ", "wang jun"),
        ("王君正", "王君正"),
        ("赖因哈德·比蒂科费尔", "赖因哈德 比蒂科费尔"),
        ("Wang\u200bJun\u202e", "wangjun"),
    ],
)
def test_comparable_form_of(written: str, expected: str) -> None:
    assert comparable(written) == expected


@pytest.mark.parametrize("nothing", ["", " ", "-", "!!!", "😀", "\u200b", "\u0301", "...", "\ud800", "ー", "ｰー", "ـــ", "ء"])
def test_nothing_is_left_of_signs(nothing: str) -> None:
    assert not comparable(nothing)
