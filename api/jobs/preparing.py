"""The file of a job read, once: what it is refused for, what its rows are screened by, and its rows laid down in chunks."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from api.catalogue import Catalogue
from api.files.opening import source_of
from api.files.pool import Task as FileTask
from api.files.run import Run, chunks_of
from api.files.seen import Seen
from api.files.source import Source
from api.files.summary import file_of
from api.files.survey import columns_of, survey
from api.files.work import Chunk
from api.jobs.asked import Asked, Plan, asked_of, boxed
from api.jobs.errors import NotStored
from api.jobs.places import Places
from api.jobs.uploads import discard, in_the_plain, upload_of
from api.record import policy_with, screened_lists
from api.recording import Basis
from api.store import jobs, tasks
from api.store.errors import LostLease
from api.store.jobs import Job, JobState
from api.store.tasks import Task, TaskKind
from api.vault import Vault
from lists.database import writing
from screening import ENGINE_VERSION, Policy, examine
from screening.rows import Mapping, Row

CHUNK = 500
"""Rows of a chunk: what is done, recorded and counted in one step."""

_TOGETHER = 20
"""Chunks laid down in one transaction: others wait for the database no longer than that takes."""


def prepare(vault: Vault, task: Task, job: Job, catalogue: Catalogue) -> None:
    """Read the file of a queued job, fix what it is screened by, and lay its rows down; from then on it runs.

    Raises `InvalidFile`, `InvalidMapping`, `InvalidPolicy`, `StaleLists`: then the job has failed. Raises `NotStored`, `DatabaseError` for
    what may pass, and `LostLease`.
    """
    if job.state is not JobState.QUEUED:
        raise LostLease(f"the file of job {job.id} was read by another")
    key = vault.keys.unwrap(job.key, job.id)
    asked = asked_of(vault.keys, job)
    file = upload_of(vault, job.tenant, job.file or "")
    with Places(vault.folder).scratch() as folder:
        path = folder / "file"
        in_the_plain(vault, file, path)
        try:
            source = source_of(path, asked.name, asked.reading, folder)
            plan, rows = _planned(asked, source, path, catalogue)
            vault.indexes.keep(catalogue.index)
            run = Run(source, rows, FileTask(folder, plan.mapping, plan.order, plan.policy), CHUNK, workers=1)
            _lay_down(vault, task, job, run, folder)
        except (OSError, sqlite3.Error) as error:
            raise NotStored(f"there is no room to read the file: {error}") from error
    now = datetime.now(UTC)
    with writing(vault.engine) as connection:
        tasks.finish(connection, task, now)
        columns = {
            "state": JobState.RUNNING,
            "plan": boxed(plan.plain(), key, job.id, "plan"),
            "rows": rows,
            "started_at": now,
            "file": None,
        }
        if not jobs.change(connection, job, frozenset({JobState.QUEUED}), **columns):
            raise LostLease(f"job {job.id} is not to be done any more")
        tasks.release(connection, job, TaskKind.CHUNK, now)


def _planned(asked: Asked, source: Source, path: Path, catalogue: Catalogue) -> tuple[Plan, int]:
    policy = policy_with(Policy(), **(asked.chosen or {}))
    examine([], catalogue.index, policy)  # raises for a list that is not there
    catalogue.refuse_stale(policy.lists)
    mapping = columns_of(source, asked.said, asked.ignored)
    found = survey(source, mapping, path, asked.order)
    basis = Basis(ENGINE_VERSION, catalogue.index.hash, tuple(sorted(catalogue.index.editions.items())), screened_lists(catalogue))
    return Plan(mapping, found.order, policy, basis, file_of(source, mapping, found), asked.chosen or {}), found.rows


def _lay_down(vault: Vault, task: Task, job: Job, run: Run, folder: Path) -> None:
    """Lay down every chunk, not to be done yet; those of an attempt that was interrupted go first.

    Raises `LostLease` as soon as the task is another's: whose chunks may be under way, or done, by then.
    """
    key = vault.keys.unwrap(job.key, job.id)
    with writing(vault.engine) as connection:
        tasks.hold(connection, task)
        tasks.drop(connection, job, TaskKind.CHUNK)
    seen = Seen(folder / "seen.db")
    try:
        waiting: list[tuple[int, int, bytes | None]] = []
        for chunk in chunks_of(run, seen):
            waiting.append((chunk.number, len(chunk.rows), boxed(_plain(chunk, run.task.mapping), key, job.id, f"rows {chunk.number}")))
            if len(waiting) == _TOGETHER:
                _add(vault, task, job, waiting)
                waiting = []
        _add(vault, task, job, waiting)
    finally:
        seen.close()


def _add(vault: Vault, task: Task, job: Job, waiting: list[tuple[int, int, bytes | None]]) -> None:
    with writing(vault.engine) as connection:
        tasks.hold(connection, task)
        tasks.add(connection, job, TaskKind.CHUNK, None, waiting)


def _plain(chunk: Chunk, mapping: Mapping) -> dict[str, Any]:
    """A chunk as JSON values, with the cells of columns that are read alone."""
    read = {place for places in mapping.places.values() for place in places}
    rows = [
        [row.number, row.line, [cell if place in read else "" for place, cell in enumerate(row.cells)], row.problem] for row in chunk.rows
    ]
    return {"rows": rows, "same_as": [list(pair) for pair in chunk.same_as.items()]}


def chunk_of(number: int, plain: dict[str, Any]) -> Chunk:
    """Read what was laid down of a chunk."""
    return Chunk(number, list(_rows(plain["rows"])), dict(plain["same_as"]))


def _rows(plain: list[Any]) -> Iterator[Row]:
    for number, line, cells, problem in plain:
        yield Row(number, line, [tuple(cell) if isinstance(cell, list) else cell for cell in cells], problem)


def forget_file(vault: Vault, job: Job) -> None:
    """Remove a file that came with a job, once its rows are laid down or will not be: nobody asks for it again. Raises `DatabaseError`.

    `job` is as it was while it still needed the file.
    """
    if job.file is None or not asked_of(vault.keys, job).came_along:
        return
    with writing(vault.engine) as connection:
        file = jobs.file_of(connection, job.tenant, job.file)
        jobs.remove_file(connection, job.tenant, job.file)
    if file is not None:
        discard(vault, file)
