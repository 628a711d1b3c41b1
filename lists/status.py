"""How each list stands: what is in force, since when, when that was last confirmed, what is due, what was quarantined."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Connection, func, select

from lists.readers.registry import OFFICIAL_SOURCES
from lists.store.attempts import GOOD, Attempt, Result, last_attempts
from lists.store.editions import StoredEdition
from lists.store.force import InForce, editions_in_force, last_in_force
from lists.store.tables import list_attempts, lists_in_force

RETRY_HOURS = 1
"""After how long a fetch that failed is due again, where the schedule is not sooner."""


class State(StrEnum):
    """How a list stands, the worst first. `quarantined`: the newest edition did not pass, the one before is in force. `stale`: not
    confirmed for longer than allowed. `failed`: the last try to get it failed. `current`: none of these. `withdrawn`: taken out of
    force. `absent`: never in force.
    """

    QUARANTINED = "quarantined"
    STALE = "stale"
    FAILED = "failed"
    CURRENT = "current"
    WITHDRAWN = "withdrawn"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class ListState:
    """One list. `in_force` is the edition (None: none), `change` what put it there; `confirmed_at` when it was last loaded or found to be
    what the publisher publishes; `last` the last attempt to get another; `hours` how often that is due (None: not fetched).
    """

    list_id: str
    in_force: StoredEdition | None
    change: InForce | None
    confirmed_at: datetime | None
    last: Attempt | None
    hours: int | None

    @property
    def due_at(self) -> datetime | None:
        """When the publisher is to be asked next; None for a list that is not fetched."""
        if self.hours is None or self.in_force is None:
            return None
        moments = [moment for moment in (self.confirmed_at, self.last.at if self.last else None) if moment]
        if not moments:
            return self.in_force.loaded_at
        failed = self.last is not None and self.last.result is Result.FAILED
        return max(moments) + timedelta(hours=min(self.hours, RETRY_HOURS) if failed else self.hours)

    def is_stale(self, now: datetime, most_hours: float) -> bool:
        """Whether a list that is fetched was not confirmed for longer than that. Other lists have nothing to go stale against."""
        if self.hours is None or self.in_force is None:
            return False
        return now - (self.confirmed_at or self.in_force.loaded_at) > timedelta(hours=most_hours)

    def state(self, now: datetime, most_hours: float) -> State:
        """How the list stands."""
        if self.last and self.last.result is Result.QUARANTINED:
            return State.QUARANTINED
        if self.in_force is None:
            return State.WITHDRAWN if self.change else State.ABSENT
        if self.is_stale(now, most_hours):
            return State.STALE
        return State.FAILED if self.last and self.last.result is Result.FAILED else State.CURRENT

    @property
    def problems(self) -> tuple[str, ...]:
        """Why the last attempt did not end well; empty when it did."""
        return self.last.reasons if self.last and self.last.result not in GOOD else ()


def list_states(connection: Connection) -> dict[str, ListState]:
    """Every list that is, was or was to be in force, by its id."""
    editions, changes = editions_in_force(connection), last_in_force(connection)
    last, good = last_attempts(connection), last_attempts(connection, GOOD)
    states = {}
    for list_id in sorted({*editions, *changes, *last}):
        official = OFFICIAL_SOURCES.get(list_id)
        states[list_id] = ListState(
            list_id=list_id,
            in_force=editions.get(list_id),
            change=changes.get(list_id),
            confirmed_at=good[list_id].at if list_id in good else None,
            last=last.get(list_id),
            hours=official.hours if official and official.addresses else None,
        )
    return states


def watermark(connection: Connection) -> tuple[int, int]:
    """Two numbers, one of which grows with everything that `list_states` tells of."""
    forced = connection.execute(select(func.max(lists_in_force.c.number))).scalar_one()
    tried = connection.execute(select(func.max(list_attempts.c.number))).scalar_one()
    return forced or 0, tried or 0
