"""Roles, and what each may do: one table, from a person's or program's task to permissions.

A permission names what is touched and how. Roles add up: a caller with two roles may do what either may.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum


class Role(StrEnum):
    """The task of a caller."""

    SCREENER = "screener"
    ANALYST = "analyst"
    APPROVER = "approver"
    POLICY_ADMIN = "policy_admin"
    LIST_ADMIN = "list_admin"
    AUDITOR = "auditor"
    OPERATOR = "operator"


class Permission(StrEnum):
    """What an operation asks of its caller. What ends in ``read``, ``search`` or ``explain`` changes nothing."""

    LISTS_READ = "lists:read"
    SCREENINGS_CREATE = "screenings:create"
    SCREENINGS_EXPLAIN = "screenings:explain"
    SCREENINGS_READ = "screenings:read"
    SCREENINGS_SEARCH = "screenings:search"
    SUBJECTS_SEARCH = "subjects:search"
    SUBJECTS_ERASE = "subjects:erase"
    HOLDS_READ = "holds:read"
    HOLDS_WRITE = "holds:write"
    ACTS_READ = "acts:read"
    JOBS_CREATE = "jobs:create"
    JOBS_READ = "jobs:read"
    JOBS_CHANGE = "jobs:change"
    KEYS_READ = "keys:read"
    KEYS_WRITE = "keys:write"


_READS = frozenset(each for each in Permission if each.endswith((":read", ":search", ":explain")))
_SCREENS = frozenset({Permission.LISTS_READ, Permission.SCREENINGS_CREATE, Permission.SCREENINGS_READ})
_JOBS = frozenset({Permission.JOBS_CREATE, Permission.JOBS_READ, Permission.JOBS_CHANGE})
_LOOKS = frozenset({Permission.LISTS_READ, Permission.SCREENINGS_EXPLAIN, Permission.SCREENINGS_READ, Permission.SCREENINGS_SEARCH})

GRANTS: Mapping[Role, frozenset[Permission]] = {
    # A program that asks for its customers: it screens, and reads what it was answered.
    Role.SCREENER: _SCREENS | _JOBS,
    # A person who decides on hits: screens by hand, too.
    Role.ANALYST: _SCREENS | _JOBS | _LOOKS | {Permission.SUBJECTS_SEARCH, Permission.HOLDS_READ},
    # A second person who confirms what an analyst or a policy administrator proposes; decides what is erased and what is held back.
    Role.APPROVER: _LOOKS
    | {Permission.JOBS_READ, Permission.SUBJECTS_SEARCH, Permission.SUBJECTS_ERASE, Permission.HOLDS_READ, Permission.HOLDS_WRITE},
    Role.POLICY_ADMIN: _LOOKS,
    Role.LIST_ADMIN: frozenset({Permission.LISTS_READ}),
    # Reads everything, changes nothing: screening would leave a record, so that is not among it.
    Role.AUDITOR: _READS,
    # Runs the service: its keys, not its customers' data.
    Role.OPERATOR: frozenset({Permission.LISTS_READ, Permission.ACTS_READ, Permission.KEYS_READ, Permission.KEYS_WRITE}),
}
"""What each role may do."""

WHOLE_SERVICE: frozenset[Permission] = frozenset()
"""Permissions whose use concerns every tenant: they hold for callers of the default tenant alone, whatever their roles."""

OPEN: frozenset[Permission] = frozenset(Permission) - {Permission.KEYS_WRITE}
"""What anybody may do while the service runs open: all but make keys, which would shut everybody else out."""


def permissions_of(roles: Iterable[Role]) -> frozenset[Permission]:
    """Every permission that one of the roles has."""
    return frozenset().union(*(GRANTS[role] for role in roles))


def roles_with(permission: Permission) -> tuple[Role, ...]:
    """The roles that have the permission, in the order of `Role`."""
    return tuple(role for role in Role if permission in GRANTS[role])
