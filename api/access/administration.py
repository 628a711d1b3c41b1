"""Making, replacing, changing and revoking API keys: the change and the record of who made it, both or neither.

The command line and the HTTP operations do the same here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Connection, Engine

from api.access.errors import Forbidden, KeyConflict, UnknownKey
from api.access.roles import Role
from api.access.secret import make_key
from api.access.settings import MOST_RATE
from api.access.tokens import TENANT
from api.caller import Caller
from api.store import keys as stored
from api.store.keys import ACTIVE, REVOKED, Key
from api.wire.moments import stamp
from lists.database import Conflict, reading, writing
from screening.errors import InvalidInput, Problem

DAYS, LEAST_DAYS, MOST_DAYS = 365, 1, 1095
"""Days for which a key is good, unless said otherwise, and the bounds. Every key expires."""

OVERLAP_HOURS, MOST_OVERLAP_HOURS = 24, 720
"""Hours for which a replaced key stays good beside its successor, unless said otherwise, and the most; 0 ends it at once."""

NAME_PATTERN = "[a-z0-9][a-z0-9._-]{0,62}"
NAME_ALLOWED = "1 to 63 of a-z, 0-9, dot, hyphen and underscore, the first a letter or digit"
TENANT_ALLOWED = "1 to 63 of a-z, 0-9 and hyphen, the first a letter or digit"
ROLES_ALLOWED = ", ".join(Role)

Record = Callable[[Connection, Caller, datetime, str, Mapping[str, Any]], None]
"""Appends an act of administration to the records, within a transaction: who, when, what, and the facts of it."""


class Wanted(NamedTuple):
    """A key to be made: `days` until it expires, `rate` in requests a minute (None: as the settings say)."""

    name: str
    roles: tuple[str, ...]
    days: int = DAYS
    rate: int | None = None


class Shown(NamedTuple):
    """A key that was just made, and its text, which nobody will see again."""

    key: Key
    text: str

    def __repr__(self) -> str:
        """The key without its text."""
        return f"Shown({self.key!r})"


@dataclass(frozen=True, slots=True)
class Administrator:
    """Keeps the keys in `engine`, and a record of every act through `record`.

    `changed` is called after each change that is committed; `now` is the clock (aware, UTC).
    """

    engine: Engine
    record: Record
    changed: Callable[[], None]
    now: Callable[[], datetime] = lambda: datetime.now(UTC)

    def create(self, caller: Caller, tenant: str, wanted: Wanted) -> Shown:
        """Make the first key of a name.

        Raises `InvalidInput` with every value that is not allowed, `KeyConflict` when the name is taken, `DatabaseError`.
        """
        _check(tenant=tenant, **wanted._asdict())
        at = self.now()
        made = make_key()
        granted = frozenset(Role(each) for each in wanted.roles)
        ends = at + timedelta(days=wanted.days)
        key = Key(made.id, tenant, wanted.name, 1, made.hash, granted, wanted.rate, at, caller.name, ends)
        taken = KeyConflict(f"the name {key.name} is taken, or was", "a name that no key had before; to replace a key, rotate it")
        with _or_raise(taken), self._changing() as connection:
            if stored.last_of_name(connection, tenant, key.name) is not None:
                raise taken
            stored.insert(connection, key)
            self.record(connection, _of(caller, tenant), at, "key created", _facts(key))
        return Shown(key, made.text)

    def rotate(self, caller: Caller, tenant: str, key_id: str, overlap_hours: int = OVERLAP_HOURS, days: int = DAYS) -> Shown:
        """Make the successor of a key: same name, roles and rate. The key itself stays good for `overlap_hours`, and no longer than it was.

        Raises `UnknownKey`, `KeyConflict` when the key is revoked or has a successor, `InvalidInput`, `DatabaseError`.
        """
        _check(overlap_hours=overlap_hours, days=days)
        at = self.now()
        made = make_key()
        late = KeyConflict("the key was rotated at this very moment by somebody else", "the newest key of that name")
        with _or_raise(late), self._changing() as connection:
            old = _existing(connection, tenant, key_id)
            newest = stored.last_of_name(connection, tenant, old.name)
            if newest is not None and newest.id != old.id:
                raise KeyConflict(f"the key has a successor, {newest.id}", f"the newest key of that name: {newest.id}")
            if old.state(at) == REVOKED:
                raise KeyConflict("the key is revoked", "a key that is not; make a new one under another name")
            new = replace(
                old,
                id=made.id,
                generation=old.generation + 1,
                hash=made.hash,
                created_at=at,
                created_by=caller.name,
                expires_at=at + timedelta(days=days),
                last_used_at=None,
            )
            ends = min(old.expires_at, at + timedelta(hours=overlap_hours))
            stored.insert(connection, new)
            stored.change(connection, old, expires_at=ends)
            self.record(
                connection, _of(caller, tenant), at, "key rotated", {**_facts(new), "replaces": old.id, "old_expires_at": stamp(ends)}
            )
        return Shown(new, made.text)

    def revoke(self, caller: Caller, tenant: str, key_id: str) -> Key:
        """End a key at once, for good. A key that is revoked already stays as it is. Raises `UnknownKey`, `DatabaseError`."""
        at = self.now()
        with self._changing() as connection:
            key = _existing(connection, tenant, key_id)
            if key.revoked_at is None:
                stored.change(connection, key, revoked_at=at)
                self.record(connection, _of(caller, tenant), at, "key revoked", _facts(key))
            return _existing(connection, tenant, key_id)

    def change_roles(self, caller: Caller, tenant: str, key_id: str, roles: Iterable[str]) -> Key:
        """Give every key of the name of that key these roles and no others.

        Raises `UnknownKey`, `Forbidden` when it is the caller's own name, `KeyConflict` when the key is not active,
        `InvalidInput`, `DatabaseError`.
        """
        wanted = tuple(roles)
        _check(roles=wanted)
        at = self.now()
        granted = frozenset(Role(each) for each in wanted)
        with self._changing() as connection:
            key = _existing(connection, tenant, key_id)
            if (caller.tenant, caller.name) == (tenant, caller_name(key)):
                raise Forbidden("nobody changes their own roles", "another operator")
            if key.state(at) != ACTIVE:
                raise KeyConflict(f"the key is {key.state(at)}", "a key that is active")
            stored.change_roles(connection, tenant, key.name, granted)
            before = {"roles_before": sorted(key.roles), "roles": sorted(granted)}
            self.record(connection, _of(caller, tenant), at, "roles changed", {**_facts(key), **before})
            return _existing(connection, tenant, key_id)

    def keys(self, tenant: str) -> list[Key]:
        """Every key of the tenant, in the order of names. Raises `DatabaseError`."""
        with reading(self.engine) as connection:
            return stored.all_of(connection, tenant)

    def key(self, tenant: str, key_id: str) -> Key:
        """One key of the tenant. Raises `UnknownKey`, `DatabaseError`."""
        with reading(self.engine) as connection:
            return _existing(connection, tenant, key_id)

    @contextmanager
    def _changing(self) -> Iterator[Connection]:
        with writing(self.engine) as connection:
            yield connection
        self.changed()


class _or_raise:  # noqa: N801 (reads as what it does)
    """Puts another error in the place of the database's word that a row is there already."""

    def __init__(self, instead: KeyConflict) -> None:
        self._instead = instead

    def __enter__(self) -> None:
        """Nothing to prepare."""

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        if isinstance(error, Conflict):
            raise self._instead from error


