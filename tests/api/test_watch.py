"""A running service takes up what comes into force, and says how each list stands."""

from __future__ import annotations

import gc
import threading
import time
import weakref
from dataclasses import replace
from datetime import timedelta

import pytest

from api import create_app
from api.catalogue import EXTENSION, list_store, load_catalogue
from api.config import Config
from lists.manage import withdraw
from screening.errors import IndexFileError
from tests.lists.house import ROWS, hour, take


@pytest.fixture
def config(tmp_path) -> Config:
    return Config(data=str(tmp_path / "var"), log_level="critical")


@pytest.fixture
def app(config):
    return create_app(config)


@pytest.fixture
def store(config, app):
    """The place of the application's editions, as another process has it."""
    store = list_store(config)
    yield store
    store.engine.dispose()


def ids(client):
    return [each["id"] for each in client.get("/v1/lists").json["lists"]]


def test_a_new_edition_is_taken_up_by_a_running_service(app, store):
    client = app.test_client()
    assert "house" not in ids(client)
    done = take(store)
    app.extensions[EXTENSION].look()
    assert "house" in ids(client)
    answer = client.post("/v1/screenings", json={"name": "Pavel Vydumannov"}).json
    assert [hit["party"]["id"] for hit in answer["hits"]] == ["house:C-001"]
    assert {each["id"]: each["edition"] for each in answer["lists"]}["house"] == done.edition.edition.id
    assert "house" in client.get("/v1/openapi.json").json["components"]["schemas"]["Query"]["properties"]["lists"]["items"]["enum"]


def test_it_is_taken_up_within_seconds_without_being_told(app, store, monkeypatch):
    monkeypatch.setattr("api.watch.SECONDS", 0.02)
    client = app.test_client()
    ids(client)
    take(store)
    for _ in range(500):
        if "house" in ids(client):
            break
        time.sleep(0.02)
    assert "house" in ids(client)


def test_a_process_that_comes_late_has_the_newest_at_once(app, store):
    take(store)
    assert "house" in ids(app.test_client())


def test_no_request_fails_while_editions_change(app, store):
    stop, wrong = threading.Event(), []

    def ask():
        client = app.test_client()
        while not stop.is_set():
            answer = client.post("/v1/screenings", json={"name": "Reinhard Butikofer"})
            if answer.status_code not in (200, 201) or not answer.json["hits"]:
                wrong.append(answer.text)

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for number in range(4):
        take(store, [*ROWS, f"N-{number},entity,Newcomer {number},,,"], at=number, accept_change="a test")
        app.extensions[EXTENSION].look()
    stop.set()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_what_cannot_be_opened_leaves_what_is_held(app, store, monkeypatch):
    client = app.test_client()
    before = ids(client)
    take(store)

    def damaged(*_):
        raise IndexFileError("the disk is gone")

    with monkeypatch.context() as patch:
        patch.setattr("api.catalogue.open_index", damaged)
        app.extensions[EXTENSION].look()
        assert ids(client) == before
    app.extensions[EXTENSION].look()
    assert "house" in ids(client)


def test_a_list_that_was_withdrawn_is_screened_no_more(app, store):
    client = app.test_client()
    withdraw(store, "uk-fcdo", reason="a test", by="tester", at=hour(1))
    app.extensions[EXTENSION].look()
    assert "uk-fcdo" not in ids(client)
    assert client.get("/v1/lists/uk-fcdo").status_code == 404


def test_a_list_withdrawn_stays_withdrawn_at_the_next_start(config, app, store):
    withdraw(store, "uk-fcdo", reason="a test", by="tester", at=hour(1))
    assert "uk-fcdo" not in ids(create_app(config).test_client())


def test_the_second_start_builds_no_index(config, app, monkeypatch):
    def build(*_):
        raise AssertionError("built again")

    monkeypatch.setattr("lists.indexes.build_index", build)
    assert len(ids(create_app(config).test_client())) == 5


def test_a_command_in_an_empty_folder_makes_none(tmp_path):
    catalogue = load_catalogue(Config(data=str(tmp_path / "var")))
    assert len(catalogue.lists) == 5
    assert list(tmp_path.iterdir()) == []


def test_a_command_reads_what_the_service_has_in_force(config, app, store):
    take(store)
    assert "house" in load_catalogue(config).list_ids


def test_an_application_that_is_gone_is_watched_no_more(config):
    app = create_app(config)
    app.test_client().get("/readyz")
    watch = weakref.ref(app.extensions[EXTENSION])
    del app
    gc.collect()
    assert watch() is None


# --- how the lists stand ---------------------------------------------------------------------------------------------------------------


@pytest.fixture
def official(app, store, monkeypatch):
    """A fetched list, loaded a moment ago."""
    import lists.status
    from lists.readers.registry import OFFICIAL_SOURCES

    source = replace(OFFICIAL_SOURCES["un-sc"], id="house", format="house-csv", hours=12)
    monkeypatch.setattr(lists.status, "OFFICIAL_SOURCES", {"house": source})
    from datetime import UTC, datetime

    now = datetime.now(UTC)
    return lambda hours_ago: take(store, at=(now - timedelta(hours=hours_ago) - hour(0)) / timedelta(hours=1))


def test_a_list_confirmed_lately_is_screened(app, official):
    official(167)
    assert app.test_client().post("/v1/screenings", json={"name": "Mira Wyrdmann"}).json["hits"]


def test_a_stale_list_clears_nobody(app, official, problem):
    official(169)
    client = app.test_client()
    told = problem(client.post("/v1/screenings", json={"name": "Nobody At All"}), 503)
    assert told["type"] == "urn:screening:problem:lists-stale"
    assert "house" in told["detail"]
    problem(client.post("/v1/screenings/batch", json={"queries": [{"name": "Nobody At All"}]}), 503)
    assert client.post("/v1/screenings", json={"name": "Nobody At All", "lists": ["uk-fcdo"]}).status_code in (200, 201)


def test_quarantine_is_told_and_what_was_in_force_still_answers(app, store):
    take(store)
    take(store, [*ROWS, "C-005,robot,Olo Brandt,,,"], at=1)
    client = app.test_client()
    assert client.post("/v1/screenings", json={"name": "Mira Wyrdmann"}).json["hits"]
