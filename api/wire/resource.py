"""One decorator for one operation: its route, what it reads, what it answers, which problems it may answer with.

A thin layer over flask-smorest, which writes the OpenAPI document from it. Three things are done here and not left to
flask-smorest: bodies are read by `read_json` (it would take a wrong content type for an empty body), unknown and repeated
query-string parameters are refused (it would drop them), and problems are described as ``application/problem+json``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import wraps
from http import HTTPStatus
from types import MappingProxyType
from typing import Any, TypeVar

import marshmallow as ma
from flask import Response, current_app, jsonify, request
from flask_smorest import Blueprint
from gunicorn.http.errors import ParseException
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge, RequestTimeout

from api.errors import InvalidParameters, WrongContentType
from api.schemas.query import NoParameters, load
from api.wire.deadlines import DEADLINES
from api.wire.strict_json import parse
from api.wire.upload import MULTIPART, OPTIONS, Sent, is_multipart, read_upload
from screening.errors import Problem

View = TypeVar("View", bound=Callable[..., Any])
JSON = "application/json"
BODY_LIMIT = "SCREENING_BODY_LIMIT"
"""Where an application keeps the largest body it accepts, in bytes, in `app.config`."""

BODY_SECONDS = "SCREENING_BODY_SECONDS"
"""Where an application keeps the time a client has for sending a body, in seconds, in `app.config`."""

_NOTHING: Mapping[HTTPStatus, Mapping[str, Any]] = MappingProxyType({})
_ALWAYS_POSSIBLE = (HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.INTERNAL_SERVER_ERROR)
_BODY_PROBLEMS = (
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.REQUEST_TIMEOUT,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
)


@dataclass(frozen=True, slots=True)
class Written:
    """An answer that is JSON already and needs no dumping; `headers` go with it."""

    document: Any
    headers: Mapping[str, str] = field(default_factory=dict)


class Resource(Blueprint):  # type: ignore[misc]  # flask-smorest has no types
    """A blueprint whose views are declared with `operation`."""

    def operation(
        self,
        method: str,
        path: str,
        *,
        answers: type[ma.Schema] | None,
        reads: type[ma.Schema] | None = None,
        uploads: type[ma.Schema] | None = None,
        parameters: type[ma.Schema] = NoParameters,
        status: HTTPStatus = HTTPStatus.OK,
        headers: Sequence[Mapping[str, Any]] = (),
        refuses: Sequence[HTTPStatus] = (),
        keep: bool = True,
        examples: Mapping[str, Any] | None = None,
        also: Mapping[HTTPStatus, Mapping[str, Any]] = _NOTHING,
    ) -> Callable[[View], View]:
        """Register a view at `path` (a Flask rule).

        With `reads` the view's first argument is the parsed JSON document; with `uploads`, a body with a file in it, it is `Sent`, which a
        body of JSON becomes too where both are given; with `parameters` the next is what was loaded from the query string. What it
        returns is dumped with `answers`, or sent as it is when it is `Written`, and answered with `status`; a response of its own
        goes out as it is, and `also` describes those, by status, for the OpenAPI document.
        `headers` are those of the request that it reads, as OpenAPI describes parameters. `refuses` are the statuses of problems
        beyond those any such operation has. `keep`: a client may keep the answer to a GET as long as it asks whether it still
        stands. `examples` are bodies for the OpenAPI document, by name.
        """
        # Made once: making a schema with all that is nested in it costs more than a screening.
        answer, query_string = answers() if answers else None, parameters()
        statuses = {*refuses, *_ALWAYS_POSSIBLE, *(_BODY_PROBLEMS if reads or uploads else ())}

        def decorate(view: View) -> View:
            @wraps(view)
            def respond(**path_values: Any) -> Response:
                given = read_parameters(query_string)
                arguments = _read_body_as(reads, uploads)
                if parameters is not NoParameters:
                    arguments.append(given)
                result = view(*arguments, **path_values)
                if isinstance(result, Response):
                    return result
                written = result if isinstance(result, Written) or answer is None else Written(answer.dump(result))
                response = jsonify(written.document)
                response.status_code = status
                response.headers.update(written.headers)
                return revalidated(response) if method == "GET" and keep else response

            described = self.response(status, answers)(respond)
            for refusal in sorted(statuses):
                described = self.alt_response(refusal, refusal.name)(described)
            if method == "GET" and keep:
                described = self.alt_response(HTTPStatus.NOT_MODIFIED, description="What the client keeps (If-None-Match) still stands.")(
                    described
                )
            body = _reading(reads, uploads, examples or {})
            others = {"responses": {str(int(code)): dict(told) for code, told in also.items()}} if also else {}
            described = self.doc(operationId=view.__name__, **body, **_taking(parameters, headers), **others)(described)
            self.add_url_rule(path, view.__name__, described, methods=[method])
            return view

        return decorate


def _read_body_as(reads: type[ma.Schema] | None, uploads: type[ma.Schema] | None) -> list[Any]:
    if uploads is None:
        return [read_json()] if reads else []
    if reads is not None and not is_multipart():
        return [Sent(read_json(), None)]
    return [read_upload(options=reads is not None)]


def read_json() -> Any:
    """Read the body of the request as one JSON document.

    Raises `WrongContentType` when it does not say that it is JSON in UTF-8, uncompressed; `MalformedJSON` when it is not;
    werkzeug's `RequestEntityTooLarge` when it exceeds the limit, `RequestTimeout` when it takes too long to arrive, `BadRequest` when it
    is cut off or its transfer encoding is broken.
    """
    charset = request.mimetype_params.get("charset", "utf-8")
    if request.mimetype != JSON or charset.lower() not in {"utf-8", "utf8"}:
        given = request.headers.get("Content-Type") or "none"
        raise WrongContentType(
            f"the content type is {given!r}" if given != "none" else "the request has no content type", f"{JSON}, in UTF-8"
        )
    if request.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise WrongContentType("the body is compressed", "a body without Content-Encoding")
    body = _read_body()
    if len(body) > current_app.config[BODY_LIMIT]:
        raise RequestEntityTooLarge
    return parse(body)


def _read_body() -> bytes:
    """Read the body while its time lasts. gunicorn reads it only now, and finds out only now if it is broken or cut off."""
    with DEADLINES.reading(request.environ.get("gunicorn.socket"), current_app.config[BODY_SECONDS]) as deadline:
        try:
            body = request.get_data()
        except (ParseException, BadRequest, OSError) as error:
            raise RequestTimeout if deadline and deadline.missed else BadRequest from error
    if deadline and deadline.missed:  # what there was by then; gunicorn hands it over as if it were all
        raise RequestTimeout
    return body


def read_parameters(schema: ma.Schema) -> Any:
    """Load the query string. Raises `InvalidParameters` with every unknown, repeated or unusable parameter at once."""
    repeated = [Problem(name, "is given more than once", "once") for name, values in request.args.lists() if len(values) > 1]
    value, problems = load(schema, request.args.to_dict())
    named = [Problem(problem.pointer.lstrip("/"), _plain(problem.detail), _plain(problem.allowed)) for problem in problems]
    if repeated or named:
        raise InvalidParameters(repeated + named)
    return value


def _plain(words: str) -> str:
    # What a schema says of fields, said of a query string.
    return (
        words.replace("an object with the fields ", "the parameters ")
        .replace("unknown field", "unknown parameter")
        .replace("no field", "no parameter")
    )


def revalidated(response: Response) -> Response:
    """Let clients keep an answer as long as they ask, each time, whether it still stands."""
    response.headers["Cache-Control"] = "no-cache"
    response.add_etag()
    response.make_conditional(request)
    return response


def _reading(schema: type[ma.Schema] | None, uploads: type[ma.Schema] | None, examples: Mapping[str, Any]) -> dict[str, Any]:
    content: dict[str, Any] = {}
    if schema is not None:
        content[JSON] = {"schema": schema, "examples": {name: {"value": value} for name, value in examples.items()}}
    if uploads is not None:
        parts = {OPTIONS: {"contentType": JSON}} if OPTIONS in uploads().fields else {}
        content[MULTIPART] = {"schema": uploads, "encoding": parts}
    return {"requestBody": {"required": True, "content": content}} if content else {}


def _taking(schema: type[ma.Schema], headers: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    queried = [{"in": "query", "schema": schema}] if schema is not NoParameters else []
    taken = [*queried, *({"in": "header", **header} for header in headers)]
    return {"parameters": taken} if taken else {}
