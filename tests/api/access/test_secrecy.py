"""No credential in logs, errors, representations or records, after everything that can be done with one has been done."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.access.issuer import KeySet
from api.access.secret import hash_of
from api.access.setup import DOOR
from api.access.tokens import Rules, Tokens
from api.config import Config, ConfigError
from tests.api.access.conftest import AUDIENCE, ISSUER
from tests.api.access.serving import administrator, bearer, new_key, service


def proof_of(text: str) -> str:
    """What must not be seen of a key (its second half) or a token (its signature)."""
    return text.rpartition("." if "." in text else "_")[2]


def test_credentials_are_seen_nowhere_but_where_they_are_made(tmp_path: Path, capfd, issuer) -> None:
    app = service(tmp_path, log_level="debug")
    app.extensions[DOOR]._tokens = Tokens(Rules(ISSUER, AUDIENCE), KeySet(ISSUER, "https://issuer.example/keys", lambda _: issuer.jwks()))
    operator = new_key(app, "ops", ("operator",)).text
    made = app.test_client().post("/v1/keys", headers=bearer(operator), json={"name": "made", "roles": ["screener"]}).json
    rotated = app.test_client().post(f"/v1/keys/{made['id']}/rotation", headers=bearer(operator), json={}).json
    revoked = new_key(app, "revoked").text
    administrator(app).revoke(_nobody(), "default", revoked[4:16])
    sound, expired, foreign = issuer.token(), issuer.token(exp=1), issuer.token(aud="other")
    credentials = [operator, made["key"], rotated["key"], revoked, sound, expired, foreign]
    seen = []
    for text in credentials:
        for path, method in (
            ("/v1/lists", "GET"),
            ("/v1/keys", "GET"),
            ("/v1/screenings", "POST"),
            ("/v1/keys", "POST"),
            ("/nothing", "GET"),
        ):
            for headers in (bearer(text), {"Authorization": text}, {"Authorization": f"Basic {text}"}, bearer(f"{text}x")):
                answer = app.test_client().open(
                    path, method=method, headers=headers, json={"name": "A. Nobody"} if method == "POST" else None
                )
                seen.append(answer.get_data(as_text=True) + str(answer.headers))
    app.test_client().get("/v1/lists?key=" + operator, headers=bearer(operator))
    out, err = capfd.readouterr()
    files = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    for text in credentials:
        proof = proof_of(text)
        assert len(proof) > 40
        assert not [each for each in seen if proof in each]
        assert proof not in out + err
        assert not [each for each in files if proof.encode() in each]


def _nobody():
    from api.caller import Caller

    return Caller()


def test_hashes_of_keys_leave_the_database_by_no_operation(tmp_path: Path) -> None:
    app = service(tmp_path)
    operator = new_key(app, "ops", ("operator", "auditor")).text
    for path in ("/v1/keys", f"/v1/keys/{operator[4:16]}"):
        assert hash_of(operator) not in app.test_client().get(path, headers=bearer(operator)).get_data(as_text=True)


@pytest.mark.parametrize(
    "setting",
    [{"database": "postgresql://user:hidden@127.0.0.1/x"}, {"rate_storage": "redis://:hidden@127.0.0.1/0"}],
    ids=["database", "redis"],
)
def test_passwords_in_settings_are_not_represented(setting: dict[str, str]) -> None:
    assert "hidden" not in repr(Config(**setting))


@pytest.mark.parametrize("variable", ["database", "rate_storage"])
def test_passwords_in_settings_are_not_in_the_error_that_refuses_them(variable: str) -> None:
    with pytest.raises(ConfigError) as caught:
        Config(**{variable: "nonsense://user:hidden@host"})
    assert "hidden" not in str(caught.value) + repr(caught.value)
