"""What has outlived its time removed: jobs with their results, uploads, and what a kill has left on disk."""

from __future__ import annotations

from datetime import datetime

from api.caller import Caller
from api.files.kinds import FileKind
from api.jobs.events import act
from api.jobs.places import Places
from api.jobs.uploads import discard
from api.store import jobs, tasks
from api.store.append import append
from api.store.jobs import Job
from api.vault import Vault
from lists.database import reading, writing

SERVICE = "jobs: retention"
"""Who is said to have removed a job whose time was over."""


def remove_job(vault: Vault, job: Job, caller: Caller, now: datetime, event: str = "job deleted") -> None:
    """Remove a job with its rows and results; the records of its screenings stay. Raises `DatabaseError`."""
    while True:
        with writing(vault.engine) as connection:
            if not tasks.remove_some(connection, job):
                break
    with writing(vault.engine) as connection:
        if jobs.remove(connection, job):  # else another has done so meanwhile, and has said so
            append(connection, vault.keys, [act(job, caller, now, event, {"state": job.state.value})], set())
    for kind in FileKind:
        Places(vault.folder).result(job.tenant, job.id, kind).unlink(missing_ok=True)
    vault.sealer.notice()


def tidy(vault: Vault, now: datetime) -> int:
    """Remove every job and upload whose time is over, and what nothing mentions; return how many. Raises `DatabaseError`."""
    removed = 0
    with reading(vault.engine) as connection:
        old, files = jobs.outlived(connection, now), jobs.outlived_files(connection, now)
    for job in old:
        remove_job(vault, job, Caller(job.tenant, SERVICE), now, "job expired")
        removed += 1
    for file in files:
        with writing(vault.engine) as connection:
            if jobs.is_needed(connection, file.tenant, file.id):
                continue
            jobs.remove_file(connection, file.tenant, file.id)
        discard(vault, file)
        removed += 1
    places = Places(vault.folder)
    places.remove_left()
    for kind, name, path in places.strays():
        with reading(vault.engine) as connection:
            known = jobs.file_of if kind == "files" else jobs.job_of
            if known(connection, path.parent.name, name) is None:
                path.unlink(missing_ok=True)
    return removed
