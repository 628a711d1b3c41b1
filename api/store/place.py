"""Where records are kept: the data folder and the database in it, or the one the settings name."""

from __future__ import annotations

import os
from pathlib import Path

from sqlalchemy import Engine

from api.config import Config, ConfigError
from lists.database import DatabaseError, connect, sqlite_path, sqlite_url
from screening.errors import Problem

DATABASE_FILE, KEYS_FOLDER = "screening.db", "keys"


def data_folder(config: Config) -> Path:
    """Return the data folder as an absolute path; made, for its owner alone, when it is not there. Raises `ConfigError`."""
    folder = folder_of(config)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise ConfigError([Problem("SCREENING_DATA", f"{folder}: {error.strerror or error}", "a folder this user may write in")]) from error
    return folder


def folder_of(config: Config) -> Path:
    """Where the data folder is, or would be."""
    return Path(config.data).absolute()


def keys_folder(config: Config) -> Path:
    """Return the folder of the keys as an absolute path; it may not be there yet."""
    return Path(config.keys).absolute() if config.keys else folder_of(config) / KEYS_FOLDER


def refuse_read_only(config: Config) -> None:
    """Raise `ConfigError` when this user may not write in the data folder, or not to the SQLite database."""
    for variable, place in (("SCREENING_DATA", data_folder(config)), *_of_sqlite(config)):
        if not os.access(place, os.W_OK):
            raise ConfigError([Problem(variable, f"{place}: this user may not write there", "a folder, and files, this user may write to")])


def _of_sqlite(config: Config) -> list[tuple[str, Path]]:
    file = sqlite_file(config)
    variable = "SCREENING_DATABASE" if config.database else "SCREENING_DATA"
    return [(variable, place) for place in (file.parent, file) if place.exists()] if file else []


def sqlite_file(config: Config) -> Path | None:
    """The file of a SQLite database, which may not be there yet; None for another kind of database. Raises `DatabaseError`."""
    if config.database is None:
        return folder_of(config) / DATABASE_FILE
    return sqlite_path(config.database)


def open_database(config: Config) -> Engine:
    """Make the engine of the database: the one `SCREENING_DATABASE` names, else a file in the data folder.

    Raises `DatabaseError` when the URL cannot be used.
    """
    return connect(config.database or sqlite_url(data_folder(config) / DATABASE_FILE))


def existing_database(config: Config) -> Engine:
    """Make the engine of a database as `open_database` does; a SQLite file that is not there is not made. Raises `DatabaseError`."""
    file = sqlite_file(config)
    if file is not None and not file.is_file():
        raise DatabaseError(f"no database at {file} (SCREENING_DATA or SCREENING_DATABASE may name another place)")
    return open_database(config)
