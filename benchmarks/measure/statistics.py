"""Shares and thresholds with their intervals.

A threshold is the lowest score at which at most the given share of negatives raises an alert. Intervals of plain shares are Wilson's
at 95 % (Wilson 1927); those of "found at 1 %" come from a bootstrap (Efron 1979) over the parties and the negatives together,
because both the threshold and the answers vary and aliases of one party are not independent. The bootstrap is seeded: the same data
give the same interval.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

ROUNDS = 300
EPSILON = 1e-12


def threshold_for(negatives: Sequence[float], share: float) -> float:
    """The lowest score that at most `share` of the negatives reach: just above the first one that is too many; 0.0 without any."""
    allowed = int(share * len(negatives) + 1e-9)
    ordered = sorted(negatives, reverse=True)
    return ordered[allowed] + EPSILON if allowed < len(ordered) else 0.0


def wilson(found: int, total: int) -> tuple[float, float]:
    """The 95 % interval of the share `found` / `total`, 0.0-1.0 each; the whole range without any."""
    if not total:
        return 0.0, 1.0
    share, z = found / total, 1.959964
    centre = share + z * z / (2 * total)
    spread = z * math.sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    return max(0.0, (centre - spread) / (1 + z * z / total)), min(1.0, (centre + spread) / (1 + z * z / total))


def found_interval(scores: Sequence[float], owners: Sequence[str], negatives: Sequence[float], share: float) -> tuple[float, float]:
    """The 95 % interval of the share of `scores` at or above the threshold for `share`, by bootstrap over owners and negatives."""
    if not scores or not negatives:
        return 0.0, 1.0
    random = np.random.default_rng(20_240_229)
    places = {owner: place for place, owner in enumerate(dict.fromkeys(owners))}
    owner_of = np.array([places[owner] for owner in owners])
    values = np.array(scores)
    against = np.sort(np.array(negatives))[::-1]
    allowed = int(share * len(against) + 1e-9)
    shares = []
    for _ in range(ROUNDS):
        drawn = np.sort(random.integers(0, len(against), len(against)))
        bar = against[drawn[allowed]] + EPSILON if allowed < len(against) else 0.0
        weights = random.multinomial(len(places), np.full(len(places), 1 / len(places)))[owner_of]
        total = weights.sum()
        if total:
            shares.append(float((weights * (values >= bar)).sum() / total))
    return float(np.quantile(shares, 0.025)), float(np.quantile(shares, 0.975))


def best_f1(positives: Sequence[float], negatives: Sequence[float]) -> tuple[float, float]:
    """The greatest F1 (0.0-1.0) any threshold gives, and that threshold."""
    best = (0.0, 1.0)
    for bar in sorted({*positives, *negatives}):
        true = sum(score >= bar for score in positives)
        false = sum(score >= bar for score in negatives)
        f1 = 2 * true / (len(positives) + true + false) if true else 0.0
        best = max(best, (f1, bar))
    return best
