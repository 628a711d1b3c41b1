"""Acts of administration, read back from the records: everything but what was screened."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Engine, select

from api.store.entry import BATCH, REFUSAL, SCREENING
from api.store.tables import chain, records
from api.store.tenants import within
from lists.database import reading


class Act(NamedTuple):
    """One act: `kind` as recorded, `facts` with all that the other fields repeat; `sequence` and `link` once the chain holds it."""

    id: str
    kind: str
    at: datetime
    caller: str
    facts: dict[str, Any]
    hash: str
    sequence: int | None
    link: str | None


def acts_of(engine: Engine, tenant: str, after: str | None, limit: int) -> tuple[list[Act], bool]:
    """Return up to `limit` acts of the tenant, the newest first, from the one behind `after`, and whether more follow.

    Raises `DatabaseError`.
    """
    query = (
        select(
            records.c.id, records.c.kind, records.c.at, records.c.caller, records.c.facts, records.c.hash, chain.c.sequence, chain.c.link
        )
        .join(chain, chain.c.record == records.c.id, isouter=True)
        .where(within(tenant, records), records.c.kind.not_in((SCREENING, BATCH, REFUSAL)))
    )
    if after is not None:
        query = query.where(records.c.id < after)
    with reading(engine) as connection:
        rows = connection.execute(query.order_by(records.c.id.desc()).limit(limit + 1)).all()
    return [Act(*row)._replace(facts=json.loads(row.facts)) for row in rows[:limit]], len(rows) > limit
