"""Legal holds: as long as one stands on a subject, nothing of it is erased and nothing of it expires."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, Engine, select, update

from api.caller import Caller
from api.proof.keys import Keys
from api.store.append import append
from api.store.entry import HOLD, LIFT, Entry
from api.store.errors import UnknownHold, UnknownSubject
from api.store.tables import holds, subjects
from api.store.tenants import within
from api.wire.identity import uuid7_at
from lists.database import reading, writing


class Hold(NamedTuple):
    """A hold that stands: its id, the subject, why it was placed, when and by whom."""

    id: str
    subject: str
    reason: str
    placed_at: datetime
    placed_by: str


def place_hold(engine: Engine, keys: Keys, caller: Caller, subject: str, *, reason: str, now: datetime) -> Hold:
    """Place a hold on a subject of the caller's tenant; `reason` (a case number, say) is kept as it is and holds nothing personal.

    Raises `UnknownSubject`, `DatabaseError`.
    """
    made = Hold(uuid7_at(now), subject, reason, now, caller.name)
    with writing(engine) as connection:
        lock_subject(connection, caller.tenant, subject)
        connection.execute(holds.insert().values(**made._asdict(), tenant=caller.tenant))
        act = Entry(uuid7_at(now), HOLD, now, caller, {"hold": made.id, "reason": reason}, subject=subject)
        append(connection, keys, [act], set())
    return made


def lift_hold(engine: Engine, keys: Keys, caller: Caller, hold: str, now: datetime) -> None:
    """Lift a hold of the caller's tenant. Raises `UnknownHold`, `DatabaseError`."""
    with writing(engine) as connection:
        mine = [holds.c.id == hold, within(caller.tenant, holds), holds.c.lifted_at.is_(None)]
        found = connection.execute(select(holds.c.subject).where(*mine).with_for_update()).scalar_one_or_none()
        if found is None:
            raise UnknownHold("no hold that stands has this id")
        connection.execute(
            update(holds).where(within(caller.tenant, holds), holds.c.id == hold).values(lifted_at=now, lifted_by=caller.name)
        )
        append(connection, keys, [Entry(uuid7_at(now), LIFT, now, caller, {"hold": hold}, subject=found)], set())


def standing(engine: Engine, tenant: str) -> Sequence[Hold]:
    """Return the holds of a tenant that stand, the oldest first."""
    columns = [holds.c[name] for name in Hold._fields]
    with reading(engine) as connection:
        rows = connection.execute(select(*columns).where(within(tenant, holds), holds.c.lifted_at.is_(None)).order_by(holds.c.id)).all()
    return [Hold(*row) for row in rows]


def lock_subject(connection: Connection, tenant: str, subject: str) -> None:
    """Keep the subject from being erased or held by others until the transaction ends. Raises `UnknownSubject`."""
    found = connection.execute(
        select(subjects.c.key).where(within(tenant, subjects), subjects.c.id == subject).with_for_update()
    ).scalar_one_or_none()
    if found is None:
        raise UnknownSubject("no subject has this id, or it was erased")
