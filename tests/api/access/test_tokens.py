"""Bearer tokens: what is accepted, and every way in which one is not."""

from __future__ import annotations

import base64
import json
import time

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from api.access.errors import Unauthenticated
from api.access.issuer import KeySet
from api.access.roles import Role
from api.access.tokens import Rules, Tokens
from tests.api.access.conftest import AUDIENCE, ISSUER


def checker(issuer, **rules) -> Tokens:
    """Checks tokens of the issuer, RS256 alone unless said otherwise."""
    return Tokens(Rules(ISSUER, AUDIENCE, **rules), KeySet(ISSUER, "https://issuer.example/keys", lambda _: issuer.jwks()))


@pytest.fixture
def tokens(issuer) -> Tokens:
    """Checks tokens as by default."""
    return checker(issuer)


def refused(tokens: Tokens, text: str) -> str:
    """Why a token is refused."""
    with pytest.raises(Unauthenticated) as caught:
        tokens.caller(text)
    assert caught.value.allowed
    for part in text.split("."):
        assert len(part) < 8 or part not in str(caught.value)
    return str(caught.value)


def test_a_sound_token_is_a_caller(tokens, issuer) -> None:
    caller = tokens.caller(issuer.token())
    assert (caller.tenant, caller.name, caller.roles, caller.key) == ("default", "token:user-1", {Role.SCREENER}, None)


@pytest.mark.parametrize(("algorithm", "kid"), [("RS256", "rsa"), ("RS512", "rsa"), ("PS256", "rsa"), ("ES256", "ec"), ("EdDSA", "ed")])
def test_every_allowed_algorithm_is_checked_with_its_key(issuer, algorithm: str, kid: str) -> None:
    assert checker(issuer, algorithms=(algorithm,)).caller(issuer.token(algorithm, kid)).name == "token:user-1"


def test_an_algorithm_that_is_not_allowed_is_refused_though_the_signature_is_right(tokens, issuer) -> None:
    assert "not signed in a way" in refused(tokens, issuer.token("ES256", "ec"))
    assert "not signed in a way" in refused(tokens, issuer.token("RS512"))


def test_an_unsigned_token_is_refused(tokens, issuer) -> None:
    assert "not signed in a way" in refused(tokens, jwt.encode(issuer.claims(), None, algorithm="none", headers={"kid": "rsa"}))


@pytest.mark.parametrize("name", ["none", "None", "NONE", "HS256", "hs256", ""])
def test_an_algorithm_written_into_the_header_is_refused(tokens, issuer, name: str) -> None:
    _, payload, signature = issuer.token().split(".")
    header = base64.urlsafe_b64encode(json.dumps({"alg": name, "kid": "rsa", "typ": "JWT"}).encode()).decode().rstrip("=")
    assert "not signed in a way" in refused(tokens, f"{header}.{payload}.{signature}")
    assert "not signed in a way" in refused(tokens, f"{header}.{payload}.")


@pytest.mark.parametrize("form", [(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo), (Encoding.DER, PublicFormat.SubjectPublicKeyInfo)])
def test_a_token_signed_with_the_public_key_as_a_shared_secret_is_refused(issuer, form) -> None:
    import hashlib
    import hmac

    secret = issuer.rsa.public_key().public_bytes(*form)
    parts = [{"alg": "HS256", "kid": "rsa", "typ": "JWT"}, issuer.claims()]
    signed = ".".join(base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts)
    signature = base64.urlsafe_b64encode(hmac.digest(secret, signed.encode(), hashlib.sha256)).decode().rstrip("=")
    for algorithms in (("RS256",), ("RS256", "PS256", "ES256", "EdDSA")):
        assert "not signed in a way" in refused(checker(issuer, algorithms=algorithms), f"{signed}.{signature}")


def test_a_key_meant_for_one_algorithm_does_not_check_another(issuer) -> None:
    jwks = {"keys": [{**issuer.jwks()["keys"][0], "alg": "RS256"}]}
    tokens = Tokens(Rules(ISSUER, AUDIENCE, ("RS256", "RS512")), KeySet(ISSUER, "https://issuer.example/keys", lambda _: jwks))
    assert tokens.caller(issuer.token("RS256")).name == "token:user-1"
    assert "none of its issuer's" in refused(tokens, issuer.token("RS512"))


