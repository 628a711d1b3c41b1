"""The one entry point: many queries against an index under a policy. One name is a batch of one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from screening.alignment import NO_ALIGNMENT, Alignment, WeighedForm, align, weigh
from screening.errors import InvalidPolicy, Problem
from screening.evidence import Evidence, agreement, least_name_score, score_with, weigh_evidence
from screening.explanation import explain, kept_by_name
from screening.index import Index
from screening.index.retrieval import Target
from screening.names import forms_of
from screening.outcome import Outcome, outcome_of
from screening.party import DesignatedParty, ListedName, PartyKind
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

    `hits` are at most the policy's limit, best first; `total` counts all there were. `candidates` counts the listed parties that
    are hits or missed the threshold by no more than `NEAR_MISS`; `best_below` is the best score of the latter, None when there are
    none. All are exact: the same however the parties were looked for.
    """

    hits: tuple[Hit, ...]
    total: int
    outcome: Outcome
    candidates: int
    best_below: float | None


NEAR_MISS = 0.02
"""How far below the threshold a score is still looked for, so that an answer can tell how near the best other party came."""

BATCH = 512
"""Queries whose tokens are looked up together: enough to share the work, few enough to bound its memory."""

_NOTHING_FOUND = Answer(hits=(), total=0, outcome=Outcome.CLEAR, candidates=0, best_below=None)


class _Found(NamedTuple):
    """The best listed name of one party so far."""

    name_score: float
    name: int
    asked: str
    alignment: Alignment

    def beats(self, other: _Found) -> bool:
        return (self.name_score, -self.name) > (other.name_score, -other.name)


class _Scored(NamedTuple):
    """A party that is a hit, before it is ranked."""

    score: float
    name_score: float
    id: str
    place: int
    best: _Found
    evidence: tuple[Evidence, ...]


def screen(queries: Sequence[Query], index: Index, policy: Policy) -> list[tuple[Hit, ...]]:
    """Return the hits of each query, best first. Raises `InvalidPolicy` when the policy names a list or programme that is not there."""
    return [answer.hits for answer in examine(queries, index, policy)]


def examine(queries: Sequence[Query], index: Index, policy: Policy, *, exhaustive: bool = False) -> list[Answer]:
    """Return the answer to each query. Raises `InvalidPolicy` when the policy names a list or programme that is not there.

    `exhaustive` compares with every listed name in scope instead of those retrieval returns: the same answers, slowly.
    """
    examination = _examination(index, policy, exhaustive)
    return [answer for start in range(0, len(queries), BATCH) for answer in examination.answers(queries[start : start + BATCH])]


def _examination(index: Index, policy: Policy, exhaustive: bool = False) -> _Examination:
    unknown = sorted(set(policy.lists or ()) - set(index.list_ids))
    if unknown:
        raise InvalidPolicy([Problem("/lists", f"unknown list {one!r}", ", ".join(index.list_ids)) for one in unknown])
    absent = sorted(set(policy.programmes or ()) - set(index.programmes))
    if absent:
        allowed = ", ".join(index.programmes)
        raise InvalidPolicy([Problem("/programmes", f"no party is listed under {one!r}", allowed) for one in absent])
    return _Examination(index, policy, exhaustive)


def finds(queries: Sequence[Query], wanted: Sequence[Collection[str]], index: Index, policy: Policy) -> list[frozenset[str]]:
    """Return for each query which of the parties wanted of it (ids) are hits of it: those that `examine`, without a limit, would return.

    No other party is compared with. An id that is not in the index, or out of scope, is no hit. Raises as `examine`.
    """
    examination = _examination(index, policy)
    pairs = [(query, [index.place_of(one) for one in ids]) for query, ids in zip(queries, wanted, strict=True)]
    found = [one for start in range(0, len(pairs), BATCH) for one in examination.found(pairs[start : start + BATCH])]
    return [frozenset(index.id_at(place) for place in places) for places in found]


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


_LookedUp = tuple[str, tuple[WeighedForm, ...], list[Iterable[int]]]
"""A name, its forms, and for each form the numbers of the entries to compare with, ascending."""


