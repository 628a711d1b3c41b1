"""The onboarding example against the service, and against everything that may stand in its place: nothing but a clear answer is one."""

from __future__ import annotations

import json
import re
import sqlite3
import sys
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.serving import make_server

from api import create_app
from api.config import Config
from tests.source_tree import ROOT

LISTED = {"name": "Reinhard Butikofer"}


def example() -> Any:
    """The module of the documents."""
    spec = spec_from_file_location("onboarding", ROOT / "docs/examples/onboarding.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules["onboarding"] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


onboarding = example()


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    return create_app(Config(log_level="critical", data=str(tmp_path_factory.mktemp("data"))))


@pytest.fixture(scope="module")
def address(app: Flask) -> Iterator[str]:
    """The service on the loopback interface."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


def customers(address: str, **options: Any) -> Any:
    """An onboarding without customers that asks at an address, without pauses."""
    quick = {"connect": 5.0, "read": 30.0, "whole": 60.0, "pause": 0.0, **options}
    return onboarding.Onboarding(sqlite3.connect(":memory:"), onboarding.Service(address, **quick))


def row(made: Any, number: str = "4711") -> dict[str, Any]:
    """What is kept of a customer."""
    cursor = made._database.execute("SELECT * FROM customers WHERE number = ?", (number,))
    return dict(zip([one[0] for one in cursor.description], cursor.fetchone(), strict=True))


def test_a_clear_customer_continues(address: str) -> None:
    made = customers(address, lists=frozenset({"uk-fcdo", "cn-mfa"}))
    assert made.create("4711", name="Nobody Listed", birth_date="1990-05-05", countries=["FR"]) == "continues"
    assert len(row(made)["screening"]) == 36


def test_a_review_parks_and_resumes_on_the_decision(address: str) -> None:
    made = customers(address)
    assert made.create("4711", **LISTED) == "parked"
    assert made.screen("4711") == "parked", "asking again decides nothing"
    assert made.decide("4711", is_listed=False, by="a.analyst", reason="another birth date") == "continues"
    assert made.create("4712", **LISTED) == "parked"
    assert made.decide("4712", is_listed=True, by="a.analyst", reason="the same person") == "declined"
    with pytest.raises(ValueError, match="nothing to decide"):
        made.decide("4712", is_listed=False, by="another", reason="no")
    assert row(made, "4712")["decided_by"] == "a.analyst"


def test_a_blocked_customer_needs_a_decision(address: str) -> None:
    made = customers(address)
    assert made.create("4711", **LISTED, birth_date="1952-01-26", countries=["DE"], kind="individual") in {"blocked", "parked"}
    with pytest.raises(ValueError, match="a person and a reason"):
        made.decide("4711", is_listed=False, by=" ", reason="")


def test_nobody_decides_on_a_customer_that_was_not_screened() -> None:
    made = customers("http://127.0.0.1:9", connect=0.5)
    assert made.create("4711", name="Nobody Listed") == "created"
    with pytest.raises(ValueError, match="is created: there is nothing to decide"):
        made.decide("4711", is_listed=False, by="a.analyst", reason="in a hurry")


@pytest.mark.parametrize("facts", [{"name": "!!!"}, {"name": "Nobody", "birth_date": "yesterday"}, {"nmae": "Nobody"}])
def test_a_question_that_is_refused_stops(address: str, facts: dict[str, Any]) -> None:
    made = customers(address)
    assert made.create("4711", **facts) == "created"
    assert row(made)["reason"] == "status 422"


def test_a_list_that_is_missing_is_not_passed_over(address: str) -> None:
    made = customers(address, lists=frozenset({"uk-fcdo", "us-ofac-sdn"}))
    assert made.create("4711", name="Nobody Listed") == "created"
    assert row(made)["reason"] == "not screened against us-ofac-sdn"


def test_a_lost_answer_is_asked_for_again_and_recorded_once(app: Flask, address: str) -> None:
    lost: list[str] = []

    class Losing(Standing):
        def answer(self, body: bytes) -> None:
            key = self.headers["Idempotency-Key"]
            got = app.test_client().post("/v1/screenings", data=body, content_type="application/json", headers={"Idempotency-Key": key})
            lost.append(got.get_json()["id"])
            if len(lost) == 1:
                self.close_connection = True  # nothing is sent: the answer is lost
            else:
                self.say(got.status_code, got.data)

    with standing(Losing) as place:
        made = customers(place)
        assert made.create("4711", name="Nobody Listed") == "continues"
    assert len(lost) == 2
    assert len(set(lost)) == 1


def test_a_service_that_comes_back_is_asked_again_later(address: str) -> None:
    made = customers("http://127.0.0.1:9", connect=0.5)
    assert made.create("4711", name="Nobody Listed") == "created"
    made._service = customers(address)._service
    assert made.screen("4711") == "continues"


class Standing(BaseHTTPRequestHandler):
    """What may stand where the service should."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        self.answer(self.rfile.read(int(self.headers["Content-Length"])))

    def answer(self, body: bytes) -> None:
        raise AssertionError(body)

    def say(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing is logged."""


class standing:  # noqa: N801 (used as a function)
    """A server of a handler, for a while."""

    def __init__(self, handler: type[BaseHTTPRequestHandler]) -> None:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.block_on_close = False
        self._thread = threading.Thread(target=self._server.serve_forever)

    def __enter__(self) -> str:
        self._thread.start()
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


CLEAR: dict[str, Any] = {"id": "1", "outcome": "clear", "reference": "4711", "hits_total": 0, "lists": [{"id": "uk-fcdo"}]}


def saying(status: int, body: Any, **headers: str) -> Callable[[Standing, bytes], None]:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return lambda here, _: here.say(status, content, **headers)


def silent(here: Standing, _: bytes) -> None:
    time.sleep(3)
    here.close_connection = True


def dripping(here: Standing, _: bytes) -> None:
    here.send_response(201)
    here.send_header("Content-Length", "1000")
    here.end_headers()
    try:
        for letter in json.dumps(CLEAR).encode():
            here.wfile.write(bytes([letter]))
            here.wfile.flush()
            time.sleep(0.1)
    except OSError:
        return


def cut_off(here: Standing, _: bytes) -> None:
    content = json.dumps(CLEAR).encode()
    here.send_response(201)
    here.send_header("Content-Length", str(len(content) + 100))
    here.end_headers()
    here.wfile.write(content)
    here.close_connection = True


def stalled(here: Standing, _: bytes) -> None:
    here.send_response(201)
    here.send_header("Content-Length", "100")
    here.end_headers()
    here.wfile.write(b'{"id": "1", "outcome": "clear"')
    here.wfile.flush()
    time.sleep(3)
    here.close_connection = True


def torn(here: Standing, _: bytes) -> None:
    here.send_response(201)
    here.send_header("Transfer-Encoding", "chunked")
    here.end_headers()
    here.wfile.write(b"ffff\r\n" + json.dumps(CLEAR).encode())
    here.close_connection = True


def no_http(here: Standing, _: bytes) -> None:
    here.wfile.write(json.dumps(CLEAR).encode())
    here.close_connection = True


FAULTS: dict[str, Callable[[Standing, bytes], None]] = {
    "a clear with 200": saying(200, CLEAR),
    "a clear with 202": saying(202, CLEAR),
    "a clear with 500": saying(500, CLEAR),
    "a clear with 503": saying(503, CLEAR),
    "no lists loaded": saying(503, {"outcome": "error"}),
    "too many requests": saying(429, {"outcome": "clear"}),
    "not authenticated": saying(401, CLEAR),
    "the key came with another body": saying(409, CLEAR),
    "a redirect": saying(307, b"", Location="/elsewhere"),
    "a page of a proxy": saying(201, b"<html>clear</html>", Content_Type="text/html"),
    "nothing": saying(201, b""),
    "no JSON": saying(201, b'{"outcome": "clear"'),
    "no object": saying(201, ["clear"]),
    "a text": saying(201, "clear"),
    "bytes that are no text": saying(201, b"\xff\xfe\x00"),
    "no outcome": saying(201, {name: value for name, value in CLEAR.items() if name != "outcome"}),
    "an outcome nobody knows": saying(201, CLEAR | {"outcome": "CLEAR"}),
    "an outcome that is error": saying(201, CLEAR | {"outcome": "error"}),
    "an outcome that is none": saying(201, CLEAR | {"outcome": None}),
    "an outcome that is several": saying(201, CLEAR | {"outcome": ["clear"]}),
    "a clear with hits": saying(201, CLEAR | {"hits_total": 1}),
    "a clear without a count": saying(201, CLEAR | {"hits_total": None}),
    "the answer to another question": saying(201, CLEAR | {"reference": "4712"}),
    "no id": saying(201, CLEAR | {"id": None}),
    "no list": saying(201, CLEAR | {"lists": []}),
    "lists that are none": saying(201, CLEAR | {"lists": None}),
    "another list": saying(201, CLEAR | {"lists": [{"id": "house"}]}),
    "an answer without end": saying(201, json.dumps(CLEAR).encode() + b" " * 9_000_000),
    "silence": silent,
    "an answer that drips": dripping,
    "an answer that is cut off": cut_off,
    "an answer that stalls": stalled,
    "an answer torn between its pieces": torn,
    "no HTTP": no_http,
    "a length that is none": saying(201, CLEAR, Content_Length="many"),
    "an answer without bottom": saying(201, b"[" * 200_000),
    "a count that is none": saying(201, CLEAR | {"hits_total": False}),
}


SLOW = {"silence", "an answer that drips", "an answer that stalls"}


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_whatever_is_no_clear_answer_is_never_a_clear(fault: str) -> None:
    class Faulty(Standing):
        def answer(self, body: bytes) -> None:
            FAULTS[fault](self, body)

    with standing(Faulty) as place:
        limits = {"read": 0.5, "whole": 1.0} if fault in SLOW else {}
        made = customers(place, tries=2, lists=frozenset({"uk-fcdo"}), **limits)
        assert made.create("4711", name="Nobody Listed") == "created", fault
        assert row(made)["reason"]
        assert row(made)["screening"] is None


def test_the_answer_these_faults_are_made_of_is_a_clear_one() -> None:
    class Sound(Standing):
        def answer(self, body: bytes) -> None:
            assert json.loads(body)["reference"] == "4711"
            self.say(201, json.dumps(CLEAR).encode())

    with standing(Sound) as place:
        assert customers(place, lists=frozenset({"uk-fcdo"})).create("4711", name="Nobody Listed") == "continues"


def test_every_try_carries_the_key_that_was_stored_before_the_first(tmp_path: Path) -> None:
    seen: list[tuple[str, str]] = []
    database = sqlite3.connect(tmp_path / "customers.db")

    class Failing(Standing):
        def answer(self, body: bytes) -> None:
            assert json.loads(body)["name"] == "Nobody Listed"
            with sqlite3.connect(tmp_path / "customers.db") as other:
                [(stored,)] = other.execute("SELECT key FROM customers")
            other.close()
            seen.append((self.headers["Idempotency-Key"], stored))
            self.say(503, b"{}")

    with standing(Failing) as place:
        made = onboarding.Onboarding(database, onboarding.Service(place, pause=0.0, whole=60.0))
        assert made.create("4711", name="Nobody Listed") == "created"
        assert made.screen("4711") == "created"
    database.close()
    assert len(seen) == 6
    assert len({key for pair in seen for key in pair}) == 1


def test_of_two_decisions_at_once_the_second_is_refused(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    made = customers(address)
    made.create("4711", **LISTED)
    states = iter(["parked", "parked"])
    monkeypatch.setattr(made, "state", lambda _: next(states, "continues"))
    made.decide("4711", is_listed=False, by="one", reason="another person")
    monkeypatch.setattr(made, "state", lambda _: "parked")
    with pytest.raises(ValueError, match="by somebody else meanwhile"):
        made.decide("4711", is_listed=True, by="other", reason="the same person")
    assert row(made)["decided_by"] == "one"


def test_the_example_of_the_document_does_what_it_says(address: str) -> None:
    text = (ROOT / "docs/onboarding.md").read_text("utf-8")
    calls = re.findall(r'^onboarding\.(\w+\(.*\)) +# "(\w+)"$', text, flags=re.MULTILINE)
    assert len(calls) == 3
    made = customers(address)
    for call, state in calls:
        assert eval(f"made.{call}", {"made": made}) == state
