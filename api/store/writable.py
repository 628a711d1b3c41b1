"""Whether records can be kept: a small write to the database and one to the data folder, really done, and undone."""

from __future__ import annotations

import os
import tempfile
import threading
import time
from pathlib import Path

from sqlalchemy import Engine, update

from api.store.tables import deployment
from lists.database import DatabaseError, writing

SECONDS = 5.0
"""How long a write that succeeded stands for others: whoever asks ten times a second makes the disk do nothing."""

ROOM = 1 << 20
"""Bytes for which there must be room in the data folder."""


class WriteCheck:
    """Tries to write, not more often than every few seconds. Safe to use from several threads."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._good_until = 0.0

    def refuse(self, engine: Engine) -> None:
        """Raise `DatabaseError` when the database, or the data folder, cannot be written."""
        with self._lock:
            if time.monotonic() < self._good_until:
                return
            with writing(engine) as connection:
                # What is there, once more: a transaction like those of records, which are not committed either when this is not.
                connection.execute(update(deployment).values(value=deployment.c.value))
            _write(self._folder)
            self._good_until = time.monotonic() + SECONDS


def _write(folder: Path) -> None:
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(bytes(ROOM))
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise DatabaseError(f"the data folder cannot be written: {error.strerror or error}") from error
