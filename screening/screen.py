"""The one entry point: many queries against an index under a policy. One name is a batch of one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from screening.alignment import NO_ALIGNMENT, Alignment, WeighedForm, align, weigh
from screening.errors import InvalidPolicy, Problem
from screening.evidence import Evidence, agreement, least_name_score, score_with, weigh_evidence
from screening.explanation import explain
from screening.index import Index
from screening.index.retrieval import Target
from screening.names import forms_of
from screening.outcome import Outcome, outcome_of
from screening.party import AliasStrength, DesignatedParty, ListedName, PartyKind
from screening.policy import Policy
from screening.query import Query
from screening.rarity import Rarity


@dataclass(frozen=True, slots=True)
class Hit:
    """A listed party at or above the threshold.

    `rank` counts from 1; `score` and `name_score` are 0.0-1.0, unrounded; `listed_name` is the party's name most like the
    query's; `explanation` is one sentence.
    """

    rank: int
    score: float
    name_score: float
    party: DesignatedParty
    listed_name: ListedName
    alignment: Alignment
    evidence: tuple[Evidence, ...]
    explanation: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query's screening found.

    `hits` are at most the policy's limit, best first; `total` counts all there were; `candidates` counts the listed parties
    that had any token in common and were scored; `best_below` is the best score under the threshold, None without one.
    """

    hits: tuple[Hit, ...]
    total: int
    outcome: Outcome
    candidates: int
    best_below: float | None


@dataclass(frozen=True, slots=True)
class _Found:
    """The best listed name of one party so far."""

    name_score: float
    name: int
    asked: str
    alignment: Alignment

    def beats(self, other: _Found) -> bool:
        return (self.name_score, -self.name) > (other.name_score, -other.name)


def screen(queries: Sequence[Query], index: Index, policy: Policy) -> list[tuple[Hit, ...]]:
    """Return the hits of each query, best first. Raises `InvalidPolicy` when the policy names a list that is not there."""
    return [answer.hits for answer in examine(queries, index, policy)]


def examine(queries: Sequence[Query], index: Index, policy: Policy, *, exhaustive: bool = False) -> list[Answer]:
    """Return the answer to each query. Raises `InvalidPolicy` when the policy names a list that is not there.

    `exhaustive` compares with every listed name in scope instead of those retrieval returns: the same hits and scores, slowly.
    """
    unknown = sorted(set(policy.lists or ()) - set(index.list_ids))
    if unknown:
        raise InvalidPolicy([Problem("/lists", f"unknown list {one!r}", ", ".join(index.list_ids)) for one in unknown])
    within = index.in_scope(policy)
    examination = _Examination(index, policy, within, exhaustive)
    return [examination.answer(query) for query in queries]


def compare(name_a: str, name_b: str, kind: PartyKind | None = None) -> Alignment:
    """Align two names, each of any script, and score them by rarity in general. Symmetric in the score."""
    rarity = Rarity()
    best = NO_ALIGNMENT
    for one in forms_of(name_a, kind):
        for other in forms_of(name_b, kind):
            found = align(weigh(one, rarity), weigh(other, rarity))
            if found.name_score > best.name_score:
                best = found
    return best


class _Examination:
    """What the queries of one call share: index, policy, scope."""

    def __init__(self, index: Index, policy: Policy, within: NDArray[np.bool_] | None, exhaustive: bool) -> None:
        self._index = index
        self._policy = policy
        self._within = within
        self._exhaustive = exhaustive
        self._factor_alone = index.factors(within, policy.weak_alias_factor)
        self._factor_agreeing = index.factors(within, 1.0)

    def answer(self, query: Query) -> Answer:
        index, policy = self._index, self._policy
        found: dict[int, _Found] = {}
        evidence: dict[int, tuple[Evidence, ...]] = {}
        by_identifier = self._sharing_identifier(query)
        for asked in query.names:
            for form in forms_of(asked):
                weighed = weigh(form, index.rarity)
                for number in self._entries(query, weighed, by_identifier):
                    entry = index.entry(number)
                    if entry.party not in evidence:
                        evidence[entry.party] = weigh_evidence(query, index.party_at(entry.party))
                    weak = entry.listed_name.strength is AliasStrength.WEAK and not agreement(evidence[entry.party])
                    alignment = align(weighed, entry.weighed)
                    score = alignment.name_score * (policy.weak_alias_factor if weak else 1.0)
                    one = _Found(score, entry.name, asked, alignment)
                    known = found.get(entry.party)
                    if (score > 0.0 or entry.party in by_identifier) and (known is None or one.beats(known)):
                        found[entry.party] = one
        return _assemble(found, evidence, index, policy)

    def _entries(self, query: Query, form: WeighedForm, by_identifier: frozenset[int]) -> Iterable[int]:
        index, within = self._index, self._within
        if self._exhaustive:
            places = range(len(index)) if within is None else np.nonzero(within)[0].tolist()
            return (number for place in places for number in index.entries_of(place))
        known = query.birth_date is not None or query.countries or query.identifiers
        factor = self._factor_agreeing if known else self._factor_alone
        target = Target(least_name_score(query, self._policy), factor)
        retrieved: list[int] = index.retrieval.candidates(form, target).tolist()
        if not by_identifier:
            return retrieved
        return sorted({*retrieved, *(number for place in by_identifier for number in index.entries_of(place))})

    def _sharing_identifier(self, query: Query) -> frozenset[int]:
        places = {place for identifier in query.identifiers for place in self._index.with_identifier(identifier.value)}
        return frozenset(place for place in places if self._within is None or self._within[place])


def _assemble(found: dict[int, _Found], evidence: dict[int, tuple[Evidence, ...]], index: Index, policy: Policy) -> Answer:
    hits, below = [], []
    for place, best in found.items():
        score = score_with(best.name_score, evidence[place], policy)
        reached = score >= policy.threshold or (best.name_score >= policy.threshold and not policy.evidence_may_drop)
        if not reached:
            below.append(score)
            continue
        party = index.party_at(place)
        name = party.names[best.name]
        text = explain(best.asked, party, name, best.alignment, evidence[place])
        hits.append(Hit(0, score, best.name_score, party, name, best.alignment, evidence[place], text))
    hits.sort(key=lambda hit: (-hit.score, -hit.name_score, hit.party.id))
    ranked = tuple(replace(hit, rank=rank) for rank, hit in enumerate(hits[: policy.limit], start=1))
    return Answer(ranked, len(hits), outcome_of(hits, policy), len(found), max(below, default=None))
