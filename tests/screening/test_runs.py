"""Runs left out because no single token sought can be theirs are just those: every shared key stays."""

from __future__ import annotations

from collections.abc import Collection

from hypothesis import given, settings
from hypothesis import strategies as st

from screening.names import Form, forms_of
from screening.runs import beginnings, beginnings_of, endings, endings_of, joined_runs, token_keys
from screening.systematic import systematic_key
from tests.screening.index.worlds import NAMES

LISTED = st.lists(NAMES, max_size=6)
_WORDS = "al el abd din allah a b bb ab ba aa abb 王 é jun zheng wang li an ang chun cheng nasr rein hard"
PIECE = st.sampled_from(_WORDS.split())
PIECES = st.lists(PIECE, min_size=1, max_size=5)


def nothing_fits(_: str, __: str) -> bool:
    return False


def kept(form: Form, sought: Collection[str]) -> dict[str, tuple[int, ...]]:
    """The runs of a form that are left when single tokens have the keys sought."""
    begun = {beginning for key in sought for beginning in beginnings_of(key)}
    ended = {ending for key in sought for ending in endings_of(key)}
    return joined_runs(form, lambda first, last: not begun.isdisjoint(beginnings(first)) and not ended.isdisjoint(endings(last)))


@given(asked=NAMES | PIECES.map(" ".join), listed=LISTED | st.lists(PIECES.map("".join), max_size=6), glued=st.booleans())
@settings(max_examples=400)
def test_no_run_with_the_key_of_a_listed_token_is_left_out(asked: str, listed: list[str], glued: bool) -> None:
    names = [*listed, asked.replace(" ", "")] if glued else listed
    sought = {key for name in names for form in forms_of(name) for token in form.tokens for key in token_keys(token)}
    for form in forms_of(asked):
        every, some = joined_runs(form), kept(form, sought)
        assert set(some) <= set(every)
        assert {key: run for key, run in every.items() if key in sought} == {key: run for key, run in some.items() if key in sought}


@given(PIECES)
@settings(max_examples=400)
def test_the_keys_of_a_run_begin_as_its_first_word_and_end_as_its_last(words: list[str]) -> None:
    for form in forms_of(" ".join(words)):
        for key, run in joined_runs(form).items():
            spelt = [form.tokens[place].spelt for place in run]
            if key[0] in "jsp" and all(len(set(word)) > 1 and len(set(systematic_key(word))) > 1 for word in spelt):
                assert set(beginnings_of(key)).intersection(beginnings(spelt[0]))
                assert set(endings_of(key)).intersection(endings(spelt[-1]))


def test_a_run_that_no_token_begins_or_ends_like_is_not_spelt() -> None:
    (form,) = forms_of("hernandez gutierrez")
    assert joined_runs(form)
    assert not joined_runs(form, nothing_fits)
    assert not kept(form, token_keys(forms_of("hernandezlopez")[0].tokens[0]))
    assert not kept(form, token_keys(forms_of("lopezgutierrez")[0].tokens[0]))
    assert kept(form, token_keys(forms_of("hernandezgutierrez")[0].tokens[0]))


def test_one_short_word_does_not_have_every_run_of_a_name_spelt() -> None:
    form = forms_of("hernandez gutierrez fernando a")[0]
    spelt = set(joined_runs(form, nothing_fits).values())
    assert spelt
    assert all(3 in run for run in spelt)
