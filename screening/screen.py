"""The one entry point: many queries against an index under a policy. One name is a batch of one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from screening.alignment import NO_ALIGNMENT, Alignment, align, weigh
from screening.errors import InvalidPolicy, Problem
from screening.evidence import Evidence, agreement, score_with, weigh_evidence
from screening.explanation import explain
from screening.index import Index
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


def examine(queries: Sequence[Query], index: Index, policy: Policy) -> list[Answer]:
    """Return the answer to each query. Raises `InvalidPolicy` when the policy names a list that is not there."""
    unknown = sorted(set(policy.lists or ()) - set(index.list_ids))
    if unknown:
        raise InvalidPolicy([Problem("/lists", f"unknown list {one!r}", ", ".join(index.list_ids)) for one in unknown])
    in_scope = _scope(policy)
    return [_answer(query, index, policy, in_scope) for query in queries]


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


def _scope(policy: Policy) -> Callable[[DesignatedParty], bool]:
    def within(party: DesignatedParty) -> bool:
        return (
            (policy.lists is None or party.list_id in policy.lists)
            and (policy.kinds is None or party.kind in policy.kinds)
            and (policy.programmes is None or not set(policy.programmes).isdisjoint(party.programmes))
            and (policy.measures is None or not set(policy.measures).isdisjoint(party.measures))
        )

    return within


def _answer(query: Query, index: Index, policy: Policy, in_scope: Callable[[DesignatedParty], bool]) -> Answer:
    found: dict[int, _Found] = {}
    evidence: dict[int, tuple[Evidence, ...]] = {}
    forms = [(name, weigh(form, index.rarity)) for name in query.names for form in forms_of(name)]
    for entry in index.entries:
        party = index.party_at(entry.party)
        if not in_scope(party):
            continue
        if entry.party not in evidence:
            evidence[entry.party] = weigh_evidence(query, party)
        weak = party.names[entry.name].strength is AliasStrength.WEAK and not agreement(evidence[entry.party])
        factor = policy.weak_alias_factor if weak else 1.0
        for asked, form in forms:
            alignment = align(form, entry.weighed)
            one = _Found(alignment.name_score * factor, entry.name, asked, alignment)
            known = found.get(entry.party)
            if one.name_score > 0.0 and (known is None or one.beats(known)):
                found[entry.party] = one
    for identifier in query.identifiers:
        for place in index.with_identifier(identifier.value):
            if place in evidence and place not in found:
                found[place] = _Found(0.0, 0, query.name, NO_ALIGNMENT)
    return _assemble(found, evidence, index, policy)


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
