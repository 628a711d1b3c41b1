"""Whatever cannot be screened is refused with a problem that says what, where and what is allowed. Never a 500."""

from __future__ import annotations

import gzip
import io
import json

import pytest
from gunicorn.http.errors import InvalidChunkSize

LONE_SURROGATE = json.dumps("\ud800")


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({}, "/name"),
        ({"name": None}, "/name"),
        ({"name": 5}, "/name"),
        ({"name": ["Wang"]}, "/name"),
        ({"name": {"first": "Wang"}}, "/name"),
        ({"name": True}, "/name"),
        ({"name": ""}, "/name"),
        ({"name": " \t\n "}, "/name"),
        ({"name": "-"}, "/name"),
        ({"name": "!!!"}, "/name"),
        ({"name": "😀😀"}, "/name"),
        ({"name": "x" * 501}, "/name"),
        ({"name": "Wang\x00Junzheng"}, "/name"),
        ({"name": "Wang\x1bJunzheng"}, "/name"),
        ({"name": "Wang\x85Junzheng"}, "/name"),
        ({"name": "Wang \ud800"}, "/name"),
        ({"name": "Wang", "other_names": "Zenz"}, "/other_names"),
        ({"name": "Wang", "other_names": ["Zenz", "-"]}, "/other_names/1"),
        ({"name": "Wang", "other_names": ["Zenz", None]}, "/other_names/1"),
        ({"name": "Wang", "other_names": ["Zenz"] * 21}, "/other_names"),
        ({"name": "Wang", "nmae": "Wang"}, "/nmae"),
        ({"name": "Wang", "a/b~c": 1}, "/a~1b~0c"),
        ({"name": "Wang", "\ud800": 1}, "/\\ud800"),
        ({"name": "Wang", "_schema": 1}, "/_schema"),
        ({"name": "Wang", "kind": "company"}, "/kind"),
        ({"name": "Wang", "kind": "Individual"}, "/kind"),
        ({"name": "Wang", "kind": None}, "/kind"),
        ({"name": "Wang", "kind": []}, "/kind"),
        ({"name": "Wang", "birth_date": "1953-02-30"}, "/birth_date"),
        ({"name": "Wang", "birth_date": "1953-13"}, "/birth_date"),
        ({"name": "Wang", "birth_date": "1953-1-2"}, "/birth_date"),
        ({"name": "Wang", "birth_date": "26.01.1953"}, "/birth_date"),
        ({"name": "Wang", "birth_date": "0000"}, "/birth_date"),
        ({"name": "Wang", "birth_date": "9999"}, "/birth_date"),
        ({"name": "Wang", "birth_date": "~1953"}, "/birth_date"),
        ({"name": "Wang", "birth_date": "1950/1955"}, "/birth_date"),
        ({"name": "Wang", "birth_date": "１９５３"}, "/birth_date"),
        ({"name": "Wang", "birth_date": ""}, "/birth_date"),
        ({"name": "Wang", "birth_date": 1953}, "/birth_date"),
        ({"name": "Wang", "countries": "CN"}, "/countries"),
        ({"name": "Wang", "countries": ["CN", "ZZ"]}, "/countries/1"),
        ({"name": "Wang", "countries": ["cn"]}, "/countries/0"),
        ({"name": "Wang", "countries": ["CHN"]}, "/countries/0"),
        ({"name": "Wang", "countries": [1]}, "/countries/0"),
        ({"name": "Wang", "identifiers": [{"type": "passport"}]}, "/identifiers/0/value"),
        ({"name": "Wang", "identifiers": [{"value": "X1"}]}, "/identifiers/0/type"),
        ({"name": "Wang", "identifiers": [{"type": "library card", "value": "X1"}]}, "/identifiers/0/type"),
        ({"name": "Wang", "identifiers": [{"type": "passport", "value": "--"}]}, "/identifiers/0/value"),
        ({"name": "Wang", "identifiers": [{"type": "passport", "value": "\ud800"}]}, "/identifiers/0/value"),
        ({"name": "Wang", "identifiers": [{"type": "passport", "value": 5}]}, "/identifiers/0/value"),
        ({"name": "Wang", "identifiers": [{"type": "passport", "value": "X1", "country": "ZZ"}]}, "/identifiers/0/country"),
        ({"name": "Wang", "identifiers": [{"type": "passport", "value": "X1", "issuer": "CN"}]}, "/identifiers/0/issuer"),
        ({"name": "Wang", "identifiers": ["X1"]}, "/identifiers/0"),
        ({"name": "Wang", "identifiers": [None]}, "/identifiers/0"),
        ({"name": "Wang", "identifiers": {}}, "/identifiers"),
        ({"name": "Wang", "lists": ["no-such-list"]}, "/lists/0"),
        ({"name": "Wang", "lists": []}, "/lists"),
        ({"name": "Wang", "lists": "cn-mfa"}, "/lists"),
        ({"name": "Wang", "lists": ["\ud800"]}, "/lists/0"),
        ({"name": "Wang", "threshold": 0.29}, "/threshold"),
        ({"name": "Wang", "threshold": 1.01}, "/threshold"),
        ({"name": "Wang", "threshold": 80}, "/threshold"),
        ({"name": "Wang", "threshold": "0.8"}, "/threshold"),
        ({"name": "Wang", "threshold": True}, "/threshold"),
        ({"name": "Wang", "limit": 0}, "/limit"),
        ({"name": "Wang", "limit": 1001}, "/limit"),
        ({"name": "Wang", "limit": 1.5}, "/limit"),
        ({"name": "Wang", "limit": "5"}, "/limit"),
        ({"name": "Wang", "limit": True}, "/limit"),
        ({"name": "Wang", "reference": 4711}, "/reference"),
        ({"name": "Wang", "reference": ""}, "/reference"),
        ({"name": "Wang", "reference": "x" * 201}, "/reference"),
        ({"name": "Wang", "reference": "a\x00b"}, "/reference"),
    ],
)
def test_a_field_that_cannot_be_used_is_pointed_at(ask, pointers, fields: dict[str, object], pointer: str) -> None:
    assert pointers(ask(fields)) == {pointer}


