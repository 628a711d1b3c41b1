"""Cursors: where a page of a list ended, as one opaque piece of text."""

from __future__ import annotations

import base64
import binascii
import json
from typing import NamedTuple


class Cursor(NamedTuple):
    """The list, the edition that was read, and the id of the last party of the page."""

    list_id: str
    edition: str
    after: str


def encode(list_id: str, edition: str, after: str) -> str:
    """Write a cursor in characters that need no escaping in a URL."""
    return pack(list_id, edition, after)


def decode(text: str) -> Cursor | None:
    """Read a cursor; None when `text` is none."""
    parts = unpack(text, len(Cursor._fields))
    return Cursor(*parts) if parts else None


def pack(*parts: str) -> str:
    """Write texts as one, in characters that need no escaping in a URL."""
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


def unpack(text: str, count: int) -> tuple[str, ...] | None:
    """Read what `pack` wrote of `count` texts; None when `text` is no such thing."""
    try:
        padded = text.encode("ascii") + b"=" * (-len(text) % 4)
        parts = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (binascii.Error, ValueError, RecursionError):
        return None
    if isinstance(parts, list) and len(parts) == count and all(isinstance(part, str) for part in parts):
        return tuple(parts)
    return None
