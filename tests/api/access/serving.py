"""A service with keys, for tests that ask over HTTP without a server."""

from __future__ import annotations

from typing import Any

from flask import Flask

from api import create_app
from api.access.administration import Administrator, Shown, Wanted
from api.access.events import recorder
from api.access.roles import Role
from api.caller import Caller
from api.config import Config
from api.vault import EXTENSION

USUAL = (Role.SCREENER,)


def service(data: object, **settings: Any) -> Flask:
    """The application with one list, its records below `data`."""
    return create_app(Config(**{"log_level": "critical", "lists": ("ca-gac",), "data": str(data), **settings}))


def administrator(app: Flask) -> Administrator:
    """Who keeps the keys of the application."""
    vault = app.extensions[EXTENSION]
    return Administrator(vault.engine, recorder(vault), vault.sealer.notice)


def new_key(app: Flask, name: str = "onboarding", roles: tuple[str, ...] = USUAL, tenant: str = "default", **more: Any) -> Shown:
    """A key of the application."""
    return administrator(app).create(Caller(), tenant, Wanted(name, tuple(roles), **more))


def bearer(text: str) -> dict[str, str]:
    """The headers that carry a key or token."""
    return {"Authorization": f"Bearer {text}"}
