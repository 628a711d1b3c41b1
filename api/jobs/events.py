"""What is done to jobs, on record, and what follows from their ends."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from api.caller import Caller
from api.jobs.asked import boxed
from api.store import jobs, tasks
from api.store.append import append
from api.store.entry import EVENT, Entry, Idempotency
from api.store.jobs import COUNTS, Job, JobState
from api.store.tasks import TaskKind
from api.vault import Vault
from api.wire.identity import uuid7_at


def act(
    job: Job,
    caller: Caller,
    at: datetime,
    event: str,
    facts: Mapping[str, Any],
    *,
    record: str | None = None,
    idempotency: Idempotency | None = None,
) -> Entry:
    """Arrange something that was done to a job as a record; `record` is its id, None: a new one."""
    return Entry(record or uuid7_at(at), EVENT, at, caller, {"event": event, "job": job.id, **facts}, idempotency=idempotency)


def end(
    connection: Connection,
    vault: Vault,
    job: Job,
    state: JobState,
    ending: Mapping[str, Any],
    *,
    now: datetime,
    by: Caller | None = None,
    facts: Mapping[str, Any] | None = None,
) -> bool:
    """End a job that has not ended, within the caller's transaction: its state, what it says at its end (JSON values), the record, and the
    client that is to be told. Return whether it had not ended; where it had, the transaction is to be undone.
    """
    key = vault.keys.unwrap(job.key, job.id)
    columns = {
        "state": state,
        "ending": boxed(ending, key, job.id, "ending"),
        "ended_at": now,
        "expires_at": now + timedelta(days=vault.config.job_days),
        "file": None,
    }
    if state is not JobState.DONE:
        # Before the job itself: who brings back a chunk locks in this order, too, and neither waits for the other for ever.
        tasks.stop(connection, job)
    if not jobs.change(connection, job, frozenset(JobState) - jobs.ENDED, **columns):
        return False
    caller = by or Caller(job.tenant, job.caller)
    ended = jobs.job_of(connection, job.tenant, job.id) or job  # with the chunks that came back since `job` was read
    counts = {name: getattr(ended, name) for name in COUNTS if name != "chunks"}
    told = {"state": state.value, "rows": job.rows, **counts, **(facts or {})}
    append(connection, vault.keys, [act(job, caller, now, "job ended", told)], set())
    if job.callback is not None:
        tasks.add(connection, job, TaskKind.CALLBACK, now, [(0, 0, None)])
    return True
