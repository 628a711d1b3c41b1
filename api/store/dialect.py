"""What SQLite and PostgreSQL both do and SQLAlchemy says for each by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import Insert


@cache
def _or_ignore(dialect: str, table: Table) -> Insert:
    # Built once: building a statement costs more than carrying it out.
    if dialect == "postgresql":
        return postgresql.insert(table).on_conflict_do_nothing()
    return sqlite.insert(table).on_conflict_do_nothing()


def insert_or_ignore(connection: Connection, table: Table) -> Insert:
    """An INSERT that leaves a row with the same key as it is. Where another transaction is inserting it, this one waits for the end."""
    return _or_ignore(connection.dialect.name, table)


def insert_new(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> int:
    """Insert those of the rows (at least one) whose key is not there before (waiting as `insert_or_ignore` does); return how many were."""
    statement = insert_or_ignore(connection, table)
    return connection.execute(statement, one_or_many(rows), execution_options={"preserve_rowcount": True}).rowcount


def one_or_many(rows: Sequence[Mapping[str, Any]]) -> Any:
    """A single row by itself, several as a list: drivers carry out a single one in fewer steps."""
    return rows[0] if len(rows) == 1 else list(rows)