def test_a_key_of_another_kind_than_the_algorithm_is_refused(issuer) -> None:
    assert "none of its issuer's" in refused(checker(issuer, algorithms=("RS256", "ES256")), issuer.token("RS256", "ec"))


def test_a_token_of_another_key_is_refused(tokens, issuer) -> None:
    stranger = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    assert "has been changed" in refused(tokens, issuer.token(key=stranger))
    assert "none of its issuer's" in refused(tokens, issuer.token(key=stranger, kid="another"))


def test_a_weak_key_is_refused_though_its_issuer_publishes_it(issuer) -> None:
    from jwt.algorithms import RSAAlgorithm

    weak = rsa.generate_private_key(public_exponent=65537, key_size=1024)
    jwks = {"keys": [{**json.loads(RSAAlgorithm.to_jwk(weak.public_key())), "kid": "weak"}]}
    tokens = Tokens(Rules(ISSUER, AUDIENCE), KeySet(ISSUER, "https://issuer.example/keys", lambda _: jwks))
    with pytest.warns(jwt.InsecureKeyLengthWarning):
        signed = issuer.token(key=weak, kid="weak")
    assert "has been changed" in refused(tokens, signed)


def test_keys_in_the_header_of_a_token_are_not_used(tokens, issuer) -> None:
    from jwt.algorithms import RSAAlgorithm

    stranger = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    own = json.loads(RSAAlgorithm.to_jwk(stranger.public_key()))
    for headers in ({"jwk": own}, {"jku": "https://elsewhere.example/keys"}, {"x5u": "https://elsewhere.example/cert"}):
        assert "has been changed" in refused(tokens, issuer.token(key=stranger, headers=headers))


def test_a_critical_header_nobody_knows_is_refused(tokens, issuer) -> None:
    refused(tokens, issuer.token(headers={"crit": ["x"], "x": 1}))


@pytest.mark.parametrize("kind", ["dpop+jwt", "logout+jwt", "secevent+jwt", "x"])
def test_a_token_of_another_type_is_refused(tokens, issuer, kind: str) -> None:
    assert "type" in refused(tokens, issuer.token(headers={"typ": kind}))


@pytest.mark.parametrize("kind", ["JWT", "at+jwt", "AT+JWT", "application/at+jwt"])
def test_an_access_token_may_say_that_it_is_one(tokens, issuer, kind: str) -> None:
    assert tokens.caller(issuer.token(headers={"typ": kind})).name == "token:user-1"


def test_a_token_that_names_no_key_is_refused(tokens, issuer) -> None:
    assert "does not name the key" in refused(tokens, issuer.token(kid=None))


@pytest.mark.parametrize("claim", ["iss", "aud", "sub", "exp", "iat"])
def test_every_required_claim_must_be_there(tokens, issuer, claim: str) -> None:
    refused(tokens, issuer.token(**{claim: None}))


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"exp": -31}, "has expired"),
        ({"nbf": 31}, "not in force yet"),
        ({"iat": 31}, "not in force yet"),
    ],
)
def test_times_count_with_leeway_for_clocks_that_differ(tokens, issuer, changed: dict[str, int], why: str) -> None:
    now = int(time.time())
    assert why in refused(tokens, issuer.token(**{name: now + value for name, value in changed.items()}))
    within = {name: now + (value + 21 if value < 0 else value - 21) for name, value in changed.items()}
    assert tokens.caller(issuer.token(**within)).name == "token:user-1"


def test_without_leeway_a_token_ends_when_it_says(issuer) -> None:
    assert "has expired" in refused(checker(issuer, leeway=0), issuer.token(exp=int(time.time()) - 1))


@pytest.mark.parametrize("audience", ["other", ["other"], "screening-admin", "SCREENING"])
def test_a_token_for_another_service_is_refused(tokens, issuer, audience) -> None:
    assert "another service" in refused(tokens, issuer.token(aud=audience))


