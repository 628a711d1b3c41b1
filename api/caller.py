"""Who asks: the tenant and the name that every record carries, and what that caller may do."""

from __future__ import annotations

from dataclasses import dataclass

from flask import g

from api.access.roles import OPEN, WHOLE_SERVICE, Permission, Role, permissions_of
from api.store.tables import DEFAULT_TENANT

ANONYMOUS, COMMAND_LINE = "anonymous", "command line"
"""Callers of a service that runs without authentication, and of the command line."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks.

    `tenant` keeps what belongs to one client of the service apart from every other; `name` is theirs to choose. `roles` say what
    the caller may do; None where nobody is told apart (the service runs open, the command line). `key` is the id of the API key
    that was presented, `rate` the requests it may make in a minute (None: as the settings say).
    """

    tenant: str = DEFAULT_TENANT
    name: str = ANONYMOUS
    roles: frozenset[Role] | None = None
    key: str | None = None
    rate: int | None = None

    def may(self, permission: Permission) -> bool:
        """Whether the caller has the permission."""
        if self.roles is None:
            return permission in OPEN
        return permission in permissions_of(self.roles) and (permission not in WHOLE_SERVICE or self.tenant == DEFAULT_TENANT)


def current_caller() -> Caller:
    """Return who makes this request, as authentication has found; anonymous where there is none."""
    caller: Caller = g.get("caller", Caller())
    return caller
