"""The application as it is served, on the real seeded lists, without a server."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from api import create_app
from api.config import Config

Post = Callable[..., TestResponse]


@pytest.fixture(scope="session")
def app() -> Flask:
    """The application with every list, logging errors only."""
    return create_app(Config(log_level="critical"))


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A client without memory of other tests."""
    return app.test_client()


@pytest.fixture
def ask(client: FlaskClient) -> Post:
    """Post a query to `/v1/screenings`: fields by keyword, or any JSON value by position."""

    def post(body: Any = None, /, **fields: Any) -> TestResponse:
        return client.post("/v1/screenings", data=json.dumps(fields if body is None else body), content_type="application/json")

    return post


@pytest.fixture
def send(client: FlaskClient) -> Post:
    """Post raw bytes to `/v1/screenings`, as JSON unless said otherwise."""

    def post(body: bytes, content_type: str | None = "application/json", **options: Any) -> TestResponse:
        return client.post("/v1/screenings", data=body, content_type=content_type, **options)

    return post


def problem_in(response: TestResponse, status: int) -> dict[str, Any]:
    """The problem of a response, after checking that it is one: status, type, and every member RFC 9457 names."""
    assert response.status_code == status, response.text
    assert response.content_type == "application/problem+json"
    problem: dict[str, Any] = json.loads(response.data)
    assert problem["status"] == status
    assert problem["type"].startswith("urn:screening:problem:")
    assert problem["title"]
    assert problem["detail"]
    assert problem["instance"] == f"urn:uuid:{response.headers['X-Request-ID']}"
    return problem


@pytest.fixture
def problem() -> Callable[[TestResponse, int], dict[str, Any]]:
    """`problem_in`, for tests that import nothing."""
    return problem_in


@pytest.fixture
def pointers() -> Callable[[TestResponse], set[str]]:
    """The JSON pointers of a 422 problem, after checking that each error says what is wrong and what is allowed."""

    def collect(response: TestResponse) -> set[str]:
        errors = problem_in(response, 422)["errors"]
        for error in errors:
            assert error["detail"]
            assert error["allowed"]
        return {error["pointer"] for error in errors}

    return collect
