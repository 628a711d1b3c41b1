"""What changed between two editions of a list: parties added, removed and changed, the latter field by field.

Where a fact stands in the file (`provenance`) is no fact about the party: a party that differs in it alone has not changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

from screening.party import DesignatedParty
from screening.records import plain_value

NOT_FACTS = frozenset({"provenance"})


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of a party that differs. `removed` and `added` are values as JSON has them: of a field with many values those
    that only one edition has, of a field with one value the value itself (nothing when there was none). `reordered` tells
    that the same values stand in another order.
    """

    field: str
    removed: tuple[Any, ...]
    added: tuple[Any, ...]
    reordered: bool = False


@dataclass(frozen=True, slots=True)
class PartyChange:
    """A party both editions have, with every field that differs (at least one)."""

    party_id: str
    primary_name: str
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """Everything that differs between two editions, in the order of party ids. `before` and `after` are ids of editions."""

    list_id: str
    before: str
    after: str
    added: tuple[DesignatedParty, ...]
    removed: tuple[DesignatedParty, ...]
    changed: tuple[PartyChange, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)


def changes_between(
    list_id: str, editions: tuple[str, str], before: Iterable[DesignatedParty], after: Iterable[DesignatedParty]
) -> Changes:
    """Compare the parties of two editions; each reference stands at most once on either side. Parties equal on both sides may be
    left out of both.
    """
    old = {party.reference: party for party in before}
    new = {party.reference: party for party in after}
    changed = (_changed(old[reference], new[reference]) for reference in sorted(old.keys() & new.keys()))
    return Changes(
        list_id,
        *editions,
        added=_only(new, old),
        removed=_only(old, new),
        changed=tuple(change for change in changed if change is not None),
    )


def _only(these: Mapping[str, DesignatedParty], others: Mapping[str, DesignatedParty]) -> tuple[DesignatedParty, ...]:
    return tuple(these[reference] for reference in sorted(these.keys() - others.keys()))


def _changed(old: DesignatedParty, new: DesignatedParty) -> PartyChange | None:
    differing = tuple(_field_changes(old, new))
    return PartyChange(new.id, new.primary_name, differing) if differing else None


def _field_changes(old: DesignatedParty, new: DesignatedParty) -> Iterator[FieldChange]:
    for field in fields(DesignatedParty):
        before, after = getattr(old, field.name), getattr(new, field.name)
        if field.name in NOT_FACTS or before == after:
            continue
        olds, news = _values(before), _values(after)
        yield FieldChange(
            field.name,
            tuple(plain_value(value) for value in olds if value not in news),
            tuple(plain_value(value) for value in news if value not in olds),
            reordered=sorted(map(repr, olds)) == sorted(map(repr, news)),
        )


def _values(content: Any) -> tuple[Any, ...]:
    if isinstance(content, tuple):
        return content
    return () if content is None else (content,)
