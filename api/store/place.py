"""Where records are kept: the data folder and the database in it, or the one the settings name."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine

from api.config import Config, ConfigError
from lists.database import connect, sqlite_url
from screening.errors import Problem

DATABASE_FILE, KEYS_FOLDER = "screening.db", "keys"


def data_folder(config: Config) -> Path:
    """Return the data folder as an absolute path; made, for its owner alone, when it is not there. Raises `ConfigError`."""
    folder = Path(config.data).absolute()
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise ConfigError([Problem("SCREENING_DATA", f"{folder}: {error.strerror or error}", "a folder this user may write in")]) from error
    return folder


def keys_folder(config: Config) -> Path:
    """Return the folder of the keys as an absolute path; it may not be there yet."""
    return Path(config.keys).absolute() if config.keys else data_folder(config) / KEYS_FOLDER


def open_database(config: Config) -> Engine:
    """Make the engine of the database: the one `SCREENING_DATABASE` names, else a file in the data folder.

    Raises `DatabaseError` when the URL cannot be used.
    """
    return connect(config.database or sqlite_url(data_folder(config) / DATABASE_FILE))
