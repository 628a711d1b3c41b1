"""Editions, changes and how lists stand, over HTTP."""

from __future__ import annotations

import pytest

from api import create_app
from api.catalogue import EXTENSION, list_store
from api.config import Config
from lists.database import writing
from lists.manage import withdraw
from lists.store.ledger import exclude
from tests.lists.house import ROWS, hour, take


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """A service with a house list that was loaded twice, then quarantined; its two editions."""
    config = Config(data=str(tmp_path_factory.mktemp("kept") / "var"), log_level="critical")
    app = create_app(config)
    store = list_store(config)
    with writing(store.engine) as connection:
        exclude(connection, "house", "C-002", reason="dissolved", by="Ada", at=hour(0))
    first = take(store)
    second = take(
        store, [ROWS[0].replace("1968-05-17", "1968"), *ROWS[1:], "C-005,vessel,Invented Moon,,,"], at=24, accept_change="a ship more"
    )
    take(store, ["C-005,robot,Olo Brandt,,,"], at=48)
    withdraw(store, "uk-fcdo", reason="a test", by="Ada", at=hour(48))
    app.extensions[EXTENSION].look()
    yield app.test_client(), first.edition.edition.id, second.edition.edition.id
    store.engine.dispose()


def test_every_edition_is_named_with_what_it_was_read_from_and_what_was_checked(kept):
    client, first, second = kept
    answer = client.get("/v1/lists/house/editions").json
    assert answer["total"] == 2
    assert [(one["id"], one["in_force"]) for one in answer["editions"]] == [(second, True), (first, False)]
    newest = answer["editions"][0]
    assert newest["files"][0]["name"] == "house.csv"
    assert newest["checked"]["excluded"] == [{"entry": "C-002", "reason": "dissolved"}]
    assert newest["checked"]["accepted"] == "a ship more"
    assert (newest["checked"]["names_asked"], newest["checked"]["names_found"]) == (5, 5)
    assert [(one["edition"], one["how"], one["by"]) for one in answer["history"]] == [(second, "load", "tester"), (first, "load", "tester")]
    assert len(client.get("/v1/lists/house/editions?limit=1").json["editions"]) == 1


def test_a_withdrawn_list_keeps_its_editions_and_history(kept):
    client, _, _ = kept
    answer = client.get("/v1/lists/uk-fcdo/editions").json
    assert answer["total"] == 1
    assert [answer["history"][0][name] for name in ("edition", "how", "reason")] == [None, "withdraw", "a test"]


def test_changes_since_an_edition_or_a_moment_are_told(kept):
    client, first, second = kept
    by_edition = client.get(f"/v1/lists/house/changes?since={first}").json
    assert (by_edition["before"], by_edition["after"]) == (first, second)
    assert by_edition["totals"] == {"added": 1, "removed": 0, "changed": 1}
    assert by_edition["added"] == [{"id": "house:C-005", "kind": "vessel", "primary_name": "Invented Moon"}]
    [changed] = by_edition["changed"]
    assert changed["id"] == "house:C-001"
    assert changed["fields"] == [{"field": "birth_dates", "removed": ["1968-05-17"], "added": ["1968"], "reordered": False}]
    assert client.get("/v1/lists/house/changes?since=2026-11-24T12:00:00Z").json == by_edition
    assert client.get(f"/v1/lists/house/changes?since={second}").json["totals"] == {"added": 0, "removed": 0, "changed": 0}


@pytest.mark.parametrize(
    ("path", "status", "slug"),
    [
        ("/v1/lists/house/changes?since=2020-01-01", 422, "invalid-parameters"),
        ("/v1/lists/house/changes", 422, "invalid-parameters"),
        ("/v1/lists/house/changes?since=nothing", 404, "unknown-edition"),
        ("/v1/lists/nowhere/changes?since=2026-11-24", 404, "unknown-resource"),
        ("/v1/lists/nowhere/editions", 404, "unknown-resource"),
        ("/v1/lists/house/editions?limit=0", 422, "invalid-parameters"),
    ],
)
def test_what_there_is_not_is_told(kept, problem, path, status, slug):
    client, _, _ = kept
    assert problem(client.get(path), status)["type"] == f"urn:screening:problem:{slug}"


def test_how_each_list_stands_is_told(kept):
    client, _, second = kept
    answer = client.get("/v1/lists").json
    house = {one["id"]: one for one in answer["lists"]}["house"]
    assert house["edition"]["id"] == second
    assert house["status"]["state"] == "quarantined"
    assert "robot" in house["status"]["problems"][0]
    assert house["status"]["since"] == "2026-11-25T08:00:00.000Z"
    assert house["completeness"] == "4 of 5 records, 1 excluded"
    assert {one["id"]: one["status"]["state"] for one in answer["lists"]}["cn-mfa"] == "current"
    assert [(one["id"], one["status"]["state"]) for one in answer["not_in_force"]] == [("uk-fcdo", "withdrawn")]
    assert client.get("/v1/lists/house").json["status"]["due_at"] is None


def test_readiness_names_what_was_quarantined(kept):
    client, _, _ = kept
    ready = client.get("/readyz").json
    assert (ready["status"], ready["quarantined"], ready["failed"]) == ("ready", ["house"], [])


def test_pages_of_parties_follow_each_other(kept):
    client, _, _ = kept
    seen, cursor = [], ""
    while cursor is not None:
        page = client.get(f"/v1/lists/house/parties?limit=2{cursor and f'&cursor={cursor}'}").json
        seen += [party["id"] for party in page["parties"]]
        cursor = page["next_cursor"]
    assert seen == ["house:C-001", "house:C-003", "house:C-004", "house:C-005"]


def test_facts_of_a_party_name_their_place_in_the_file(kept):
    client, _, _ = kept
    party = client.get("/v1/parties/house:C-001").json
    assert {"field": "birth_dates/0", "source": "house.csv C-001 birth_dates"} in party["provenance"]
