"""Workers as processes: one that runs until it is told to stop, and a crew of them in which the dead are replaced."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from api.cli.failure import FAILED, report
from api.config import Config
from api.jobs.worker import JobWorker
from api.vault import open_vault
from api.wire.log import logger
from screening.errors import ScreeningError

LOOK_SECONDS = 1.0
"""How often a crew looks after its workers, and a worker after who started it."""

STOP_SECONDS = 20.0
"""How long a worker has to end what is under way before it is killed; what it had begun is done again."""

_RESTART_SECONDS = 5.0
_COMMAND = "from api.jobs.processes import main; main()"
_UNTIL_IDLE = "until-idle"


def main() -> None:
    """Run a worker of a crew; the arguments of the process are the id of who started it, and whether to end when nothing is left to do."""
    try:
        run_worker(parent=int(sys.argv[1]), until_idle=_UNTIL_IDLE in sys.argv[2:])
    except ScreeningError as error:
        report(error)
        raise SystemExit(FAILED) from error


def run_worker(*, parent: int | None = None, until_idle: bool = False) -> None:
    """Work in this process until it is told to stop (SIGTERM, SIGINT), or the process `parent` has ended, or nothing is left to do.

    Raises `KeyUnusable`, `InvalidDatabaseURL`.
    """
    config = Config.from_env()
    log = logger(config)
    vault = open_vault(config, log)
    worker = JobWorker(vault, log)
    with stopped_by_signals() as stopping:
        if parent is not None:
            threading.Thread(target=_end_with, args=(parent, stopping), name="parent", daemon=True).start()
        log.info("a worker is ready", process=os.getpid())
        try:
            worker.run(stopping, until_idle=until_idle)
        finally:
            vault.close()


def run_crew(workers: int, *, until_idle: bool = False) -> None:
    """Keep so many workers at work until told to stop, or, with `until_idle`, until each has ended by itself."""
    crew = Crew(workers, until_idle=until_idle)
    with stopped_by_signals() as stopping:
        while not stopping.is_set() and crew.keep():
            stopping.wait(LOOK_SECONDS)
    crew.stop()


class Crew:
    """Workers in processes of their own, started by this one."""

    def __init__(self, workers: int, *, until_idle: bool = False) -> None:
        self._workers, self._until_idle = workers, until_idle
        self._at_work: list[subprocess.Popen[bytes]] = []
        self._not_before = 0.0
        self._ended = 0

    def keep(self) -> bool:
        """Start workers where some are missing, not more often than every few seconds; return whether any is to be at work."""
        alive = [each for each in self._at_work if each.poll() is None]
        dead = len(self._at_work) - len(alive)
        if self._until_idle:
            self._ended += dead
        elif dead:
            self._not_before = time.monotonic() + _RESTART_SECONDS
        self._at_work = alive
        wanted = self._workers - self._ended
        if len(alive) < wanted and time.monotonic() >= self._not_before:
            self._at_work += [self._started() for _ in range(wanted - len(alive))]
        return wanted > 0

    def stop(self) -> None:
        """Have every worker end what is under way, and wait for that."""
        for each in self._at_work:
            each.terminate()
        end = time.monotonic() + STOP_SECONDS
        for each in self._at_work:
            try:
                each.wait(max(0.1, end - time.monotonic()))
            except subprocess.TimeoutExpired:
                each.kill()
                each.wait()
        self._at_work = []

    @property
    def processes(self) -> tuple[int, ...]:
        """Ids of the processes at work."""
        return tuple(each.pid for each in self._at_work)

    def _started(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-c", _COMMAND, str(os.getpid()), *([_UNTIL_IDLE] if self._until_idle else [])]
        # Of a session of its own: Ctrl-C at the terminal goes to who started it, who tells it to stop.
        return subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True)  # noqa: S603 (ours)


@contextmanager
def stopped_by_signals() -> Iterator[threading.Event]:
    """An event that SIGTERM and SIGINT set, for the time of a ``with`` block."""
    stopping = threading.Event()

    def stop(_: int, __: FrameType | None) -> None:
        stopping.set()

    before = {each: signal.signal(each, stop) for each in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield stopping
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def _end_with(parent: int, stopping: threading.Event) -> None:
    while os.getppid() == parent and not stopping.wait(LOOK_SECONDS):
        pass
    stopping.set()
