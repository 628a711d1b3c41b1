"""A worker: takes whatever task is due, does it, and goes on. Any number of them share the work, wherever the data folder is."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from api.catalogue import Catalogue, list_store, stored_catalogue
from api.errors import ListsNotLoaded, StaleLists, UnknownResource, problem_of
from api.files.errors import CannotWrite
from api.jobs.asked import Plan, plan_of
from api.jobs.callback import deliver
from api.jobs.chunks import Work, screen_chunk
from api.jobs.errors import Hopeless, NotStored
from api.jobs.events import end
from api.jobs.preparing import forget_file, prepare
from api.jobs.results import write_result
from api.jobs.tidy import tidy
from api.store import jobs, tasks
from api.store.errors import LostLease
from api.store.jobs import Job, JobState
from api.store.tasks import LEASE_SECONDS, Task, TaskKind
from api.vault import Vault
from api.wire.log import where
from lists import load_all
from lists.database import Conflict, DatabaseError, reading, writing
from screening import ENGINE_VERSION
from screening.errors import IndexFileError, InvalidInput, InvalidPolicy, ListError, ScreeningError

IDLE_SECONDS = 0.5
"""Time between two looks for a task while there is none."""

TROUBLE_SECONDS = 2.0
"""Time between two looks while the database cannot be used."""

ATTEMPTS = 5
"""How often a task is begun before its job has failed: one that kills its worker each time would be begun for ever."""

WAITS = (2, 10, 30, 60)
"""Seconds before a task that did not succeed is begun again, by how often it was begun."""

TIDY_SECONDS = 600.0
"""Time between two removals of what has outlived its time."""

_OF_THE_FILE: tuple[type[ScreeningError], ...] = (InvalidInput, StaleLists, UnknownResource)
"""Errors in which a job ends: the same again would fail again."""

_MAY_PASS: tuple[type[ScreeningError], ...] = (DatabaseError, NotStored, CannotWrite, ListError, IndexFileError, ListsNotLoaded)
"""Errors of the disk, the database or the lists, which are no fault of the job: it is begun again as often as it takes."""

_SCREENS = (TaskKind.PREPARE, TaskKind.CHUNK, TaskKind.WRITE)


class JobWorker:
    """Does tasks one after another. Every task is leased, and the lease kept up for as long as it takes."""

    def __init__(self, vault: Vault, log: Any) -> None:
        self._vault, self._log = vault, log
        self._keeper = Keeper(vault, log)
        self._work = lru_cache(4)(self._opened)
        self._packaged = lru_cache(1)(load_all)

    def run(self, stopping: threading.Event, *, until_idle: bool = False) -> None:
        """Do tasks until told to stop, or until nothing is left to do; what is under way then is ended first."""
        errands = threading.Thread(target=self._run_errands, args=(stopping,), name="errands", daemon=True)
        keeping = threading.Thread(target=self._keeper.run, args=(stopping,), name="leases", daemon=True)
        for thread in (errands, keeping):
            thread.start()
        while not stopping.is_set():
            if not self._tried(_SCREENS):
                if until_idle and not self._is_work_left():
                    stopping.set()
                stopping.wait(IDLE_SECONDS)
        errands.join(timeout=LEASE_SECONDS)

    def run_once(self, kinds: tuple[TaskKind, ...] = _SCREENS) -> bool:
        """Do one task, if one is due; return whether there was one. Raises `DatabaseError` when that cannot be told."""
        task = tasks.claim(self._vault.engine, kinds, datetime.now(UTC))
        if task is None:
            return False
        try:
            with self._keeper.keeping(task.lease):
                self._do(task)
        except LostLease as error:
            self._log.warning("a task was taken over", job=task.job, task=task.kind.value, number=task.number, reason=str(error))
        except _OF_THE_FILE as error:
            self._fail(task, error)
        except _MAY_PASS as error:
            self._put_back(task, error, counts=isinstance(error, Conflict))  # what breaks a rule of the database will do so again
        except ScreeningError as error:
            self._put_back(task, error, counts=True)
        except Exception as error:  # noqa: BLE001 (one job's trouble is not another's: the worker goes on)
            self._log.error("unforeseen error", job=task.job, error=type(error).__qualname__, where=where(error.__traceback__))
            self._put_back(task, ScreeningError(), counts=True)
        return True

    def _is_work_left(self) -> bool:
        """Whether any task is waiting, or under way somewhere: its worker may die."""
        with reading(self._vault.engine) as connection:
            return tasks.is_any_left(connection, _SCREENS)

    def _tried(self, kinds: tuple[TaskKind, ...]) -> bool:
        try:
            return self.run_once(kinds)
        except ScreeningError as error:
            self._log.error("no task can be taken", reason=str(error))
            time.sleep(TROUBLE_SECONDS)
            return False

    def _do(self, task: Task) -> None:
        vault = self._vault
        with reading(vault.engine) as connection:
            job = jobs.job_of(connection, task.tenant, task.job)
        if job is None:
            raise LostLease(f"job {task.job} is gone")
        if task.attempts > ATTEMPTS and task.kind is not TaskKind.CALLBACK:
            raise Hopeless(f"{task.kind} {task.number} was begun {ATTEMPTS} times and never ended")
        if task.kind is TaskKind.CALLBACK:
            deliver(vault, task, job)
        elif task.kind is TaskKind.PREPARE:
            prepare(vault, task, job, self._catalogue())
            forget_file(vault, job)
        elif task.kind is TaskKind.WRITE:
            write_result(vault, task, job, _planned(vault, job))
        else:
            screen_chunk(vault, task, self._work(task.tenant, task.job))
        self._log.info("did a task", job=task.job, task=task.kind.value, number=task.number)

    def _opened(self, tenant: str, job_id: str) -> Work:
        vault = self._vault
        with reading(vault.engine) as connection:
            job = jobs.job_of(connection, tenant, job_id)
        if job is None:
            raise LostLease(f"job {job_id} is gone")
        plan = _planned(vault, job)
        if not plan.is_of_this_engine:
            raise Hopeless(f"the job began with engine {plan.basis.engine}, this is engine {ENGINE_VERSION}: make it anew")
        index = vault.indexes.open(plan.basis.index, plan.basis.editions)
        return Work(job, vault.keys.unwrap(job.key, job.id), plan, index, plan.reader, plan.lists)

    def _catalogue(self) -> Catalogue:
        config = self._vault.config
        return stored_catalogue(config, list_store(config, self._vault.engine), self._packaged())

    def _fail(self, task: Task, error: ScreeningError) -> None:
        """End the job: its problem says why."""
        now = datetime.now(UTC)
        try:
            with writing(self._vault.engine) as connection:
                tasks.hold(connection, task)  # what went wrong may be that another has done it meanwhile
                job = jobs.job_of(connection, task.tenant, task.job)
                if job is not None and job.state in jobs.ENDED:
                    tasks.put_back(connection, task, None)  # it was for one more format of the result
                elif job is not None and not end(connection, self._vault, job, JobState.FAILED, {"problem": problem_of(error)}, now=now):
                    raise LostLease(f"job {task.job} has ended just now")
            if job is not None:
                forget_file(self._vault, job)
        except ScreeningError as trouble:
            self._log.error("a job that failed cannot be ended yet", job=task.job, reason=str(trouble))
            return
        self._vault.sealer.notice()
        self._log.warning("a job failed", job=task.job, error=type(error).__qualname__)

    def _put_back(self, task: Task, error: ScreeningError, *, counts: bool) -> None:
        if counts and (task.attempts >= ATTEMPTS or isinstance(error, Hopeless)):
            self._fail(task, error)
            return
        wait = WAITS[min(task.attempts, len(WAITS)) - 1]
        self._log.error("a task did not succeed", job=task.job, task=task.kind.value, number=task.number, reason=str(error), again_in=wait)
        try:
            with writing(self._vault.engine) as connection:
                tasks.put_back(connection, task, datetime.now(UTC) + timedelta(seconds=wait), counts=counts)
        except (DatabaseError, LostLease):
            self._log.error("the lease of a task ends by itself", job=task.job)

    def _run_errands(self, stopping: threading.Event) -> None:
        tidied = 0.0
        while not stopping.is_set():
            if time.monotonic() >= tidied:
                tidied = time.monotonic() + TIDY_SECONDS
                self._tidy()
            if not self._tried((TaskKind.CALLBACK,)):
                stopping.wait(IDLE_SECONDS * 4)

    def _tidy(self) -> None:
        try:
            removed = tidy(self._vault, datetime.now(UTC))
        except (ScreeningError, OSError) as error:
            self._log.error("what has outlived its time could not be removed", reason=str(error))
        else:
            if removed:
                self._log.info("removed what has outlived its time", jobs_and_files=removed)


def _planned(vault: Vault, job: Job) -> Plan:
    try:
        plan = plan_of(vault.keys, job)
    except (InvalidPolicy, TypeError) as error:
        raise Hopeless(f"this version does not know the policy the job began with: {error}") from error
    if plan is None:
        raise LostLease(f"job {job.id} has no plan")
    return plan


class Keeper:
    """Renews the leases of the tasks that are under way in this process."""

    def __init__(self, vault: Vault, log: Any) -> None:
        self._vault, self._log = vault, log
        self._held: set[str] = set()

    @contextmanager
    def keeping(self, lease: str) -> Iterator[None]:
        """Keep a lease for the time of a ``with`` block."""
        self._held.add(lease)
        try:
            yield
        finally:
            self._held.discard(lease)

    def run(self, stopping: threading.Event) -> None:
        """Renew what is held, until told to stop and nothing is held any more."""
        while not stopping.wait(LEASE_SECONDS / 4) or self._held:
            for lease in tuple(self._held):
                try:
                    tasks.renew(self._vault.engine, lease, datetime.now(UTC))
                except ScreeningError as error:
                    self._log.error("a lease cannot be renewed", reason=str(error))
            if stopping.is_set():
                time.sleep(1)
