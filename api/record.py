"""A screening: one question, its answer, and everything that proves the answer. Knows nothing of HTTP."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from uuid import UUID

from api.catalogue import Catalogue
from api.schemas.query import Question
from api.wire.identity import uuid7
from lists import SeededList
from screening import Answer, Policy, examine


@dataclass(frozen=True, slots=True)
class Screening:
    """One recorded question and its answer. `at` is aware, in UTC; `lists` are those that were screened."""

    id: UUID
    question: Question
    answer: Answer
    policy: Policy
    lists: tuple[SeededList, ...]
    at: datetime


def policy_of(question: Question, base: Policy) -> Policy:
    """Return `base` as the question changes it.

    A threshold above the block threshold raises that with it: a policy whose hits would block before they were hits is
    refused by `Policy`.
    """
    threshold = base.threshold if question.threshold is None else question.threshold
    return replace(
        base,
        threshold=threshold,
        block_threshold=max(threshold, base.block_threshold),
        limit=base.limit if question.limit is None else question.limit,
        lists=base.lists if question.lists is None else question.lists,
    )


def screen_all(questions: Sequence[Question], catalogue: Catalogue, base: Policy | None = None) -> list[Screening]:
    """Screen every question, in order. The engine is called once for each distinct policy, not once for each question."""
    base = base or Policy()
    at = datetime.now(UTC)
    groups: dict[Policy, list[int]] = {}
    for place, question in enumerate(questions):
        groups.setdefault(policy_of(question, base), []).append(place)
    done: dict[int, Screening] = {}
    for policy, places in groups.items():
        answers = examine([questions[place].query for place in places], catalogue.index, policy)
        lists = tuple(each for each in catalogue.lists if policy.lists is None or each.source.id in policy.lists)
        for place, answer in zip(places, answers, strict=True):
            done[place] = Screening(uuid7(int(at.timestamp() * 1000)), questions[place], answer, policy, lists, at)
    return [done[place] for place in range(len(questions))]


def tally(screenings: Iterable[Screening]) -> dict[str, int]:
    """Count screenings by outcome, and hits, for the log."""
    counts: dict[str, int] = {}
    for screening in screenings:
        counts[screening.answer.outcome] = counts.get(screening.answer.outcome, 0) + 1
        counts["hits"] = counts.get("hits", 0) + screening.answer.total
    return counts
