"""Who asks: the tenant and the name that every record carries."""

from __future__ import annotations

from dataclasses import dataclass

from flask import g

from api.store.tables import DEFAULT_TENANT

ANONYMOUS, COMMAND_LINE = "anonymous", "command line"
"""Callers of a service that runs without authentication, and of the command line."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks. `tenant` keeps what belongs to one client of the service apart from every other; `name` is theirs to choose."""

    tenant: str = DEFAULT_TENANT
    name: str = ANONYMOUS


def current_caller() -> Caller:
    """Return who makes this request, as authentication has found; anonymous where there is none."""
    caller: Caller = g.get("caller", Caller())
    return caller
