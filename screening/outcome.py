"""What onboarding should do next, from the hits."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Protocol

from screening.evidence import Evidence, Verdict
from screening.policy import Policy


class Outcome(StrEnum):
    """``clear``: go on. ``review``: a person decides. ``block``: stop. ``error``: not screened; never the same as clear."""

    CLEAR = "clear"
    REVIEW = "review"
    BLOCK = "block"
    ERROR = "error"


class Judged(Protocol):
    """A hit, as far as the outcome depends on it."""

    @property
    def name_score(self) -> float:
        """How well the names agree, 0.0-1.0."""

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """What else was compared."""


def outcome_of(hits: Sequence[Judged], policy: Policy) -> Outcome:
    """Clear without hits; block when a hit's name and its birth date or identifier agree and nothing contradicts; else review.

    A name alone never blocks, however exact: people share names, and an analyst has to decide.
    """
    if not hits:
        return Outcome.CLEAR
    return Outcome.BLOCK if any(_certain(hit, policy) for hit in hits) else Outcome.REVIEW


def _certain(hit: Judged, policy: Policy) -> bool:
    agrees = any(one.verdict is Verdict.AGREES and one.what in ("birth_date", "identifier") for one in hit.evidence)
    contradicts = any(one.verdict is Verdict.CONTRADICTS for one in hit.evidence)
    return agrees and not contradicts and hit.name_score >= policy.block_threshold
