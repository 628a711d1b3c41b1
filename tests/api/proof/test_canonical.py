"""Canonical JSON, held to the examples of RFC 8785 and to its rules."""

from __future__ import annotations

import json
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.proof.canonical import MOST_EXACT, canonical, digest, number, spliced
from api.proof.errors import NotCanonical

# RFC 8785, appendix B: the bits of an IEEE 754 double, and how it is written.
NUMBERS = [
    ("0000000000000000", "0"),
    ("8000000000000000", "0"),
    ("0000000000000001", "5e-324"),
    ("8000000000000001", "-5e-324"),
    ("7fefffffffffffff", "1.7976931348623157e+308"),
    ("ffefffffffffffff", "-1.7976931348623157e+308"),
    ("4340000000000000", "9007199254740992"),
    ("c340000000000000", "-9007199254740992"),
    ("4430000000000000", "295147905179352830000"),
    ("44b52d02c7e14af5", "9.999999999999997e+22"),
    ("44b52d02c7e14af6", "1e+23"),
    ("44b52d02c7e14af7", "1.0000000000000001e+23"),
    ("444b1ae4d6e2ef4e", "999999999999999700000"),
    ("444b1ae4d6e2ef4f", "999999999999999900000"),
    ("444b1ae4d6e2ef50", "1e+21"),
    ("3eb0c6f7a0b5ed8c", "9.999999999999997e-7"),
    ("3eb0c6f7a0b5ed8d", "0.000001"),
    ("41b3de4355555553", "333333333.3333332"),
    ("41b3de4355555554", "333333333.33333325"),
    ("41b3de4355555555", "333333333.3333333"),
    ("41b3de4355555556", "333333333.3333334"),
    ("41b3de4355555557", "333333333.33333343"),
    ("becbf647612f3696", "-0.0000033333333333333333"),
    ("43143ff3c1cb0959", "1424953923781206.2"),
]


@pytest.mark.parametrize(("bits", "written"), NUMBERS)
def test_numbers_are_written_as_the_standard_shows(bits: str, written: str) -> None:
    [value] = struct.unpack(">d", bytes.fromhex(bits))
    assert number(value) == written


def test_the_example_of_the_standard_is_written_as_it_shows() -> None:
    # RFC 8785, sections 3.2.2 and 3.2.4.
    value = {
        "numbers": [333333333.33333329, 1e30, 4.50, 2e-3, 0.000000000000000000000000001],
        "string": "\u20ac$\u000f\u000aA'\u0042\u0022\u005c\\\"/",
        "literals": [None, True, False],
    }
    assert canonical(value).decode() == (
        '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
    )


def test_members_are_sorted_by_utf_16_code_units() -> None:
    # RFC 8785, section 3.2.3: U+1F600 is D83D DE00 in UTF-16, and so comes before U+FB33.
    names = ["\u20ac", "\r", "\ufb33", "1", "\U0001f600", "\u0080", "\u00f6"]
    assert list(json.loads(canonical(dict.fromkeys(names, 0)))) == ["\r", "1", "\u0080", "\u00f6", "\u20ac", "\U0001f600", "\ufb33"]


@pytest.mark.parametrize(("value", "written"), [(2**53, "9007199254740992"), (10**21, "1e+21"), (-(2**60), "-1152921504606847000")])
def test_a_whole_number_that_is_a_double_is_written_as_the_double(value: int, written: str) -> None:
    assert canonical(value).decode() == written == canonical(float(value)).decode()


def test_only_what_json_must_escape_is_escaped() -> None:
    assert canonical("\b\t\n\f\r\x1f\x7f\u2028é").decode() == '"\\b\\t\\n\\f\\r\\u001f\x7f\u2028é"'


@pytest.mark.parametrize(
    "value", [float("nan"), float("inf"), -float("inf"), MOST_EXACT + 2, "\ud800", {1: 2}, {"\udc00": 1}, b"x", {1, 2}, object()]
)
def test_what_has_no_form_is_refused(value: object) -> None:
    with pytest.raises(NotCanonical):
        canonical({"a": [value]})


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-MOST_EXACT, MOST_EXACT)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(codec="utf-8")),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(st.characters(codec="utf-8")), inner, max_size=4),
    max_leaves=15,
)


@given(json_values)
def test_what_is_written_reads_back_as_the_same_value(value: object) -> None:
    # Every number is a double to a reader of RFC 8785, and one of more than 16 digits is written without a point up to 10^21.
    assert json.loads(canonical(value), parse_int=lambda digits: float(digits) if len(digits) > 16 else int(digits)) == value


@given(json_values)
def test_reading_and_writing_again_changes_no_byte(value: object) -> None:
    written = canonical(value)
    assert canonical(json.loads(written)) == written


@given(st.dictionaries(st.text(st.characters(codec="utf-8")), st.integers(0, 9)))
def test_the_order_of_members_has_no_say(members: dict[str, int]) -> None:
    assert digest(members) == digest(dict(reversed(members.items())))


@given(st.dictionaries(st.text(st.characters(codec="utf-8")), st.integers(0, 9)), st.lists(st.text("abmz", max_size=2), max_size=3))
def test_objects_of_ascending_names_splice_into_the_canonical_object_of_all(members: dict[str, int], edges: list[str]) -> None:
    edges = sorted(set(edges))
    parts = [{name: members[name] for name in members if sum(name >= edge for edge in edges) == part} for part in range(len(edges) + 1)]
    assert spliced(*map(canonical, parts)) == canonical(members)
