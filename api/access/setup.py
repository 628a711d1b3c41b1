"""Access control put in place for one application, from its settings."""

from __future__ import annotations

from flask import Flask

from api.access.administration import Administrator
from api.access.bind import gunicorn_hosts, refuse_to_expose
from api.access.events import recorder
from api.access.guard import stand_guard
from api.access.identify import Door
from api.access.issuer import KeySet
from api.access.last_use import LastUse
from api.access.limits import limit_requests
from api.access.settings import REQUIRED, token_rules
from api.access.tokens import Tokens
from api.config import Config
from api.vault import Vault, current_vault
from api.wire.log import LOG
from lists.database import DatabaseError

DOOR = "screening-door"
"""Where an application keeps its `Door`, in `app.extensions`."""


def control_access(app: Flask, config: Config, vault: Vault) -> None:
    """Let nobody in but whom the settings let in; say in the log if that is everybody on this machine.

    To be called after what follows requests, so that a refusal has its id. Raises `Exposed` when the gunicorn that loads the
    application listens where others reach it, and nobody would be told apart.
    """
    rules = token_rules(config)
    tokens = Tokens(rules, KeySet(rules.issuer, config.oidc_jwks_url)) if rules else None
    uses = LastUse(lambda: vault.engine, app.extensions[LOG])
    door = app.extensions[DOOR] = Door(lambda: vault.engine, tokens, uses, required=config.authentication == REQUIRED)
    if is_open(door):
        refuse_to_expose(gunicorn_hosts())
        app.extensions[LOG].warning("no key and no issuer: open to everybody on this machine")
    stand_guard(app, door, uses)
    limit_requests(app, config.rate_limit, config.rate_storage)


def is_open(door: Door) -> bool:
    """Whether the service runs open; False as long as that cannot be told, for then it answers nobody."""
    try:
        return door.is_open()
    except DatabaseError:
        return False


def current_administrator() -> Administrator:
    """Return who keeps the keys of the application that answers this request. Raises `DatabaseError`."""
    vault = current_vault()
    return Administrator(vault.engine, recorder(vault), changed=vault.sealer.notice)
