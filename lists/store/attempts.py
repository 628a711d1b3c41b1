"""Every fetch and load, and how it ended."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select

from lists.store.plain import to_json
from lists.store.tables import list_attempts, list_editions


class Result(StrEnum):
    """How an attempt ended. `confirmed`: the publisher's file, or what is in it, is what is in force already."""

    IN_FORCE = "in_force"
    CONFIRMED = "confirmed"
    QUARANTINED = "quarantined"
    FAILED = "failed"


GOOD = (Result.IN_FORCE, Result.CONFIRMED)


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt to get or load a list: `what` (seed, load, refresh, fetch, import, rollback), the edition it was about (its id, where
    it came so far), and the report: what the gate found, or `error` with the reason.
    """

    list_id: str
    at: datetime
    what: str
    result: Result
    edition: str | None
    report: Mapping[str, Any]
    by: str

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why it ended as it did, when not well."""
        if "error" in self.report:
            return (str(self.report["error"]),)
        refusals = self.report.get("refusals", ())
        return tuple(": ".join(part for part in (one["check"], one["entry"], one["reason"]) if part) for one in refusals)


def record_attempt(
    connection: Connection,
    list_id: str,
    *,
    at: datetime,
    what: str,
    result: Result,
    by: str,
    report: Mapping[str, Any],
    edition: int | None = None,
) -> None:
    """Write down an attempt, in the caller's transaction. `edition` is the number of the edition."""
    row = {"list_id": list_id, "at": at, "what": what, "result": result.value, "edition": edition, "report": to_json(report), "by": by}
    connection.execute(insert(list_attempts).values(row))


def last_attempts(connection: Connection, results: tuple[Result, ...] = tuple(Result)) -> dict[str, Attempt]:
    """The newest attempt of every list among those that ended in one of `results`, by list id."""
    newest = (
        select(func.max(list_attempts.c.number))
        .where(list_attempts.c.result.in_([result.value for result in results]))
        .group_by(list_attempts.c.list_id)
    )
    joined = list_attempts.outerjoin(list_editions, list_attempts.c.edition == list_editions.c.number)
    query = select(list_attempts, list_editions.c.id.label("edition_id")).select_from(joined)
    rows = connection.execute(query.where(list_attempts.c.number.in_(newest)))
    return {row.list_id: _attempt(row) for row in rows}


def _attempt(row: Row[Any]) -> Attempt:
    return Attempt(row.list_id, row.at, row.what, Result(row.result), row.edition_id, json.loads(row.report), row.by)
