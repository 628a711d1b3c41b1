"""What SQLite and PostgreSQL both do and SQLAlchemy says for each by itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import Insert


def insert_or_ignore(connection: Connection, table: Table) -> Insert:
    """An INSERT that leaves a row with the same key as it is. Where another transaction is inserting it, this one waits for the end."""
    if connection.dialect.name == "postgresql":
        return postgresql.insert(table).on_conflict_do_nothing()
    return sqlite.insert(table).on_conflict_do_nothing()


def was_inserted(connection: Connection, table: Table, row: Mapping[str, Any]) -> bool:
    """Insert the row; return whether it was, and not one with the same key there before (waiting as `insert_or_ignore` does)."""
    # What came back is counted: the driver's own count is not kept for an INSERT on PostgreSQL.
    statement = insert_or_ignore(connection, table).values(row).returning(*table.primary_key.columns)
    return connection.execute(statement).first() is not None
