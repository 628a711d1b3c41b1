"""Bearer tokens (JWT, RFC 7519) of an OpenID Connect issuer: from the text of a token to a caller.

RFC 8725 is the guide: the algorithms are fixed by the settings and none of them is symmetric, the key belongs to the issuer and to
the algorithm, issuer and audience are compared, and what a token does not say is not assumed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import jwt
from jwt import PyJWK
from jwt.exceptions import (
    ExpiredSignatureError,
    ImmatureSignatureError,
    InvalidAudienceError,
    InvalidIssuerError,
    MissingRequiredClaimError,
    PyJWTError,
)

from api.access.errors import Unauthenticated
from api.access.roles import Role
from api.caller import Caller
from api.store.tables import CALLER_LENGTH, DEFAULT_TENANT

REQUIRED = ("iss", "aud", "sub", "exp", "iat")
TYPES = {None, "jwt", "at+jwt", "application/at+jwt"}
"""What a token's `typ` may say (RFC 9068, section 4); left out by many issuers."""

TENANT = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")
"""What the id of a tenant looks like."""

_SUBJECT = re.compile(rf"[!-~]{{1,{CALLER_LENGTH - len('token:')}}}")
_ALLOWED = "a token of the issuer of this service, for this service, in force now"


class Keys(Protocol):
    """Where the keys of the issuer come from."""

    def key(self, kid: str, algorithm: str) -> PyJWK | None:
        """Return the key of that id for that algorithm; None when there is none. Raises `IssuerUnreachable`."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What a token must say, and where it says who may do what.

    `leeway` is in seconds, for clocks that differ. `roles_claim` and `tenant_claim` are names of claims, with dots between those
    of claims within one another; without `tenant_claim` every token is one of the default tenant. `roles` maps what the claim
    holds to roles; empty: the claim holds the names of roles.
    """

    issuer: str
    audience: str
    algorithms: tuple[str, ...] = ("RS256",)
    leeway: int = 30
    roles_claim: str = "roles"
    roles: Mapping[str, Role] | None = None
    tenant_claim: str | None = None


class Tokens:
    """Checks tokens by `rules` with the keys of `keys`."""

    def __init__(self, rules: Rules, keys: Keys) -> None:
        self._rules = rules
        self._keys = keys

    def caller(self, text: str) -> Caller:
        """Return whose token it is. Raises `Unauthenticated` with the reason, `IssuerUnreachable`."""
        claims = self._claims(text)
        return Caller(self._tenant(claims), f"token:{_subject(claims)}", self._roles(claims))

    def _claims(self, text: str) -> dict[str, Any]:
        try:
            key = self._key(jwt.get_unverified_header(text))
            claims: dict[str, Any] = jwt.decode(
                text,
                key,
                algorithms=list(self._rules.algorithms),
                audience=self._rules.audience,
                issuer=self._rules.issuer,
                leeway=self._rules.leeway,
                options={"require": list(REQUIRED), "enforce_minimum_key_length": True},
            )
        except PyJWTError as error:
            # Its own words may hold parts of the token.
            raise Unauthenticated(_reason(error), _ALLOWED) from None
        return claims

    def _key(self, header: Mapping[str, Any]) -> PyJWK:
        algorithm, kid, kind = header.get("alg"), header.get("kid"), header.get("typ")
        if algorithm not in self._rules.algorithms:
            raise Unauthenticated("the token is not signed in a way that is accepted here", ", ".join(self._rules.algorithms))
        if (kind.lower() if isinstance(kind, str) else kind) not in TYPES:
            raise Unauthenticated("the token is of a type that gives no access", _ALLOWED)
        if not isinstance(kid, str):
            raise Unauthenticated("the token does not name the key that signed it", _ALLOWED)
        key = self._keys.key(kid, str(algorithm))
        if key is None:
            raise Unauthenticated("the token is signed with a key that is none of its issuer's", _ALLOWED)
        return key

    def _roles(self, claims: Mapping[str, Any]) -> frozenset[Role]:
        said = _within(claims, self._rules.roles_claim)
        names = said.split() if isinstance(said, str) else said if isinstance(said, list) else []
        table: Mapping[str, Role] = self._rules.roles if self._rules.roles is not None else {role.value: role for role in Role}
        # An issuer serves other programs too: what it says for those is none of ours. Who has no role of ours may do nothing.
        return frozenset(table[name] for name in names if isinstance(name, str) and name in table)

    def _tenant(self, claims: Mapping[str, Any]) -> str:
        if self._rules.tenant_claim is None:
            return DEFAULT_TENANT
        said = _within(claims, self._rules.tenant_claim)
        if not isinstance(said, str) or not TENANT.fullmatch(said):
            raise Unauthenticated("the token does not say which tenant its holder belongs to", f"the claim {self._rules.tenant_claim}")
        return said


def _reason(error: PyJWTError) -> str:
    if isinstance(error, ExpiredSignatureError):
        return "the token has expired"
    if isinstance(error, ImmatureSignatureError):
        return "the token is not in force yet"
    if isinstance(error, InvalidAudienceError):
        return "the token is for another service"
    if isinstance(error, InvalidIssuerError):
        return "the token is of another issuer"
    if isinstance(error, MissingRequiredClaimError):
        return f"the token lacks the claim {error.claim}"
    return "the token is not one, or has been changed"


def _subject(claims: Mapping[str, Any]) -> str:
    subject = claims["sub"]
    if not isinstance(subject, str) or not _SUBJECT.fullmatch(subject):
        raise Unauthenticated("the token's subject cannot be recorded", "printable ASCII without spaces, at most 194 characters")
    return subject


def _within(claims: Mapping[str, Any], path: str) -> Any:
    if path in claims:  # a claim whose name is a URL has dots of its own
        return claims[path]
    found: Any = claims
    for step in path.split("."):
        found = found.get(step) if isinstance(found, Mapping) else None
    return found
