"""A copy of a SQLite database, taken while it is in use."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine, text

from lists.database import DatabaseError, outside_transactions


def backup(engine: Engine, target: Path) -> None:
    """Copy the database, as it is at one moment, to a new file that only its owner may read. Raises `DatabaseError`."""
    if engine.dialect.name != "sqlite":
        raise DatabaseError("only SQLite is copied by this command; for PostgreSQL use pg_dump --format=custom")
    try:
        target.touch(mode=0o600, exist_ok=False)
    except OSError as error:
        raise DatabaseError(f"{target}: {error.strerror or error}") from error
    with outside_transactions(engine) as connection:
        connection.execute(text("VACUUM INTO :target"), {"target": str(target)})
