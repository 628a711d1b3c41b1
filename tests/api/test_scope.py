"""Queries narrowed by list, programme, measure and kind of the listed party."""

from __future__ import annotations

import pytest

from api import create_app
from api.catalogue import EXTENSION, list_store
from api.config import Config
from tests.api.conftest import problem_in
from tests.lists import house
from tests.lists.house import take

ROWS = (
    "C-001,individual,Pavel Vydumannov,,,,Exit,asset_freeze",
    "C-002,entity,Pavel Vydumannov,,,,Exit,travel_ban",
    "C-003,vessel,Pavel Vydumannov,,,,Storm,asset_freeze | entry_ban",
)


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    config = Config(data=str(tmp_path_factory.mktemp("scope") / "var"), log_level="critical")
    app = create_app(config)
    store = list_store(config)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(house, "HEADER", f"{house.HEADER},programme,measures")
        take(store, ROWS)
    app.extensions[EXTENSION].look()
    yield app.test_client()
    store.engine.dispose()


def found(client, **scope):
    answer = client.post("/v1/screenings", json={"name": "Pavel Vydumannov", **scope})
    assert answer.status_code == 201, answer.text
    return [hit["party"]["id"].rpartition("-")[2] for hit in answer.json["hits"]]


@pytest.mark.parametrize(
    ("scope", "ids"),
    [
        ({}, ["001", "002", "003"]),
        ({"lists": ["house"]}, ["001", "002", "003"]),
        ({"lists": ["cn-mfa"]}, []),
        ({"programmes": ["Exit"]}, ["001", "002"]),
        ({"programmes": ["Exit", "Storm"]}, ["001", "002", "003"]),
        ({"measures": ["asset_freeze"]}, ["001", "003"]),
        ({"measures": ["travel_ban", "entry_ban"]}, ["002", "003"]),
        ({"kinds": ["vessel"]}, ["003"]),
        ({"kinds": ["individual", "entity"], "measures": ["travel_ban"]}, ["002"]),
        ({"programmes": ["Storm"], "kinds": ["individual"]}, []),
    ],
)
def test_only_parties_in_scope_are_hits(client, scope, ids):
    assert found(client, **scope) == ids


def test_the_answer_says_what_was_in_scope(client):
    answer = client.post("/v1/screenings", json={"name": "Nobody", "programmes": ["Storm"], "kinds": ["vessel"]}).json["policy"]
    assert [answer[name] for name in ("lists", "programmes", "measures", "kinds")] == [None, ["Storm"], None, ["vessel"]]


def test_a_narrowed_screening_replays(client):
    made = client.post("/v1/screenings", json={"name": "Pavel Vydumannov", "programmes": ["Storm"]}).json
    assert client.post(f"/v1/screenings/{made['id']}/replay", json={"on": "recorded"}).json["identical"]


@pytest.mark.parametrize(
    ("scope", "pointer"),
    [
        ({"programmes": ["Sturm"]}, "/programmes/0"),
        ({"programmes": []}, "/programmes"),
        ({"measures": ["freeze"]}, "/measures/0"),
        ({"kinds": ["ship"]}, "/kinds/0"),
        ({"kinds": "vessel"}, "/kinds"),
    ],
)
def test_a_scope_that_would_screen_nothing_is_refused(client, scope, pointer):
    told = problem_in(client.post("/v1/screenings", json={"name": "Pavel Vydumannov", **scope}), 422)
    assert [error["pointer"] for error in told["errors"]] == [pointer]
    assert told["errors"][0]["allowed"]


def test_each_row_of_a_batch_has_its_own_scope(client):
    rows = [{"name": "Pavel Vydumannov", "kinds": ["vessel"]}, {"name": "Pavel Vydumannov"}, {"name": "x", "programmes": ["Sturm"]}]
    results = client.post("/v1/screenings/batch", json={"queries": rows}).json["results"]
    assert [len(result["hits"]) for result in results[:2]] == [1, 3]
    assert results[2]["status"] == "error"
