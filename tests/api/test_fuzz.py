"""Never a 500: arbitrary JSON, arbitrary bytes, arbitrary paths, and the fields of a query filled with anything."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

EXPECTED = {201, 400, 413, 415, 422}
FIELDS = ["name", "other_names", "kind", "birth_date", "countries", "identifiers", "lists", "threshold", "limit", "reference"]

any_text = st.text(st.characters(exclude_categories=[]), max_size=60)
scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | any_text
any_json = st.recursive(scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(any_text, inner, max_size=4), max_leaves=12)
near_queries = st.dictionaries(st.sampled_from(FIELDS), any_json, max_size=5).flatmap(
    lambda fields: st.builds(lambda name: {**fields, "name": name}, any_text | any_json)
)

examined = settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])


def check(response) -> None:
    """A refusal is a problem; an answer is one."""
    assert response.status_code in EXPECTED, response.text
    assert response.content_type == ("application/json" if response.status_code == 201 else "application/problem+json")
    response.data.decode("utf-8")


@examined
@given(any_json)
def test_any_json_is_answered_or_refused(ask, body) -> None:
    check(ask([body] if body is None else body))


@examined
@given(near_queries)
def test_any_query_is_answered_or_refused(ask, body) -> None:
    check(ask(body))


@examined
@given(st.lists(near_queries, min_size=1, max_size=4))
def test_any_batch_answers_every_row(client, rows) -> None:
    response = client.post("/v1/screenings/batch", data=json.dumps({"queries": rows}), content_type="application/json")
    check(response)
    assert [row["index"] for row in response.json["results"]] == list(range(len(rows)))


@examined
@given(st.binary(max_size=200))
@example(b"\x00")
@example(b'{"name": "\\ud83d"}')
def test_any_bytes_are_answered_or_refused(send, body: bytes) -> None:
    check(send(body))


@examined
@given(st.text(st.characters(exclude_categories=[]), min_size=1, max_size=40).filter(lambda name: name.strip()))
def test_any_name_is_answered_or_refused(ask, name: str) -> None:
    check(ask(name=name))


@pytest.mark.parametrize("path", ["/v1/lists/{}", "/v1/parties/{}", "/v1/lists/{}/parties", "/{}", "/v1/lists/cn-mfa/parties?cursor={}"])
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=st.text(st.characters(codec="utf-8"), max_size=30))
def test_any_path_is_answered_or_refused(client, path: str, value: str) -> None:
    from urllib.parse import quote

    response = client.get(path.format(quote(value, safe="")))
    assert response.status_code in {200, 302, 404, 422}, response.text
