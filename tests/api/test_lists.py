"""`/v1/lists` and `/v1/parties`."""

from __future__ import annotations

import pytest

from api.wire.cursor import encode


def test_every_list_in_force_is_named_with_its_completeness(client) -> None:
    lists = {each["id"]: each for each in client.get("/v1/lists").json["lists"]}
    assert list(lists) == ["ca-gac", "cn-mfa", "eu-council", "uk-fcdo", "us-treasury"]
    assert [(each["named"], each["announced"]) for each in lists.values()] == [(2, None), (10, 14), (2, 4), (3, 5), (2, 2)]
    assert lists["cn-mfa"]["named_by_kind"] == {"individuals": 6, "entities": 4, "vessels": 0, "aircraft": 0}
    assert lists["uk-fcdo"]["announced_by_kind"] == {"individuals": 4, "entities": 1, "vessels": 0, "aircraft": 0}
    assert lists["ca-gac"]["announced_by_kind"] is None
    assert lists["cn-mfa"]["edition"]["parties"] == 10
    assert len(lists["cn-mfa"]["edition"]["sha256"]) == 64


def test_one_list_tells_what_its_document_states(client) -> None:
    found = client.get("/v1/lists/eu-council").json
    assert found["title"].startswith("European Union")
    assert found["source_document"]["id"] == found["document"]
    assert [each["id"] for each in found["source_document"]["statements"]] == ["xinjiang-2021-03-22#3"]
    assert "assets" in found["source_document"]["statements"][0]["says"]


def test_the_statement_of_every_party_is_found_on_its_list(client) -> None:
    for each in client.get("/v1/lists").json["lists"]:
        said = {one["id"] for one in client.get(f"/v1/lists/{each['id']}").json["source_document"]["statements"]}
        parties = client.get(f"/v1/lists/{each['id']}/parties").json["parties"]
        assert {party["statement"] for party in parties} <= said


def test_pages_walk_through_the_whole_list_once(client) -> None:
    seen: list[str] = []
    path = "/v1/lists/cn-mfa/parties?limit=3"
    cursor = ""
    for _ in range(4):
        page = client.get(path + cursor).json
        assert (page["total"], page["list_id"]) == (10, "cn-mfa")
        seen += [party["id"] for party in page["parties"]]
        cursor = f"&cursor={page['next_cursor']}"
    assert page["next_cursor"] is None
    assert len(seen) == len(set(seen)) == 10
    assert seen == sorted(seen)


def test_a_page_that_ends_with_the_list_has_no_next(client) -> None:
    assert client.get("/v1/lists/cn-mfa/parties?limit=10").json["next_cursor"] is None


@pytest.mark.parametrize("limit", ["0", "501", "-1", "1.5", "ten", "", "١", "1e2", "9" * 5_000])
def test_a_limit_out_of_bounds_is_refused(client, problem, limit: str) -> None:
    [error] = problem(client.get("/v1/lists/cn-mfa/parties", query_string={"limit": limit}), 422)["errors"]
    assert error["parameter"] == "limit"
    assert error["allowed"] == "a whole number from 1 to 500"


@pytest.mark.parametrize(
    "cursor",
    ["x", "", "ü", "e30", "WzFd", "WyJhIiwxLDJd", encode("eu-council", "2021", "eu-council:x"), "Ww" * 400, "x" * 2_000],
)
def test_a_cursor_of_another_make_is_refused(client, problem, cursor: str) -> None:
    [error] = problem(client.get("/v1/lists/cn-mfa/parties", query_string={"cursor": cursor}), 422)["errors"]
    assert error["parameter"] == "cursor"


def test_a_cursor_of_another_edition_is_refused_and_not_followed(client, problem) -> None:
    cursor = encode("cn-mfa", "2020-01-01-00000000", "cn-mfa:adrian-zenz")
    [error] = problem(client.get(f"/v1/lists/cn-mfa/parties?cursor={cursor}"), 422)["errors"]
    assert "2020-01-01-00000000" in error["detail"]
    assert "start again" in error["allowed"]


def test_unknown_and_repeated_parameters_are_refused_together(client, problem) -> None:
    errors = problem(client.get("/v1/lists/cn-mfa/parties?limit=1&limit=2&page=3"), 422)["errors"]
    assert [error["parameter"] for error in errors] == ["limit", "page"]
    assert errors[1]["allowed"] == "the parameters limit, cursor"


def test_a_party_is_shown_in_full(client) -> None:
    party = client.get("/v1/parties/uk-fcdo:xpcc-public-security-bureau").json
    assert party["kind"] == "entity"
    assert party["names"][0]["kind"] == "primary"
    assert {name["origin"] for name in party["names"]} == {"source", "curated"}
    assert party["measures"] == ["unspecified"]
    assert party["position"] is None


def test_a_hit_shows_the_party_as_its_own_address_does(client, ask) -> None:
    [hit] = ask(name="Adrian Zenz").json["hits"]
    assert client.get(f"/v1/parties/{hit['party']['id']}").json == hit["party"]


@pytest.mark.parametrize(
    "path", ["/v1/lists/nope", "/v1/lists/nope/parties", "/v1/lists/CN-MFA", "/v1/parties/nope", "/v1/parties/cn-mfa:%F0%9F%98%80"]
)
def test_an_id_nobody_has_is_a_404_that_says_where_to_find_one(client, problem, path: str) -> None:
    assert problem(client.get(path), 404)["allowed"]


@pytest.mark.parametrize(
    "path", ["/v1/lists", "/v1/lists/cn-mfa", "/v1/lists/cn-mfa/parties", "/v1/parties/cn-mfa:adrian-zenz", "/v1/openapi.json"]
)
def test_what_a_client_keeps_is_confirmed_and_not_sent_again(client, path: str) -> None:
    first = client.get(path)
    assert first.headers["Cache-Control"] == "no-cache"
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert client.get(path, headers={"If-None-Match": '"other"'}).status_code == 200


@pytest.mark.parametrize("path", ["/v1/lists", "/v1/lists/cn-mfa", "/healthz", "/readyz", "/docs", "/v1/openapi.json"])
def test_head_answers_as_get_without_the_body(client, path: str) -> None:
    head, get = client.head(path), client.get(path)
    assert (head.status_code, head.data) == (200, b"")
    assert head.headers["Content-Type"] == get.headers["Content-Type"]
    assert head.headers["Content-Length"] == get.headers["Content-Length"]
