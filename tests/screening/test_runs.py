"""Runs left out because no single token sought can be theirs are just those: every shared key stays."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from screening.names import forms_of
from screening.runs import beginnings, beginnings_of, joined_runs, token_keys
from tests.screening.index.worlds import NAMES


@given(asked=NAMES, listed=st.lists(NAMES, max_size=6), glued=st.booleans())
def test_no_run_with_the_key_of_a_listed_token_is_left_out(asked: str, listed: list[str], glued: bool) -> None:
    names = [*listed, asked.replace(" ", "")] if glued else listed
    sought = {key for name in names for form in forms_of(name) for token in form.tokens for key in token_keys(token)}
    begun = {beginning for key in sought for beginning in beginnings_of(key)}
    for form in forms_of(asked):
        every = joined_runs(form)
        some = joined_runs(form, lambda word: any(beginning in begun for beginning in beginnings(word)))
        assert some.items() <= every.items()
        assert {key for key in every if key in sought and key[0] not in "ab"} <= set(some)


def test_a_run_that_no_token_begins_like_is_not_spelt() -> None:
    (form,) = forms_of("hernandez gutierrez")
    assert joined_runs(form)
    assert not joined_runs(form, frozenset().__contains__)
