"""How lists stand, arranged as the answers show it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from api.catalogue import Catalogue
from api.wire.moments import stamp
from lists.changes import Changes
from lists.status import ListState, State
from lists.store import InForce, StoredEdition

MOST_PROBLEMS = 20
"""Most problems of a list spelt out; the report in quarantine has all of them."""

_FIXED = ListState("", None, None, None, None, None)


def standing(catalogue: Catalogue, list_id: str, now: datetime) -> dict[str, Any]:
    """Arrange how a list stands at a moment (aware), as `ListStateSchema` dumps it."""
    one = catalogue.states.get(list_id, _FIXED)
    confirmed = one.confirmed_at
    return {
        "state": one.state(now, catalogue.most_hours),
        "since": stamp(one.change.since) if one.change else None,
        "confirmed_at": stamp(confirmed) if confirmed else None,
        "age_hours": round((now - confirmed).total_seconds() / 3600, 1) if confirmed else None,
        "due_at": stamp(one.due_at) if one.due_at else None,
        "problems": [*one.problems[:MOST_PROBLEMS]],
    }


def absent(catalogue: Catalogue, now: datetime) -> list[dict[str, Any]]:
    """Arrange the lists that were to be in force and are not, as `AbsentListSchema` dumps them."""
    return [{"id": each, "status": standing(catalogue, each, now)} for each, one in catalogue.states.items() if one.in_force is None]


def in_state(catalogue: Catalogue, state: State, now: datetime) -> list[str]:
    """Ids of the lists that stand so, in force or not."""
    return [each for each, one in catalogue.states.items() if one.state(now, catalogue.most_hours) is state]


def edition_view(one: StoredEdition, in_force: StoredEdition | None) -> dict[str, Any]:
    """Arrange an edition as `StoredEditionSchema` dumps it."""
    edition, report = one.edition, one.report
    return {
        **{name: getattr(edition, name) for name in edition.__slots__},
        "loaded": edition.loaded,
        "loaded_at": stamp(one.loaded_at),
        "in_force": in_force is not None and in_force.number == one.number,
        "completeness": edition.completeness,
        "files": one.files,
        "checked": {
            **{name: report.get(name, 0) for name in ("records", "parties", "indexed", "names_asked", "names_found")},
            "excluded": [{"entry": entry, "reason": reason} for entry, reason in report.get("excluded", {}).items()],
            "warnings": report.get("warnings", []),
            "changes": report.get("changes", []),
            "accepted": report.get("accepted"),
        },
    }


def changes_view(changes: Changes) -> dict[str, Any]:
    """Arrange what changed between two editions as `ChangesSchema` dumps it."""
    totals = {name: len(getattr(changes, name)) for name in ("added", "removed", "changed")}
    return {**{name: getattr(changes, name) for name in changes.__slots__}, "totals": totals}


def change_view(one: InForce) -> dict[str, Any]:
    """Arrange a row of the history as `InForceSchema` dumps it."""
    return {"edition": one.edition, "since": stamp(one.since), "how": one.how, "reason": one.reason, "by": one.by}
