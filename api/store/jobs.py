"""Jobs in the database: rows in, rows out, within the transaction of whoever calls."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, delete, func, select, update

from api.store.tables import job_files, jobs
from api.store.tenants import within


class JobState(StrEnum):
    """How far a job is. The last three are ends."""

    QUEUED = "queued"
    RUNNING = "running"
    WRITING = "writing"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


WAITING, DELIVERED, UNDELIVERED = "waiting", "delivered", "failed"
"""How far telling the client of the end of its job is."""

ENDED = frozenset({JobState.DONE, JobState.FAILED, JobState.CANCELLED})
COUNTS = ("rows_done", "clear", "review", "block", "error", "hits", "lines", "repeated", "chunks")
"""Columns that count what is done."""


@dataclass(frozen=True, slots=True)
class Job:
    """One job.

    `file` is the id of the uploaded file as long as it is needed. `key` is wrapped; `request`, `plan` and `ending` are encrypted with it.
    `rows` is None until the file was read; `callback` says how far telling the client of the end is, None where nobody is to be told.
    Moments are aware, in UTC.
    """

    id: str
    tenant: str
    caller: str
    state: JobState
    file: str | None
    created_at: datetime
    key: bytes
    request: bytes
    started_at: datetime | None = None
    ended_at: datetime | None = None
    expires_at: datetime | None = None
    plan: bytes | None = None
    ending: bytes | None = None
    callback: str | None = None
    rows: int | None = None
    rows_done: int = 0
    clear: int = 0
    review: int = 0
    block: int = 0
    error: int = 0
    hits: int = 0
    lines: int = 0
    repeated: int = 0
    chunks: int = 0


def insert(connection: Connection, job: Job) -> None:
    """Add a job."""
    connection.execute(jobs.insert(), {name: getattr(job, name) for name in Job.__slots__})


def job_of(connection: Connection, tenant: str, job_id: str) -> Job | None:
    """Return a job of the tenant, None when it has none of that id."""
    row = connection.execute(select(jobs).where(within(tenant, jobs), jobs.c.id == job_id)).first()
    return _job(row) if row else None


def page_of(connection: Connection, tenant: str, state: str | None, after: str | None, limit: int) -> tuple[list[Job], bool]:
    """Return up to `limit` jobs of the tenant, the newest first, from the one behind `after`, and whether more follow."""
    query = select(jobs).where(within(tenant, jobs)).order_by(jobs.c.id.desc()).limit(limit + 1)
    if state is not None:
        query = query.where(jobs.c.state == state)
    if after is not None:
        query = query.where(jobs.c.id < after)
    rows = connection.execute(query).all()
    return [_job(row) for row in rows[:limit]], len(rows) > limit


def unended(connection: Connection, tenant: str) -> int:
    """How many jobs of the tenant have not ended."""
    mine = select(func.count()).select_from(jobs).where(within(tenant, jobs), jobs.c.state.not_in(sorted(ENDED)))
    return int(connection.execute(mine).scalar_one())


def change(connection: Connection, job: Job, was: frozenset[JobState] | None = None, **columns: Any) -> bool:
    """Change columns of a job, if it is in one of the states `was`; return whether it was."""
    mine = [within(job.tenant, jobs), jobs.c.id == job.id]
    if was is not None:
        mine.append(jobs.c.state.in_(sorted(was)))
    return connection.execute(update(jobs).where(*mine).values(columns)).rowcount == 1


def count(connection: Connection, job: Job, more: Mapping[str, int]) -> Job | None:
    """Add to the counts of a running job; return it as it is then, None when it does not run any more."""
    added = {name: jobs.c[name] + value for name, value in more.items()}
    running = update(jobs).where(within(job.tenant, jobs), jobs.c.id == job.id, jobs.c.state == JobState.RUNNING)
    row = connection.execute(running.values(added).returning(*jobs.c)).first()
    return _job(row) if row else None


def remove(connection: Connection, job: Job) -> bool:
    """Remove a job that has no tasks any more; return whether it was there."""
    return connection.execute(delete(jobs).where(within(job.tenant, jobs), jobs.c.id == job.id)).rowcount == 1


def outlived(connection: Connection, now: datetime, most: int = 50) -> list[Job]:
    """Jobs, of every tenant, whose time is over: for who tidies up, and for nothing else."""
    return [_job(row) for row in connection.execute(select(jobs).where(jobs.c.expires_at <= now).limit(most))]


def _job(row: Row[Any]) -> Job:
    values = dict(row._mapping)  # noqa: SLF001 (SQLAlchemy's name for a public thing)
    return Job(**{**values, "state": JobState(row.state)})


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file that was uploaded. `key` is wrapped, `content` encrypted with it; `kind` is the format by content, `sha256` in hex."""

    id: str
    tenant: str
    caller: str
    key: bytes
    content: bytes
    kind: str
    bytes: int
    sha256: str
    created_at: datetime
    expires_at: datetime


def insert_file(connection: Connection, file: StoredFile) -> None:
    """Add a file."""
    connection.execute(job_files.insert(), {name: getattr(file, name) for name in StoredFile.__slots__})


def file_of(connection: Connection, tenant: str, file_id: str) -> StoredFile | None:
    """Return a file of the tenant; None when it has none of that id."""
    row = connection.execute(select(job_files).where(within(tenant, job_files), job_files.c.id == file_id)).first()
    return StoredFile(**row._mapping) if row else None  # noqa: SLF001


def files_kept(connection: Connection, tenant: str) -> int:
    """How many files of the tenant are kept."""
    return int(connection.execute(select(func.count()).select_from(job_files).where(within(tenant, job_files))).scalar_one())


def remove_file(connection: Connection, tenant: str, file_id: str) -> None:
    """Remove the row of a file."""
    connection.execute(delete(job_files).where(within(tenant, job_files), job_files.c.id == file_id))


def is_needed(connection: Connection, tenant: str, file_id: str) -> bool:
    """Whether a job that has not read it yet rests on the file."""
    waiting = select(jobs.c.id).where(within(tenant, jobs), jobs.c.file == file_id, jobs.c.state == JobState.QUEUED)
    return connection.execute(waiting.limit(1)).first() is not None


def outlived_files(connection: Connection, now: datetime, most: int = 50) -> list[StoredFile]:
    """Files, of every tenant, whose time is over: for who tidies up, and for nothing else."""
    found = connection.execute(select(job_files).where(job_files.c.expires_at <= now).limit(most))
    return [StoredFile(**row._mapping) for row in found]  # noqa: SLF001
