"""Tokens over HTTP, from the settings to the answer: with an issuer on this machine that publishes its keys."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from flask import Flask

from tests.api.access.serving import bearer, new_key, service
from tests.api.conftest import problem_in


@pytest.fixture
def address(issuer) -> Iterator[str]:
    """The issuer's address, where its discovery document and its keys are."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            here = f"http://127.0.0.1:{self.server.server_address[1]}"
            pages = {"/.well-known/openid-configuration": {"issuer": here, "jwks_uri": f"{here}/keys"}, "/keys": issuer.jwks()}
            self.send_response(200 if self.path in pages else 404)
            self.end_headers()
            self.wfile.write(json.dumps(pages.get(self.path, {})).encode())

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


@pytest.fixture
def app(tmp_path, address: str) -> Flask:
    """A service that accepts the issuer's tokens and tells tenants apart."""
    return service(
        tmp_path,
        oidc_issuer=address,
        oidc_audience="screening",
        oidc_roles_claim="realm_access.roles",
        oidc_roles=("compliance=analyst", "audit=auditor"),
        oidc_tenant_claim="org",
    )


def holder(issuer, address: str, groups: list[str], tenant: str = "bank-a", **more) -> dict[str, str]:
    """The headers of somebody in these groups."""
    return bearer(issuer.token(iss=address, realm_access={"roles": groups}, org=tenant, roles=None, **more))


def test_a_token_is_let_in_with_the_roles_and_the_tenant_it_names(app, issuer, address) -> None:
    client = app.test_client()
    analyst = holder(issuer, address, ["compliance", "offline_access"])
    screened = client.post("/v1/screenings", json={"name": "A. Nobody"}, headers=analyst)
    assert screened.status_code == 201
    record = client.get(screened.headers["Location"], headers=analyst).json["record"]
    assert (record["tenant"], record["caller"]) == ("bank-a", "token:user-1")
    auditor = holder(issuer, address, ["audit"])
    assert client.get(screened.headers["Location"], headers=auditor).status_code == 200
    problem_in(client.post("/v1/screenings", json={"name": "A. Nobody"}, headers=auditor), 403)
    problem_in(client.get(screened.headers["Location"], headers=holder(issuer, address, ["audit"], "bank-b")), 404)


def test_whoever_has_no_role_here_may_do_nothing(app, issuer, address) -> None:
    problem_in(app.test_client().get("/v1/lists", headers=holder(issuer, address, ["analyst", "operator"])), 403)


@pytest.mark.parametrize("changed", [{"aud": "other"}, {"exp": 1}, {"org": None}, {"sub": None}, {"iss": "https://elsewhere.example"}])
def test_a_token_that_is_not_good_is_a_401_that_says_why(app, issuer, address, changed) -> None:
    token = issuer.token(**{"iss": address, "realm_access": {"roles": ["audit"]}, "org": "bank-a", **changed})
    answer = app.test_client().get("/v1/lists", headers=bearer(token))
    assert problem_in(answer, 401)["detail"].startswith("the token ")
    assert 'error="invalid_token"' in answer.headers["WWW-Authenticate"]


def test_callers_with_tokens_have_limits_of_their_own(tmp_path, issuer, address) -> None:
    app = service(tmp_path, oidc_issuer=address, oidc_audience="screening", rate_limit=1)
    callers = [bearer(issuer.token(iss=address, sub=subject)) for subject in ("one", "two")]
    assert [app.test_client().get("/v1/lists", headers=headers).status_code for headers in (*callers, *callers)] == [200, 200, 429, 429]


def test_an_issuer_that_cannot_be_reached_is_a_503_and_keys_still_open(tmp_path, issuer) -> None:
    nowhere = "http://127.0.0.1:1"
    app = service(tmp_path, oidc_issuer=nowhere, oidc_audience="screening")
    answer = app.test_client().get("/v1/lists", headers=bearer(issuer.token(iss=nowhere)))
    assert problem_in(answer, 503)["type"].endswith(":issuer-unreachable")
    assert app.test_client().get("/v1/lists", headers=bearer(new_key(app).text)).status_code == 200
    problem_in(app.test_client().get("/v1/lists"), 401)
