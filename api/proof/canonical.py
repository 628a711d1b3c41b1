"""Canonical JSON (RFC 8785, JSON Canonicalization Scheme): one sequence of bytes for one value, whoever writes it.

Object members are sorted by the UTF-16 code units of their names, numbers are written as ECMAScript writes them, text is escaped
no more than JSON demands, there is no white space, and the result is UTF-8.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable
from functools import lru_cache
from json.encoder import encode_basestring
from typing import Any

from api.proof.errors import NotCanonical

MOST_EXACT = 2**53 - 1
"""Up to here every whole number is one of its own to every reader of JSON (RFC 7493, section 2.2); beyond, to some it is its neighbour."""

_MOST_PLAIN_DIGITS, _LEAST_EXPONENT = 21, -6


def canonical(value: Any) -> bytes:
    """Write `value` (None, bool, int, float, str, and lists, tuples and dicts of them) as canonical JSON. Raises `NotCanonical`."""
    parts: list[str] = []
    _write(value, parts.append)
    try:
        return "".join(parts).encode()
    except UnicodeEncodeError as error:
        raise NotCanonical(f"a lone surrogate (U+{ord(error.object[error.start]):04X})") from error


def spliced(*objects: bytes) -> bytes:
    """Join canonical objects into one, canonical when their members' names ascend from each object to the next."""
    return b"{" + b",".join(one[1:-1] for one in objects if one != b"{}") + b"}"


def digest(value: Any) -> str:
    """SHA-256 (hex) of the canonical JSON of `value`. Raises `NotCanonical`."""
    return hashlib.sha256(canonical(value)).hexdigest()


def number(value: float) -> str:
    """Write a number as ECMAScript's `Number::toString` does, in radix 10 (ECMA-262, 6.1.6.1.20). Raises `NotCanonical`.

    Both languages choose the shortest digits that read back as the same double; only where point and exponent go differs.
    """
    if isinstance(value, int):
        if abs(value) <= MOST_EXACT:
            return str(value)
        return _beyond_exact(value)
    if not math.isfinite(value):
        raise NotCanonical(f"{value} is no JSON number")
    if value == 0.0:
        return "0"
    sign = "-" if value < 0 else ""
    mantissa, _, exponent = repr(abs(value)).partition("e")
    whole, _, fraction = mantissa.partition(".")
    digits = (whole + fraction).lstrip("0")
    # The value is 0.digits times ten to the power of `point`.
    point = int(exponent or 0) + len(whole) - (len(whole + fraction) - len(digits))
    return sign + _placed(digits.rstrip("0"), point)


def _beyond_exact(value: int) -> str:
    """Write a whole number that is a double, or is what a double is written as."""
    try:
        written = number(float(value))
    except OverflowError as error:
        raise NotCanonical("a whole number beyond every double") from error
    if float(value) != value and written != str(value):
        raise NotCanonical("a whole number that is not exact in every reader")
    return written


def _placed(digits: str, point: int) -> str:
    count = len(digits)
    if count <= point <= _MOST_PLAIN_DIGITS:
        return digits + "0" * (point - count)
    if 0 < point <= _MOST_PLAIN_DIGITS:
        return f"{digits[:point]}.{digits[point:]}"
    if _LEAST_EXPONENT < point <= 0:
        return f"0.{'0' * -point}{digits}"
    tail = f".{digits[1:]}" if count > 1 else ""
    return f"{digits[0]}{tail}e{point - 1:+d}"


def _write(value: Any, out: Callable[[str], None]) -> None:
    if isinstance(value, str):
        out(_text(value))
    elif value is None or isinstance(value, bool):
        out({None: "null", True: "true", False: "false"}[value])
    elif isinstance(value, int | float):
        out(number(value))
    elif isinstance(value, dict):
        _write_object(value, out)
    elif isinstance(value, list | tuple):
        out("[")
        for place, item in enumerate(value):
            if place:
                out(",")
            _write(item, out)
        out("]")
    else:
        raise NotCanonical(f"{type(value).__name__} is no JSON type")


def _write_object(members: dict[Any, Any], out: Callable[[str], None]) -> None:
    try:
        plain = "".join(members).isascii()
    except TypeError as error:
        raise NotCanonical("a member's name is not text") from error
    # In ASCII the order of characters is that of UTF-16.
    names = sorted(members) if plain else sorted(members, key=_utf_16)
    before = "{"
    for name in names:
        out(before + _name(name))
        _write(members[name], out)
        before = ","
    out("}" if names else "{}")


@lru_cache(1_024)
def _name(name: str) -> str:
    return f"{_text(name)}:"


def _utf_16(name: str) -> bytes:
    return name.encode("utf-16-be", "surrogatepass")


def _text(value: str) -> str:
    # The standard library escapes what RFC 8785 (3.2.2.2) asks for: the two-character escapes, other controls as \u00xx.
    return encode_basestring(value)
