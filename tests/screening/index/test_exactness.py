"""Retrieval is exact: what it returns is what comparing with every listed name gives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening import DesignatedParty, Index, ListedName, NameKind, PartyKind, Policy, Query, examine
from screening.names import forms_of
from screening.similarity import similarity
from tests.screening.index.worlds import EDITIONS, NAMES, PARTIES, POLICIES, QUERIES, WORDS


def index_of(names: Sequence[str], kind: PartyKind = PartyKind.INDIVIDUAL) -> Index:
    return Index.build(DesignatedParty("demo", str(place), kind, (ListedName(name, NameKind.PRIMARY),)) for place, name in enumerate(names))


def assert_exact(queries: Sequence[Query], index: Index, policy: Policy) -> None:
    """What is retrieved answers as the full scan does, in every part."""
    retrieved = examine(queries, index, policy)
    scanned = examine(queries, index, policy, exhaustive=True)
    for query, one, other in zip(queries, retrieved, scanned, strict=True):
        assert one == other, query


@given(PARTIES, st.lists(QUERIES, min_size=1, max_size=4), POLICIES)
@settings(max_examples=300)
def test_retrieval_gives_what_the_full_scan_gives(parties: tuple[DesignatedParty, ...], queries: list[Query], policy: Policy) -> None:
    held = {programme for party in parties for programme in party.programmes}
    programmes = tuple(held.intersection(policy.programmes or ())) or None
    assert_exact(queries, Index.build(parties, EDITIONS), replace(policy, programmes=programmes))


@given(st.lists(NAMES, min_size=1, max_size=30), NAMES, st.floats(0.3, 1.0), st.sampled_from([PartyKind.INDIVIDUAL, PartyKind.ENTITY]))
@settings(max_examples=300)
def test_retrieval_is_exact_by_name_alone_at_every_threshold(names: list[str], asked: str, threshold: float, kind: PartyKind) -> None:
    assert_exact([Query(asked)], index_of(names, kind), Policy(threshold=threshold, block_threshold=1.0, limit=1000))


@given(st.lists(NAMES, min_size=1, max_size=20), WORDS)
@settings(max_examples=300)
def test_no_similar_token_is_overlooked_and_no_similarity_is_above_its_bound(names: list[str], word: str) -> None:
    index = index_of(names)
    texts = sorted({token.text for name in names for form in forms_of(name, PartyKind.INDIVIDUAL) for token in form.tokens})
    for form in forms_of(word):
        for token in form.tokens:
            [pairs] = index.retrieval._vocabulary.similar([token.text])
            bounds = {texts[number]: bound for number, bound in pairs.tolist()}
            below = {
                text: similarity(token.text, text) for text in texts if similarity(token.text, text).value > bounds.get(text, 0.0) + 1e-6
            }
            assert below == {}, token.text


@pytest.mark.parametrize("asked", ["Ivan Otto", "Oswald Ivan", "Otto Sehun", "O Sehun", "I O", "Usman Yi"])
def test_words_are_found_by_spellings_that_are_one_letter(asked: str) -> None:
    assert_exact([Query(asked)], index_of(["이 오", "오 세훈", "오명박", "우 이"]), Policy(threshold=0.3, block_threshold=1.0))


def test_a_batch_answers_as_its_queries_one_by_one() -> None:
    names = ["Reinhard Bütikofer", "Michael Gahler", "Jun Zheng Wang", "王君正", "Путин", "Smirnova"]
    index, policy = index_of(names), Policy(threshold=0.5)
    queries = [Query(name) for name in (*names, *names, "Butikoffer Reinhart", "Wang Junzheng", "Poutine")]
    assert examine(queries, index, policy) == [examine([query], index, policy)[0] for query in queries]


def test_queries_asked_before_do_not_change_an_answer() -> None:
    names = ["Reinhard Bütikofer", "Michael Gahler", "Jun Zheng Wang"]
    policy = Policy(threshold=0.3)
    used, fresh = index_of(names), index_of(names)
    examine([Query("Rein Hard Butikofer"), Query("Gahler")], used, policy)
    assert examine([Query("Reinhart Gehler")], used, policy) == examine([Query("Reinhart Gehler")], fresh, policy)


@pytest.mark.parametrize("length", [62, 63, 64, 100, 400])
def test_very_long_words_are_found_with_edits(length: int) -> None:
    word = ("reinhardbutikofer" * 30)[:length]
    index = index_of([word, word[:-1], word[1:], f"{word}x"])
    for asked in (word, word[2:], word[:-3], f"x{word}y"):
        assert_exact([Query(asked)], index, Policy(threshold=0.9, block_threshold=1.0))
        assert_exact([Query(asked)], index, Policy(threshold=0.985, block_threshold=1.0))
