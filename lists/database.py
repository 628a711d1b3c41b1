"""The one database of the project: how to connect, the type of its moments, the collection of its tables.

SQLite (a file, in write-ahead mode) by default, PostgreSQL by URL. Tables are SQLAlchemy Core tables registered in `metadata`
by the modules that own them; what changes them over time stands in `api/store/migrations`. Reading and writing go through
`reading` and `writing`, which translate what the driver raises: nothing above this module knows an error of SQLAlchemy.
"""

from __future__ import annotations

import os
import sqlite3
import time
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, DateTime, Engine, MetaData, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection, Dialect
from sqlalchemy.exc import ArgumentError, DisconnectionError, IntegrityError, SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry, Pool, StaticPool
from sqlalchemy.types import TypeDecorator

from screening.errors import ScreeningError

TIMEOUT = 5.0
"""Seconds to wait for a connection or for a lock that another writer holds, unless said otherwise."""

IDLE_SECONDS = 1.0
"""Seconds after which a PostgreSQL connection that nobody used is tried before it is used again."""

POOL = {"pool_size": 10, "max_overflow": 5}
"""Connections of one process: those kept open, a few more than a worker has threads, and those opened beyond them for a moment."""

_NO_FILE = (None, "", ":memory:")
_LOOK_AGAIN = 0.001
"""Seconds between two looks at a lock that another process holds."""

URL_FORMS = "sqlite:////absolute/path/file.db, sqlite:///relative/path/file.db, or postgresql://user:password@host:5432/database"

metadata = MetaData(
    # Names that do not depend on the database, so that a migration can name what it drops.
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)
"""Every table of the project, whichever package owns it."""


class DatabaseError(ScreeningError):
    """The database cannot be used: not reachable, locked, full, damaged, or of another version than the program."""


class Conflict(DatabaseError):
    """A row that breaks a rule of the database: a key that is there already, a reference that leads nowhere."""


class InvalidDatabaseURL(DatabaseError):
    """A URL that names no database this project can use; the message says which can."""


class Moment(TypeDecorator[datetime]):
    """A moment: aware and in UTC on the way in and out, to the microsecond; SQLite keeps it as text that sorts by time.

    Raises `ValueError` for a datetime without a time zone.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Bring an aware datetime to UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 (SQLAlchemy's signature)
        """Give every datetime its time zone back."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def sqlite_url(path: Path) -> str:
    """Write the URL of the SQLite database in the file `path`."""
    return URL.create("sqlite", database=str(path)).render_as_string()


def sqlite_path(url: str) -> Path | None:
    """The file of the SQLite database at `url`; None for a database in memory or of another kind. Raises `InvalidDatabaseURL`."""
    parsed = _parsed(url)
    if parsed.get_backend_name() != "sqlite" or parsed.database in _NO_FILE:
        return None
    return Path(str(parsed.database)).absolute()


def connect(url: str, timeout: float = TIMEOUT) -> Engine:
    """Make the engine of the database at `url`; no connection is opened yet, the file's folder is made when it is not there.

    An engine may be made before a process forks: a connection is never used by a process that did not open it. `timeout` is in
    seconds (see `TIMEOUT`). Raises `InvalidDatabaseURL`.
    """
    parsed = _parsed(url)
    if parsed.get_backend_name() == "sqlite":
        engine = _sqlite(parsed, timeout)
    else:
        ours = (
            "-c timezone=UTC",
            f"-c lock_timeout={round(timeout * 1000)}",
        )  # after those of the URL (a schema, say): the last one counts
        engine = create_engine(
            parsed,
            hide_parameters=True,
            pool_timeout=timeout,
            **POOL,
            connect_args={
                "connect_timeout": max(1, round(timeout)),
                "options": " ".join([*parsed.normalized_query.get("options", ()), *ours]),
            },
        )
        _ping_after_idling(engine)
    _keep_to_one_process(engine)
    weakref.finalize(engine, _close, engine.pool, os.getpid())
    return engine


def _close(pool: Pool, process: int) -> None:
    if os.getpid() == process:
        pool.dispose()


@contextmanager
def reading(engine: Engine, *, snapshot: bool = False) -> Iterator[Connection]:
    """Open a connection to read through. With `snapshot` all that is read is of one moment (on SQLite it always is).

    Raises `DatabaseError`.
    """
    with _translated(), engine.connect() as connection:
        if snapshot and engine.dialect.name == "postgresql":
            connection.execution_options(isolation_level="REPEATABLE READ")
        yield connection


