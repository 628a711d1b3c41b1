"""Where editions are kept: the database, and the folder beside it for indexes, quarantined files and locks."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine, text

from lists.database import reading
from lists.errors import CannotStore

_LOAD_LOCK = 0x5C_10AD


@dataclass(frozen=True, slots=True)
class ListStore:
    """The database of the editions and the folder for what is kept as files."""

    engine: Engine
    folder: Path

    @property
    def indexes(self) -> Path:
        """Folder of the indexes of what is, was or is about to be in force; each can be built again, so old ones go."""
        return self.folder / "prepared"

    @property
    def quarantine(self) -> Path:
        """Folder of the files that did not pass the gate."""
        return self.folder / "quarantine"


@contextmanager
def one_load_at_a_time(store: ListStore) -> Iterator[None]:
    """Wait until no other load runs, here or (PostgreSQL) on another machine, and keep others waiting.

    A process that dies gives both locks back by dying. Raises `CannotStore`, `DatabaseError`.
    """
    with locked(store.folder / "lists.lock"):
        if store.engine.dialect.name != "postgresql":
            yield
            return
        with reading(store.engine) as connection:
            # Waits as long as it takes: a load may well last longer than the usual limit for locks.
            connection.execute(text("SET lock_timeout = 0"))
            connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": _LOAD_LOCK})
            connection.commit()
            try:
                yield
            finally:
                connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": _LOAD_LOCK})
                connection.execute(text("RESET lock_timeout"))
                connection.commit()


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock of a file, made when it is not there. Raises `CannotStore`."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("a")
    except OSError as error:
        raise CannotStore(f"{path} cannot be written: {error.strerror or error}") from error
    with file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
