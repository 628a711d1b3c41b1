"""`/v1/jobs`: whole files screened, followed, handed out."""

from __future__ import annotations

from datetime import UTC, datetime
from http import HTTPStatus
from importlib.util import find_spec
from typing import Any
from uuid import UUID

from flask import Response, jsonify, request, url_for

from api.caller import current_caller
from api.catalogue import current_catalogue
from api.errors import InvalidBody, InvalidParameters
from api.files.kinds import FileKind
from api.files.parquet import NEEDED
from api.files.writing import MEDIA_TYPES
from api.jobs import callback
from api.jobs.asked import Asked, asked_of
from api.jobs.ending import cancel, delete
from api.jobs.errors import JobConflict
from api.jobs.follow import LAST, followed
from api.jobs.handing_out import handed_out, made_in_time
from api.jobs.making import Order, Received, find, make_job
from api.jobs.views import job_view, page_name, page_view
from api.schemas.jobs import (
    DeletedSchema,
    JobDetailSchema,
    JobFilters,
    JobOptionsSchema,
    JobPageSchema,
    JobRequestSchema,
    JobUploadSchema,
    ResultParameters,
    ResultPendingSchema,
)
from api.schemas.query import load
from api.schemas.subject import NothingSchema
from api.store.jobs import ENDED, JobState
from api.vault import current_vault
from api.wire.cursor import unpack
from api.wire.idempotency import IDEMPOTENCY_KEY, idempotency_key
from api.wire.log import current_log
from api.wire.resource import Resource, Written
from api.wire.upload import Sent
from screening.errors import Problem

resource = Resource("jobs", __name__, url_prefix="/v1/jobs", description="Whole files, screened by workers.")
NOT_READ = (HTTPStatus.SERVICE_UNAVAILABLE,)
NOT_FOUND = (HTTPStatus.NOT_FOUND, HTTPStatus.SERVICE_UNAVAILABLE)
NOT_CHANGED = (HTTPStatus.CONFLICT, *NOT_FOUND)

_DETAIL, _PENDING = JobDetailSchema(), ResultPendingSchema()
_EXAMPLES = {
    "a file uploaded before": {
        "file": "0196e4a0-5c00-7000-8000-000000000000",
        "mapping": {"name": "Customer Name", "birth_date": "DOB"},
        "date_order": "day-first",
        "result_format": "xlsx",
    }
}
_TYPES = tuple(each.partition(";")[0] for each in MEDIA_TYPES.values())
_BINARY = {"schema": {"type": "string", "format": "binary"}}
_RESULTS: dict[HTTPStatus, dict[str, Any]] = {
    HTTPStatus.OK: {"description": "The whole result.", "content": dict.fromkeys(_TYPES, _BINARY)},
    HTTPStatus.ACCEPTED: {
        "description": "The result is being written in this format; ask again after the seconds of Retry-After.",
        "content": {"application/json": {"schema": ResultPendingSchema}},
        "headers": {"Retry-After": {"schema": {"type": "integer", "minimum": 0}, "description": "Seconds until it is worth asking again."}},
    },
    HTTPStatus.PARTIAL_CONTENT: {
        "description": "The bytes that `Range` asked for.",
        "content": dict.fromkeys(_TYPES, _BINARY),
    },
    HTTPStatus.NOT_MODIFIED: {"description": "What the client keeps (If-None-Match) still stands."},
}
_RANGE = {
    "name": "Range",
    "required": False,
    "description": "Which bytes; left out, or several parts: all.",
    "schema": {"type": "string", "pattern": "^bytes=([0-9]+-[0-9]*|-[0-9]+)$"},
}
_STREAM: dict[HTTPStatus, dict[str, Any]] = {
    HTTPStatus.OK: {"description": "Events, until the job has ended.", "content": {"text/event-stream": {"schema": {"type": "string"}}}},
    HTTPStatus.NO_CONTENT: {"description": "The client has had the last event, and is not to come back."},
}
_LAST_EVENT = {
    "name": "Last-Event-ID",
    "required": False,
    "description": "Id of the last event a client has had, which sends it by itself.",
    "schema": {"type": "string"},
}


@resource.operation(
    "POST",
    "",
    reads=JobRequestSchema,
    uploads=JobUploadSchema,
    answers=JobDetailSchema,
    status=HTTPStatus.ACCEPTED,
    headers=[IDEMPOTENCY_KEY],
    refuses=(HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT, HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE),
    examples=_EXAMPLES,
)
def create_job(sent: Sent) -> Written:
    """Screen a whole file.

    The file comes with the request, or was uploaded before. Workers screen it row by row, against the list editions that are in force when
    they begin, to its end; every row is on record as a screening of its own.
    """
    catalogue, vault, caller = current_catalogue(), current_vault(), current_caller()
    schema = JobOptionsSchema if sent.upload else JobRequestSchema
    given, problems = load(schema(**catalogue.scopes), sent.document)
    if problems:
        raise InvalidBody(problems)
    asked: Asked = given["asked"]
    _refuse(asked)
    file = Received(sent.upload.path, sent.upload.name, sent.upload.sha256) if sent.upload else given["file"]
    made = make_job(vault, catalogue, caller, Order(asked, sent.document, file, idempotency_key()))
    current_log().info("a job was made", job=made.job.id, repeated=made.repeated)
    again = {"Idempotency-Replayed": "true"} if made.repeated else {}
    return Written(_DETAIL.dump(job_view(vault, made.job)), {"Location": url_for("jobs.one_job", job_id=made.job.id), **again})


