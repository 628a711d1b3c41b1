"""The thread of each serving process that links what was recorded, and signs checkpoints, soon after.

It starts with the first record of the process (and so after any fork) and stops with it; what a process leaves unlinked is linked
by the next one to start, or by any other that runs.
"""

from __future__ import annotations

import os
import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Engine

from api.proof.chain import link_pending
from api.proof.checkpoints import last_checkpoint, make_checkpoint, seconds_since
from api.proof.keys import Keys
from api.store.erasure import drop_idempotency_keys
from lists.database import reading
from screening.errors import ScreeningError

LINK_SECONDS = 1.0
"""A record is linked at most this long, and the time that linking takes, after it was written."""

CHECKPOINT_SECONDS = 10.0
"""A link is covered by a checkpoint at most this long, and the time that signing takes, after it was made."""


TIDY_SECONDS = 600.0
"""Time between two removals of idempotency keys that are over."""


class _Running(NamedTuple):
    """The thread, the process it belongs to, and what ends it: threads are not shared with a process that was forked."""

    process: int
    thread: threading.Thread
    stopping: threading.Event


class Sealer:
    """Links and signs in the background for one process."""

    def __init__(self, engine: Engine, keys: Keys, folder: Path, log: Any) -> None:
        self._engine, self._keys, self._folder, self._log = engine, keys, folder, log
        self._work = threading.Event()
        self._tidy_at = time.monotonic() + TIDY_SECONDS
        self._running: _Running | None = None
        self._starting = threading.Lock()

    def notice(self) -> None:
        """Take note that something was recorded."""
        self._work.set()
        if self._running is None or self._running.process != os.getpid():
            self._start()

    def seal(self, *, checkpoint: bool = True) -> None:
        """Link everything that waits now; with `checkpoint`, sign the end of the chain. Raises `ScreeningError`."""
        link_pending(self._engine)
        if checkpoint:
            make_checkpoint(self._engine, self._keys, self._folder, datetime.now(UTC))

    def stop(self) -> None:
        """End the thread of this process, if there is one, until something else is recorded, in this process or one forked from it.

        What it leaves is linked by the next that opens the store.
        """
        with self._starting:
            running, self._running = self._running, None
        if running is not None and running.process == os.getpid():
            running.stopping.set()
            self._work.set()
            running.thread.join()

    def _start(self) -> None:
        with self._starting:
            if self._running is None or self._running.process != os.getpid():
                stopping = threading.Event()
                thread = threading.Thread(target=self._run, args=(stopping,), name="sealer", daemon=True)
                self._running = _Running(os.getpid(), thread, stopping)
                thread.start()

    def _run(self, stopping: threading.Event) -> None:
        while True:
            self._work.wait()
            self._work.clear()
            if stopping.wait(LINK_SECONDS):
                return
            try:
                link_pending(self._engine)
                self._tidy_if_due()
                if not self._checkpoint_if_due():
                    self._work.set()  # come back for it
            except ScreeningError as error:
                self._log.error("not sealed", reason=str(error))
                self._work.set()

    def _tidy_if_due(self) -> None:
        if time.monotonic() >= self._tidy_at:
            self._tidy_at = time.monotonic() + TIDY_SECONDS
            drop_idempotency_keys(self._engine, datetime.now(UTC))

    def _checkpoint_if_due(self) -> bool:
        """Sign a checkpoint unless the last is too young; return whether the last one now covers the chain."""
        now = datetime.now(UTC)
        with reading(self._engine) as connection:
            last = last_checkpoint(connection)
        if last and 0 <= seconds_since(last, now) < CHECKPOINT_SECONDS:
            return False
        make_checkpoint(self._engine, self._keys, self._folder, now)
        return True
