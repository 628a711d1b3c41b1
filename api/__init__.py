"""HTTP, pages and command line of the screening service.

``gunicorn 'api:create_app()'`` serves it. The application is put together in `api.app`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from api.config import Config

__all__ = ["create_app"]


def create_app(config: Config | None = None) -> Flask:
    """Build the Flask application, with the lists loaded.

    `config` defaults to what the environment says (`Config.from_env`).
    Raises `api.config.ConfigError` naming each variable at fault and what is allowed.
    """
    # Imported here so that `api.cli`, which needs no web framework, starts without paying for one.
    from api.app import build  # noqa: PLC0415

    return build(config)
