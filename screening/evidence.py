"""What the birth date, country, kind and identifiers say about a hit: one small function each.

A fact that either side does not state is *unknown*: not agreement, not contradiction, and not listed. Evidence moves the
score, it never makes a name: the rules and their sizes are knobs of the policy.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from screening.dates import PartialDate
from screening.identifiers import agreement_note, same_identifier
from screening.party import DesignatedParty, Identifier, PartyKind
from screening.policy import Policy
from screening.query import Query

CALENDARS_APART = 500
"""Years between two dates from which one is of another calendar: 543 Buddhist, 579 or more Islamic, 621 Persian."""


class Verdict(StrEnum):
    """What one piece of evidence says."""

    AGREES = "agrees"
    CONTRADICTS = "contradicts"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One comparison: `what` (birth_date, country, kind, identifier), the verdict, both sides as text, and a note."""

    what: str
    verdict: Verdict
    query: str | None
    listed: str | None
    note: str = ""


def weigh_evidence(query: Query, party: DesignatedParty) -> tuple[Evidence, ...]:
    """Compare everything the query states beside its names with the party."""
    found = [
        birth_date_evidence(query.birth_date, party.birth_dates),
        country_evidence(query.countries, [country.code for country in party.countries]),
        kind_evidence(query.kind, party.kind),
        *identifier_evidence(query.identifiers, party.identifiers),
    ]
    return tuple(one for one in found if one is not None)


def birth_date_evidence(asked: PartialDate | None, listed: tuple[PartialDate, ...]) -> Evidence | None:
    """Compare a birth date with those listed, by the nearest of them.

    Agrees: equal to the precision both have, or (noted) day and month swapped, or years that differ by one where a listed
    date is approximate or either is a year alone. Contradicts: anything else, with a note, and at half the cost, where one slip of
    the pen explains it: the same day of another year, another day of the same month or year. No calendar is converted.
    """
    if asked is None:
        return None
    if not listed:
        return Evidence("birth_date", Verdict.UNKNOWN, str(asked), None)
    verdicts = [(_dates(asked, one), one) for one in listed]
    (agrees, note), nearest = min(
        verdicts, key=lambda item: (not item[0][0], bool(item[0][1]) is item[0][0], _apart(asked, item[1]), item[1])
    )
    return Evidence("birth_date", Verdict.AGREES if agrees else Verdict.CONTRADICTS, str(asked), str(nearest), note)


def _dates(asked: PartialDate, listed: PartialDate) -> tuple[bool, str]:
    slack = 1 if asked.approximate or listed.approximate else 0
    if asked.last_year < listed.first_year - slack or asked.first_year > listed.last_year + slack:
        apart = _apart(asked, listed)
        if apart == 1 and (asked.month is None or listed.month is None):
            return True, "years one apart"
        if apart > CALENDARS_APART:
            return False, "calendars other than the Gregorian are not converted"
        same_day = asked.day is not None and (asked.month, asked.day) == (listed.month, listed.day)
        if same_day:
            return False, "the same day, years one apart" if apart == 1 else "the same day of another year"
        return False, ""
    if asked.month is None or listed.month is None or asked.year != listed.year:
        return True, "" if asked.year == listed.year or asked.until_year or listed.until_year else "years one apart"
    if asked.month == listed.month:
        agrees = asked.day is None or listed.day is None or asked.day == listed.day
        return agrees, "" if agrees else "same month, another day"
    if asked.month == listed.day and asked.day == listed.month:
        return True, "day and month swapped"
    return False, "same year"


def _apart(asked: PartialDate, listed: PartialDate) -> int:
    """Years between two dates at least, 0 where they may be of one year."""
    return max(0, listed.first_year - asked.last_year, asked.first_year - listed.last_year)


def country_evidence(asked: Iterable[str], listed: Iterable[str]) -> Evidence | None:
    """Compare countries: agrees when any is shared, contradicts when both state some and none is."""
    ours, theirs = sorted(set(asked)), sorted(set(listed))
    if not ours:
        return None
    if not theirs:
        return Evidence("country", Verdict.UNKNOWN, ", ".join(ours), None)
    verdict = Verdict.AGREES if set(ours) & set(theirs) else Verdict.CONTRADICTS
    return Evidence("country", verdict, ", ".join(ours), ", ".join(theirs))


def kind_evidence(asked: PartyKind | None, listed: PartyKind) -> Evidence | None:
    """Compare what the parties are; agreement is hardly evidence and changes no score."""
    if asked is None:
        return None
    return Evidence("kind", Verdict.AGREES if asked is listed else Verdict.CONTRADICTS, asked.value, listed.value)


def identifier_evidence(asked: tuple[Identifier, ...], listed: tuple[Identifier, ...]) -> list[Evidence]:
    """Compare each identifier asked about: agrees with any equal one; contradicts others of its type and country."""
    found = []
    for one in asked:
        same = next((other for other in listed if same_identifier(one, other)), None)
        rivals = [other for other in listed if other.type is one.type and other.country == one.country is not None]
        shown = f"{one.type.value} {one.value}"
        if same is not None:
            found.append(Evidence("identifier", Verdict.AGREES, shown, f"{same.type.value} {same.value}", agreement_note(one, same)))
        elif rivals:
            theirs = ", ".join(f"{other.type.value} {other.value}" for other in rivals)
            found.append(Evidence("identifier", Verdict.CONTRADICTS, shown, theirs))
        else:
            found.append(Evidence("identifier", Verdict.UNKNOWN, shown, None))
    return found


def agreement(evidence: Iterable[Evidence]) -> bool:
    """Whether anything beside the kind agrees: what lets a weak alias count in full."""
    return any(one.verdict is Verdict.AGREES and one.what != "kind" for one in evidence)


def score_with(name_score: float, evidence: Iterable[Evidence], policy: Policy) -> float:
    """Combine a name score with evidence into a score, 0.0-1.0, by the policy's knobs; the order does not count."""
    remaining, factor, floor = 1.0, 1.0, 0.0
    for one in evidence:
        if one.verdict is Verdict.AGREES and one.what == "identifier":
            floor = policy.identifier_agrees
        elif one.verdict is Verdict.AGREES and one.what != "kind":
            share: float = getattr(policy, f"{one.what}_agrees")
            remaining *= 1.0 - (share / 2 if one.note else share)
        elif one.verdict is Verdict.CONTRADICTS:
            cost: float = getattr(policy, f"{one.what}_contradicts")
            factor *= 1.0 - (cost / 2 if one.note else cost)
    return max(floor, (1.0 - (1.0 - name_score) * remaining) * factor)


def least_name_score(query: Query, policy: Policy, least: float) -> float:
    """Return the least name score from which the query's evidence, all agreeing, could lift a party to the score `least`."""
    remaining = 1.0
    if query.birth_date is not None:
        remaining *= 1.0 - policy.birth_date_agrees
    if query.countries:
        remaining *= 1.0 - policy.country_agrees
    return max(0.0, 1.0 - (1.0 - least) / remaining)
