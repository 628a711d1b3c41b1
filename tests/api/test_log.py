"""What is logged: enough to follow a request, and nothing about anybody."""

from __future__ import annotations

import json

import pytest

from api import create_app
from api.config import Config


@pytest.fixture
def logged(capsys):
    """Post a screening, a batch and bad ones to a service that logs everything; return the log."""
    client = create_app(Config(log_level="debug")).test_client()
    query = {"name": "Adrian Zenz", "reference": "the-client-says", "identifiers": [{"type": "passport", "value": "C01X0006H"}]}
    client.post("/v1/screenings", json=query)
    client.post("/v1/screenings/batch", json={"queries": [query, {"name": "Zenz", "kind": "Zenz"}]})
    client.post("/v1/screenings?name=Zenz", json={**query, "Zenz": 1})
    client.get("/v1/parties/Zenz")
    client.get("/Zenz")
    return capsys.readouterr().err


def test_no_personal_data_is_logged(logged: str) -> None:
    assert not [word for word in ("Zenz", "zenz", "the-client-says", "C01X0006H") if word in logged]


def test_each_line_is_one_json_object_that_follows_a_request(logged: str) -> None:
    lines = [json.loads(line) for line in logged.splitlines()]
    answered = [line for line in lines if line["event"] == "answered"]
    assert [(line["route"], line["status"]) for line in answered] == [
        ("/v1/screenings", 201),
        ("/v1/screenings/batch", 201),
        ("/v1/screenings", 422),
        ("/v1/parties/<party_id>", 404),
        (None, 404),
    ]
    assert all(line["ms"] >= 0 and line["request"] and line["timestamp"].endswith("Z") for line in answered)
    [screened] = [line for line in lines if line["event"] == "screened"]
    assert (screened["review"], screened["hits"], screened["repeated"]) == (1, 1, False)
    [batch] = [line for line in lines if line["event"] == "screened a batch"]
    assert (batch["rows"], batch["refused"], batch["review"]) == (2, 1, 1)


def test_the_level_is_obeyed(capsys) -> None:
    create_app(Config(log_level="error")).test_client().get("/healthz")
    assert capsys.readouterr().err == ""


def test_text_is_for_people(capsys) -> None:
    create_app(Config(log_format="text")).test_client().get("/healthz")
    assert "lists loaded" in capsys.readouterr().err
