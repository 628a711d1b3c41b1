"""A measured figure, and a table of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from benchmarks.measure.ask import Reply
from benchmarks.measure.statistics import found_interval, threshold_for, wilson
from screening import Policy

ALERT_SHARES = {"found_1": 0.01, "found_01": 0.001}
DEFAULT_THRESHOLD = Policy().threshold


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured value with its 95 % interval over `count` cases. `higher_is_better` says which way is progress.

    `value` is a share (0.0-1.0), or, for false alerts, a number per 1,000 names.
    """

    value: float
    low: float
    high: float
    count: int
    higher_is_better: bool = True


@dataclass(slots=True)
class Errors:
    """What a person should look at: the right party's misses and the false alerts, worst first."""

    misses: list[Reply] = field(default_factory=list)
    false_alerts: list[Reply] = field(default_factory=list)


@dataclass(slots=True)
class Measured:
    """The outcome of one measure: figures by name, rows of (group, figures), scores for the curve, errors to look at."""

    title: str
    figures: dict[str, Figure] = field(default_factory=dict)
    positives: list[float] = field(default_factory=list)
    negatives: list[float] = field(default_factory=list)
    errors: Errors = field(default_factory=Errors)
    notes: list[str] = field(default_factory=list)


def share(found: int, total: int, *, higher_is_better: bool = True) -> Figure:
    """The share `found` / `total` with Wilson's interval."""
    low, high = wilson(found, total)
    return Figure(found / total if total else 0.0, low, high, total, higher_is_better)


def per_thousand(found: int, total: int) -> Figure:
    """False alerts per 1,000 names asked."""
    one = share(found, total, higher_is_better=False)
    return Figure(one.value * 1000, one.low * 1000, one.high * 1000, total, higher_is_better=False)


def found_figures(scores: Sequence[float], owners: Sequence[str], negatives: Sequence[float]) -> dict[str, Figure]:
    """`found_1` and `found_01` (at the thresholds where 1 % and 0.1 % of negatives alert) and `recall` at the default threshold."""
    figures = {}
    for name, alerts in ALERT_SHARES.items():
        bar = threshold_for(negatives, alerts)
        value = sum(score >= bar for score in scores) / len(scores) if scores else 0.0
        low, high = found_interval(scores, owners, negatives, alerts)
        figures[name] = Figure(value, low, high, len(scores))
    figures["recall"] = share(sum(score >= DEFAULT_THRESHOLD for score in scores), len(scores))
    return figures


def false_alert_figure(negatives: Sequence[float]) -> Figure:
    """False alerts per 1,000 at the default threshold."""
    return per_thousand(sum(score >= DEFAULT_THRESHOLD for score in negatives), len(negatives))
