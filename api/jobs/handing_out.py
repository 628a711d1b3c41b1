"""Results handed out: decrypted as they leave, in whole or in part; written first where the format was not asked for before."""

from __future__ import annotations

import re
import threading
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


MOST_WAITING = 2
"""Requests of one process that wait at a time: each holds a thread, and the others are for those who ask something."""

_waiting = threading.BoundedSemaphore(MOST_WAITING)
_RANGE = re.compile(r"bytes=(?:(?P<first>[0-9]{1,18})-(?P<last>[0-9]{0,18})|-(?P<count>[0-9]{1,18}))", re.IGNORECASE)


def made_in_time(vault: Vault, job: Job, kind: FileKind) -> bool:
    """Have a result written unless it is there, and wait a little; return whether it is. Raises `DatabaseError`."""
    path = Places(vault.folder).result(job.tenant, job.id, kind)
    if path.exists():
        return True
    with writing(vault.engine) as connection:
        tasks.ask_again(connection, job, TaskKind.WRITE, FORMATS.index(kind), datetime.now(UTC))
    if _waiting.acquire(blocking=False):
        try:
            end = time.monotonic() + WAIT_SECONDS
            while not path.exists() and time.monotonic() < end:
                time.sleep(LOOK_SECONDS)
        finally:
            _waiting.release()
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
    asked = dict(request.environ)
    if request.method != "GET" or not _is_one_range(asked.get("HTTP_RANGE", ""), reader.size):
        asked.pop("HTTP_RANGE", None)  # the whole is an answer to any of them (RFC 9110, 14.2), a refusal is not
    try:
        response.make_conditional(asked, accept_ranges=True, complete_length=reader.size)
    except BaseException:
        reader.close()
        raise
    return response


def _is_one_range(text: str, size: int) -> bool:
    """Whether a `Range` asks for one part of so many bytes, and not for several, for other units, or for what is no range."""
    found = _RANGE.fullmatch(text.strip())
    if found is None:
        return False
    if found["count"] is not None:
        return int(found["count"]) <= size
    return not found["last"] or int(found["first"]) <= int(found["last"])
