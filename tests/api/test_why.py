"""Why a party is a hit for a query, or where it was lost."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from api.cli import cli

BUTIKOFER = "cn-mfa:reinhard-butikofer"


@pytest.mark.parametrize(
    ("body", "stage"),
    [
        ({"name": "Reinhard Buetikofer", "party": BUTIKOFER}, "hit"),
        ({"name": "Reinhard Schmidt", "party": BUTIKOFER}, "below_threshold"),
        ({"name": "Tokyo", "party": BUTIKOFER}, "nothing_in_common"),
        ({"name": "Reinhard Buetikofer", "party": BUTIKOFER, "lists": ["uk-fcdo"]}, "out_of_scope"),
        ({"name": "Reinhard Buetikofer", "party": "cn-mfa:nobody"}, "not_listed"),
    ],
)
def test_the_stage_where_a_party_was_lost_is_told(client: FlaskClient, body: dict[str, object], stage: str) -> None:
    answer = client.post("/v1/why", json=body)
    assert answer.status_code == 200
    assert answer.json is not None
    assert answer.json["stage"] == stage
    assert answer.json["explanation"].endswith(".")
    assert (answer.json["short_by"] == 0) is (stage == "hit")


def test_what_would_make_it_a_hit_is_told(client: FlaskClient) -> None:
    body = {"name": "Reinhard Peter Paul Anton Butikofer Smith", "party": BUTIKOFER, "threshold": 0.9}
    answer = client.post("/v1/why", json=body).json
    assert answer is not None
    assert any(change.startswith("A threshold of ") for change in answer["changes"])
    assert "An identifier that agrees." not in answer["changes"], "the list states none"


def test_a_question_without_a_party_is_refused(client: FlaskClient) -> None:
    answer = client.post("/v1/why", json={"name": "Reinhard Buetikofer"})
    assert answer.status_code == 422
    assert answer.json is not None
    assert [error["pointer"] for error in answer.json["errors"]] == ["/party"]


def test_the_command_line_answers_the_same(client: FlaskClient) -> None:
    done = CliRunner().invoke(cli, ["why", "Reinhard Schmidt", BUTIKOFER, "--json"])
    assert done.exit_code == 0
    assert json.loads(done.output) == client.post("/v1/why", json={"name": "Reinhard Schmidt", "party": BUTIKOFER}).json
    assert CliRunner().invoke(cli, ["why", "Reinhard Buetikofer", BUTIKOFER]).exit_code == 1
    assert CliRunner().invoke(cli, ["why", "-", BUTIKOFER]).exit_code == 2


@pytest.mark.parametrize(
    ("given", "document"),
    [
        ("imo:9187629", {"type": "imo", "value": "9187629"}),
        ("passport@DE:AB:12", {"type": "passport", "value": "AB:12", "country": "DE"}),
    ],
)
def test_the_command_line_takes_identifiers_as_the_service_does(client: FlaskClient, given: str, document: dict[str, str]) -> None:
    body = {"name": "Reinhard Schmidt", "party": BUTIKOFER, "identifiers": [document]}
    done = CliRunner().invoke(cli, ["why", "Reinhard Schmidt", BUTIKOFER, "--identifier", given, "--json"])
    assert json.loads(done.output) == client.post("/v1/why", json=body).json


@pytest.mark.parametrize("command", [["check", "Reinhard Schmidt"], ["why", "Reinhard Schmidt", BUTIKOFER]])
def test_an_identifier_that_cannot_be_read_is_refused_with_what_is_allowed(command: list[str]) -> None:
    without = CliRunner().invoke(cli, [*command, "--identifier", "9187629"])
    assert (without.exit_code, "TYPE:VALUE" in without.output) == (2, True)
    unknown = CliRunner().invoke(cli, [*command, "--identifier", "shoe:42"])
    assert (unknown.exit_code, "--identifier number 1" in unknown.output) == (2, True)
