"""The OpenAPI 3.1 document: its head, how problems are described in it, and what only a loaded application knows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from http import HTTPStatus
from typing import Any

from flask import Flask
from flask_smorest import Api

from api.access.errors import Forbidden, Unauthenticated
from api.access.identify import CREDENTIALS
from api.errors import InvalidBody, KeyReused, ListsNotLoaded, UnknownResource, WrongContentType, problem_of
from api.schemas.batch import RefusedRowSchema, ScreenedRowSchema
from api.schemas.problem import ProblemSchema
from api.wire.security import HEADERS, REFUSALS, SCHEMES, describe_access
from api.wire.strict_json import MalformedJSON
from screening import ENGINE_VERSION
from screening.errors import Problem, ScreeningError

DOCUMENT = "screening-openapi"
"""Where an application keeps its document, in `app.extensions`."""

PROBLEM_JSON = "application/problem+json"

_HEAD = {
    "API_TITLE": "Sanctions screening",
    "API_VERSION": ENGINE_VERSION,
    "OPENAPI_VERSION": "3.1.0",
    "API_SPEC_OPTIONS": {
        "info": {
            "description": "Screens names against sanctions lists. Every hit is scored, explained and carries the list it comes from; "
            "every answer carries the editions, policy and engine that produced it. Every error is an RFC 9457 problem.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
    },
}

# Each status with what it means and an error whose problem is its example; None where the framework raises it.
_REFUSALS: dict[HTTPStatus, tuple[str, ScreeningError | None]] = {
    HTTPStatus.BAD_REQUEST: ("The body is not JSON, not UTF-8, or nested too deep.", MalformedJSON("the body is empty")),
    HTTPStatus.UNAUTHORIZED: ("It is not known who asks.", Unauthenticated("there are no credentials", CREDENTIALS)),
    HTTPStatus.FORBIDDEN: (
        "Who asks is known, and may not do this.",
        Forbidden("key:onboarding lacks the permission keys:write", "a caller with one of the roles operator"),
    ),
    HTTPStatus.NOT_FOUND: ("Nothing in force has that id.", UnknownResource("no list in force has this id", "one of eu-council, uk-fcdo")),
    HTTPStatus.REQUEST_TIMEOUT: ("The body took too long to arrive.", None),
    HTTPStatus.CONFLICT: (
        "The request cannot be met as things stand; the problem says why.",
        KeyReused("this Idempotency-Key came with another body before", "a new key for a new body"),
    ),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: ("The body is over the limit.", None),
    HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE: ("The range begins behind the end.", None),
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: (
        "The body does not say that it is application/json.",
        WrongContentType("the content type is 'text/plain'", "application/json, in UTF-8"),
    ),
    HTTPStatus.UNPROCESSABLE_ENTITY: (
        "Fields or parameters that cannot be used, all of them at once.",
        InvalidBody([Problem("/kind", "unknown value 'company'", "individual, entity, vessel, aircraft")]),
    ),
    HTTPStatus.TOO_MANY_REQUESTS: ("The caller made too many requests; Retry-After says when to go on.", None),
    HTTPStatus.INTERNAL_SERVER_ERROR: ("Something unforeseen went wrong; it is logged under the problem's `instance`.", ScreeningError()),
    HTTPStatus.SERVICE_UNAVAILABLE: (
        "The lists are not loaded, or the database cannot be used: nothing can be answered.",
        ListsNotLoaded("a list could not be loaded"),
    ),
}


class Specification(Api):  # type: ignore[misc]  # flask-smorest has no types
    """flask-smorest's `Api`, with problems in place of its own error format."""

    DEFAULT_ERROR_RESPONSE_NAME = None

    def __init__(self, app: Flask) -> None:
        app.config.update(_HEAD)
        super().__init__(app)
        self._of = app
        for name, scheme in SCHEMES.items():
            self.spec.components.security_scheme(name, dict(scheme))
        self.spec.components.schema("ScreenedRow", schema=ScreenedRowSchema)
        self.spec.components.schema("RefusedRow", schema=RefusedRowSchema)

    def _register_responses(self) -> None:
        for status, (description, error) in _REFUSALS.items():
            content: dict[str, Any] = {"schema": ProblemSchema}
            if error is not None:
                content["example"] = problem_of(error)
            described = {"description": description, "content": {PROBLEM_JSON: content}, "headers": HEADERS.get(status, {})}
            # Those of access are referred to from what `describe_access` writes, of which the specification knows nothing.
            self.spec.components.response(status.name, described, lazy=status not in REFUSALS)

    def _register_pagination_header(self) -> None:
        """Leave out flask-smorest's pagination, which is not used."""

    def _register_etag_headers(self) -> None:
        """Leave out flask-smorest's entity tags, which are not used."""

    def _register_error_handlers(self) -> None:
        """Leave errors to `api.app`, which answers all of them alike."""

    def document(self, scopes: Mapping[str, Sequence[str]], answers: Mapping[str, Any]) -> dict[str, Any]:
        """Write the whole document.

        `scopes` maps `lists` and `programmes` to those there are, empty when nothing is loaded; `answers` holds an example answer
        for some POST operations, by path.
        """
        document: dict[str, Any] = deepcopy(self.spec.to_dict())
        describe_access(document, self._of)
        for name in ("Query", "WhyQuestion", "JobRequest"):
            for field, values in scopes.items():
                items: dict[str, Any] = {"type": "string", "enum": list(values)} if values else {"not": {}}
                document["components"]["schemas"][name]["properties"][field]["items"] = items
        options = document["components"]["schemas"]["JobOptions"]["properties"]
        for field, values in scopes.items():
            if values:
                options[field]["items"] = {"type": "string", "enum": list(values)}
            else:
                del options[field]  # a field for which no value is allowed says no more than one that is not there
        for path, answer in answers.items():
            document["paths"][path]["post"]["responses"]["201"]["content"]["application/json"]["example"] = answer
        return document
