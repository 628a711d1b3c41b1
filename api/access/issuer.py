"""The signing keys of an OpenID Connect issuer: fetched when first needed, kept a while, fetched again when a new one appears.

What is kept is used while the issuer cannot be reached, up to `MOST_STALE`: a short failure there must not become one here. Nobody
can make this service ask the issuer more often than every `PAUSE`, whatever tokens they send, and no request waits longer than
`TIMEOUT` for each answer of the issuer.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from typing import Any

from jwt import PyJWK, PyJWKClient
from jwt.exceptions import PyJWTError

from api.access.errors import IssuerUnreachable
from api.access.settings import is_safe_url

FRESH = 300.0
"""Seconds for which keys are used without asking again; a key that the issuer withdraws is good at most that much longer."""

MOST_STALE = 3600.0
"""Seconds for which keys are used while the issuer cannot be asked."""

PAUSE = 30.0
"""Least seconds between two questions to the issuer."""

TIMEOUT = 5.0
"""Seconds to wait for the issuer to accept a connection, and for each part of its answer."""

DISCOVERY = "/.well-known/openid-configuration"

Document = Mapping[str, Any]
Fetch = Callable[[str], Document]


def fetch(url: str) -> Document:
    """Fetch one JSON object over HTTP, without following redirects. Raises `IssuerUnreachable`."""
    try:
        document: Document = PyJWKClient(url, cache_jwk_set=False, timeout=TIMEOUT).fetch_data()
    except (PyJWTError, OSError, ValueError) as error:
        raise IssuerUnreachable("the issuer of tokens cannot be asked for its keys") from error
    return document


class KeySet:
    """The keys of one issuer, shared by all threads of a process."""

    def __init__(
        self,
        issuer: str,
        jwks_url: str | None = None,
        get: Fetch = fetch,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._issuer = issuer
        self._url = jwks_url
        self._get = get
        self._clock = clock
        self._keys: dict[str, Document] = {}
        self._fetched_at: float | None = None
        self._asked_at: float | None = None
        self._asking = threading.Lock()

    def key(self, kid: str, algorithm: str) -> PyJWK | None:
        """Return the key of that id for that algorithm; None when the issuer has none such. Raises `IssuerUnreachable`."""
        if self._age() > FRESH or kid not in self._keys:
            self._refresh()
        if self._age() > MOST_STALE:
            raise IssuerUnreachable("the issuer of tokens cannot be asked for its keys")
        return _usable(self._keys.get(kid), algorithm)

    def _age(self) -> float:
        return float("inf") if self._fetched_at is None else self._clock() - self._fetched_at

    def _refresh(self) -> None:
        # Whoever has keys to go on with does not wait for the thread that asks.
        if not self._asking.acquire(blocking=self._age() > MOST_STALE):
            return
        try:
            now = self._clock()
            if self._asked_at is None or now - self._asked_at >= PAUSE:
                self._asked_at = now
                self._take(self._get(self._keys_url()))
        except IssuerUnreachable:
            # Whether what is at hand still serves is decided by its age, in `key`.
            if self._age() > MOST_STALE:
                raise
        finally:
            self._asking.release()

    def _keys_url(self) -> str:
        if self._url is None:
            said = self._get(self._issuer.rstrip("/") + DISCOVERY)
            url = said.get("jwks_uri")
            # OpenID Connect Discovery 1.0, 4.3: the document must be about the issuer that was asked.
            if said.get("issuer") != self._issuer or not isinstance(url, str):
                raise IssuerUnreachable("the discovery document of the issuer of tokens is not about that issuer")
            if not is_safe_url(url):
                raise IssuerUnreachable("the discovery document of the issuer of tokens leads to keys that anybody could exchange")
            self._url = url
        return self._url

    def _take(self, document: Document) -> None:
        found = document.get("keys")
        keys = {each["kid"]: each for each in found if _signs(each)} if isinstance(found, list) else {}
        if not keys:
            raise IssuerUnreachable("the issuer of tokens publishes no signing key")
        self._keys, self._fetched_at = keys, self._clock()


def _signs(key: Any) -> bool:
    """Whether a JSON Web Key may check signatures: asymmetric, named, and not meant for something else (RFC 7517, section 4)."""
    if not isinstance(key, dict) or not isinstance(key.get("kid"), str) or key.get("kty") not in {"RSA", "EC", "OKP"}:
        return False
    operations = key.get("key_ops")
    return key.get("use") in {None, "sig"} and (operations is None or "verify" in operations)


def _usable(key: Document | None, algorithm: str) -> PyJWK | None:
    if key is None or key.get("alg") not in {None, algorithm}:
        return None
    try:
        return PyJWK(dict(key), algorithm)
    except PyJWTError:
        return None  # a key of another type than the algorithm's