def _refuse(asked: Asked) -> None:
    problems = []
    wrong = callback.refusal(asked.callback, current_vault().config) if asked.callback is not None else None
    if wrong is not None:
        problems.append(Problem("/callback", *wrong))
    if asked.format is FileKind.PARQUET and find_spec("pyarrow") is None:
        problems.append(Problem("/result_format", "parquet needs pyarrow", f"csv, jsonl, xlsx; or {NEEDED}"))
    if problems:
        raise InvalidBody(problems)


@resource.operation("GET", "", parameters=JobFilters, answers=JobPageSchema, refuses=NOT_READ, keep=False)
def all_jobs(given: dict[str, Any]) -> dict[str, Any]:
    """List jobs, the newest first, a page at a time."""
    state = given.get("state")
    return page_view(current_vault(), current_caller().tenant, state, _after(given.get("cursor"), state), given["limit"])


@resource.operation("GET", "/<uuid:job_id>", answers=JobDetailSchema, refuses=NOT_FOUND, keep=False)
def one_job(job_id: UUID) -> dict[str, Any]:
    """Show a job: how far it is, what it rests on, which rows could not be screened."""
    vault = current_vault()
    return job_view(vault, find(vault, current_caller().tenant, str(job_id)))


@resource.operation(
    "GET",
    "/<uuid:job_id>/results",
    answers=None,
    parameters=ResultParameters,
    headers=[_RANGE],
    refuses=(HTTPStatus.CONFLICT, HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, *NOT_FOUND),
    keep=False,
    also=_RESULTS,
)
def job_results(given: dict[str, Any], job_id: UUID) -> Response:
    """Hand out the result of a job that is done, or a part of it.

    In another format than the one the job was asked for it is written first, which takes a moment: then the answer is 202.
    """
    vault = current_vault()
    job = find(vault, current_caller().tenant, str(job_id))
    if job.state is not JobState.DONE:
        raise JobConflict(f"the job is {job.state}: it has no result", "a job that is done")
    kind = given.get("format") or asked_of(vault.keys, job).format
    if kind is FileKind.PARQUET and find_spec("pyarrow") is None:
        raise InvalidParameters([Problem("format", "parquet needs pyarrow", f"csv, jsonl, xlsx; or {NEEDED}")])
    if made_in_time(vault, job, kind):
        return handed_out(vault, job, kind)
    response = jsonify(_PENDING.dump({"id": job.id, "format": kind, "state": "writing"}))
    response.status_code = HTTPStatus.ACCEPTED
    response.headers["Retry-After"] = "2"
    return response


@resource.operation("GET", "/<uuid:job_id>/events", answers=None, headers=[_LAST_EVENT], refuses=NOT_FOUND, keep=False, also=_STREAM)
def job_events(job_id: UUID) -> Response:
    """Follow a job: an event `progress` whenever it got further, and `end` when it has ended (server-sent events).

    A stream ends after a minute at the latest; clients that know such streams come back by themselves.
    """
    vault = current_vault()
    job = find(vault, current_caller().tenant, str(job_id))
    if job.state in ENDED and request.headers.get("Last-Event-ID") == LAST:
        return Response(status=HTTPStatus.NO_CONTENT)
    response = Response(followed(vault, job), mimetype="text/event-stream")
    response.headers["X-Accel-Buffering"] = "no"  # proxies that know it pass each event on at once
    return response


@resource.operation("POST", "/<uuid:job_id>/cancel", reads=NothingSchema, answers=JobDetailSchema, refuses=NOT_CHANGED)
def cancel_job(document: Any, job_id: UUID) -> dict[str, Any]:
    """Stop a job. What is screened by then stays on record; there is no result. A job that was cancelled before stays so."""
    _, problems = load(NothingSchema(), document)
    if problems:
        raise InvalidBody(problems)
    vault, caller = current_vault(), current_caller()
    job = find(vault, caller.tenant, str(job_id))
    return job_view(vault, cancel(vault, caller, job, datetime.now(UTC)))


@resource.operation("DELETE", "/<uuid:job_id>", answers=DeletedSchema, refuses=NOT_CHANGED)
def delete_job(job_id: UUID) -> dict[str, Any]:
    """Delete a job that has ended, with its result. The records of its screenings stay."""
    vault, caller = current_vault(), current_caller()
    job = find(vault, caller.tenant, str(job_id))
    delete(vault, caller, job, datetime.now(UTC))
    return {"id": job.id, "deleted": True}


def _after(cursor: str | None, state: str | None) -> str | None:
    if cursor is None:
        return None
    parts = unpack(cursor, 2)
    if parts is None or parts[0] != page_name(state):
        raise InvalidParameters(
            [Problem("cursor", "is not a cursor of this list", "the next_cursor of the page before, same state, or none")]
        )
    return parts[1]
