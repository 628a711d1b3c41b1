"""JSON as this service reads and writes it.

Reading is stricter than the standard library: UTF-8 only, no ``NaN`` or ``Infinity``, nesting to `MAX_DEPTH`. An object that
repeats a key is read, but marked (`RepeatedKeys`) for its schema to refuse: in a batch that is one bad row, not a bad
batch. Writing never fails on text: a lone surrogate leaves as the escape it is.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import Any, NoReturn

from flask.json.provider import DefaultJSONProvider

from screening.errors import ScreeningError

MAX_DEPTH = 20
"""Most levels of arrays and objects within one another; the deepest body the service has a use for has five."""

_MOST_DIGITS = 300


class MalformedJSON(ScreeningError):
    """A body that is not JSON, or nested deeper than `MAX_DEPTH`."""


class RepeatedKeys(dict[str, Any]):
    """An object in which the keys `repeated` occurred more than once. It holds their last values; no schema may accept it."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        times = Counter(name for name, _ in pairs)
        self.repeated: tuple[str, ...] = tuple(name for name, count in times.items() if count > 1)


def parse(body: bytes) -> Any:
    """Read one JSON document.

    Raises `MalformedJSON` saying what is wrong and where.
    """
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise MalformedJSON(f"the body is not UTF-8: byte {error.start + 1} is invalid") from error
    if not text.strip():
        raise MalformedJSON("the body is empty")
    try:
        document = json.loads(text, parse_constant=_refuse_constant, parse_int=_whole_number, object_pairs_hook=_object)
    except json.JSONDecodeError as error:
        raise MalformedJSON(f"the body is not JSON: {error.msg} at line {error.lineno}, column {error.colno}") from error
    except RecursionError as error:
        raise MalformedJSON(_TOO_DEEP) from error
    _check_depth(document)
    return document


_TOO_DEEP = f"the body is nested more than {MAX_DEPTH} levels deep"


def _check_depth(document: Any) -> None:
    level = [document]
    for _ in range(MAX_DEPTH):
        level = [inner for outer in level if isinstance(outer, dict | list) for inner in _inside(outer)]
        if not level:
            return
    raise MalformedJSON(_TOO_DEEP)


def _inside(container: dict[str, Any] | list[Any]) -> list[Any]:
    return list(container.values()) if isinstance(container, dict) else container


def _refuse_constant(name: str) -> NoReturn:
    raise MalformedJSON(f"the body is not JSON: {name} is not a JSON value")


def _whole_number(digits: str) -> int | float:
    # Python refuses to read very long integers at all, which would fail the whole body: as a float (infinity, at worst)
    # the number reaches the field it is for, and is out of that field's bounds.
    return int(digits) if len(digits) <= _MOST_DIGITS else float(digits)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    plain = dict(pairs)
    return plain if len(plain) == len(pairs) else RepeatedKeys(pairs)


class JSONProvider(DefaultJSONProvider):
    """Flask's JSON: keys in the order of the schemas, text as UTF-8, reading through `parse`."""

    sort_keys = False
    ensure_ascii = False
    mimetype = "application/json"

    def dumps(self, obj: Any, **options: Any) -> str:
        """Write `obj`; never raises on text, whatever code points it holds."""
        text = super().dumps(obj, **options)
        return text.encode("utf-8", "backslashreplace").decode("utf-8")

    def loads(self, s: str | bytes, **_: Any) -> Any:
        """Read `s` through `parse`. Raises `MalformedJSON`."""
        return parse(s.encode("utf-8", "surrogatepass") if isinstance(s, str) else s)
