"""The ``Idempotency-Key`` of a request: what it looks like, and how it is described."""

from __future__ import annotations

import re

from flask import request

from api.errors import InvalidParameters
from screening.errors import Problem

_KEY_FORM, _KEY_ALLOWED = re.compile(r"[\x21-\x7e]{1,255}"), "1 to 255 printable ASCII characters without spaces"
IDEMPOTENCY_KEY = {
    "name": "Idempotency-Key",
    "required": False,
    "description": "Chosen by the client, new for each question: a request that is sent again with the same key and body gets the answer "
    "that is on record, and is not screened again.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[\\x21-\\x7e]+$"},
}


def idempotency_key() -> str | None:
    """Return the idempotency key of this request, None when it has none. Raises `InvalidParameters`."""
    key = request.headers.get("Idempotency-Key")
    if key is not None and not _KEY_FORM.fullmatch(key):
        raise InvalidParameters([Problem("Idempotency-Key", "is not a key", _KEY_ALLOWED)])
    return key
