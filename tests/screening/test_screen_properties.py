"""Promises of screening that hold for every name."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from screening import DesignatedParty, Index, InvalidQuery, ListedName, NameKind, PartyKind, Policy, Query, TokenRole, compare, screen
from screening.names import forms_of
from screening.query import name_problems

LETTERS = st.characters(categories=("Lu", "Ll", "Lo", "Mn"), max_codepoint=0x9FFF)
WORDS = st.text(st.sampled_from("abcdefghijklmnopqrstuvwxyzäöüßéşığ"), min_size=2, max_size=9)
NAMES = st.lists(WORDS, min_size=1, max_size=5).map(" ".join) | st.lists(
    st.text(LETTERS, min_size=1, max_size=8), min_size=1, max_size=4
).map(" ".join)
KINDS = st.sampled_from([None, PartyKind.INDIVIDUAL, PartyKind.ENTITY])


def index_of(name: str, kind: PartyKind) -> Index:
    return Index.build([DesignatedParty("demo", "1", kind, (ListedName(name, NameKind.PRIMARY),))])


@given(NAMES, st.sampled_from([PartyKind.INDIVIDUAL, PartyKind.ENTITY]))
def test_a_listed_name_always_finds_itself_in_full(name: str, kind: PartyKind) -> None:
    assume(forms_of(name))
    for asked in (None, kind):
        [hits] = screen([Query(name, kind=asked)], index_of(name, kind), Policy())
        assert [hit.score for hit in hits] == [1.0], (name, asked)


@given(NAMES, NAMES, KINDS)
def test_compare_is_symmetric_and_bounded(first: str, second: str, kind: PartyKind | None) -> None:
    there, back = compare(first, second, kind).name_score, compare(second, first, kind).name_score
    assert there == back
    assert 0.0 <= there <= 1.0


@given(st.lists(WORDS, min_size=1, max_size=5), st.lists(WORDS, min_size=1, max_size=5), st.randoms(use_true_random=False))
def test_token_order_does_not_count_without_patronymic_particles(first: list[str], second: list[str], random: object) -> None:
    names = " ".join(first), " ".join(second)
    assume(all(token.role is TokenRole.NAME for name in names for form in forms_of(name) for token in form.tokens))
    shuffled = list(first)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert compare(names[0], names[1]).name_score == compare(" ".join(shuffled), names[1]).name_score


@given(WORDS, WORDS)
def test_case_and_repeated_spaces_never_change_the_score(first: str, second: str) -> None:
    name = f"{first} {second}"
    assert compare(name, "reinhard butikofer").name_score == compare(f" {first.capitalize()}   {second} ", "reinhard butikofer").name_score


@given(st.text(st.characters(exclude_categories=()), max_size=40))
def test_any_text_is_screened_or_refused(text: str) -> None:
    if name_problems(text, "/name"):
        with pytest.raises(InvalidQuery):
            Query(text)
        return
    [hits] = screen([Query(text)], index_of("Reinhard Butikofer", PartyKind.INDIVIDUAL), Policy())
    assert all(0.0 <= hit.score <= 1.0 for hit in hits)
