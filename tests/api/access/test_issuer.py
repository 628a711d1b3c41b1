"""The keys of the issuer: when they are fetched, how long they serve, what an unreachable issuer means."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import pytest

from api.access import issuer as module
from api.access.errors import IssuerUnreachable
from api.access.issuer import FRESH, MOST_STALE, PAUSE, KeySet, fetch
from tests.api.access.conftest import ISSUER

URL = "https://issuer.example/keys"


class Source:
    """An issuer that counts how often it is asked, on a clock that the test moves."""

    def __init__(self, document) -> None:
        self.document = document
        self.asked: list[str] = []
        self.down = False
        self.now = 1000.0

    def get(self, url: str):
        self.asked.append(url)
        if self.down:
            raise IssuerUnreachable("down")
        return self.document

    def keys(self, **options) -> KeySet:
        return KeySet(ISSUER, **{"jwks_url": URL, "get": self.get, "clock": lambda: self.now, **options})


@pytest.fixture
def source(issuer) -> Source:
    """A sound issuer."""
    return Source(issuer.jwks())


def test_keys_are_fetched_when_first_needed_and_then_kept(source) -> None:
    keys = source.keys()
    assert source.asked == []
    assert keys.key("rsa", "RS256").key_id == "rsa"
    assert keys.key("ec", "ES256").key_id == "ec"
    assert source.asked == [URL]


def test_keys_are_fetched_again_when_they_are_old(source) -> None:
    keys = source.keys()
    keys.key("rsa", "RS256")
    source.now += FRESH
    keys.key("rsa", "RS256")
    assert len(source.asked) == 1
    source.now += 1
    keys.key("rsa", "RS256")
    assert len(source.asked) == 2


def test_a_key_the_issuer_withdraws_is_no_longer_good(source) -> None:
    keys = source.keys()
    keys.key("rsa", "RS256")
    source.document = {"keys": [key for key in source.document["keys"] if key["kid"] != "rsa"]}
    source.now += FRESH + 1
    assert keys.key("rsa", "RS256") is None


def test_a_new_key_is_found_at_once_after_the_pause(source) -> None:
    whole = source.document
    source.document = {"keys": whole["keys"][1:]}
    keys = source.keys()
    assert keys.key("rsa", "RS256") is None
    source.document = whole
    source.now += PAUSE
    assert keys.key("rsa", "RS256").key_id == "rsa"


def test_unknown_keys_do_not_make_the_service_ask_time_and_again(source) -> None:
    keys = source.keys()
    for number in range(100):
        assert keys.key(f"made-up-{number}", "RS256") is None
    assert len(source.asked) == 1


def test_known_keys_serve_while_the_issuer_is_down(source) -> None:
    keys = source.keys()
    keys.key("rsa", "RS256")
    source.down = True
    source.now += MOST_STALE
    assert keys.key("rsa", "RS256").key_id == "rsa"
    source.now += PAUSE + 1
    with pytest.raises(IssuerUnreachable):
        keys.key("rsa", "RS256")


def test_an_issuer_that_is_down_is_not_asked_more_often_than_one_that_is_up(source) -> None:
    source.down = True
    keys = source.keys()
    for _ in range(20):
        with pytest.raises(IssuerUnreachable):
            keys.key("rsa", "RS256")
    assert len(source.asked) == 1
    source.down = False
    source.now += PAUSE
    assert keys.key("rsa", "RS256").key_id == "rsa"


def test_threads_that_have_keys_do_not_wait_for_the_one_that_asks(source) -> None:
    keys = source.keys()
    keys.key("rsa", "RS256")
    asking, go_on = threading.Event(), threading.Event()

    def slow(url: str):
        asking.set()
        assert go_on.wait(30)
        return source.document

    keys._get = slow
    source.now += FRESH + 1
    thread = threading.Thread(target=keys.key, args=("rsa", "RS256"))
    thread.start()
    assert asking.wait(30)
    assert keys.key("rsa", "RS256").key_id == "rsa"
    go_on.set()
    thread.join()


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"keys": []},
        {"keys": "x"},
        {"keys": [{"kty": "oct", "kid": "a", "k": "c2VjcmV0"}]},
        {"keys": [{"kty": "RSA", "kid": "a", "use": "enc", "n": "AQAB", "e": "AQAB"}]},
        {"keys": [{"kty": "RSA", "n": "AQAB", "e": "AQAB"}]},
        {"keys": [{"kty": "RSA", "kid": "a", "key_ops": ["encrypt"], "n": "AQAB", "e": "AQAB"}]},
        {"keys": [7]},
    ],
)
def test_what_holds_no_signing_key_is_no_key_set(document) -> None:
    with pytest.raises(IssuerUnreachable, match="no signing key"):
        Source(document).keys().key("a", "RS256")


def test_a_broken_key_is_no_key() -> None:
    assert Source({"keys": [{"kty": "RSA", "kid": "a", "n": "?", "e": "AQAB"}]}).keys().key("a", "RS256") is None


def test_without_an_address_the_discovery_document_says_where_the_keys_are(source) -> None:
    def get(url: str):
        source.asked.append(url)
        return {"issuer": ISSUER, "jwks_uri": URL} if "openid-configuration" in url else source.document

    keys = source.keys(jwks_url=None, get=get)
    assert keys.key("rsa", "RS256").key_id == "rsa"
    assert source.asked == [f"{ISSUER}/.well-known/openid-configuration", URL]


@pytest.mark.parametrize("said", [{"issuer": "https://another.example", "jwks_uri": URL}, {"issuer": ISSUER}, {"jwks_uri": URL}])
def test_a_discovery_document_about_another_issuer_is_refused(source, said) -> None:
    with pytest.raises(IssuerUnreachable, match="not about that issuer"):
        source.keys(jwks_url=None, get=lambda _: said).key("rsa", "RS256")


@pytest.mark.parametrize("url", ["http://issuer.example/keys", "file:///etc/passwd", "ftp://issuer.example/keys"])
def test_a_discovery_document_cannot_lead_to_an_unsafe_address(source, url: str) -> None:
    asked = []

    def get(address: str):
        asked.append(address)
        return {"issuer": ISSUER, "jwks_uri": url}

    with pytest.raises(IssuerUnreachable):
        source.keys(jwks_url=None, get=get).key("rsa", "RS256")
    assert url not in asked


# --- over HTTP, on this machine --------------------------------------------------------------------------------------------------


class Handler(BaseHTTPRequestHandler):
    """Answers with what the path says."""

    bodies: ClassVar[dict[str, bytes]] = {}

    def do_GET(self) -> None:
        if self.path == "/moved":
            self.send_response(302)
            self.send_header("Location", "/keys")
            self.end_headers()
            return
        body = self.bodies.get(self.path)
        self.send_response(200 if body is not None else 404)
        self.end_headers()
        self.wfile.write(body or b"")

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def address(issuer) -> Iterator[str]:
    """A server on the loopback interface."""
    Handler.bodies = {"/keys": json.dumps(issuer.jwks()).encode(), "/broken": b"{", "/list": b"[]"}
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


def test_keys_are_fetched_over_http(address: str) -> None:
    assert KeySet(ISSUER, f"{address}/keys").key("rsa", "RS256").key_id == "rsa"


@pytest.mark.parametrize("path", ["/missing", "/broken", "/list", "/moved"])
def test_an_answer_without_keys_is_an_unreachable_issuer(address: str, path: str) -> None:
    with pytest.raises(IssuerUnreachable, match="cannot be asked"):
        fetch(f"{address}{path}")


def test_an_issuer_that_does_not_answer_is_given_up(monkeypatch) -> None:
    import socket

    monkeypatch.setattr(module, "TIMEOUT", 0.05)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        with pytest.raises(IssuerUnreachable):
            fetch(f"http://127.0.0.1:{silent.getsockname()[1]}/keys")
