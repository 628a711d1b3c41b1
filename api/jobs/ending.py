"""A job stopped, or deleted, by its owner."""

from __future__ import annotations

from datetime import datetime

from api.caller import Caller
from api.errors import UnknownResource
from api.jobs.errors import JobConflict
from api.jobs.events import end
from api.jobs.making import find
from api.jobs.preparing import forget_file
from api.jobs.tidy import remove_job
from api.store import jobs
from api.store.jobs import ENDED, Job, JobState
from api.vault import Vault
from lists.database import writing


def cancel(vault: Vault, caller: Caller, job: Job, now: datetime) -> Job:
    """Stop a job; nothing that is under way counts any more. Return it as it is then.

    Raises `JobConflict` when it has ended otherwise, `UnknownResource` when it is gone, `DatabaseError`.
    """
    with writing(vault.engine) as connection:
        current = jobs.job_of(connection, job.tenant, job.id)
        if current is None:
            raise UnknownResource("no job has this id", "a job that was not deleted")
        if current.state is JobState.CANCELLED:
            return current
        if current.state in ENDED or not end(connection, vault, current, JobState.CANCELLED, {}, now=now, by=caller):
            raise JobConflict(f"the job is {current.state}, or has ended just now", "a job that has not ended")
    forget_file(vault, current)
    vault.sealer.notice()
    return find(vault, job.tenant, job.id)


def delete(vault: Vault, caller: Caller, job: Job, now: datetime) -> None:
    """Delete a job that has ended, with its result. Raises `JobConflict` when it has not, `DatabaseError`."""
    if job.state not in ENDED:
        raise JobConflict(f"the job is {job.state}", "a job that has ended: cancel it first")
    remove_job(vault, job, caller, now)
