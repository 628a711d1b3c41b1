"""The result of a job written: the lines of every row, in order, in one of the formats; and the end of the job with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from api.files.kinds import FileKind
from api.files.run import written
from api.files.summary import counts_of, engine_of
from api.files.work import Tally
from api.jobs.asked import Plan, asked_of
from api.jobs.chunks import lines_in
from api.jobs.errors import NotStored
from api.jobs.events import end
from api.jobs.places import Places
from api.jobs.sealed import seal
from api.store import tasks
from api.store.jobs import Job, JobState
from api.store.tasks import Task
from api.vault import Vault
from lists.database import reading, writing
from screening.rows import Line

FORMATS = tuple(FileKind)
OF_THE_JOB = -1
"""Number of the task that writes the result in the format the job was asked for; others have the place of their format in `FORMATS`."""

_AT_ONCE = 20


def write_result(vault: Vault, task: Task, job: Job, plan: Plan) -> None:
    """Write a result; that of the job itself ends it. Raises `CannotWrite`, `NotStored`, `DatabaseError`, `LostLease`."""
    kind = asked_of(vault.keys, job).format if task.number == OF_THE_JOB else FORMATS[task.number]
    key = vault.keys.unwrap(job.key, job.id)
    places = Places(vault.folder)
    with places.scratch() as folder:
        made = written(_rows(vault, job, key), folder / "result", kind, lambda tally: _summary(job, plan, tally))
        with (folder / "result").open("rb") as source:
            seal(source, places.result(job.tenant, job.id, kind), key, bound_to(job.id, kind))
    if made["rows"] != job.rows:
        raise NotStored(f"{made['rows']} of {job.rows} rows are there")
    now = datetime.now(UTC)
    with writing(vault.engine) as connection:
        tasks.finish(connection, task, now)
        if task.number == OF_THE_JOB:
            file = {"file_sha256": plan.file["sha256"], "policy_hash": plan.policy.hash, "index": plan.basis.index}
            editions = {"editions": dict(plan.basis.editions), "engine": plan.basis.engine}
            end(connection, vault, job, JobState.DONE, {"summary": made}, now=now, facts={**file, **editions})
    vault.sealer.notice()


def bound_to(job: str, kind: FileKind) -> str:
    """What a sealed result is bound to."""
    return f"{job} result {kind}"


def _rows(vault: Vault, job: Job, key: bytes) -> Iterator[list[Line]]:
    after = -1
    while True:
        with reading(vault.engine) as connection:
            found = tasks.chunks_done(connection, job, after, _AT_ONCE)
        if not found:
            return
        for chunk in found:
            yield from lines_in(chunk.output, key, job.id, chunk.number)
        after = found[-1].number


def _summary(job: Job, plan: Plan, tally: Tally) -> dict[str, Any]:
    """What the result says of itself, where its format has a place for it: as `screening file` says it, and which job it was."""
    lists = [{**asdict(each), "published": str(each.published) if each.published else None} for each in plan.lists]
    basis = {"file": dict(plan.file), "lists": lists, **engine_of(plan.policy, plan.basis.index)}
    began = job.started_at or job.created_at
    return {**counts_of(tally), **basis, "job": job.id, "started_at": began.isoformat()}
