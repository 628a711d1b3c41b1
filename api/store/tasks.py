"""Tasks of jobs: leased to one worker at a time, and done once.

A lease is a token that only its holder knows, and ends when it is not renewed. What a worker brings back counts while its token stands:
of two that did the same task, the second finds another token, or none, and nothing of what it did is kept.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import uuid4

from sqlalchemy import Connection, Engine, Select, delete, func, select, update

from api.store.dialect import insert_new
from api.store.errors import LostLease
from api.store.jobs import Job
from api.store.tables import job_tasks
from api.store.tenants import within
from lists.database import reading, writing

LEASE_SECONDS = 30.0
"""How long a task stays with a worker of which nothing is heard."""


class TaskKind(StrEnum):
    """What is to be done for a job: read its file, screen a chunk of its rows, write a result, tell the client of the end."""

    PREPARE = "prepare"
    CHUNK = "chunk"
    WRITE = "write"
    CALLBACK = "callback"


RANKS = {TaskKind.WRITE: 0, TaskKind.CALLBACK: 1, TaskKind.PREPARE: 2, TaskKind.CHUNK: 3}
"""What is done first. Of chunks, the lower numbers go first: a small job does not wait for the end of a large one."""


class Task(NamedTuple):
    """A task as its worker has it: `lease` is the token, `attempts` counts this one."""

    job: str
    tenant: str
    kind: TaskKind
    number: int
    lease: str
    attempts: int
    input: bytes | None


class Done(NamedTuple):
    """A chunk that was done."""

    number: int
    rows: int
    errors: int
    output: bytes


def add(connection: Connection, job: Job, kind: TaskKind, due_at: datetime | None, tasks: Sequence[tuple[int, int, bytes | None]]) -> None:
    """Add tasks: number, rows and input of each. Those that are there already stay as they are."""
    fixed = {"job": job.id, "tenant": job.tenant, "kind": kind, "rank": RANKS[kind], "due_at": due_at, "attempts": 0, "errors": 0}
    rows = [{**fixed, "number": number, "rows": count, "input": content} for number, count, content in tasks]
    if rows:
        insert_new(connection, job_tasks, rows)


def claim(engine: Engine, kinds: Collection[TaskKind], now: datetime) -> Task | None:
    """Lease the next task that is due; None when there is none. Raises `DatabaseError`."""
    query = (
        select(job_tasks)
        .where(job_tasks.c.due_at <= now, job_tasks.c.kind.in_(sorted(kinds)))
        .order_by(job_tasks.c.rank, job_tasks.c.number, job_tasks.c.job)
        .limit(1)
    )
    with reading(engine) as connection:
        if connection.execute(query.with_only_columns(job_tasks.c.job)).first() is None:
            return None  # asked again and again by who has nothing to do: nobody else is to wait for that
    with writing(engine) as connection:
        row = connection.execute(query.with_for_update(skip_locked=True)).first()
        if row is None:
            return None
        lease = str(uuid4())
        connection.execute(
            update(job_tasks)
            .where(*_same(row.tenant, row.job, row.kind, row.number))
            .values(lease=lease, due_at=now + timedelta(seconds=LEASE_SECONDS), attempts=row.attempts + 1)
        )
    return Task(row.job, row.tenant, TaskKind(row.kind), row.number, lease, row.attempts + 1, row.input)


def renew(engine: Engine, lease: str, now: datetime) -> bool:
    """Keep a lease for longer; return whether it still stood. Raises `DatabaseError`."""
    mine = update(job_tasks).where(job_tasks.c.lease == lease, job_tasks.c.due_at.is_not(None))
    with writing(engine) as connection:
        return connection.execute(mine.values(due_at=now + timedelta(seconds=LEASE_SECONDS))).rowcount == 1


def hold(connection: Connection, task: Task) -> None:
    """Make sure, to the end of the transaction, that a task is still its worker's. Raises `LostLease`: then nothing may be changed."""
    _end(connection, task, lease=task.lease)


def finish(connection: Connection, task: Task, now: datetime, *, errors: int = 0, output: bytes | None = None) -> None:
    """Mark a task as done, within the transaction of what it did. Raises `LostLease`: then nothing of it may be kept."""
    _end(connection, task, due_at=None, lease=None, done_at=now, input=None, errors=errors, output=output)


def put_back(connection: Connection, task: Task, due_at: datetime | None, *, counts: bool = True) -> None:
    """Let a task be done from `due_at` on (None: not any more), by whoever comes; `counts`: this attempt is one. Raises `LostLease`."""
    _end(connection, task, due_at=due_at, lease=None, attempts=task.attempts if counts else task.attempts - 1)


