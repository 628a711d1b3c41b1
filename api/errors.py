"""Errors as HTTP answers: one table from exception class to status, and RFC 9457 problem details for every one of them.

::

    ScreeningError
     +-- RequestError           something wrong with the request itself; carries what is allowed
     |    +-- WrongContentType  415
     |    +-- UnknownResource   404: no list, party or screening of that id
     |    +-- CannotReplay      409: what a past screening rested on is not there any more
     |    +-- KeyReused         409: an idempotency key that came with another body
     +-- InvalidInput
     |    +-- InvalidBody       422: fields of a JSON body
     |    +-- InvalidParameters 422: parameters of the query string
     +-- StoreError             404, 409: no such subject or hold; a hold that stands
     +-- JobError               409, 413, 429: what jobs and uploads do not allow (api.jobs.errors)
     +-- NotStored              503: an uploaded file could not be kept
     +-- StaleLists             503: a list was not confirmed for too long
     +-- ListsNotLoaded         503: the process is up, the lists are not in force
     +-- NotRecorded            503: the answer could not be stored, so there is none
"""

from __future__ import annotations

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any, NamedTuple

from werkzeug.exceptions import HTTPException, MethodNotAllowed

from api.access.errors import AccessError, Forbidden, IssuerUnreachable, KeyConflict, OnlyThisMachine, Unauthenticated, UnknownKey
from api.config import ConfigError
from api.files.errors import CannotResume, CannotWrite, Interrupted, InvalidFile
from api.jobs.errors import FileTooLarge, JobConflict, JobError, NotStored, TooManyFiles, TooManyJobs
from api.proof.errors import ProofError
from api.store.errors import StoreError, UnderHold, UnknownHold, UnknownSubject
from api.wire.strict_json import MAX_DEPTH, MalformedJSON
from lists.database import DatabaseError
from lists.errors import UnknownEdition
from screening import Outcome
from screening.errors import IndexFileError, InvalidInput, ListError, Problem, ScreeningError
from screening.rows import InvalidMapping
from screening.tables.reader import TableError

PROBLEM_TYPE = "urn:screening:problem:"
MAX_PROBLEMS = 100
"""Most problems spelt out in one answer; `errors_total` says how many there were."""

_MAX_TEXT = 300


class RequestError(ScreeningError):
    """A request that cannot be answered as it is. `allowed` says what would be."""

    def __init__(self, detail: str, allowed: str = "") -> None:
        self.allowed = allowed
        super().__init__(detail)


class WrongContentType(RequestError):
    """A body of another type or encoding than the one accepted."""


class UnknownResource(RequestError):
    """An id that names nothing here."""


class InvalidBody(InvalidInput):
    """A JSON body with fields that cannot be used; pointers lead into the body."""


class InvalidParameters(InvalidInput):
    """Query-string parameters that cannot be used; each pointer is the name of a parameter."""


class ListsNotLoaded(ScreeningError):
    """No list is in force: nothing can be screened, and no answer may say `clear`."""


class StaleLists(ScreeningError):
    """A list that would be screened was not confirmed with its publisher for longer than allowed: an answer could miss somebody."""


class NotRecorded(ScreeningError):
    """A screening that was computed and could not be stored: there is no answer without its record."""


class CannotReplay(RequestError):
    """A screening that cannot be replayed; the message says exactly why."""


class KeyReused(RequestError):
    """An idempotency key that came with another body before."""


class Answer(NamedTuple):
    """How an exception class is answered: status, the last part of the problem's `type`, its title."""

    status: HTTPStatus
    slug: str
    title: str


