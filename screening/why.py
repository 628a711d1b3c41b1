"""Why a party is a hit for a query, or at which stage it was lost and what would change that."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from screening.alignment import NO_ALIGNMENT, Alignment, align, weigh
from screening.errors import InvalidQuery
from screening.evidence import Evidence, Verdict, agreement, score_with, weigh_evidence
from screening.explanation import explain, kept_by_name
from screening.index import Index
from screening.names import forms_of
from screening.party import AliasStrength, DesignatedParty, ListedName
from screening.policy import Policy
from screening.query import Query

IDENTIFIER_CHANGES = "An identifier that agrees."


class Stage(StrEnum):
    """How far a party came."""

    NOT_LISTED = "not_listed"
    OUT_OF_SCOPE = "out_of_scope"
    NOTHING_IN_COMMON = "nothing_in_common"
    BELOW_THRESHOLD = "below_threshold"
    HIT = "hit"


@dataclass(frozen=True, slots=True)
class Why:
    """The way of one party through the screening of one query.

    `stage` is where it ended. From `nothing_in_common` on, `listed_name` is the party's name most like the query's and the
    scores (0.0-1.0) are those a full comparison gives; `short_by` is what the score lacks to the threshold, 0.0 for a hit.
    `explanation` is one sentence; `changes` are sentences, each one thing that would make it a hit or no hit.
    """

    stage: Stage
    party: DesignatedParty | None
    listed_name: ListedName | None
    alignment: Alignment
    evidence: tuple[Evidence, ...]
    name_score: float
    score: float
    threshold: float
    short_by: float
    explanation: str
    changes: tuple[str, ...]


def why(query: Query, party_id: str, index: Index, policy: Policy) -> Why:
    """Follow one party through the screening of a query: every name of the party is compared, nothing is looked up."""
    place = index.place_of(party_id)
    if place is None:
        text = f"No list in the index has a party {party_id}; its lists are {', '.join(index.list_ids)}."
        return _nowhere(Stage.NOT_LISTED, None, policy, text, ())
    party = index.party_at(place)
    outside = _outside(party, policy)
    if outside:
        text = f"{party_id} is outside the policy's scope: {'; '.join(outside)}."
        return _nowhere(Stage.OUT_OF_SCOPE, party, policy, text, tuple(f"{one[0].upper()}{one[1:]}." for one in outside))
    evidence = weigh_evidence(query, party)
    asked, name, alignment, name_score = _best(query, place, evidence, index, policy)
    score = score_with(name_score, evidence, policy)
    reached = score >= policy.threshold or (name_score >= policy.threshold and not policy.evidence_may_drop)
    if reached:
        stage = Stage.HIT
    else:
        stage = Stage.BELOW_THRESHOLD if alignment.pairs else Stage.NOTHING_IN_COMMON
    text = explain(asked, party, name, alignment, evidence)
    if reached:
        text += kept_by_name(score, name_score, policy.threshold)
    if stage is Stage.NOTHING_IN_COMMON:
        text = f"No token of “{asked}” is similar to one of any name of {party.primary_name}: a comparison in full scores 0."
    short_by = 0.0 if reached else policy.threshold - score
    changes: tuple[str, ...] = ()
    if stage is Stage.BELOW_THRESHOLD:
        changes = (
            f"A threshold of {score:.4f} or lower.",
            *_evidence_changes(party, (name, alignment.name_score), evidence, policy),
            *_shorter_names(query, place, index, policy),
        )
    elif stage is Stage.NOTHING_IN_COMMON and party.identifiers:
        changes = (IDENTIFIER_CHANGES,)
    return Why(stage, party, name, alignment, evidence, name_score, score, policy.threshold, short_by, text, changes)


def _nowhere(stage: Stage, party: DesignatedParty | None, policy: Policy, text: str, changes: tuple[str, ...]) -> Why:
    return Why(stage, party, None, NO_ALIGNMENT, (), 0.0, 0.0, policy.threshold, policy.threshold, text, changes)


def _outside(party: DesignatedParty, policy: Policy) -> list[str]:
    """Which scopes of the policy leave the party out, each as what would have to be in them."""
    found = []
    if policy.lists is not None and party.list_id not in policy.lists:
        found.append(f"lists would have to include {party.list_id}")
    if policy.kinds is not None and party.kind not in policy.kinds:
        found.append(f"kinds would have to include {party.kind}")
    if policy.programmes is not None and set(policy.programmes).isdisjoint(party.programmes):
        found.append(_one_of("programmes", party.programmes))
    if policy.measures is not None and set(policy.measures).isdisjoint(party.measures):
        found.append(_one_of("measures", party.measures))
    return found


def _one_of(what: str, listed: Iterable[str]) -> str:
    texts = ", ".join(listed)
    return f"{what} would have to include one of {texts}" if texts else f"{what} would have to be left out: the party states none"


def _best(
    query: Query, place: int, evidence: tuple[Evidence, ...], index: Index, policy: Policy
) -> tuple[str, ListedName, Alignment, float]:
    """The query's name and the party's that are most alike, how they align, and their score, weak aliases counting less."""
    best = (query.name, index.party_at(place).names[0], NO_ALIGNMENT, 0.0)
    for asked in query.names:
        for form in forms_of(asked):
            weighed = weigh(form, index.rarity)
            for number in index.entries_of(place):
                entry = index.entry(number)
                weak = entry.weak and not agreement(evidence)
                alignment = align(weighed, entry.weighed)
                score = alignment.name_score * (policy.weak_alias_factor if weak else 1.0)
                if score > best[3] or (alignment.pairs and not best[2].pairs):
                    best = (asked, index.party_at(place).names[entry.name], alignment, score)
    return best


def _evidence_changes(party: DesignatedParty, best: tuple[ListedName, float], evidence: tuple[Evidence, ...], policy: Policy) -> list[str]:
    """Which evidence, agreeing where the list states some, or left out where it contradicts, would lift the score to the threshold."""
    found = []
    listed = {"birth_date": bool(party.birth_dates), "country": bool(party.countries)}
    for what, known in listed.items():
        others = tuple(one for one in evidence if one.what != what)
        if known and _reaches(best, (*others, Evidence(what, Verdict.AGREES, None, None)), policy):
            found.append(f"A {what.replace('_', ' ')} that agrees.")
    found += [
        f"No {what.replace('_', ' ')}: the one given contradicts."
        for what in dict.fromkeys(one.what for one in evidence if one.verdict is Verdict.CONTRADICTS)
        if _reaches(best, tuple(one for one in evidence if one.what != what), policy)
    ]
    if policy.evidence_may_drop and _name_score(best, evidence, policy) >= policy.threshold:
        found.append("A policy by which evidence may not drop a hit: the name alone reaches the threshold.")
    if party.identifiers:
        found.append(IDENTIFIER_CHANGES)
    return found


def _name_score(best: tuple[ListedName, float], evidence: tuple[Evidence, ...], policy: Policy) -> float:
    """The name score, a weak alias counting less where nothing agrees."""
    name, score = best
    return score * (policy.weak_alias_factor if name.strength is AliasStrength.WEAK and not agreement(evidence) else 1.0)


def _reaches(best: tuple[ListedName, float], evidence: tuple[Evidence, ...], policy: Policy) -> bool:
    return score_with(_name_score(best, evidence, policy), evidence, policy) >= policy.threshold


def _shorter_names(query: Query, place: int, index: Index, policy: Policy) -> list[str]:
    """Which single word left out of the query's name would make it a hit."""
    found = []
    words = query.name.split()
    for number, word in enumerate(words):
        try:
            shorter = replace(query, name=" ".join(words[:number] + words[number + 1 :]), other_names=())
        except InvalidQuery:
            continue
        evidence = weigh_evidence(shorter, index.party_at(place))
        name_score = _best(shorter, place, evidence, index, policy)[3]
        if score_with(name_score, evidence, policy) >= policy.threshold:
            found.append(f"The name without “{word}”.")
    return found
