"""What SQLite and PostgreSQL both do and SQLAlchemy says for each by itself."""

from __future__ import annotations

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import Insert


def insert_or_ignore(connection: Connection, table: Table) -> Insert:
    """An INSERT that leaves a row with the same key as it is. Where another transaction is inserting it, this one waits for the end."""
    if connection.dialect.name == "postgresql":
        return postgresql.insert(table).on_conflict_do_nothing()
    return sqlite.insert(table).on_conflict_do_nothing()
