"""Two tokens to a similarity and a reason."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.similarity import How, edit_budget, similarity, spelling
from screening.systematic import systematic_key

TEXTS = st.text(st.sampled_from("abcdehkmnostuyz~§1ищ王"), min_size=1, max_size=10)


@given(TEXTS, TEXTS)
def test_similarity_is_symmetric_and_bounded(first: str, second: str) -> None:
    assert similarity(first, second) == similarity(second, first)
    assert 0.0 <= similarity(first, second).value <= 1.0


@pytest.mark.parametrize(
    ("first", "second", "how"),
    [
        ("butikofer", "butikofer", How.EXACT),
        ("butikofer", "butikoffer", How.SPELLING),
        ("gahler", "gehler", How.SPELLING),
        ("kasim", "kosem", How.SPELLING),
        ("mohammed", "muhammad", How.VARIANT),
        ("lexmann", "lexmannova", How.VARIANT),
        ("junzheng", "chuncheng", How.SOUND),
        ("r", "reinhard", How.INITIAL),
        ("~mhmd", "mohammed", How.SOUND),
        ("§llc", "§plc", How.LEGAL_FORM),
    ],
)
def test_a_pair_of_tokens_is_similar_for_its_reason(first: str, second: str, how: How) -> None:
    assert similarity(first, second).how is how
    assert similarity(first, second).value > 0.0


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("li", "lu"),
        ("ming", "mingguo"),
        ("jun", "junzheng"),
        ("44", "45"),
        ("1234567", "1234568"),
        ("reinhard", "schmidt"),
        ("~hsn", "~hsn"),
        ("§llc", "llc"),
        ("王君正", "王军正"),
        ("r", "schmidt"),
    ],
)
def test_different_tokens_are_not_similar(first: str, second: str) -> None:
    assert similarity(first, second).value == 0.0


def test_two_known_names_are_less_alike_than_their_spelling() -> None:
    assert similarity("fernandez", "hernandez").value < similarity("fernandez", "gernandez").value
    assert similarity("hasan", "husain").value < 0.7


def test_short_texts_get_no_edits() -> None:
    assert [edit_budget(length) for length in (1, 2, 3, 5, 6, 8, 9, 20)] == [0, 0, 1, 1, 2, 2, 3, 3]
    assert spelling("jon", "jan") == 0.0
    assert spelling("jon", "john") > 0.0


def test_systematic_differences_between_romanisations_vanish() -> None:
    assert systematic_key("qaddafi") == systematic_key("kadafi")
    assert systematic_key("yusuf") == systematic_key("yousouf")
    assert systematic_key("petroff") == systematic_key("petrov")
