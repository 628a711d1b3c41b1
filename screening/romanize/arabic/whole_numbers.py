"""The arithmetic of a small neural network in whole numbers, so that it answers alike on every machine.

Floating-point sums depend on their order, and with it on the processor, the number of threads and the edition of the library that
sums. Here every number is a whole multiple of a power of two: activations of 2**-15, weights of 2**-16. They are kept in 64-bit
floats, whose sums are exact in any order below 2**53; the largest possible here is 2**51 (`weights_of` refuses larger weights). The
curves are tables over a finite grid, computed once: tests hold every entry so far from where it would be rounded the other way
that no mathematics library can tell them apart. Every step rounds to the grid, halves to the even number.
"""

from __future__ import annotations

from decimal import Context, Decimal
from functools import cache

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
"""Whole numbers in 64-bit floats."""

ONE = 2.0**15
"""What 1.0 is among activations."""

WEIGHT_ONE = 2.0**16
"""What 1.0 is among weights."""

LARGEST_WEIGHT = 2.0**5
"""Weights and entries of embeddings stay below this, in ones."""

_STEPS = 2**13
"""Points of a curve for each 1.0 of its argument."""
_REACH = 16
"""Where a curve ends: sigmoid, tanh and exp are flat beyond."""
_EXP_ONE = 2.0**20
"""What 1.0 is in the table of exp."""
_EXACTLY = Context(prec=16)


def weights_of(values: NDArray[np.float32]) -> Numbers:
    """Weights as whole numbers; raises ValueError for those out of bounds."""
    numbers = values.astype(np.float64)
    if not np.all(np.abs(numbers) < LARGEST_WEIGHT):
        raise ValueError(f"a weight is not between -{LARGEST_WEIGHT:.0f} and {LARGEST_WEIGHT:.0f}")
    return np.rint(numbers * WEIGHT_ONE)


def matrix_of(values: NDArray[np.float32]) -> Numbers:
    """Weights (m, n) as `affine` takes them: transposed, rows of m side by side in memory, which is four times as fast."""
    return np.ascontiguousarray(weights_of(values).T)


def activations_of(values: NDArray[np.float32]) -> Numbers:
    """Embeddings as activations; raises ValueError for those out of bounds."""
    return np.rint(weights_of(values) * (ONE / WEIGHT_ONE))


def affine(inputs: Numbers, weights: Numbers, bias: Numbers | None = None) -> Numbers:
    """`inputs` (rows, n) times `weights` (n, m), plus `bias` (m): activations (rows, m)."""
    sums = inputs @ weights
    return np.rint((sums if bias is None else sums + bias * ONE) / WEIGHT_ONE)


def times(first: Numbers, second: Numbers) -> Numbers:
    """The product of activations, one by one."""
    return np.rint(first * second / ONE)


def sigmoid(values: Numbers) -> Numbers:
    """The logistic curve, 0.0 to 1.0, in activations."""
    return sigmoid_table()[_places(values)]


def tanh(values: Numbers) -> Numbers:
    """The hyperbolic tangent, -1.0 to 1.0, in activations."""
    return tanh_table()[_places(values)]


def softmax(values: Numbers) -> Numbers:
    """Shares in activations, rows summing to about 1.0."""
    powers = _powers(values)
    shares: Numbers = np.rint(powers * ONE / powers.sum(axis=-1, keepdims=True))
    return shares


def log_softmax(values: Numbers) -> Numbers:
    """Logarithms of the shares, in activations: at most about 0."""
    sums = _powers(values).sum(axis=-1)
    logarithms = np.array([_logarithm(int(total)) for total in sums])
    chances: Numbers = values - values.max(axis=-1, keepdims=True) - logarithms[:, None]
    return chances


def sigmoid_table() -> Numbers:
    """The logistic curve at every point of the grid."""
    return _tables()[0]


def tanh_table() -> Numbers:
    """The hyperbolic tangent at every point of the grid."""
    return _tables()[1]


def exp_table() -> Numbers:
    """The powers of e from 0 down, at every point of the grid."""
    return _tables()[2]


def raw_tables() -> tuple[Numbers, Numbers, Numbers]:
    """The three curves before they are rounded."""
    grid = np.arange(-_REACH * _STEPS, _REACH * _STEPS + 1) / _STEPS
    return ONE / (1 + np.exp(-grid)), np.tanh(grid) * ONE, np.exp(-np.arange(_REACH * _STEPS + 1) / _STEPS) * _EXP_ONE


@cache
def _tables() -> tuple[Numbers, Numbers, Numbers]:
    first, second, third = map(np.rint, raw_tables())
    return first, second, third


def _places(values: Numbers) -> NDArray[np.intp]:
    steps = np.rint(values * (_STEPS / ONE))
    return (np.clip(steps, -_REACH * _STEPS, _REACH * _STEPS) + _REACH * _STEPS).astype(np.intp)


def _powers(values: Numbers) -> Numbers:
    below = np.rint((values.max(axis=-1, keepdims=True) - values) * (_STEPS / ONE))
    powers: Numbers = exp_table()[np.minimum(below, _REACH * _STEPS).astype(np.intp)]
    return powers


def _logarithm(total: int) -> float:
    """The natural logarithm of a sum of powers, in activations, by decimal arithmetic, which is the same everywhere."""
    return float(round(_EXACTLY.ln(Decimal(total) / Decimal(_EXP_ONE)) * int(ONE)))
