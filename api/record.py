"""A screening: one question, its answer, and everything that proves the answer. Knows nothing of HTTP."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from api.catalogue import Catalogue
from api.schemas.query import Question
from api.wire.identity import milliseconds, uuid7
from api.wire.moments import to_milliseconds
from lists import ListInForce
from screening import Answer, Index, Policy, Query, examine


@dataclass(frozen=True, slots=True)
class ScreenedList:
    """A list edition as an answer names it. `named` and `announced` count parties, `announced` and `published` None where not stated."""

    id: str
    title: str
    authority: str
    country: str
    edition: str
    sha256: str
    published: date | None
    size: int
    named: int
    announced: int | None
    completeness: str


@dataclass(frozen=True, slots=True)
class Screening:
    """One recorded question and its answer.

    `at` is aware, in UTC, to the millisecond; `lists` are those that were screened; `index` is the hash of the index,
    `editions` names every list edition in it, screened or not.
    """

    id: UUID
    query: Query
    answer: Answer
    policy: Policy
    lists: tuple[ScreenedList, ...]
    index: str
    editions: tuple[tuple[str, str], ...]
    at: datetime


def policy_of(question: Question, base: Policy) -> Policy:
    """Return `base` as the question changes it."""
    return policy_with(base, **{name: getattr(question, name) for name in CHOSEN})


CHOSEN = ("lists", "threshold", "limit", "programmes", "measures", "kinds")
"""Fields of a policy that a question may choose for itself."""


def policy_with(base: Policy, **chosen: Any) -> Policy:
    """Return `base` with these fields (of `CHOSEN`); None leaves what it has. Raises `InvalidPolicy`.

    A threshold above the block threshold raises that with it: a policy whose hits would block before they were hits is
    refused by `Policy`.
    """
    given = {name: value for name, value in chosen.items() if value is not None}
    return replace(base, **given, block_threshold=max(given.get("threshold", base.threshold), base.block_threshold))


def screen_all(questions: Sequence[Question], catalogue: Catalogue, base: Policy | None = None) -> list[Screening]:
    """Screen every question, in order. The engine is called once for each distinct policy, not once for each question.

    Raises `StaleLists` when any of them would be screened against a list that is too old.
    """
    base = base or Policy()
    policies = [policy_of(question, base) for question in questions]
    for lists in {policy.lists for policy in policies}:
        catalogue.refuse_stale(lists)
    return screen_under([question.query for question in questions], policies, catalogue.index, screened_lists(catalogue))


def screen_under(queries: Sequence[Query], policies: Sequence[Policy], index: Index, lists: Sequence[ScreenedList]) -> list[Screening]:
    """Screen each query under the policy in its place. `lists` are those of the index."""
    at = to_milliseconds(datetime.now(UTC))
    editions = tuple(sorted(index.editions.items()))
    groups: dict[Policy, list[int]] = {}
    for place, policy in enumerate(policies):
        groups.setdefault(policy, []).append(place)
    done: dict[int, Screening] = {}
    for policy, places in groups.items():
        answers = examine([queries[place] for place in places], index, policy)
        within = tuple(each for each in lists if policy.lists is None or each.id in policy.lists)
        for place, answer in zip(places, answers, strict=True):
            done[place] = Screening(uuid7(milliseconds(at)), queries[place], answer, policy, within, index.hash, editions, at)
    return [done[place] for place in range(len(queries))]


def screened_lists(catalogue: Catalogue) -> tuple[ScreenedList, ...]:
    """Name the list editions of a catalogue, in its order."""
    return _screened(catalogue.lists)


@lru_cache(8)
def _screened(lists: tuple[ListInForce, ...]) -> tuple[ScreenedList, ...]:
    return tuple(_screened_list(each) for each in lists)


def _screened_list(each: ListInForce) -> ScreenedList:
    source, edition = each.source, each.edition
    return ScreenedList(
        id=source.id,
        title=source.title,
        authority=source.authority,
        country=source.country,
        edition=edition.id,
        sha256=edition.sha256,
        published=edition.published,
        size=edition.loaded,
        named=edition.named,
        announced=edition.announced,
        completeness=edition.completeness,
    )


def tally(screenings: Iterable[Screening]) -> dict[str, int]:
    """Count screenings by outcome, and hits, for the log."""
    counts: dict[str, int] = {}
    for screening in screenings:
        counts[screening.answer.outcome] = counts.get(screening.answer.outcome, 0) + 1
        counts["hits"] = counts.get("hits", 0) + screening.answer.total
    return counts
