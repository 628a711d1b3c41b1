"""API keys in the database: rows in, rows out, within the transaction of whoever calls."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, or_, select, update

from api.access.roles import Role
from api.store.tables import api_keys
from api.store.tenants import within

# Asked for each request: building a statement costs more than running it.
_BY_ID = select(api_keys).where(api_keys.c.id == bindparam("id"))
_ANY = select(api_keys.c.id).limit(1)

ACTIVE, EXPIRED, REVOKED = "active", "expired", "revoked"
"""States of a key."""


@dataclass(frozen=True, slots=True)
class Key:
    """One API key, without its text, which nobody has but its holder.

    `name` is the client's, the same for every key that replaces another; `generation` counts them from 1. `rate` is in requests
    a minute, None: as the settings say. Moments are aware, in UTC.
    """

    id: str
    tenant: str
    name: str
    generation: int
    hash: str = field(repr=False)
    roles: frozenset[Role]
    rate: int | None
    created_at: datetime
    created_by: str
    expires_at: datetime
    revoked_at: datetime | None = None
    last_used_at: datetime | None = None

    def state(self, now: datetime) -> str:
        """``active``, ``expired`` or ``revoked`` at the moment `now`."""
        if self.revoked_at is not None:
            return REVOKED
        return EXPIRED if self.expires_at <= now else ACTIVE


def insert(connection: Connection, key: Key) -> None:
    """Add a key. Raises what the driver raises when its name has a key of that generation already."""
    row = {name: getattr(key, name) for name in Key.__slots__}
    connection.execute(api_keys.insert(), [{**row, "roles": _written(key.roles)}])


def by_id(connection: Connection, key_id: str) -> Key | None:
    """Return a key of whichever tenant: for who presents it, and for nothing else."""
    row = connection.execute(_BY_ID, {"id": key_id}).first()
    return _key(row) if row else None


def of_tenant(connection: Connection, tenant: str, key_id: str) -> Key | None:
    """Return a key of the tenant, None when it has none of that id. It is kept from change until the transaction ends."""
    found = select(api_keys).where(within(tenant, api_keys), api_keys.c.id == key_id).with_for_update()
    row = connection.execute(found).first()
    return _key(row) if row else None


def all_of(connection: Connection, tenant: str) -> list[Key]:
    """Every key of the tenant, in the order of names and generations."""
    found = select(api_keys).where(within(tenant, api_keys)).order_by(api_keys.c.name, api_keys.c.generation)
    return [_key(row) for row in connection.execute(found)]


def last_of_name(connection: Connection, tenant: str, name: str) -> Key | None:
    """Return the newest key of that name, None when the name was never used."""
    found = select(api_keys).where(within(tenant, api_keys), api_keys.c.name == name)
    row = connection.execute(found.order_by(api_keys.c.generation.desc()).limit(1)).first()
    return _key(row) if row else None


def any_ever(connection: Connection) -> bool:
    """Whether any tenant ever had a key, be it revoked since: losing the last key must not open a service."""
    return connection.execute(_ANY).first() is not None


def change(connection: Connection, key: Key, **columns: Any) -> None:
    """Change columns of one key."""
    connection.execute(update(api_keys).where(within(key.tenant, api_keys), api_keys.c.id == key.id).values(columns))


def change_roles(connection: Connection, tenant: str, name: str, roles: Iterable[Role]) -> None:
    """Change the roles of every key of that name, so that rotating does not bring the old ones back."""
    connection.execute(update(api_keys).where(within(tenant, api_keys), api_keys.c.name == name).values(roles=_written(roles)))


def note_uses(connection: Connection, uses: Mapping[str, datetime]) -> None:
    """Note when keys were last used; `uses` maps ids to moments. A later moment that is there already stays."""
    for key_id, at in sorted(uses.items()):
        earlier = or_(api_keys.c.last_used_at.is_(None), api_keys.c.last_used_at < at)
        connection.execute(update(api_keys).where(api_keys.c.id == key_id, earlier).values(last_used_at=at))


def _written(roles: Iterable[Role]) -> str:
    return " ".join(sorted(roles))


def _key(row: Row[Any]) -> Key:
    values = dict(row._mapping)  # noqa: SLF001 (SQLAlchemy's name for a public thing)
    return Key(**{**values, "roles": frozenset(Role(each) for each in row.roles.split())})