ANSWERS: dict[type[ScreeningError], Answer] = {
    ScreeningError: Answer(HTTPStatus.INTERNAL_SERVER_ERROR, "internal", "Something went wrong here"),
    InvalidInput: Answer(HTTPStatus.UNPROCESSABLE_ENTITY, "invalid-query", "The query cannot be screened"),
    InvalidBody: Answer(HTTPStatus.UNPROCESSABLE_ENTITY, "invalid-body", "The body has fields that cannot be used"),
    InvalidParameters: Answer(HTTPStatus.UNPROCESSABLE_ENTITY, "invalid-parameters", "The query string cannot be used"),
    MalformedJSON: Answer(HTTPStatus.BAD_REQUEST, "malformed-json", "The body is not JSON"),
    RequestError: Answer(HTTPStatus.BAD_REQUEST, "bad-request", "The request cannot be answered"),
    WrongContentType: Answer(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "wrong-content-type", "The body has the wrong type"),
    UnknownResource: Answer(HTTPStatus.NOT_FOUND, "unknown-resource", "Nothing has that id"),
    ListsNotLoaded: Answer(HTTPStatus.SERVICE_UNAVAILABLE, "lists-not-loaded", "The lists are not loaded"),
    StaleLists: Answer(HTTPStatus.SERVICE_UNAVAILABLE, "lists-stale", "A list is too old to screen against"),
    ListError: Answer(HTTPStatus.SERVICE_UNAVAILABLE, "list-unusable", "A list cannot be used"),
    UnknownEdition: Answer(HTTPStatus.NOT_FOUND, "unknown-edition", "The list has no such edition"),
    IndexFileError: Answer(HTTPStatus.SERVICE_UNAVAILABLE, "index-unusable", "The index cannot be used"),
    TableError: Answer(HTTPStatus.INTERNAL_SERVER_ERROR, "table-unusable", "A table of the engine cannot be used"),
    DatabaseError: Answer(HTTPStatus.SERVICE_UNAVAILABLE, "database-unusable", "The database cannot be used"),
    NotRecorded: Answer(HTTPStatus.SERVICE_UNAVAILABLE, "not-recorded", "The screening could not be recorded"),
    CannotReplay: Answer(HTTPStatus.CONFLICT, "cannot-replay", "The screening cannot be replayed"),
    KeyReused: Answer(HTTPStatus.CONFLICT, "idempotency-key-reused", "The idempotency key came with another body before"),
    StoreError: Answer(HTTPStatus.CONFLICT, "conflict", "The request does not fit what is kept"),
    UnknownSubject: Answer(HTTPStatus.NOT_FOUND, "unknown-subject", "No subject has that id"),
    UnknownHold: Answer(HTTPStatus.NOT_FOUND, "unknown-hold", "No hold has that id"),
    UnderHold: Answer(HTTPStatus.CONFLICT, "under-hold", "A legal hold stands"),
    ProofError: Answer(HTTPStatus.INTERNAL_SERVER_ERROR, "proof-unusable", "What proves a record cannot be used"),
    AccessError: Answer(HTTPStatus.FORBIDDEN, "refused", "The request is refused for who makes it"),
    Unauthenticated: Answer(HTTPStatus.UNAUTHORIZED, "unauthenticated", "It is not known who asks"),
    Forbidden: Answer(HTTPStatus.FORBIDDEN, "forbidden", "This caller may not do that"),
    OnlyThisMachine: Answer(HTTPStatus.FORBIDDEN, "only-this-machine", "The service runs without authentication"),
    UnknownKey: Answer(HTTPStatus.NOT_FOUND, "unknown-key", "No key has that id"),
    KeyConflict: Answer(HTTPStatus.CONFLICT, "key-conflict", "The key is not in a state for that"),
    IssuerUnreachable: Answer(HTTPStatus.SERVICE_UNAVAILABLE, "issuer-unreachable", "Tokens cannot be checked now"),
    InvalidFile: Answer(HTTPStatus.UNPROCESSABLE_ENTITY, "invalid-file", "The file cannot be screened"),
    InvalidMapping: Answer(HTTPStatus.UNPROCESSABLE_ENTITY, "invalid-mapping", "The columns do not say what they hold"),
    JobError: Answer(HTTPStatus.CONFLICT, "job-refused", "The job does not allow that"),
    JobConflict: Answer(HTTPStatus.CONFLICT, "job-conflict", "The job is not in a state for that"),
    TooManyJobs: Answer(HTTPStatus.TOO_MANY_REQUESTS, "too-many-jobs", "Too many jobs are under way"),
    TooManyFiles: Answer(HTTPStatus.TOO_MANY_REQUESTS, "too-many-files", "Too many files are kept"),
    FileTooLarge: Answer(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "file-too-large", "The file is too large"),
    NotStored: Answer(HTTPStatus.SERVICE_UNAVAILABLE, "not-stored", "The file could not be kept"),
    CannotWrite: Answer(HTTPStatus.INTERNAL_SERVER_ERROR, "not-written", "A file could not be written"),
    CannotResume: Answer(HTTPStatus.CONFLICT, "not-resumable", "The run cannot go on"),
    Interrupted: Answer(HTTPStatus.SERVICE_UNAVAILABLE, "interrupted", "The run was stopped"),
    ConfigError: Answer(HTTPStatus.INTERNAL_SERVER_ERROR, "misconfigured", "The service is misconfigured"),
}
"""The one table. A class that is not in it is answered as its nearest ancestor that is."""

