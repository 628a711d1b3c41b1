"""Every error is a problem, and none tells more than it should."""

from __future__ import annotations

import json

import pytest
from werkzeug.exceptions import BadRequest, HTTPException, default_exceptions

import api.asking
from api import create_app
from api.config import Config
from api.errors import ANSWERS, InvalidBody, ListsNotLoaded, UnknownResource, answer_to, http_problem_of, problem_of, readable
from screening.errors import InvalidParty, InvalidPolicy, InvalidQuery, Problem, ScreeningError


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (InvalidQuery("x"), 422),
        (InvalidPolicy("x"), 422),
        (InvalidParty("x"), 422),
        (InvalidBody("x"), 422),
        (UnknownResource("x"), 404),
        (ListsNotLoaded("x"), 503),
        (ScreeningError("x"), 500),
    ],
)
def test_an_error_is_answered_as_its_class_or_the_nearest_ancestor(error: ScreeningError, status: int) -> None:
    assert answer_to(error).status == status
    assert problem_of(error)["status"] == status


def test_problem_types_are_told_apart() -> None:
    assert len({answer.slug for answer in ANSWERS.values()}) == len(ANSWERS)


@pytest.mark.parametrize("error", [kind() for kind in default_exceptions.values()], ids=lambda error: str(error.code))
def test_every_error_of_the_framework_becomes_a_problem(error: HTTPException) -> None:
    problem = http_problem_of(error, 10)
    assert problem["status"] == error.code
    assert problem["type"].startswith("urn:screening:problem:")
    assert problem["detail"]


def test_an_internal_error_keeps_its_reason_to_itself() -> None:
    assert "secret" not in json.dumps(problem_of(ScreeningError("secret")))


def test_an_echoed_value_is_short_and_safe() -> None:
    assert readable("a\ud800b") == "a\\ud800b"
    assert len(readable("x" * 10_000)) == 301


def test_a_problem_counts_what_it_does_not_spell_out() -> None:
    problem = problem_of(InvalidBody([Problem(f"/{number}", "wrong") for number in range(7)]), most=3)
    assert (len(problem["errors"]), problem["errors_total"]) == (3, 7)
    assert problem["detail"] == "/0: wrong (and 6 more)"


@pytest.fixture
def failing(monkeypatch):
    """A client of an application whose engine fails, quoting the name in its message."""

    def fail(questions, *_):
        raise RuntimeError(f"cannot compare {questions[0].query.name}")

    monkeypatch.setattr(api.asking, "screen_all", fail)
    return create_app(Config(log_level="error")).test_client()


def test_an_unforeseen_error_is_a_problem_and_is_logged_without_the_name(failing, problem, capsys) -> None:
    found = problem(failing.post("/v1/screenings", json={"name": "Adrian Zenz"}), 500)
    logged = json.loads(capsys.readouterr().err)
    assert "Zenz" not in json.dumps([found, logged])
    assert logged["error"] == "RuntimeError"
    assert logged["request"] in found["instance"]
    assert any(place.startswith("api.asking:") for place in logged["where"])


def test_headers_an_error_of_the_framework_brings_are_kept(client, app) -> None:
    assert client.delete("/healthz").headers["Allow"]
    with app.test_request_context("/"):
        app.preprocess_request()
        response = app.make_response(app.handle_user_exception(BadRequest()))
    assert response.content_type == "application/problem+json"
