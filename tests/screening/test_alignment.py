"""Two names to an alignment and a name score."""

from itertools import pairwise

import pytest

from screening import PartyKind, compare
from screening.alignment import MOST_DOUBT, doubt, name_score, omission_cost
from screening.similarity import How


def test_every_token_is_in_exactly_one_pair_or_left_over() -> None:
    alignment = compare("Reinhard Hans Butikofer", "Butikofer Reinhardt")
    assert sorted(pair.query for pair in alignment.pairs if pair.query) == ["butikofer", "hans", "reinhard"]
    assert sorted(pair.listed for pair in alignment.pairs if pair.listed) == ["butikofer", "reinhardt"]
    assert [pair.how for pair in alignment.pairs if pair.query == "hans"] == [How.EXTRA]


def test_an_omission_costs_little_and_a_contradiction_much() -> None:
    exact = compare("Reinhard Butikofer", "Reinhard Butikofer").name_score
    omission = compare("Reinhard Hans Butikofer", "Reinhard Butikofer").name_score
    contradiction = compare("Reinhard Schmidt", "Reinhard Butikofer").name_score
    assert exact == 1.0
    assert 0.8 < omission < 1.0
    assert contradiction < 0.6


def test_rare_tokens_in_common_outweigh_a_difference_that_common_ones_do_not() -> None:
    rare = compare("Abaroa Orlando Zubizarreta", "Abaroa Zubizarreta").name_score
    common = compare("Ali Hassan Mohammed", "Ali Mohammed").name_score
    assert rare > 0.8 > common


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Jun Zheng Wang", "Wang Junzheng"),
        ("JUNZHENGWANG", "Wang Junzheng"),
        ("Abd Al Rahman Yasin", "Abdalrahman Yasin"),
        ("Mac Donald Ian", "Ian Macdonald"),
    ],
)
def test_joined_and_split_spellings_are_the_same_tokens(first: str, second: str) -> None:
    alignment = compare(first, second)
    assert How.JOINED in [pair.how for pair in alignment.pairs]
    assert alignment.name_score > 0.9


def test_the_order_of_pairs_is_told() -> None:
    assert compare("Reinhard Butikofer", "Reinhard Butikofer").in_order
    assert not compare("Butikofer Reinhard", "Reinhard Butikofer").in_order


def test_father_and_son_swapped_are_shown_below_the_right_order() -> None:
    right = compare("Salman bin Mohammed", "Salman bin Mohammed").name_score
    swapped = compare("Mohammed bin Salman", "Salman bin Mohammed").name_score
    assert 0.85 < swapped < right


@pytest.mark.parametrize(("first", "second"), [("44 Brigade", "45 Brigade"), ("Plant 558", "Plant 559"), ("11420 Corp", "Belletech Corp")])
def test_a_different_number_is_a_contradiction(first: str, second: str) -> None:
    assert compare(first, second, PartyKind.ENTITY).name_score < 0.5


@pytest.mark.parametrize("single", ["Wang", "Chen", "Reinhard", "Mohammed", "Company", "Bank"])
def test_a_single_shared_common_token_never_makes_a_hit(single: str) -> None:
    assert compare(single, f"{single} Butikofer").name_score < 0.8


def test_the_name_score_falls_with_either_deficit_and_rises_with_information() -> None:
    steps = [number / 20 for number in range(21)]
    for information in (0.3, 1.0, 3.0):
        for fixed in steps:
            scores = [name_score(deficit, fixed, information) for deficit in steps]
            assert name_score(fixed, fixed, information, 0.2) <= name_score(fixed, fixed, information)
            assert all(later <= earlier + 1e-12 for earlier, later in pairwise(scores))
    assert [omission_cost(step) for step in steps] == sorted(omission_cost(step) for step in steps)
    assert doubt(0.0) == MOST_DOUBT >= doubt(1.0) == 1.0 > doubt(2.0)
