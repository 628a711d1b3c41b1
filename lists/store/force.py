"""What is in force, since when, and what was."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, func, insert, select, text

from lists.errors import ChangedMeanwhile
from lists.store.editions import StoredEdition, stored
from lists.store.tables import list_editions, lists_in_force

_FORCE_LOCK = 0x5C_F08_CE


@dataclass(frozen=True, slots=True)
class InForce:
    """That an edition came into force (`edition` is its id; None: the list was withdrawn). `how`: seed, load, refresh, import,
    rollback, withdraw. `reason` is a person's, where one was needed.
    """

    list_id: str
    edition: str | None
    since: datetime
    how: str
    reason: str | None
    by: str


def revision(connection: Connection) -> int:
    """A number that grows whenever anything comes into force, in the database as a whole; 0 when nothing ever did."""
    return connection.execute(select(func.max(lists_in_force.c.number))).scalar_one() or 0


def editions_in_force(connection: Connection) -> dict[str, StoredEdition]:
    """The edition in force of every list, by list id in order."""
    return _newest(connection, None)


def editions_as_of(connection: Connection, moment: datetime) -> dict[str, StoredEdition]:
    """The edition of every list that was in force at a moment (aware), by list id in order."""
    return _newest(connection, moment)


def _newest(connection: Connection, moment: datetime | None) -> dict[str, StoredEdition]:
    newest = select(func.max(lists_in_force.c.number)).group_by(lists_in_force.c.list_id)
    if moment is not None:
        newest = newest.where(lists_in_force.c.since <= moment)
    joined = lists_in_force.join(list_editions, lists_in_force.c.edition == list_editions.c.number)
    query = select(list_editions).select_from(joined).where(lists_in_force.c.number.in_(newest))
    return {row.list_id: stored(row) for row in connection.execute(query.order_by(list_editions.c.list_id))}


def put_in_force(
    connection: Connection,
    list_id: str,
    edition: StoredEdition | None,
    *,
    instead_of: int | None,
    since: datetime,
    how: str,
    by: str,
    reason: str | None = None,
) -> None:
    """Put an edition of a list into force (None: withdraw the list), in the caller's transaction.

    `instead_of` is the number of the edition the caller found in force, None for none. Raises `ChangedMeanwhile` when another is.
    """
    if connection.dialect.name == "postgresql":
        # One at a time: two that read before either wrote would both find the same edition in force.
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _FORCE_LOCK})
    last = select(lists_in_force.c.edition).where(lists_in_force.c.list_id == list_id).order_by(lists_in_force.c.number.desc()).limit(1)
    current = connection.execute(last).scalar_one_or_none()
    if current != instead_of:
        raise ChangedMeanwhile(f"another edition of {list_id} came into force meanwhile; nothing was changed: try again")
    row = {
        "list_id": list_id,
        "edition": None if edition is None else edition.number,
        "since": since,
        "how": how,
        "reason": reason,
        "by": by,
    }
    connection.execute(insert(lists_in_force).values(row))


def history(connection: Connection, list_id: str) -> tuple[InForce, ...]:
    """Everything that came into force for a list, the newest first."""
    rows = connection.execute(_changes().where(lists_in_force.c.list_id == list_id).order_by(lists_in_force.c.number.desc()))
    return tuple(_change(row) for row in rows)


def last_in_force(connection: Connection) -> dict[str, InForce]:
    """The last thing that came into force for each list, by list id; withdrawals too."""
    newest = select(func.max(lists_in_force.c.number)).group_by(lists_in_force.c.list_id)
    return {row.list_id: _change(row) for row in connection.execute(_changes().where(lists_in_force.c.number.in_(newest)))}


def _changes() -> Select[Any]:
    joined = lists_in_force.outerjoin(list_editions, lists_in_force.c.edition == list_editions.c.number)
    return select(lists_in_force, list_editions.c.id.label("edition_id")).select_from(joined)


def _change(row: Row[Any]) -> InForce:
    return InForce(row.list_id, row.edition_id, row.since, row.how, row.reason, row.by)
