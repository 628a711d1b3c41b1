"""Where records are kept: the data folder and the database in it, or the one the settings name."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine

from api.config import Config
from lists.database import connect, sqlite_url

DATABASE_FILE = "screening.db"


def data_folder(config: Config) -> Path:
    """Return the data folder as an absolute path; made, for its owner alone, when it is not there. Raises `OSError`."""
    folder = Path(config.data).absolute()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def open_database(config: Config) -> Engine:
    """Make the engine of the database: the one `SCREENING_DATABASE` names, else a file in the data folder.

    Raises `DatabaseError` when the URL cannot be used.
    """
    return connect(config.database or sqlite_url(data_folder(config) / DATABASE_FILE))