class _Examination:
    """What the queries of one call share: index, policy, scope."""

    def __init__(self, index: Index, policy: Policy, exhaustive: bool) -> None:
        self._index = index
        self._policy = policy
        self._within = index.in_scope(policy)
        self._exhaustive = exhaustive

    def answers(self, queries: Sequence[Query]) -> Iterable[Answer]:
        """Answer the queries of a batch."""
        for query, names in zip(queries, self._looked_up(queries), strict=True):
            yield self._answer(query, names)

    def found(self, wanted: Sequence[tuple[Query, Sequence[int | None]]]) -> Iterable[list[int]]:
        """For each query of a batch, which of the places are those of hits."""
        for (query, places), names in zip(wanted, self._looked_up([query for query, _ in wanted]), strict=True):
            by_identifier = self._sharing_identifier(query)
            yield [place for place in places if place is not None and self._is_hit(query, names, place, by_identifier)]

    def _is_hit(self, query: Query, names: Sequence[_LookedUp], place: int, by_identifier: frozenset[int]) -> bool:
        if self._within is not None and not self._within[place]:
            return False
        own = self._index.entries_of(place)
        comparison = Comparison(query, self._index, self._policy, by_identifier)
        for asked, forms, lists in names:
            for form, entries in zip(forms, lists, strict=True):
                for entry in own if place in by_identifier else (one for one in entries if one in own):
                    comparison.add(asked, form, (entry,))
                    if comparison.hits():
                        return True
        return False

    def _looked_up(self, queries: Sequence[Query]) -> Iterable[list[_LookedUp]]:
        """For each query its names with what to compare them with: forms of one target are looked up together, a name asked twice once."""
        forms: dict[str, tuple[WeighedForm, ...]] = {}
        batches: dict[Target, dict[str, None]] = {}
        targets = [self._target(query) for query in queries]
        for query, target in zip(queries, targets, strict=True):
            for asked in query.names:
                if asked not in forms:
                    forms[asked] = tuple(weigh(form, self._index.rarity) for form in forms_of(asked))
                batches.setdefault(target, {})[asked] = None
        found = {target: self._retrieved(list(names), forms, target) for target, names in batches.items()}
        for query, target in zip(queries, targets, strict=True):
            yield [(asked, forms[asked], found[target][asked]) for asked in query.names]

    def _target(self, query: Query) -> Target:
        least = least_name_score(query, self._policy, self._policy.threshold - NEAR_MISS)
        known = query.birth_date is not None or query.countries or query.identifiers
        return Target(least, 1.0 if known else self._policy.weak_alias_factor)

    def _retrieved(self, names: Sequence[str], forms: dict[str, tuple[WeighedForm, ...]], target: Target) -> dict[str, list[Iterable[int]]]:
        """For each name, form by form, the numbers of the entries to compare with."""
        if self._exhaustive:
            every = self._every_entry()
            return {name: [every] * len(forms[name]) for name in names}
        lists = iter(self._index.retrieval.candidates([form for name in names for form in forms[name]], target, self._within))
        return {name: [next(lists) for _ in forms[name]] for name in names}

    def _every_entry(self) -> list[int]:
        places = range(len(self._index)) if self._within is None else self._within.nonzero()[0].tolist()
        return [number for place in places for number in self._index.entries_of(place)]

    def _answer(self, query: Query, names: Sequence[_LookedUp]) -> Answer:
        by_identifier = self._sharing_identifier(query)
        if not by_identifier and not any(entries for _, _, lists in names for entries in lists):
            return _NOTHING_FOUND
        more = [number for place in sorted(by_identifier) for number in self._index.entries_of(place)]
        comparison = Comparison(query, self._index, self._policy, by_identifier)
        for asked, forms, lists in names:
            for form, entries in zip(forms, lists, strict=True):
                comparison.add(asked, form, sorted({*entries, *more}) if more else entries)
        return comparison.answer()

    def _sharing_identifier(self, query: Query) -> frozenset[int]:
        places = {place for identifier in query.identifiers for place in self._index.with_identifier(identifier.value)}
        return frozenset(place for place in places if self._within is None or self._within[place])


class Comparison:
    """One query against the listed names that may reach it."""

    def __init__(self, query: Query, index: Index, policy: Policy, by_identifier: frozenset[int]) -> None:
        self._query, self._index, self._policy, self._by_identifier = query, index, policy, by_identifier
        self._found: dict[int, _Found] = {}
        self._evidence: dict[int, tuple[Evidence, ...]] = {}
        self._bare = query.birth_date is None and query.kind is None and not query.countries and not query.identifiers

    def add(self, asked: str, form: WeighedForm, entries: Iterable[int]) -> None:
        """Align a form with entries and keep the best of each party."""
        for number in entries:
            entry = self._index.entry(number)
            alignment = align(form, entry.weighed)
            weak = entry.weak and not agreement(self._evidence_on(entry.party))
            one = _Found(alignment.name_score * (self._policy.weak_alias_factor if weak else 1.0), entry.name, asked, alignment)
            known = self._found.get(entry.party)
            if (one.name_score > 0.0 or entry.party in self._by_identifier) and (known is None or one.beats(known)):
                self._found[entry.party] = one

    def _evidence_on(self, place: int) -> tuple[Evidence, ...]:
        if self._bare:
            return ()
        if place not in self._evidence:
            self._evidence[place] = weigh_evidence(self._query, self._index.party_at(place))
        return self._evidence[place]

    def answer(self, policy: Policy | None = None) -> Answer:
        """Rank what was found; only the hits that are shown are put into words.

        `policy`: another than the one compared under, which differs in thresholds and limit alone.
        """
        policy = policy or self._policy
        hits, below = self._sorted_out(policy)
        hits.sort(key=lambda hit: (-hit.score, -hit.name_score, hit.id))
        shown = tuple(self._hit(rank, hit, policy) for rank, hit in enumerate(hits[: policy.limit], start=1))
        return Answer(shown, len(hits), outcome_of(hits, policy), len(hits) + len(below), max(below, default=None))

    def hits(self) -> bool:
        """Whether any party added so far is a hit."""
        return bool(self._sorted_out(self._policy)[0])

    def _sorted_out(self, policy: Policy) -> tuple[list[_Scored], list[float]]:
        """The parties that are hits, and the scores that just miss it."""
        hits, below = [], []
        for place, best in self._found.items():
            evidence = self._evidence_on(place)
            score = score_with(best.name_score, evidence, policy)
            if score >= policy.threshold or (best.name_score >= policy.threshold and not policy.evidence_may_drop):
                hits.append(_Scored(score, best.name_score, self._index.id_at(place), place, best, evidence))
            elif score >= policy.threshold - NEAR_MISS:
                below.append(score)
        return hits, below

    def _hit(self, rank: int, hit: _Scored, policy: Policy) -> Hit:
        party = self._index.party_at(hit.place)
        name = party.names[hit.best.name]
        text = explain(hit.best.asked, party, name, hit.best.alignment, hit.evidence)
        text += kept_by_name(hit.score, hit.name_score, policy.threshold)
        return Hit(rank, hit.score, hit.name_score, party, name, hit.best.alignment, hit.evidence, text)
