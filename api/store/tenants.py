"""Tenants kept apart: every query of a table that has them says whose rows it means, by this helper.

A test watches the statements of every operation, and fails at one that reads or changes rows of a tenant it does not name.
"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import ColumnElement, Table


def within(tenant: str, table: Table) -> ColumnElement[bool]:
    """The condition that rows of `table` are the tenant's."""
    return table.c.tenant == tenant


def within_any(tenants: Collection[str], table: Table) -> ColumnElement[bool]:
    """The condition that rows of `table` belong to one of the tenants: for what several callers have written in one transaction."""
    return table.c.tenant.in_(sorted(tenants))


def alike(table: Table, other: Table) -> ColumnElement[bool]:
    """The condition that rows of both tables belong to the same tenant, for joining them."""
    return table.c.tenant == other.c.tenant
