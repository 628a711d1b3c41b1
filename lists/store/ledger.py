"""The ledger of deliberate exclusions: entries of a list that no edition takes in, each with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from lists.store.tables import list_exclusions


@dataclass(frozen=True, slots=True)
class Exclusion:
    """One entry of the ledger. In effect until `ended_at`; None: still."""

    list_id: str
    reference: str
    reason: str
    by: str
    at: datetime
    ended_at: datetime | None
    ended_by: str | None


def exclude(connection: Connection, list_id: str, reference: str, *, reason: str, by: str, at: datetime) -> bool:
    """Exclude an entry from the next edition on; return whether it was not excluded already."""
    if reference in excluded(connection, list_id):
        return False
    row = {"list_id": list_id, "reference": reference, "reason": reason, "by": by, "at": at}
    connection.execute(insert(list_exclusions).values(row))
    return True


def include(connection: Connection, list_id: str, reference: str, *, by: str, at: datetime) -> bool:
    """End an exclusion; return whether there was one. The row stays."""
    table = list_exclusions
    ended = (
        update(table)
        .where(table.c.list_id == list_id, table.c.reference == reference, table.c.ended_at.is_(None))
        .values(ended_at=at, ended_by=by)
    )
    return connection.execute(ended).rowcount > 0


def excluded(connection: Connection, list_id: str) -> dict[str, str]:
    """Reference -> reason of every exclusion of a list that is in effect."""
    table = list_exclusions
    query = select(table.c.reference, table.c.reason).where(table.c.list_id == list_id, table.c.ended_at.is_(None))
    return {row.reference: row.reason for row in connection.execute(query.order_by(table.c.reference))}


def ledger(connection: Connection, list_id: str | None = None) -> tuple[Exclusion, ...]:
    """The whole ledger, or that of one list, the newest first; ended exclusions too."""
    table = list_exclusions
    query = select(table).order_by(table.c.number.desc())
    if list_id is not None:
        query = query.where(table.c.list_id == list_id)
    return tuple(
        Exclusion(row.list_id, row.reference, row.reason, row.by, row.at, row.ended_at, row.ended_by) for row in connection.execute(query)
    )
