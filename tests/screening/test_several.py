"""`screening.several`: one token, several spellings."""

from __future__ import annotations

import pytest

from screening.several import is_heard, is_several, several, spellings_of


@pytest.mark.parametrize("heard", [True, False])
def test_spellings_come_back_in_order_each_once(heard: bool) -> None:
    text = several(["lee", "yi", "lee", "rhee"], heard=heard)
    assert is_several(text)
    assert is_heard(text) is heard
    assert spellings_of(text) == ("lee", "yi", "rhee")


def test_the_only_spelling_is_a_text_like_any_other_unless_it_was_heard() -> None:
    assert several(["lee"]) == "lee"
    assert spellings_of("lee") == ("lee",)
    assert is_heard(several(["hawod"], heard=True))
