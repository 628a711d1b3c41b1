"""`POST /v1/screenings/batch`: each row its own result or its own problem."""

from __future__ import annotations

import json
from typing import Any

import pytest

import api.record
from screening import examine


@pytest.fixture
def batch(client):
    """Post the queries; return the response."""

    def post(queries: Any):
        return client.post("/v1/screenings/batch", data=json.dumps({"queries": queries}), content_type="application/json")

    return post


def test_every_query_has_its_result_in_its_place(batch) -> None:
    answer = batch([{"name": "Antony Blinken"}, {"name": "Adrian Zenz", "reference": "b"}, {"name": "MERICS"}]).json
    assert [row["index"] for row in answer["results"]] == [0, 1, 2]
    assert [row["status"] for row in answer["results"]] == ["ok", "ok", "ok"]
    assert [row["outcome"] for row in answer["results"]] == ["clear", "review", "review"]
    assert answer["results"][1]["reference"] == "b"
    assert (answer["screened"], answer["refused"]) == (3, 0)
    assert len({row["id"] for row in answer["results"]}) == 3


def test_a_row_is_answered_as_it_would_be_alone(batch, ask) -> None:
    query = {"name": "Wang Jun-zheng", "threshold": 0.7, "lists": ["eu-council"]}
    [row] = batch([query]).json["results"]
    alone = ask(query).json
    varying = {"index", "status", "id", "screened_at"}
    assert {key: value for key, value in row.items() if key not in varying} == {key: alone[key] for key in alone if key not in varying}


@pytest.mark.parametrize(
    "bad",
    [
        None,
        5,
        "Wang",
        [],
        {},
        {"name": "-"},
        {"name": "\ud800"},
        {"name": "Wang", "kind": "company"},
        {"name": "Wang", "lists": ["nope"]},
        {"name": "Wang", "threshold": 9},
        {"name": "Wang", "colour": "red"},
    ],
)
def test_a_bad_row_fails_alone(batch, bad: Any) -> None:
    answer = batch([{"name": "Adrian Zenz"}, bad, {"name": "Wang Junzheng"}]).json
    first, refused, last = answer["results"]
    assert (len(first["hits"]), len(last["hits"])) == (1, 4)
    assert (refused["status"], refused["outcome"], refused["index"]) == ("error", "error", 1)
    assert refused["problem"]["status"] == 422
    assert all(error["pointer"].startswith("/queries/1") and error["allowed"] for error in refused["problem"]["errors"])
    assert (answer["screened"], answer["refused"]) == (2, 1)


def test_a_field_given_twice_fails_its_row_alone(client) -> None:
    body = b'{"queries": [{"name": "Adrian Zenz", "name": "Wang"}, {"name": "Adrian Zenz"}]}'
    answer = client.post("/v1/screenings/batch", data=body, content_type="application/json").json
    assert [row["status"] for row in answer["results"]] == ["error", "ok"]


def test_a_bad_row_keeps_its_reference_where_that_is_sound(batch) -> None:
    sound, unsound, none = batch([{"name": "-", "reference": "r1"}, {"name": "-", "reference": 1}, 5]).json["results"]
    assert [sound["reference"], unsound["reference"], none["reference"]] == ["r1", None, None]


def test_a_batch_of_bad_rows_alone_is_still_answered(batch) -> None:
    answer = batch([{}, {}]).json
    assert (answer["screened"], answer["refused"]) == (0, 2)


@pytest.mark.parametrize("queries", [[], None, {}, "Wang", [{"name": "Wang"}] * 1001])
def test_a_batch_holds_one_to_a_thousand_queries(batch, pointers, queries: Any) -> None:
    assert pointers(batch(queries)) == {"/queries"}


def test_a_thousand_queries_are_answered_by_one_call_of_the_engine_for_each_policy(batch, monkeypatch) -> None:
    calls = []

    def counted(queries, index, policy):
        calls.append(len(queries))
        return examine(queries, index, policy)

    monkeypatch.setattr(api.record, "examine", counted)
    queries = [{"name": "Zhang Ming"}, {"name": "Zhang Ming", "limit": 2}] * 499 + [
        {"name": "Zhang Ming", "lists": ["cn-mfa"]},
        {"name": "-"},
    ]
    answer = batch(queries).json
    assert (answer["screened"], answer["refused"]) == (999, 1)
    assert sorted(calls) == [1, 499, 499]


def test_the_batch_itself_may_have_no_other_field(client, pointers) -> None:
    response = client.post("/v1/screenings/batch", json={"queries": [{"name": "Wang"}], "threshold": 0.5})
    assert pointers(response) == {"/threshold"}


def test_a_row_of_very_many_problems_spells_out_ten(batch) -> None:
    [row] = batch([{f"field{number}": 1 for number in range(50)}]).json["results"]
    assert (len(row["problem"]["errors"]), row["problem"]["errors_total"]) == (10, 51)
