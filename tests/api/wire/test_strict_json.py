"""JSON is read strictly and written safely."""

from __future__ import annotations

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.wire.strict_json import MAX_DEPTH, MalformedJSON, RepeatedKeys, parse

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=10,
)


@given(json_values)
def test_what_json_can_say_is_read_as_it_was_meant(value) -> None:
    assert parse(json.dumps(value).encode()) == value


@given(st.binary(max_size=100))
def test_any_bytes_are_read_or_refused(body: bytes) -> None:
    with suppress(MalformedJSON):
        parse(body)


def test_nesting_is_read_to_its_limit_and_no_further() -> None:
    assert parse(b"[" * MAX_DEPTH + b"]" * MAX_DEPTH)
    with pytest.raises(MalformedJSON, match=f"{MAX_DEPTH} levels"):
        parse(b"[" * (MAX_DEPTH + 1) + b"]" * (MAX_DEPTH + 1))


@pytest.mark.parametrize("opening", [b"[", b'{"a":', b'[{"a":'])
def test_absurd_nesting_is_refused_whether_closed_or_not(opening: bytes) -> None:
    closing = {b"[": b"]", b'{"a":': b"}", b'[{"a":': b"}]"}[opening]
    for body in (opening * 100_000, opening * 100_000 + b"1" + closing * 100_000):
        with pytest.raises(MalformedJSON):
            parse(body)


def test_repeated_keys_are_marked_and_named_once() -> None:
    value = parse(b'{"a": 1, "b": 2, "a": 3, "a": 4}')
    assert isinstance(value, RepeatedKeys)
    assert value.repeated == ("a",)
    assert not isinstance(parse(b'{"a": 1, "b": 2}'), RepeatedKeys)


@pytest.mark.parametrize("name", ["NaN", "Infinity", "-Infinity"])
def test_what_is_no_json_number_is_refused(name: str) -> None:
    with pytest.raises(MalformedJSON, match=name):
        parse(f"[{name}]".encode())


def test_an_error_says_where() -> None:
    with pytest.raises(MalformedJSON, match="line 2, column 3"):
        parse(b"{\n  x}")
    with pytest.raises(MalformedJSON, match="byte 3"):
        parse(b'["\xff"]')


def test_text_with_a_lone_surrogate_is_written_as_the_escape_it_is(app) -> None:
    assert app.json.dumps({"a": "ü\ud800"}) == '{"a": "ü\\ud800"}'
    assert app.json.loads('{"a": "ü"}') == {"a": "ü"}
