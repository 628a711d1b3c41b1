"""A job made: what was asked checked, put down, and on record, in one transaction."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from api.caller import Caller
from api.catalogue import Catalogue
from api.errors import UnknownResource
from api.files.errors import CannotWrite, TooMuch
from api.files.kinds import FileKind, is_large_workbook
from api.files.opening import source_of
from api.files.survey import columns_of
from api.jobs.asked import Asked, boxed
from api.jobs.errors import NotStored, TooManyJobs
from api.jobs.events import act
from api.jobs.places import Places
from api.jobs.uploads import discard, in_the_plain, keep_upload, name_of, upload_of
from api.proof.keys import KEY_LENGTH
from api.record import policy_with
from api.recording import idempotency_of, refuse_another_body
from api.store import jobs, tasks
from api.store.append import Stored, append
from api.store.jobs import WAITING, Job, JobState, StoredFile
from api.store.reading import answered_before
from api.store.tasks import TaskKind
from api.vault import Vault
from api.wire.identity import uuid7_at
from api.wire.moments import to_milliseconds
from lists.database import reading, writing
from screening import Policy, examine


class Made(NamedTuple):
    """A job, and whether it was made before under the same idempotency key."""

    job: Job
    repeated: bool = False


class Received(NamedTuple):
    """A file that came with the request: where it lies, what its owner calls it, its SHA-256 (hex)."""

    path: Path
    name: str
    sha256: str


def check(asked: Asked, catalogue: Catalogue) -> None:
    """Refuse a policy that cannot be, and lists that are not there or too old. Raises `InvalidPolicy`, `StaleLists`."""
    policy = policy_with(Policy(), **(asked.chosen or {}))
    examine([], catalogue.index, policy)
    catalogue.refuse_stale(policy.lists)


def check_columns(asked: Asked, kind: str, name: str, path: Path, scratch: Path) -> None:
    """Refuse a file whose columns do not say what they hold. Raises `InvalidFile`, `InvalidMapping`, `NotStored`.

    Not of a large workbook: it is read with much memory, by a worker.
    """
    if kind == FileKind.XLSX and is_large_workbook(path):
        return
    try:
        columns_of(source_of(path, name, asked.reading, scratch, hasty=True), asked.said, asked.ignored)
    except TooMuch:
        return
    except CannotWrite as error:
        raise NotStored(str(error)) from error


class Order(NamedTuple):
    """What a client sent: what it asks, the request as received, a file or the id of one uploaded before, and its idempotency key."""

    asked: Asked
    document: Any
    file: Received | str
    key: str | None = None


def make_job(vault: Vault, catalogue: Catalogue, caller: Caller, order: Order) -> Made:
    """Make a job for a file that came with it, or was uploaded before.

    Raises `InvalidFile`, `InvalidMapping`, `InvalidPolicy`, `StaleLists`, `UnknownResource`, `TooManyJobs`, `KeyReused`, `NotStored`,
    `DatabaseError`.
    """
    now = to_milliseconds(datetime.now(UTC))
    asked, document, file, key = order
    body = {"request": document, "file": file if isinstance(file, str) else [file.name, file.sha256]}
    idempotency = idempotency_of(vault, caller, key, body, now) if key is not None else None
    if idempotency is not None:
        before = answered_before(vault.engine, caller.tenant, caller.name, idempotency.key, now)
        if before:
            return _again(vault, caller, Stored(before[0], repeated=True, same_body=before[1] == idempotency.body))
    check(asked, catalogue)
    kept = _kept(vault, caller, asked, file)
    own = not isinstance(file, str)
    job = _job(vault, caller, asked, kept, now, own=own)
    facts = {"file_sha256": kept.sha256, "file_bytes": kept.bytes, "file_format": kept.kind}
    try:
        with writing(vault.engine) as connection:
            [stored] = append(
                connection, vault.keys, [act(job, caller, now, "job made", facts, record=job.id, idempotency=idempotency)], set()
            )
            if not stored.repeated:
                if jobs.unended(connection, caller.tenant) >= vault.config.job_limit:
                    raise TooManyJobs(f"{vault.config.job_limit} jobs have not ended yet", "another job once one of them has")
                if own:
                    jobs.insert_file(connection, kept)
                jobs.insert(connection, job)
                tasks.add(connection, job, TaskKind.PREPARE, now, [(0, 0, None)])
    except BaseException:
        if own:
            discard(vault, kept)
        raise
    vault.sealer.notice()
    if stored.repeated:
        if own:
            discard(vault, kept)
        return _again(vault, caller, stored)
    return Made(job)


def _kept(vault: Vault, caller: Caller, asked: Asked, file: Received | str) -> StoredFile:
    """The file of a job, its columns checked."""
    with Places(vault.folder).scratch() as scratch:
        if isinstance(file, str):
            stored = upload_of(vault, caller.tenant, file)
            in_the_plain(vault, stored, scratch / "file")
            check_columns(asked, stored.kind, name_of(vault.keys, stored), scratch / "file", scratch)
            return stored
        kept = keep_upload(vault, caller, file.path, file.name, asked.reading.format)
        try:
            check_columns(asked, kept.kind, file.name, file.path, scratch)
        except BaseException:
            discard(vault, kept)
            raise
        return kept


def _job(vault: Vault, caller: Caller, asked: Asked, file: StoredFile, now: datetime, *, own: bool) -> Job:
    job_id, key = uuid7_at(now), os.urandom(KEY_LENGTH)
    named = replace(asked, name=name_of(vault.keys, file), came_along=own)
    return Job(
        id=job_id,
        tenant=caller.tenant,
        caller=caller.name,
        state=JobState.QUEUED,
        file=file.id,
        created_at=now,
        key=vault.keys.wrap(key, job_id),
        request=boxed(named.plain(), key, job_id, "request"),
        callback=WAITING if asked.callback else None,
    )


def _again(vault: Vault, caller: Caller, stored: Stored) -> Made:
    refuse_another_body(stored)
    return Made(find(vault, caller.tenant, stored.id), repeated=True)


def find(vault: Vault, tenant: str, job_id: str) -> Job:
    """Return a job. Raises `UnknownResource`, `DatabaseError`."""
    with reading(vault.engine) as connection:
        job = jobs.job_of(connection, tenant, job_id)
    if job is None:
        raise UnknownResource("no job has this id", "an id that POST /v1/jobs answered with, until it is deleted or its time is over")
    return job