_WORDS: dict[int, tuple[str, str, str]] = {
    # status: last part of the type, what is wrong, what is allowed
    400: ("bad-request", "the request is broken, or was cut off", "a whole HTTP request with a JSON body"),
    404: ("not-found", "nothing is served at this path", "the paths in /v1/openapi.json, exactly as written, with no slash at the end"),
    405: ("method-not-allowed", "this path does not answer this method", ""),
    408: ("request-timeout", "the body took too long to arrive", "the whole body within the time that is set (SCREENING_BODY_SECONDS)"),
    413: ("body-too-large", "the body is too large", ""),
    429: ("too-many-requests", "this caller made too many requests", "what the RateLimit headers say, after the seconds of Retry-After"),
}


def answer_to(error: ScreeningError) -> Answer:
    """Find the row of `ANSWERS` for `error`: its class, or the nearest ancestor."""
    return next(ANSWERS[kind] for kind in type(error).__mro__ if kind in ANSWERS)


def problem_of(error: ScreeningError, most: int = MAX_PROBLEMS) -> dict[str, Any]:
    """Describe `error` as an RFC 9457 problem.

    `errors` holds up to `most` of its problems, each with a JSON pointer (RFC 6901) into the body, or the name of the
    parameter; `errors_total` counts all of them.
    """
    answer = answer_to(error)
    internal = answer.status == HTTPStatus.INTERNAL_SERVER_ERROR
    detail = "the error has been logged" if internal else str(error)
    problem: dict[str, Any] = {
        "type": PROBLEM_TYPE + answer.slug,
        "title": answer.title,
        "status": int(answer.status),
        "detail": readable(detail),
    }
    if isinstance(error, InvalidInput) and not internal:
        problem["detail"] = _summary(error.problems)
        problem["errors"] = _listed(error.problems[:most], "parameter" if isinstance(error, InvalidParameters) else "pointer")
        problem["errors_total"] = len(error.problems)
    if answer.status == HTTPStatus.SERVICE_UNAVAILABLE:
        problem["outcome"] = Outcome.ERROR
    if isinstance(error, MalformedJSON):
        problem["allowed"] = f"one JSON document in UTF-8, nested at most {MAX_DEPTH} levels deep"
    if isinstance(error, RequestError | AccessError | JobError) and error.allowed:
        problem["allowed"] = error.allowed
    return problem


def http_problem_of(error: HTTPException, body_limit: int) -> dict[str, Any]:
    """Describe an error of the framework (a path nobody serves, a wrong method, a large body ...) as a problem."""
    status = HTTPStatus(error.code or 500)
    slug, detail, allowed = _WORDS.get(status, (status.phrase.lower().replace(" ", "-"), status.phrase, ""))
    if isinstance(error, MethodNotAllowed):
        allowed = ", ".join(sorted(error.valid_methods or ()))
    if status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        allowed = f"at most {body_limit} bytes"
    problem: dict[str, Any] = {"type": PROBLEM_TYPE + slug, "title": status.phrase, "status": int(status), "detail": detail}
    if allowed:
        problem["allowed"] = allowed
    return problem


def readable(text: str) -> str:
    """Shorten `text` and spell out lone surrogates, so that echoing a caller's value is always safe and never long."""
    safe = text.encode("utf-8", "backslashreplace").decode("utf-8")
    return safe if len(safe) <= _MAX_TEXT else f"{safe[:_MAX_TEXT]}…"


def _summary(problems: tuple[Problem, ...]) -> str:
    first = readable(str(problems[0])) if problems else ""
    more = len(problems) - 1
    return f"{first} (and {more} more)" if more > 0 else first


def _listed(problems: Iterable[Problem], place: str) -> list[dict[str, str]]:
    listed = []
    for problem in problems:
        one = {place: readable(problem.pointer), "detail": readable(problem.detail)}
        if problem.allowed:
            one["allowed"] = problem.allowed
        listed.append(one)
    return listed
