"""The lists that are due, by their schedules: fetched from their publishers if they changed, and loaded like any other file."""

from __future__ import annotations

import fcntl
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from lists.database import reading, writing
from lists.errors import CannotStore, FetchError, UnknownEdition
from lists.fetch import Limits, download, fetch_source
from lists.fetch.source import Fetch
from lists.load import Loading, Occasion, confirm, load
from lists.place import ListStore, locked
from lists.progress import QUIETLY, Working
from lists.readers.base import OfficialSource
from lists.readers.registry import OFFICIAL_SOURCES
from lists.status import list_states
from lists.store import editions_in_force
from lists.store.attempts import GOOD, Result, record_attempt
from lists.store.files import files_known, remember_files

_PREFIX, _LOCK = "incoming-", ".lock"
"""How folders of what is being fetched begin, and the file in each that is locked as long as it is in use."""


@dataclass(frozen=True, slots=True)
class Network:
    """How files are fetched: within which limits, whether over plain http too, and by what (for tests)."""

    limits: Limits | None = None
    allow_http: bool = False
    fetch: Fetch = download


def fetchable() -> tuple[str, ...]:
    """Ids of the lists that can be fetched, in order."""
    return tuple(sorted(list_id for list_id, source in OFFICIAL_SOURCES.items() if source.addresses))


def official(list_id: str) -> OfficialSource:
    """Where a list is published. Raises `UnknownEdition` for one that cannot be fetched, naming those that can."""
    source = OFFICIAL_SOURCES.get(list_id)
    if source is None or not source.addresses:
        raise UnknownEdition(f"{list_id} is not fetched from anywhere; lists that are: {', '.join(fetchable())}")
    return source


def due(store: ListStore, now: datetime) -> tuple[str, ...]:
    """Ids of the lists in force that are to be asked for now (aware), in order."""
    with reading(store.engine) as connection:
        states = list_states(connection)
    return tuple(list_id for list_id, state in states.items() if state.due_at is not None and state.due_at <= now)


def refresh(store: ListStore, list_id: str, occasion: Occasion, network: Network | None = None, working: Working = QUIETLY) -> Loading:
    """Fetch a list and, if it changed, load it.

    A file that cannot be had is a result (`failed`), not an error; what is in force stays. Raises `UnknownEdition` for a list that is
    not fetched, and as `lists.load.load`.
    """
    source, network = official(list_id), network or Network()
    with reading(store.engine) as connection:
        known = files_known(connection, list_id)
        before = editions_in_force(connection).get(list_id)
    with _incoming(store) as folder:
        try:
            downloads = fetch_source(
                source,
                folder,
                known if before else {},
                limits=network.limits,
                fetch=partial(network.fetch, allow_http=network.allow_http),
            )
        except (FetchError, CannotStore) as error:
            return _failed(store, list_id, occasion, str(error))
        paths = [one.path for one in downloads if one.path]
        if before and not paths:
            report = {"files": [one.file.sha256 for one in downloads], "not_modified": True}
            confirm(store, before, occasion, report)
            return Loading(list_id, Result.CONFIRMED, before, before, report)
        done = load(store, list_id, paths, occasion, format_name=source.format, working=working)
    if done.result in GOOD:
        with writing(store.engine) as connection:
            remember_files(connection, list_id, [one.file for one in downloads], occasion.at)
    return done


@contextmanager
def _incoming(store: ListStore) -> Iterator[Path]:
    """A folder for what is being fetched, gone afterwards; those that killed processes left behind go as well."""
    with ExitStack() as held:
        with locked(store.folder / "incoming.lock"):
            for left in store.folder.glob(f"{_PREFIX}*"):
                _remove_left(left)
            try:
                folder = Path(held.enter_context(tempfile.TemporaryDirectory(prefix=_PREFIX, dir=store.folder)))
            except OSError as error:
                raise CannotStore(f"{store.folder} cannot be written: {error.strerror or error}") from error
            held.enter_context(locked(folder / _LOCK))
        yield folder


def _remove_left(folder: Path) -> None:
    """Remove the folder of a process that died: one whose lock nobody holds."""
    with suppress(OSError), (folder / _LOCK).open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(folder, ignore_errors=True)


def _failed(store: ListStore, list_id: str, occasion: Occasion, reason: str) -> Loading:
    report = {"error": reason}
    with reading(store.engine) as connection:
        before = editions_in_force(connection).get(list_id)
    with writing(store.engine) as connection:
        record_attempt(connection, list_id, at=occasion.at, what=occasion.what, result=Result.FAILED, by=occasion.by, report=report)
    return Loading(list_id, Result.FAILED, before, before, report)
