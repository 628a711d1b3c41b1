"""Puts the application together: settings, lists, resources, errors, headers, logs."""

from __future__ import annotations

import time
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from flask import Flask, Response, g, jsonify, request
from werkzeug.exceptions import HTTPException

from api import acts, audit, docs, health, keys, lists, screenings, subjects, why
from api.access.errors import AccessError
from api.access.guard import challenge
from api.access.setup import control_access
from api.catalogue import EXTENSION, Catalogue
from api.config import Config, unknown_variables
from api.errors import ListsNotLoaded, http_problem_of, problem_of
from api.examples import example_answers
from api.jobs.files_resource import resource as files_resource
from api.jobs.places import Places
from api.jobs.resource import resource as jobs_resource
from api.list_acts import keep_noting
from api.vault import EXTENSION as VAULT
from api.vault import open_vault
from api.watch import Watch
from api.wire.headers import secure
from api.wire.identity import uuid7
from api.wire.log import LOG, logger, where
from api.wire.openapi import DOCUMENT, PROBLEM_JSON, Specification
from api.wire.resource import BODY_LIMIT, BODY_SECONDS
from api.wire.strict_json import JSONProvider
from api.wire.upload import ARRIVING, UPLOAD_LIMIT, UPLOAD_SECONDS, ReceivingRequest
from lists import load_all
from screening.errors import ScreeningError


def build(config: Config | None = None) -> Flask:
    """Build the application; `config` defaults to what the environment says.

    A list that cannot be loaded leaves the process up and not ready: `/readyz` and every screening answer 503 with the reason,
    and nothing is ever `clear`. Raises `ConfigError` for settings that cannot be used, and for an address
    on which a service without authentication would be open to others.
    """
    from_environment = config is None
    config = config or Config.from_env()
    app = Flask("api", static_folder=None)
    app.json = JSONProvider(app)
    app.config[BODY_LIMIT] = config.body_limit
    app.config[BODY_SECONDS] = config.body_seconds
    # One more than the limit: werkzeug cuts a body of unannounced length at this number in silence, and `read_json` must see it.
    app.config["MAX_CONTENT_LENGTH"] = config.body_limit + 1
    app.config[UPLOAD_LIMIT] = config.upload_limit
    app.config[UPLOAD_SECONDS] = config.upload_seconds
    app.request_class = ReceivingRequest
    app.url_map.merge_slashes = False
    log = app.extensions[LOG] = logger(config)
    if from_environment:
        for name in unknown_variables():
            log.warning("no such setting", variable=name)
    vault = app.extensions[VAULT] = open_vault(config, log)
    app.config[ARRIVING] = lambda: Places(vault.folder).arriving
    watch = app.extensions[EXTENSION] = Watch(config, log, load_all)
    keep_noting(vault, watch, log)
    specification = Specification(app)
    for resource in (
        screenings.resource,
        subjects.resource,
        audit.resource,
        acts.resource,
        why.resource,
        lists.resource,
        keys.resource,
        files_resource,
        jobs_resource,
        health.resource,
    ):
        specification.register_blueprint(resource)
    app.register_blueprint(docs.pages)
    _answer_errors(app)
    _follow_requests(app)
    control_access(app, config, vault)
    describe = _describer(app.extensions, specification)
    describe(watch.held)
    watch.heard.append(describe)
    return app


def _describer(extensions: dict[str, Any], specification: Specification) -> Callable[[Catalogue | ListsNotLoaded], None]:
    """Give back what writes the OpenAPI document anew when other lists come into force."""

    def describe(held: Catalogue | ListsNotLoaded) -> None:
        ready = held if isinstance(held, Catalogue) else None
        scopes = {"lists": ready.list_ids, "programmes": ready.index.programmes} if ready else {}
        extensions[DOCUMENT] = specification.document(scopes, example_answers(ready) if ready else {})

    return describe


def _answer_errors(app: Flask) -> None:
    def ours(error: ScreeningError) -> Response:
        problem = problem_of(error)
        if problem["status"] >= HTTPStatus.INTERNAL_SERVER_ERROR:
            app.extensions[LOG].error("not answered", request=g.request_id, error=type(error).__qualname__, reason=str(error))
        response = _problem(problem)
        if isinstance(error, AccessError):
            response.headers.update(challenge(error))
        return response

    def the_frameworks(error: HTTPException) -> Response:
        response = _problem(http_problem_of(error, app.config[BODY_LIMIT]))
        for name, value in error.get_headers():
            if name not in {"Content-Type", "Content-Length"}:
                response.headers[name] = value
        return response

    def unforeseen(error: Exception) -> Response:
        # The exception's own text may quote a caller's data: it is not logged.
        app.extensions[LOG].error(
            "unforeseen error", request=g.request_id, error=type(error).__qualname__, where=where(error.__traceback__)
        )
        return _problem(problem_of(ScreeningError()))

    app.register_error_handler(ScreeningError, ours)
    app.register_error_handler(HTTPException, the_frameworks)
    app.register_error_handler(Exception, unforeseen)


def _problem(problem: dict[str, Any]) -> Response:
    response = jsonify({**problem, "instance": f"urn:uuid:{g.request_id}"})
    response.status_code = problem["status"]
    response.mimetype = PROBLEM_JSON
    return response


def _follow_requests(app: Flask) -> None:
    @app.before_request
    def begin() -> None:
        g.began = time.perf_counter()
        g.request_id = str(uuid7(time.time_ns() // 1_000_000))

    @app.after_request
    def end(response: Response) -> Response:
        response.headers["X-Request-ID"] = g.request_id
        app.extensions[LOG].info(
            "answered",
            request=g.request_id,
            method=request.method,
            route=request.url_rule.rule if request.url_rule else None,
            status=response.status_code,
            ms=round((time.perf_counter() - g.began) * 1000, 2),
        )
        return secure(response)
