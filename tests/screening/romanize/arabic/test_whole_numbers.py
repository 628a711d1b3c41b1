"""The network's arithmetic is exact: no order of summing, processor or library changes a digit."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.romanize.arabic.whole_numbers import (
    LARGEST_WEIGHT,
    ONE,
    WEIGHT_ONE,
    affine,
    exp_table,
    log_softmax,
    matrix_of,
    raw_tables,
    sigmoid,
    sigmoid_table,
    softmax,
    tanh,
    tanh_table,
    times,
    weights_of,
)

EXACT = 2.0**53
WIDEST = 512
"""Inputs of the widest layer."""


def test_the_largest_sum_there_can_be_is_exact() -> None:
    assert WIDEST * (LARGEST_WEIGHT * WEIGHT_ONE) * (LARGEST_WEIGHT * ONE) <= EXACT / 4


@pytest.mark.parametrize("table", raw_tables(), ids=["sigmoid", "tanh", "exp"])
def test_no_mathematics_library_could_round_an_entry_of_a_table_the_other_way(table: np.ndarray) -> None:
    # One unit in the last place of the largest entry is 2**-33 of a whole number; libraries are wrong by a few of these at most.
    assert np.abs(np.abs(table - np.floor(table)) - 0.5).min() > 1e-7


@pytest.mark.parametrize("seed", range(5))
def test_a_sum_is_that_of_whole_numbers_in_any_order(seed: int) -> None:
    chance = np.random.default_rng(seed)
    weights = weights_of(chance.uniform(-LARGEST_WEIGHT, LARGEST_WEIGHT, (WIDEST, 64)).astype(np.float32) * 0.999)
    inputs = np.rint(chance.uniform(-ONE * LARGEST_WEIGHT, ONE * LARGEST_WEIGHT, (3, WIDEST)))
    bias = weights_of(chance.uniform(-1, 1, 64).astype(np.float32))
    exact = [
        [
            sum(int(a) * int(b) for a, b in zip(row, column, strict=True)) + int(add) * int(ONE)
            for column, add in zip(weights.T, bias, strict=True)
        ]
        for row in inputs
    ]
    order = chance.permutation(WIDEST)
    assert np.array_equal(inputs @ weights + bias * ONE, np.array(exact, dtype=np.float64))
    assert np.array_equal(affine(inputs, weights, bias), affine(inputs[:, order], weights[order], bias))


@given(st.lists(st.floats(-40, 40), min_size=2, max_size=20))
def test_the_curves_are_those_of_mathematics(values: list[float]) -> None:
    numbers = np.rint(np.array([values]) * ONE)
    # The worst a step of the grid and one of the result can do.
    assert np.allclose(sigmoid(numbers) / ONE, [[1 / (1 + math.exp(-value)) for value in values]], atol=1e-4)
    assert np.allclose(tanh(numbers) / ONE, [[math.tanh(value) for value in values]], atol=1.5e-4)
    shares = softmax(numbers) / ONE
    assert abs(shares.sum() - 1) < 1e-3
    total = math.log(sum(math.exp(value - max(values)) for value in values))
    assert np.allclose(log_softmax(numbers) / ONE, [[value - max(values) - total for value in values]], atol=2e-3)


def test_curves_end_at_their_bounds() -> None:
    far = np.array([[-1e9, 0.0, 1e9]])
    assert sigmoid(far).tolist() == [[0.0, ONE / 2, ONE]]
    assert tanh(far).tolist() == [[-ONE, 0.0, ONE]]
    assert times(np.array([ONE]), np.array([-ONE])).tolist() == [-ONE]


@pytest.mark.parametrize("table", [sigmoid_table(), tanh_table(), exp_table()], ids=["sigmoid", "tanh", "exp"])
def test_tables_hold_whole_numbers(table: np.ndarray) -> None:
    assert np.array_equal(table, np.rint(table))


@pytest.mark.parametrize("value", [LARGEST_WEIGHT, -LARGEST_WEIGHT, math.inf, math.nan])
def test_a_weight_that_could_make_sums_inexact_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match="a weight is not between -32 and 32"):
        matrix_of(np.array([[0.5, value]], dtype=np.float32))
