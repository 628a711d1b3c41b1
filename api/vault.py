"""What records need, opened once for an application: database, keys, writer, sealer, and the indexes that were used."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import current_app
from sqlalchemy import Engine, select

from api.config import Config
from api.proof.chain import link_before
from api.proof.keys import Keys, open_keys
from api.proof.sealer import Sealer
from api.proof.secret import note_secret
from api.store import place, schema
from api.store.append import Stored
from api.store.entry import Entry
from api.store.indexes import PastIndexes
from api.store.reading import Record, record_of
from api.store.tables import deployment
from api.store.writable import WriteCheck
from api.store.writer import Writer
from api.wire.log import logger
from lists.database import DatabaseError, reading, writing
from lists.place import ListStore
from screening import Index
from screening.errors import ScreeningError

EXTENSION = "screening-vault"
"""Where an application keeps its `Vault` in `app.extensions`."""

RETRY_SECONDS = 2.0
"""Least time between two attempts to open a database that could not be opened."""


class Vault:
    """The records of one application. Every method raises `DatabaseError` as long as the database cannot be opened."""

    def __init__(self, config: Config, log: Any) -> None:
        """Make ready, open nothing yet. Raises `ConfigError` when this user may not write where records are kept."""
        self.config = config
        place.refuse_read_only(config)
        self.folder = place.data_folder(config)
        self._keys_folder = place.keys_folder(config)
        self._log = log
        self._engine = place.open_database(config)
        self._opening = threading.Lock()
        self._failed: DatabaseError | None = None
        self._tried = 0.0
        self._opened: _Opened | None = None
        self._writable = WriteCheck(self.folder)
        self.indexes = PastIndexes(ListStore(self._engine, self.folder))

    def open(self, *, seal: bool = True) -> None:
        """Bring the database up to date and hold it against the keys; with `seal`, link what an earlier process left unlinked.

        Raises `DatabaseError`, `KeyUnusable`, `CheckpointFileError`.
        """
        schema.upgrade(self._engine)
        keys = open_keys(self._keys_folder, make=not _is_written(self._engine))
        with writing(self._engine) as connection:
            note_secret(connection, keys)
        sealer = Sealer(self._engine, keys, self.folder, self._log)
        if seal:
            sealer.seal()
        # Whatever was opened so far belongs to this process, which may fork.
        self._engine.dispose()
        self._opened = _Opened(keys, Writer(self._engine, keys), sealer)

    def close(self) -> None:
        """End the background work and close every connection. Nothing more is to be recorded."""
        if self._opened is not None:
            self._opened.sealer.stop()
        self._engine.dispose()

    def leave(self) -> None:
        """Close, with all that was recorded linked and signed. What cannot be is logged, and left to the next process to start."""
        try:
            if self._opened is not None:
                self._opened.sealer.stop()
                self._opened.sealer.seal()
        except ScreeningError as error:
            self._log.error("not sealed", reason=str(error))
        self.close()

    def refuse_unwritable(self) -> None:
        """Raise `DatabaseError` when nothing could be recorded now: the database or the data folder cannot be written."""
        self._writable.refuse(self.engine)

    @property
    def engine(self) -> Engine:
        """The database, up to date."""
        self._ready()
        return self._engine

    @property
    def keys(self) -> Keys:
        """The keys that the database is written with."""
        return self._ready().keys

    @property
    def sealer(self) -> Sealer:
        """Links and signs what was recorded."""
        return self._ready().sealer

    def place_in_chain(self, record: Record) -> tuple[Record, str]:
        """Return a record with its place in the chain, which it gets now if it had none, and the link before its own.

        Raises `DatabaseError`.
        """
        opened = self._ready()
        if record.sequence is None:
            opened.sealer.seal(checkpoint=False)
            found = record_of(self._engine, opened.keys, record.tenant, record.id, record.kind)
            if found is None or found.sequence is None:
                raise DatabaseError(f"record {record.id} has no place in the chain and does not wait for one")
            record = found
        return record, link_before(self._engine, record.sequence or 0)

    def record(self, entries: list[Entry], index: Index | None = None) -> list[Stored]:
        """Record the entries, all or none, and keep the index that answered; return once that is done.

        Raises `DatabaseError`, `IndexFileError`, `ProofError`: then nothing is recorded.
        """
        opened = self._ready()
        if index is not None:
            self.indexes.keep(index)
        stored = opened.writer.record(entries)
        opened.sealer.notice()
        return stored

    def _ready(self) -> _Opened:
        if self._opened is None:
            with self._opening:
                if self._opened is None:
                    self._try_again()
        if self._opened is None:
            raise self._failed or DatabaseError("the database is not open")
        return self._opened

    def _try_again(self) -> None:
        if self._failed and time.monotonic() - self._tried < RETRY_SECONDS:
            return
        self._tried = time.monotonic()
        try:
            self.open()
        except DatabaseError as error:
            self._failed = error
            self._log.critical("database not usable", reason=str(error))


class _Opened:
    def __init__(self, keys: Keys, writer: Writer, sealer: Sealer) -> None:
        self.keys, self.writer, self.sealer = keys, writer, sealer


def open_vault(config: Config, log: Any) -> Vault:
    """Open the records of an application. A database that cannot be used now is tried again when it is needed.

    Raises `KeyUnusable`, `InvalidDatabaseURL`, `ConfigError`.
    """
    vault = Vault(config, log)
    try:
        vault.open()
    except DatabaseError as error:
        log.critical("database not usable", reason=str(error))
    return vault


@contextmanager
def command_line_vault(config: Config, *, seal: bool = True) -> Iterator[Vault]:
    """Open the records for one command; with `seal` what it recorded is linked and signed at its end.

    Raises `DatabaseError` when the database cannot be used.
    """
    vault = Vault(config, logger(config))
    vault.open(seal=seal)
    try:
        yield vault
        if seal:
            vault.sealer.seal()
    finally:
        vault.close()


def current_vault() -> Vault:
    """Return the records of the application that answers this request."""
    vault: Vault = current_app.extensions[EXTENSION]
    return vault


def _is_written(engine: Engine) -> bool:
    with reading(engine) as connection:
        return connection.execute(select(deployment)).first() is not None