def _end(connection: Connection, task: Task, **columns: Any) -> None:
    mine = update(job_tasks).where(*_same(task.tenant, task.job, task.kind, task.number), job_tasks.c.lease == task.lease)
    if connection.execute(mine.where(job_tasks.c.due_at.is_not(None)).values(columns)).rowcount != 1:
        raise LostLease(f"{task.kind} {task.number} of job {task.job} was taken over, or is not to be done any more")


def stop(connection: Connection, job: Job) -> None:
    """Let nobody begin a task of the job any more; what is under way will not count."""
    undone = update(job_tasks).where(within(job.tenant, job_tasks), job_tasks.c.job == job.id, job_tasks.c.done_at.is_(None))
    connection.execute(undone.values(due_at=None, lease=None, input=None))


def drop(connection: Connection, job: Job, kind: TaskKind) -> None:
    """Remove every task of a kind."""
    connection.execute(delete(job_tasks).where(within(job.tenant, job_tasks), job_tasks.c.job == job.id, job_tasks.c.kind == kind))


def remove_some(connection: Connection, job: Job, most: int = 50) -> int:
    """Remove up to so many tasks of a job, with what they hold; return how many were: others wait no longer than that takes."""
    mine = [within(job.tenant, job_tasks), job_tasks.c.job == job.id]
    found = connection.execute(select(job_tasks.c.kind, job_tasks.c.number).where(*mine).limit(most)).all()
    for kind in {row.kind for row in found}:
        numbers = [row.number for row in found if row.kind == kind]
        connection.execute(delete(job_tasks).where(*mine, job_tasks.c.kind == kind, job_tasks.c.number.in_(numbers)))
    return len(found)


def release(connection: Connection, job: Job, kind: TaskKind, now: datetime) -> None:
    """Let every task of a kind be done from now on."""
    mine = update(job_tasks).where(within(job.tenant, job_tasks), job_tasks.c.job == job.id, job_tasks.c.kind == kind)
    connection.execute(mine.values(due_at=now, done_at=None, lease=None, attempts=0))


def ask_again(connection: Connection, job: Job, kind: TaskKind, number: int, now: datetime) -> None:
    """Have a task done from now on, whether it is new, was done, or was given up; one that is under way goes on."""
    add(connection, job, kind, now, [(number, 0, None)])
    resting = update(job_tasks).where(*_same(job.tenant, job.id, kind, number), job_tasks.c.due_at.is_(None))
    connection.execute(resting.values(due_at=now, done_at=None, lease=None, attempts=0))


def is_any_left(connection: Connection, kinds: Collection[TaskKind]) -> bool:
    """Whether a task of these kinds, of whichever tenant, is to be done or under way: for workers, and for nothing else."""
    left = select(job_tasks.c.job).where(job_tasks.c.due_at.is_not(None), job_tasks.c.kind.in_(sorted(kinds)))
    return connection.execute(left.limit(1)).first() is not None


def chunks_done(connection: Connection, job: Job, after: int = -1, most: int = 50, *, with_errors: bool = False) -> list[Done]:
    """Up to `most` chunks that are done, in order, behind the number `after`; with `with_errors` those alone that have rows in error."""
    query: Select[Any] = select(job_tasks.c.number, job_tasks.c.rows, job_tasks.c.errors, job_tasks.c.output).where(
        within(job.tenant, job_tasks),
        job_tasks.c.job == job.id,
        job_tasks.c.kind == TaskKind.CHUNK,
        job_tasks.c.done_at.is_not(None),
        job_tasks.c.number > after,
    )
    if with_errors:
        query = query.where(job_tasks.c.errors > 0)
    return [Done(*row) for row in connection.execute(query.order_by(job_tasks.c.number).limit(most))]


def rows_since(connection: Connection, job: Job, since: datetime) -> int:
    """How many rows were done since a moment."""
    counted = select(func.coalesce(func.sum(job_tasks.c.rows), 0)).where(
        within(job.tenant, job_tasks), job_tasks.c.job == job.id, job_tasks.c.kind == TaskKind.CHUNK, job_tasks.c.done_at >= since
    )
    return int(connection.execute(counted).scalar_one())


def _same(tenant: str, job: str, kind: str, number: int) -> list[Any]:
    return [within(tenant, job_tasks), job_tasks.c.job == job, job_tasks.c.kind == kind, job_tasks.c.number == number]
