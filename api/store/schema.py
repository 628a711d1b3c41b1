"""The state of a database's tables: which migration it is at, what brings it up to date, whether it is sound."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config as AlembicConfig
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError
from sqlalchemy import Connection, Engine, text

from api.config import Config
from api.store import tables
from api.store.place import existing_database
from lists.database import DatabaseError, reading, writing

MIGRATIONS = Path(__file__).parent / "migrations"
_UPGRADE_LOCK = 0x5C_5EE_2026
"""Key of the PostgreSQL advisory lock that lets one process upgrade at a time."""


@dataclass(frozen=True, slots=True)
class Check:
    """What `check` found: the migration the database is at (None: empty), the newest there is, and what is wrong, in words."""

    revision: str | None
    newest: str
    problems: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems


def newest() -> str:
    """Id of the newest migration this program knows."""
    head = _scripts().get_current_head()
    if head is None:
        raise DatabaseError(f"no migration in {MIGRATIONS}: the installation is incomplete")
    return head


def is_current(engine: Engine) -> bool:
    """Whether the database is at the newest migration. Raises `DatabaseError`, also when it is newer than the program."""
    with reading(engine) as connection:
        return _revision(connection) == newest()


def current_database(config: Config) -> Engine:
    """Make the engine of a database that is there and up to date; nothing is made or brought up to date. Raises `DatabaseError`."""
    engine = existing_database(config)
    with reading(engine) as connection:
        found = _revision(connection)
    if found != newest():
        raise DatabaseError(f"the database is {_at(found)}, not at {newest()}, the newest: run `screening db upgrade`")
    return engine


def upgrade(engine: Engine) -> bool:
    """Bring the database up to date, whole or not at all; return whether there was anything to do.

    Several processes may call it at once: one does the work, the others wait and find it done. Raises `DatabaseError`, also
    when the database was written by a newer version of the program.
    """
    with writing(engine) as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _UPGRADE_LOCK})
        if _revision(connection) == newest():
            return False
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        return True


def check(engine: Engine) -> Check:
    """Compare the database with what this program needs: its migration, its tables, and (SQLite) the file itself.

    Raises `DatabaseError` when it cannot be read.
    """
    with reading(engine) as connection:
        found, wanted = _revision(connection), newest()
        problems = []
        if found != wanted:
            problems.append(f"{_at(found)}, the newest is {wanted}: run `screening db upgrade`")
        else:
            differences = compare_metadata(MigrationContext.configure(connection), tables.metadata)
            problems += [f"differs from what migration {wanted} makes: {difference}" for difference in differences]
        if connection.dialect.name == "sqlite":
            problems += [str(row[0]) for row in connection.execute(text("PRAGMA integrity_check")) if row[0] != "ok"]
            problems += [f"a row of {row[0]} refers to one of {row[2]} that is not there" for row in _orphans(connection)]
        return Check(found, wanted, tuple(problems))


def _at(revision: str | None) -> str:
    return f"at migration {revision or 'none (empty)'}"


def _orphans(connection: Connection) -> list[tuple[str, int, str, int]]:
    return [tuple(row) for row in connection.execute(text("PRAGMA foreign_key_check"))]


def _revision(connection: Connection) -> str | None:
    revision = MigrationContext.configure(connection).get_current_revision()
    if revision is not None:
        try:
            _scripts().get_revision(revision)
        except CommandError as error:
            raise DatabaseError(
                f"the database is at migration {revision}, which this program does not know: a newer version of it wrote the database"
            ) from error
    return revision


def _config() -> AlembicConfig:
    config = AlembicConfig()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())