def _of(caller: Caller, tenant: str) -> Caller:
    """Who did it, for the records of the tenant it was done to: the command line belongs to none."""
    return replace(caller, tenant=tenant)


def caller_name(key: Key) -> str:
    """The name under which requests with the key are recorded: the same for every key of its name."""
    return f"key:{key.name}"


def _existing(connection: Connection, tenant: str, key_id: str) -> Key:
    key = stored.of_tenant(connection, tenant, key_id)
    if key is None:
        raise UnknownKey("no key has this id", "an id from the list of keys")
    return key


def _facts(key: Key) -> dict[str, Any]:
    return {
        "key": key.id,
        "name": key.name,
        "generation": key.generation,
        "roles": sorted(key.roles),
        "rate": key.rate,
        "expires_at": stamp(key.expires_at),
    }


def _check(**values: Any) -> None:
    problems = [Problem(f"/{name}", *found) for name, value in values.items() if (found := _CHECKS[name](value))]
    if problems:
        raise InvalidInput(problems)


def _bounded(least: int, most: int, unit: str) -> Callable[[Any], tuple[str, str] | None]:
    return lambda value: None if least <= value <= most else (f"{value} is out of bounds", f"{least} to {most} {unit}")


def _form(form: re.Pattern[str], allowed: str) -> Callable[[Any], tuple[str, str] | None]:
    return lambda value: None if form.fullmatch(value) else (f"{value!r} is not allowed", allowed)


def _roles(value: tuple[str, ...]) -> tuple[str, str] | None:
    unknown = sorted(set(value) - set(Role))
    if unknown:
        return f"unknown: {', '.join(unknown)}", ROLES_ALLOWED
    return None if value else ("no role is given", f"at least one of {ROLES_ALLOWED}")


_CHECKS: Mapping[str, Callable[[Any], tuple[str, str] | None]] = {
    "tenant": _form(TENANT, TENANT_ALLOWED),
    "name": _form(re.compile(NAME_PATTERN), NAME_ALLOWED),
    "roles": _roles,
    "days": _bounded(LEAST_DAYS, MOST_DAYS, "days"),
    "overlap_hours": _bounded(0, MOST_OVERLAP_HOURS, "hours"),
    "rate": lambda value: None if value is None else _bounded(1, MOST_RATE, "requests a minute")(value),
}
