"""The settings of access: which values are refused and why, and what is made of those that are not."""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib.util import find_spec
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from api.access.roles import Role

if TYPE_CHECKING:
    from api.access.tokens import Rules
    from api.config import Config

AUTO, REQUIRED = "auto", "required"
MEMORY = "memory://"
REDIS = ("redis://", "rediss://")
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""What a token may be signed with: public keys alone. Neither ``none`` nor a shared secret can be allowed."""

MOST_RATE, MOST_LEEWAY = 1_000_000, 300
LOOPBACK = {"localhost", "127.0.0.1", "::1"}

_CLAIM = re.compile(r"[!-~]{1,200}")
_PAIR = re.compile(rf"([^=,\s][^=,]*)=({'|'.join(Role)})")


def refusals(config: Config) -> list[tuple[str, str]]:
    """Each setting of access that cannot be used, by the name of its field, and what is wrong with it."""
    found = []
    if config.authentication not in {AUTO, REQUIRED}:
        found.append(("authentication", f"{config.authentication!r} is neither"))
    if not 1 <= config.rate_limit <= MOST_RATE:
        found.append(("rate_limit", f"{config.rate_limit} is out of bounds"))
    if config.rate_storage != MEMORY and not config.rate_storage.startswith(REDIS):
        found.append(("rate_storage", "is not such a URL"))  # not quoted: it may hold a password
    elif config.rate_storage != MEMORY and find_spec("redis") is None:
        found.append(("rate_storage", "needs the extra: pip install 'sanctions-screening[redis]'"))
    return found + _issuer_refusals(config)


def _issuer_refusals(config: Config) -> list[tuple[str, str]]:
    found = []
    if config.oidc_issuer is not None and not is_safe_url(config.oidc_issuer):
        found.append(("oidc_issuer", f"{config.oidc_issuer!r} is not such a URL"))
    if (config.oidc_issuer is None) != (config.oidc_audience is None):
        found.append(("oidc_audience", "goes with SCREENING_OIDC_ISSUER: both are set, or neither"))
    elif config.oidc_audience is not None and not config.oidc_audience.strip():
        found.append(("oidc_audience", "is empty"))
    if config.oidc_jwks_url is not None and not is_safe_url(config.oidc_jwks_url):
        found.append(("oidc_jwks_url", f"{config.oidc_jwks_url!r} is not such a URL"))
    if config.oidc_algorithms is not None and (not config.oidc_algorithms or set(config.oidc_algorithms) - set(ALGORITHMS)):
        found.append(("oidc_algorithms", f"{','.join(config.oidc_algorithms)!r} is not a sequence of them"))
    if not 0 <= config.oidc_leeway <= MOST_LEEWAY:
        found.append(("oidc_leeway", f"{config.oidc_leeway} is out of bounds"))
    if not _CLAIM.fullmatch(config.oidc_roles_claim):
        found.append(("oidc_roles_claim", f"{config.oidc_roles_claim!r} is not a name"))
    if config.oidc_roles is not None and not (config.oidc_roles and all(_PAIR.fullmatch(pair) for pair in config.oidc_roles)):
        found.append(("oidc_roles", f"{','.join(config.oidc_roles)!r} is not a sequence of them"))
    if config.oidc_tenant_claim is not None and not _CLAIM.fullmatch(config.oidc_tenant_claim):
        found.append(("oidc_tenant_claim", f"{config.oidc_tenant_claim!r} is not a name"))
    return found


def is_safe_url(text: str) -> bool:
    """Whether keys fetched there are those of who is named: over TLS, or from this machine."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
    return safe and bool(parts.hostname) and not parts.query and not parts.fragment and parts.username is None


def role_table(pairs: tuple[str, ...] | None) -> Mapping[str, Role] | None:
    """Read ``value=role`` pairs: what the roles claim holds, and the role it stands for. None where there are none."""
    if pairs is None:
        return None
    return {name: Role(role) for name, _, role in (pair.rpartition("=") for pair in pairs)}


def token_rules(config: Config) -> Rules | None:
    """The rules for tokens; None where no issuer is set."""
    from api.access.tokens import Rules  # noqa: PLC0415 (needs the settings, and these are read first)

    if config.oidc_issuer is None or config.oidc_audience is None:
        return None
    return Rules(
        issuer=config.oidc_issuer,
        audience=config.oidc_audience,
        algorithms=config.oidc_algorithms or ("RS256",),
        leeway=config.oidc_leeway,
        roles_claim=config.oidc_roles_claim,
        roles=role_table(config.oidc_roles),
        tenant_claim=config.oidc_tenant_claim,
    )