def test_a_token_for_several_services_is_accepted(tokens, issuer) -> None:
    assert tokens.caller(issuer.token(aud=["other", AUDIENCE])).name == "token:user-1"


@pytest.mark.parametrize("said", ["https://issuer.example/", "https://issuer.example.org", "http://issuer.example", "ISSUER"])
def test_a_token_of_another_issuer_is_refused(tokens, issuer, said: str) -> None:
    assert "another issuer" in refused(tokens, issuer.token(iss=said))


@pytest.mark.parametrize("subject", ["", "a b", "x" * 195, "ключ", "a\nb"])
def test_a_subject_that_cannot_be_recorded_is_refused(tokens, issuer, subject: str) -> None:
    refused(tokens, issuer.token(sub=subject))


@pytest.mark.parametrize("text", ["", ".", "..", "a.b.c", "not a token", "e30.e30.e30", "é.é.é", "a" * 5000])
def test_what_is_no_token_is_refused(tokens, text: str) -> None:
    refused(tokens, text)


def test_a_changed_payload_is_refused(tokens, issuer) -> None:
    header, _, signature = issuer.token().split(".")
    payload = base64.urlsafe_b64encode(json.dumps(issuer.claims(roles=["operator"])).encode()).decode().rstrip("=")
    assert "has been changed" in refused(tokens, f"{header}.{payload}.{signature}")


# --- roles and tenants -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "roles"),
    [
        (["analyst", "auditor"], {Role.ANALYST, Role.AUDITOR}),
        ("analyst auditor", {Role.ANALYST, Role.AUDITOR}),
        (["analyst", "role-of-another-program"], {Role.ANALYST}),
        ([], set()),
        (["Analyst"], set()),
        (None, set()),
        ({"analyst": True}, set()),
        ([["analyst"]], set()),
        (7, set()),
    ],
)
def test_roles_are_read_from_their_claim_and_from_nowhere_else(tokens, issuer, said, roles) -> None:
    assert tokens.caller(issuer.token(roles=said, scope="operator", groups=["operator"])).roles == roles


def test_the_claim_of_roles_may_lie_within_others(issuer) -> None:
    tokens = checker(issuer, roles_claim="realm_access.roles")
    assert tokens.caller(issuer.token(realm_access={"roles": ["analyst"]})).roles == {Role.ANALYST}
    assert tokens.caller(issuer.token(realm_access="analyst")).roles == set()


def test_the_claim_of_roles_may_have_dots_in_its_name(issuer) -> None:
    tokens = checker(issuer, roles_claim="https://screening.example/roles")
    assert tokens.caller(issuer.token(**{"https://screening.example/roles": ["analyst"]})).roles == {Role.ANALYST}


def test_groups_of_the_issuer_stand_for_roles(issuer) -> None:
    tokens = checker(issuer, roles_claim="groups", roles={"Compliance": Role.ANALYST, "IT=Ops": Role.OPERATOR})
    assert tokens.caller(issuer.token(groups=["Compliance", "IT=Ops", "auditor"])).roles == {Role.ANALYST, Role.OPERATOR}


def test_the_tenant_is_read_from_its_claim(issuer) -> None:
    tokens = checker(issuer, tenant_claim="org.id")
    assert tokens.caller(issuer.token(org={"id": "bank-a"})).tenant == "bank-a"


@pytest.mark.parametrize("said", [None, {}, {"id": ""}, {"id": "Bank A"}, {"id": ["a"]}, {"id": 7}, {"id": "x" * 64}])
def test_a_token_without_a_sound_tenant_is_refused_where_tenants_are_told_apart(issuer, said) -> None:
    assert "tenant" in refused(checker(issuer, tenant_claim="org.id"), issuer.token(org=said))


def test_a_claim_of_tenants_has_no_effect_where_tenants_are_not_told_apart(tokens, issuer) -> None:
    assert tokens.caller(issuer.token(tenant="other", org={"id": "other"})).tenant == "default"
