"""Keeps an eye on what is in force, so that a running worker takes a new edition up within seconds and drops no request for it.

A request holds the catalogue it began with to its end; the next one gets the new one. Every process watches for itself: a thread
that begins with the first request (threads do not survive a fork) asks the database for two numbers every other second.
"""

from __future__ import annotations

import os
import threading
import time
import weakref
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from api.catalogue import Catalogue, catalogue_in_force, list_store, stored_catalogue
from api.config import Config, ConfigError
from api.errors import ListsNotLoaded
from lists import Loaded
from lists.database import DatabaseError, reading
from lists.place import ListStore
from lists.status import list_states, watermark
from screening.errors import IndexFileError, InvalidParty, ListError, ScreeningError

SECONDS = 2.0
"""Time between two looks."""

RETRY_SECONDS = 10.0
"""Least time between two attempts to load lists that could not be loaded."""

_TROUBLE: tuple[type[ScreeningError], ...] = (ListError, InvalidParty, IndexFileError, DatabaseError)
_ANY_TROUBLE: tuple[type[ScreeningError], ...] = (*_TROUBLE, ConfigError)

Reader = Callable[[], Loaded]


class Watch:
    """The catalogue of one application, always the newest. Safe to use from several threads and after a fork.

    `heard` are called with each catalogue that replaces another.
    """

    def __init__(self, config: Config, log: Any, read_packaged: Reader) -> None:
        """Load what is in force. Lists that cannot be loaded are tried again later; raises `ConfigError` for a list that is not there."""
        self._config = config
        self._log = log
        self._read_packaged = read_packaged
        self._ready: tuple[Loaded, ListStore] | None = None
        self._held: Catalogue | ListsNotLoaded = ListsNotLoaded("the lists are being loaded")
        self._lock = threading.Lock()
        self._process = 0
        self._tried = 0.0
        self.heard: list[Callable[[Catalogue], None]] = []
        self._load(_TROUBLE)

    @property
    def held(self) -> Catalogue | ListsNotLoaded:
        """The catalogue in force, or why there is none."""
        return self._held

    @property
    def store(self) -> ListStore:
        """Where the editions are kept. Raises `ListsNotLoaded`."""
        if self._ready is None:
            raise ListsNotLoaded(str(self._held))
        return self._ready[1]

    def current(self) -> Catalogue:
        """Return the catalogue in force. Raises `ListsNotLoaded`."""
        if self._process != os.getpid():
            self._begin()
        if isinstance(self._held, Catalogue):
            return self._held
        raise ListsNotLoaded(str(self._held))

    def look(self) -> None:
        """Take up what came into force since the last look. Raises nothing of ours: what is held stays when that cannot be loaded."""
        with self._lock:
            held = self._held
            if not isinstance(held, Catalogue):
                if time.monotonic() - self._tried > RETRY_SECONDS:
                    self._load(_ANY_TROUBLE)
                return
            try:
                self._renew(held)
            except _ANY_TROUBLE as error:
                self._log.error("what is in force now cannot be loaded; what was stays", reason=str(error))

    def _begin(self) -> None:
        with self._lock:
            if self._process == os.getpid():
                return
            self._process = os.getpid()
        self.look()
        threading.Thread(target=_watch, args=(weakref.ref(self),), name="lists", daemon=True).start()

    def _load(self, trouble: tuple[type[ScreeningError], ...]) -> None:
        """Load everything. Trouble is held in place of the lists; anything else is raised."""
        self._tried = time.monotonic()
        try:
            if self._ready is None:
                self._ready = self._read_packaged(), list_store(self._config)
            loaded, store = self._ready
            self._take(stored_catalogue(self._config, store, loaded))
        except trouble as error:
            if str(error) != str(self._held):
                self._log.critical("lists not loaded", reason=str(error))
            self._held = ListsNotLoaded(str(error))

    def _renew(self, held: Catalogue) -> None:
        if self._ready is None:
            return
        loaded, store = self._ready
        with reading(store.engine) as connection:
            mark = watermark(connection)
            states = list_states(connection) if mark != held.mark else held.states
        if mark == held.mark:
            return
        if mark[0] == held.mark[0]:
            self._held = replace(held, states=states, mark=mark)
        else:
            self._take(catalogue_in_force(self._config, store, loaded))

    def _take(self, catalogue: Catalogue) -> None:
        self._held = catalogue
        index = catalogue.index
        self._log.info("lists loaded", editions=dict(index.editions), parties=len(index), index=index.hash)
        for hear in self.heard:
            hear(catalogue)


def _watch(watched: weakref.ref[Watch]) -> None:
    while True:
        time.sleep(SECONDS)
        watch = watched()
        if watch is None:
            return
        watch.look()
        del watch
