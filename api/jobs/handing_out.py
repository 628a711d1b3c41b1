"""Results handed out: decrypted as they leave, in whole or in part; written first where the format was not asked for before."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import IO, cast

from flask import Response, request
from werkzeug.wsgi import FileWrapper

from api.files.kinds import FileKind
from api.files.writing import MEDIA_TYPES
from api.jobs.places import Places
from api.jobs.results import FORMATS, bound_to
from api.jobs.sealed import PIECE, SealedReader
from api.store import tasks
from api.store.jobs import Job
from api.store.tasks import TaskKind
from api.vault import Vault
from lists.database import writing

WAIT_SECONDS, LOOK_SECONDS = 10.0, 0.1
"""How long a request waits for a result to be written, and how often it looks."""


def made_in_time(vault: Vault, job: Job, kind: FileKind) -> bool:
    """Have a result written unless it is there, and wait a little; return whether it is. Raises `DatabaseError`."""
    path = Places(vault.folder).result(job.tenant, job.id, kind)
    if path.exists():
        return True
    with writing(vault.engine) as connection:
        tasks.ask_again(connection, job, TaskKind.WRITE, FORMATS.index(kind), datetime.now(UTC))
    end = time.monotonic() + WAIT_SECONDS
    while not path.exists() and time.monotonic() < end:
        time.sleep(LOOK_SECONDS)
    return path.exists()


def handed_out(vault: Vault, job: Job, kind: FileKind) -> Response:
    """Answer with a result, or with the part of it that was asked for. Raises werkzeug's `RequestedRangeNotSatisfiable`."""
    path = Places(vault.folder).result(job.tenant, job.id, kind)
    reader = SealedReader(path, vault.keys.unwrap(job.key, job.id), bound_to(job.id, kind))
    response = Response(FileWrapper(cast("IO[bytes]", reader), PIECE), content_type=MEDIA_TYPES[kind], direct_passthrough=True)
    response.call_on_close(reader.close)
    response.content_length = reader.size
    response.headers["Content-Disposition"] = f'attachment; filename="{job.id}.{kind}"'
    response.headers["Cache-Control"] = "no-store"
    # Of what lies there: a workbook that had to be written again is not the same bytes.
    response.set_etag(f"{job.id}-{kind}-{reader.written_ns:x}")
    try:
        response.make_conditional(request, accept_ranges=True, complete_length=reader.size)
    except BaseException:
        reader.close()
        raise
    return response
