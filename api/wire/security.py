"""Access in the OpenAPI document: how to say who asks, what each operation asks for, and how it refuses."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import Any

from flask import Flask

from api.access.endpoints import ENDPOINTS
from api.access.roles import Permission, roles_with

KEY, TOKEN = "key", "token"

SCHEMES: dict[str, dict[str, str]] = {
    KEY: {
        "type": "http",
        "scheme": "bearer",
        "description": "An API key, as `screening keys create` or POST /v1/keys made it. A service for which no key was ever made, and "
        "no issuer is set, runs open: it asks for nothing, and answers the machine it runs on alone.",
    },
    TOKEN: {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "JWT",
        "description": "A token of the OpenID Connect issuer that the settings name.",
    },
}
"""Both go into the same header: what it holds tells them apart."""

REFUSALS = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE)
"""How any operation that is not public may refuse: who asks, what they ask, how often, and when that cannot be told."""

_SECONDS = {"schema": {"type": "integer", "minimum": 0}, "description": "Seconds until the caller may ask again."}
_CHALLENGE = {"schema": {"type": "string"}, "description": "How to say who asks, and why what was sent does not."}

HEADERS: dict[HTTPStatus, dict[str, Any]] = {
    HTTPStatus.UNAUTHORIZED: {"WWW-Authenticate": _CHALLENGE},
    HTTPStatus.TOO_MANY_REQUESTS: {"Retry-After": _SECONDS},
}
"""Headers that go with a refusal."""


def describe_access(document: dict[str, Any], app: Flask) -> None:
    """Write into each operation of the document what `ENDPOINTS` asks of its caller."""
    for rule in app.url_map.iter_rules():
        operations = document["paths"].get(re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule), {})
        for method in rule.methods or ():
            if method.lower() in operations:
                _describe(operations[method.lower()], ENDPOINTS.get(rule.endpoint))


def _describe(operation: dict[str, Any], asked: Permission | str | None) -> None:
    if not isinstance(asked, Permission):
        operation["security"] = []
        return
    operation["security"] = [{KEY: []}, {TOKEN: []}]
    roles = ", ".join(roles_with(asked))
    operation["description"] = "\n\n".join([*filter(None, [operation.get("description")]), f"Permission `{asked}`; roles: {roles}."])
    found = operation["responses"]
    for status in REFUSALS:
        found.setdefault(str(int(status)), {"$ref": f"#/components/responses/{status.name}"})
    operation["responses"] = dict(sorted(found.items()))