@pytest.mark.parametrize("body", [None, True, 0, "Wang", [], [{"name": "Wang"}]])
def test_a_body_that_is_no_object_is_refused_as_a_whole(send, pointers, body: object) -> None:
    assert pointers(send(json.dumps(body).encode())) == {""}


def test_every_problem_is_told_at_once(ask, pointers) -> None:
    wrong = {
        "name": "-",
        "other_names": [""],
        "kind": "company",
        "birth_date": "1953-02-30",
        "countries": ["DE", "ZZ"],
        "identifiers": [{"type": "card", "value": "--"}],
        "lists": ["nope"],
        "threshold": 2,
        "limit": 0,
        "reference": 1,
        "colour": "red",
    }
    assert pointers(ask(wrong)) == {
        "/name",
        "/other_names/0",
        "/kind",
        "/birth_date",
        "/countries/1",
        "/identifiers/0/type",
        "/identifiers/0/value",
        "/lists/0",
        "/threshold",
        "/limit",
        "/reference",
        "/colour",
    }


@pytest.mark.parametrize(
    ("fields", "allowed"),
    [
        ({"name": "Wang", "lists": ["nope"]}, "ca-gac, cn-mfa, eu-council, uk-fcdo, us-treasury"),
        ({"name": "Wang", "kind": "company"}, "individual, entity, vessel, aircraft"),
        ({"name": "Wang", "threshold": 2}, "a number from 0.3 to 1.0"),
        ({"name": "Wang", "limit": 0}, "a whole number from 1 to 1000"),
        ({"name": "!!!"}, "1 to 500 characters with at least one letter or digit"),
    ],
)
def test_a_problem_says_what_is_allowed(ask, problem, fields: dict[str, object], allowed: str) -> None:
    [error] = problem(ask(fields), 422)["errors"]
    assert error["allowed"] == allowed


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (b'{"name": "Wang", "name": "Zenz"}', "/name"),
        (b'{"name": "Wang", "identifiers": [{"type": "passport", "type": "passport", "value": "1"}]}', "/identifiers/0/type"),
    ],
)
def test_a_field_given_twice_is_refused(send, pointers, body: bytes, field: str) -> None:
    assert pointers(send(body)) == {field}


def test_a_lone_surrogate_escape_is_refused_where_it_stands(send, pointers) -> None:
    assert pointers(send(f'{{"name": {LONE_SURROGATE}, "reference": {LONE_SURROGATE}}}'.encode())) == {"/name", "/reference"}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"   ",
        b"{",
        b'{"name": "Wang"} x',
        b"{'name': 'Wang'}",
        b'{"name": "Wang",}',
        b'{"name": "Wang\n"}',
        b'{"threshold": NaN}',
        b'{"threshold": Infinity}',
        b'{"threshold": -Infinity}',
        b'{"name": "\xff"}',
        b'{"name": "\xed\xa0\x80"}',
        '{"name": "Wang"}'.encode("utf-16"),
        b"[" * 100_000,
        b"[" * 100_000 + b"]" * 100_000,
        b'{"a":' * 30_000 + b"1" + b"}" * 30_000,
        b'{"name":' + b"[" * 21 + b"]" * 21 + b"}",
    ],
    ids=lambda body: f"{body[:16]!r}...{len(body)}",
)
def test_a_body_that_is_not_json_or_absurdly_nested_is_a_400(send, problem, body: bytes) -> None:
    found = problem(send(body), 400)
    assert found["type"].endswith("malformed-json")
    assert "UTF-8" in found["allowed"]


