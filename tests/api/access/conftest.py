"""An issuer of tokens without a network: keys made here, and tokens signed with them."""

from __future__ import annotations

import json
import time
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from jwt.algorithms import ECAlgorithm, OKPAlgorithm, RSAAlgorithm

ISSUER, AUDIENCE = "https://issuer.example", "screening"


class TestIssuer:
    """Signs tokens, and publishes its keys as a JWKS document."""

    __test__ = False

    def __init__(self) -> None:
        self.rsa = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.ec = ec.generate_private_key(ec.SECP256R1())
        self.ed = ed25519.Ed25519PrivateKey.generate()

    def jwks(self) -> dict[str, Any]:
        """The public keys."""
        return {
            "keys": [
                {**json.loads(RSAAlgorithm.to_jwk(self.rsa.public_key())), "kid": "rsa", "use": "sig"},
                {**json.loads(ECAlgorithm.to_jwk(self.ec.public_key())), "kid": "ec", "alg": "ES256"},
                {**json.loads(OKPAlgorithm.to_jwk(self.ed.public_key())), "kid": "ed"},
            ]
        }

    def claims(self, **changed: Any) -> dict[str, Any]:
        """Claims of a sound token; None leaves a claim out."""
        now = int(time.time())
        sound = {"iss": ISSUER, "aud": AUDIENCE, "sub": "user-1", "iat": now, "exp": now + 300, "roles": ["screener"]}
        return {name: value for name, value in {**sound, **changed}.items() if value is not None}

    def token(self, algorithm: str = "RS256", kid: str | None = "rsa", key: Any = None, headers: Any = None, **changed: Any) -> str:
        """A signed token."""
        signing = key if key is not None else {"RS": self.rsa, "PS": self.rsa, "ES": self.ec, "Ed": self.ed}[algorithm[:2]]
        named = {**({"kid": kid} if kid is not None else {}), **(headers or {})}
        return jwt.encode(self.claims(**changed), signing, algorithm=algorithm, headers=named)


@pytest.fixture(scope="session")
def issuer() -> TestIssuer:
    """One issuer for all tests: making keys takes a while."""
    return TestIssuer()