def answers(engine: Engine) -> None:
    """Raise `DatabaseError` when the database does not answer."""
    with reading(engine) as connection:
        connection.exec_driver_sql("SELECT 1")


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Open a transaction: committed at the end, undone when anything is raised. Raises `DatabaseError`, `Conflict`.

    On SQLite it holds the write lock from the start: a transaction that reads first and writes later would fail, and not
    wait, when another writer came between.
    """
    with _translated(), engine.connect().execution_options(sqlite_begin="IMMEDIATE") as connection, connection.begin():
        yield connection


@contextmanager
def outside_transactions(engine: Engine) -> Iterator[Connection]:
    """Open a connection for what no transaction may hold (VACUUM and the like). Raises `DatabaseError`."""
    options: dict[str, Any] = {"sqlite_begin": None} if engine.dialect.name == "sqlite" else {"isolation_level": "AUTOCOMMIT"}
    with _translated(), engine.connect().execution_options(**options) as connection:
        yield connection


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except IntegrityError as error:
        raise Conflict(_reason(error)) from error
    except (SQLAlchemyError, sqlite3.Error) as error:
        raise DatabaseError(f"the database cannot be used: {_reason(error)}") from error


def _reason(error: Exception) -> str:
    # The driver's words without the statement and its values, which may be personal.
    said = str(error if isinstance(error, sqlite3.Error) else getattr(error, "orig", None) or type(error).__name__)
    return said.strip().partition("\n")[0]


def _parsed(url: str) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise InvalidDatabaseURL(f"not the URL of a database (allowed: {URL_FORMS})") from error
    if parsed.drivername in {"sqlite", "sqlite+pysqlite"}:
        return parsed
    if parsed.drivername in {"postgresql", "postgres", "postgresql+psycopg"}:
        if find_spec("psycopg") is None:
            raise InvalidDatabaseURL("PostgreSQL needs the extra: pip install 'sanctions-screening[postgres]'")
        return parsed.set(drivername="postgresql+psycopg")
    raise InvalidDatabaseURL(f"{parsed.drivername} is not supported (allowed: {URL_FORMS})")


def _sqlite(url: URL, timeout: float) -> Engine:
    options: dict[str, Any] = {"hide_parameters": True, "connect_args": {"timeout": timeout}}
    if url.database in _NO_FILE:
        options["poolclass"] = StaticPool
        options["connect_args"]["check_same_thread"] = False
    else:
        options |= {"pool_timeout": timeout, **POOL}
        _make_room(Path(str(url.database)))
    engine = create_engine(url, **options)

    @event.listens_for(engine, "connect")
    def prepare(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
        _keep_to_owner(url.database)
        # The driver opens transactions by rules of its own, late and not before DDL: `begin` below opens them instead.
        connection.isolation_level = None
        if url.database in _NO_FILE or os.access(str(url.database), os.W_OK):  # a copy on a medium that is read alone stays as it is
            # Two that turn the same new file to write-ahead mode would wait for each other: SQLite fails one of them at once instead.
            _insist(connection, "PRAGMA journal_mode = WAL", timeout)
        for pragma in ("synchronous = FULL", "foreign_keys = ON", "secure_delete = ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        mode = connection.get_execution_options().get("sqlite_begin", "DEFERRED")
        if mode == "IMMEDIATE":
            _insist(connection.connection.driver_connection, "BEGIN IMMEDIATE", timeout)
        elif mode is not None:
            connection.exec_driver_sql(f"BEGIN {mode}")

    return engine


def _make_room(file: Path) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DatabaseError(f"{file.parent}: {error.strerror or error}") from error


def _keep_to_owner(database: str | None) -> None:
    """Let nobody but its owner read a database that is new: the files beside it follow."""
    if database not in _NO_FILE and Path(str(database)).stat().st_size == 0:
        Path(str(database)).chmod(0o600)


def _insist(connection: Any, statement: str, timeout: float) -> None:
    """Carry out a statement as soon as no lock of others is in its way; raises what the driver raises when `timeout` is over.

    SQLite itself would look again ever more seldom, up to ten times a second (with several processes writing, who has waited
    longest waits longest still), and for some statements not at all.
    """
    connection.execute("PRAGMA busy_timeout = 0")
    end = time.monotonic() + timeout
    try:
        while True:
            try:
                connection.execute(statement).close()
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() >= end:
                    raise
                time.sleep(_LOOK_AGAIN)
            else:
                return
    finally:
        connection.execute(f"PRAGMA busy_timeout = {round(timeout * 1000)}")


def _ping_after_idling(engine: Engine) -> None:
    """Ask the server for a sign of life before a connection that nobody used for a while is used again.

    SQLAlchemy would ask each time, which is a sixth of what a small transaction takes. A connection that breaks while it is busy
    fails what it is busy with; it and all others are then made anew.
    """

    @event.listens_for(engine, "checkin")
    def given_back(_: DBAPIConnection | None, entry: ConnectionPoolEntry) -> None:
        entry.info["idle_since"] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def taken(connection: DBAPIConnection, entry: ConnectionPoolEntry, _: Any) -> None:
        idle = time.monotonic() - entry.info.get("idle_since", time.monotonic())
        if idle >= IDLE_SECONDS and entry.info["process"] == os.getpid():
            try:
                engine.dialect.do_ping(connection)
            except engine.dialect.loaded_dbapi.Error as error:
                raise DisconnectionError("the server has closed the connection") from error


def _keep_to_one_process(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def opened(_: DBAPIConnection, entry: ConnectionPoolEntry) -> None:
        entry.info["process"] = os.getpid()

    @event.listens_for(engine, "checkout")
    def taken(_: DBAPIConnection, entry: ConnectionPoolEntry, proxy: Any) -> None:
        if entry.info["process"] != os.getpid():
            # Left to the process that opened it: closing it here could drop that one's locks.
            entry.dbapi_connection = proxy.dbapi_connection = None  # type: ignore[misc]  # a slot of its base class
            raise DisconnectionError("opened by another process")