@pytest.mark.parametrize("number", ["1" * 5_000, "-" + "9" * 100_000, "1e999", "1" + "0" * 400])
def test_a_number_beyond_all_bounds_is_a_problem_of_its_field(send, pointers, number: str) -> None:
    assert pointers(send(f'{{"name": "Wang", "threshold": {number}, "limit": {number}}}'.encode())) == {"/threshold", "/limit"}


@pytest.mark.parametrize(
    "content_type",
    [
        None,
        "",
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "application/json; charset=latin-1",
        "json",
        "*/*",
    ],
)
def test_a_body_of_another_type_is_a_415(send, problem, content_type: str | None) -> None:
    assert problem(send(b'{"name": "Wang"}', content_type), 415)["allowed"] == "application/json, in UTF-8"


def test_a_compressed_body_is_a_415(send, problem) -> None:
    found = problem(send(gzip.compress(b'{"name": "Wang"}'), headers={"Content-Encoding": "gzip"}), 415)
    assert found["allowed"] == "a body without Content-Encoding"


def test_a_body_over_one_megabyte_is_a_413(send, problem) -> None:
    body = json.dumps({"name": "Wang", "reference": "x" * 1_000_000}).encode()
    assert problem(send(body), 413)["allowed"] == "at most 1000000 bytes"


@pytest.mark.parametrize("padding", [1_000_000, 1_000_001, 3_000_000])
def test_a_body_of_unannounced_length_is_never_cut_short(client, problem, padding: int) -> None:
    body = b'{"name": "Wang"}' + b" " * padding
    response = client.post(
        "/v1/screenings",
        input_stream=io.BytesIO(body),
        content_type="application/json",
        environ_overrides={"wsgi.input_terminated": True, "CONTENT_LENGTH": ""},
    )
    problem(response, 413)


def test_a_body_whose_chunks_are_broken_is_a_400(client, problem) -> None:
    class Broken(io.BytesIO):
        def readinto(self, _buffer) -> int:
            raise InvalidChunkSize(b"ZZ")

    response = client.post(
        "/v1/screenings",
        input_stream=Broken(),
        content_type="application/json",
        environ_overrides={"wsgi.input_terminated": True, "CONTENT_LENGTH": ""},
    )
    assert problem(response, 400)["type"].endswith("bad-request")


def test_a_body_of_just_one_megabyte_is_read(send, pointers) -> None:
    shell = len(json.dumps({"name": "Wang", "reference": ""}))
    body = json.dumps({"name": "Wang", "reference": "x" * (1_000_000 - shell)}).encode()
    assert len(body) == 1_000_000
    assert pointers(send(body)) == {"/reference"}


@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE", "HEAD", "TRACE"])
def test_a_wrong_method_is_a_405_that_names_the_right_one(client, problem, method: str) -> None:
    response = client.open("/v1/screenings/batch", method=method)
    assert set(response.headers["Allow"].split(", ")) == {"POST", "OPTIONS"}
    assert response.status_code == 405
    if method != "HEAD":
        assert problem(response, 405)["allowed"] == "OPTIONS, POST"


def test_options_says_what_is_allowed(client) -> None:
    response = client.options("/v1/screenings/batch")
    assert response.status_code == 200
    assert set(response.headers["Allow"].split(", ")) == {"POST", "OPTIONS"}


@pytest.mark.parametrize(
    "path", ["/nope", "/v1", "/v1/screenings/", "/v1//screenings", "/v1/lists/", "/healthz/", "/docs/", "/v1/screenings/batch/x"]
)
def test_a_path_nobody_serves_is_a_404(client, problem, path: str) -> None:
    assert "/v1/openapi.json" in problem(client.get(path), 404)["allowed"]


def test_a_query_string_is_refused_where_none_is_taken(client, problem) -> None:
    [error] = problem(client.post("/v1/screenings?threshold=0.5", json={"name": "Wang"}), 422)["errors"]
    assert error == {"parameter": "threshold", "detail": "unknown parameter", "allowed": "no parameter"}


def test_a_long_value_is_not_echoed_in_full(ask) -> None:
    response = ask(name="Wang", kind="k" * 100_000, **{"f" * 100_000: 1})
    assert response.status_code == 422
    assert len(response.data) < 3_000


def test_of_very_many_problems_the_first_hundred_are_spelt_out(ask, problem) -> None:
    found = problem(ask({"name": "Wang", **{f"field{number}": 1 for number in range(5_000)}}), 422)
    assert (len(found["errors"]), found["errors_total"]) == (100, 5_000)
