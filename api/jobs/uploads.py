"""Uploaded files: told by their content, encrypted, kept by tenant, removed when their time is over."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from api.caller import Caller
from api.errors import UnknownResource
from api.files.kinds import FileKind, kind_of
from api.files.survey import sha256_of
from api.jobs.asked import boxed, unboxed
from api.jobs.errors import JobConflict, TooManyFiles
from api.jobs.places import Places
from api.jobs.sealed import seal, unseal
from api.proof.keys import KEY_LENGTH, Keys
from api.store.jobs import StoredFile, file_of, files_kept, insert_file, is_needed, remove_file
from api.vault import Vault
from api.wire.identity import uuid7_at
from api.wire.moments import stamp, to_milliseconds
from lists.database import reading, writing

NAME = "name"


def keep_upload(vault: Vault, caller: Caller, path: Path, name: str, said: FileKind | None = None) -> StoredFile:
    """Keep the file at `path`, which its owner calls `name`: encrypted on disk, and not in the database yet (`note_upload`).

    Raises `InvalidFile` when it is none of the formats or is refused whatever it holds, `NotStored`.
    """
    kind = kind_of(path, name, said)
    now = to_milliseconds(datetime.now(UTC))
    file_id, key = uuid7_at(now), os.urandom(KEY_LENGTH)
    with path.open("rb") as source:
        seal(source, Places(vault.folder).upload(caller.tenant, file_id), key, file_id)
    return StoredFile(
        id=file_id,
        tenant=caller.tenant,
        caller=caller.name,
        key=vault.keys.wrap(key, file_id),
        content=boxed({NAME: name}, key, file_id, NAME),
        kind=kind.value,
        bytes=path.stat().st_size,
        sha256=sha256_of(path),
        created_at=now,
        expires_at=now + timedelta(days=vault.config.job_days),
    )


def note_upload(vault: Vault, file: StoredFile) -> None:
    """Put a file that is kept into the database; when that cannot be done the file goes. Raises `TooManyFiles`, `DatabaseError`."""
    most = vault.config.job_limit
    try:
        with writing(vault.engine) as connection:
            if files_kept(connection, file.tenant) >= most:
                raise TooManyFiles(f"{most} files are kept", "another file once one of them is deleted")
            insert_file(connection, file)
    except BaseException:
        discard(vault, file)
        raise


def discard(vault: Vault, file: StoredFile) -> None:
    """Remove what lies on disk of a file."""
    Places(vault.folder).upload(file.tenant, file.id).unlink(missing_ok=True)


def upload_of(vault: Vault, tenant: str, file_id: str) -> StoredFile:
    """Return an uploaded file. Raises `UnknownResource`, `DatabaseError`."""
    with reading(vault.engine) as connection:
        file = file_of(connection, tenant, file_id)
    if file is None:
        raise UnknownResource("no file has this id", "an id that POST /v1/files answered with, until it is deleted or its time is over")
    return file


def name_of(keys: Keys, file: StoredFile) -> str:
    """What the owner of a file calls it."""
    name: str = unboxed(file.content, keys.unwrap(file.key, file.id), file.id, NAME)[NAME]
    return name


def in_the_plain(vault: Vault, file: StoredFile, target: Path) -> None:
    """Write what a file holds to `target`. Raises `NotStored`, `KeyUnusable`; `UnknownResource` when it does not lie in the data folder."""
    path = Places(vault.folder).upload(file.tenant, file.id)
    if not path.exists():
        raise UnknownResource("the file is on record, and is not in the data folder any more", "the file uploaded again")
    unseal(path, target, vault.keys.unwrap(file.key, file.id), file.id)


def remove_upload(vault: Vault, tenant: str, file_id: str) -> None:
    """Remove an uploaded file, from the database first. Raises `UnknownResource`, `JobConflict` while a job waits to read it."""
    file = upload_of(vault, tenant, file_id)
    with writing(vault.engine) as connection:
        if is_needed(connection, tenant, file_id):
            raise JobConflict("a job has not read this file yet", "a file that no job waits for: let the job begin, or cancel it")
        remove_file(connection, tenant, file_id)
    discard(vault, file)


def file_view(keys: Keys, file: StoredFile) -> dict[str, Any]:
    """Arrange a file as `FileSchema` dumps it."""
    return {
        "id": file.id,
        "name": name_of(keys, file),
        "format": file.kind,
        "bytes": file.bytes,
        "sha256": file.sha256,
        "created_at": stamp(file.created_at),
        "expires_at": stamp(file.expires_at),
    }
