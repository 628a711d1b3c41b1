"""`/healthz`, `/readyz`, and a service whose lists did not load."""

from __future__ import annotations

import json

import pytest
from flask import Flask
from sqlalchemy import event

import api.app
from api import create_app
from api.config import Config
from api.vault import EXTENSION
from lists.database import DatabaseError
from screening.errors import InvalidParty, ListError


@pytest.fixture(params=[ListError, InvalidParty])
def half_loaded(monkeypatch, request) -> Flask:
    """An application one of whose lists is broken."""

    def broken() -> None:
        raise request.param("seeded/cn-mfa.toml: party 3: no name")

    monkeypatch.setattr(api.app, "load_all", broken)
    return create_app(Config(log_level="critical"))


def test_a_healthy_service_is_up_and_ready(client) -> None:
    assert client.get("/healthz").json == {"status": "up"}
    ready = client.get("/readyz").json
    assert (ready["status"], ready["lists"], ready["parties"]) == ("ready", 5, 19)
    assert client.get("/readyz").headers["Cache-Control"] == "no-store"


def test_without_its_lists_the_service_is_up_and_not_ready(half_loaded, problem) -> None:
    client = half_loaded.test_client()
    assert client.get("/healthz").status_code == 200
    assert "cn-mfa.toml" in problem(client.get("/readyz"), 503)["detail"]


@pytest.mark.parametrize("path", ["/v1/lists", "/v1/lists/cn-mfa", "/v1/lists/cn-mfa/parties", "/v1/parties/cn-mfa:adrian-zenz"])
def test_without_its_lists_the_service_shows_none(half_loaded, problem, path: str) -> None:
    problem(half_loaded.test_client().get(path), 503)


def test_without_its_lists_the_service_screens_nothing_and_clears_nobody(half_loaded, problem) -> None:
    client = half_loaded.test_client()
    problem(client.post("/v1/screenings", json={"name": "Antony Blinken"}), 503)
    problem(client.post("/v1/screenings/batch", json={"queries": [{"name": "Antony Blinken"}]}), 503)
    assert json.loads(client.get("/v1/openapi.json").data)["openapi"].startswith("3.1")


def test_only_the_configured_lists_are_in_force(pointers) -> None:
    client = create_app(Config(lists=("eu-council", "uk-fcdo"), log_level="critical")).test_client()
    assert [each["id"] for each in client.get("/v1/lists").json["lists"]] == ["eu-council", "uk-fcdo"]
    assert len(client.post("/v1/screenings", json={"name": "Wang Junzheng"}).json["hits"]) == 2
    assert pointers(client.post("/v1/screenings", json={"name": "Wang", "lists": ["cn-mfa"]})) == {"/lists/0"}
    assert client.get("/v1/parties/cn-mfa:adrian-zenz").status_code == 404


def test_a_service_whose_database_does_not_answer_is_not_ready(tmp_path, monkeypatch, problem) -> None:
    app = create_app(Config(log_level="critical", data=str(tmp_path / "var")))
    assert app.test_client().get("/readyz").status_code == 200

    def gone(_: object) -> None:
        raise DatabaseError("the database cannot be used: gone")

    monkeypatch.setattr("api.health.answers", gone)
    assert problem(app.test_client().get("/readyz"), 503)["type"].endswith("database-unusable")
    assert app.test_client().get("/healthz").status_code == 200


def test_a_service_whose_disk_is_full_is_not_ready_until_there_is_room_again(tmp_path, monkeypatch, problem) -> None:
    app = create_app(Config(log_level="critical", data=str(tmp_path / "var")))
    client = app.test_client()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("api.store.writable.os.fsync", full)
        told = problem(client.get("/readyz"), 503)
    assert told["type"].endswith("database-unusable")
    assert "the data folder cannot be written: No space left on device" in told["detail"]
    assert client.get("/readyz").status_code == 200


def test_a_service_whose_database_cannot_be_written_is_not_ready(tmp_path, database, problem) -> None:
    app = create_app(Config(log_level="critical", data=str(tmp_path / "var"), database=database))
    vault, client = app.extensions[EXTENSION], app.test_client()

    @event.listens_for(vault.engine, "begin")
    def read_alone(connection) -> None:
        sqlite = connection.dialect.name == "sqlite"
        connection.exec_driver_sql("PRAGMA query_only = ON" if sqlite else "SET TRANSACTION READ ONLY")

    assert problem(client.get("/readyz"), 503)["type"].endswith("database-unusable")
    problem(client.post("/v1/screenings", json={"name": "Adrian Zenz"}), 503)
    vault.close()


def test_readiness_writes_seldom_and_leaves_nothing(tmp_path, monkeypatch) -> None:
    app = create_app(Config(log_level="critical", data=str(tmp_path / "var")))
    client, tried = app.test_client(), []
    monkeypatch.setattr("api.store.writable._write", tried.append)
    assert {client.get("/readyz").status_code for _ in range(20)} == {200}
    assert len(tried) == 1
    monkeypatch.undo()
    before = sorted(path.name for path in (tmp_path / "var").iterdir())
    monkeypatch.setattr("api.store.writable.SECONDS", 0.0)
    client.get("/readyz")
    assert sorted(path.name for path in (tmp_path / "var").iterdir()) == before
