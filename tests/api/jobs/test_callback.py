"""The client told of the end: signed, to where it may be told alone, tried again, given up in sight."""

from __future__ import annotations

import contextlib
import json
import socket
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from sqlalchemy import update

from api.config import Config
from api.jobs import callback
from api.jobs.errors import NotDelivered
from api.proof.keys import is_signed
from api.store.tables import job_tasks
from lists.database import writing
from tests.api.jobs.site import Site


class Receiver:
    """A client that listens on this machine."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, dict[str, str], bytes]] = []
        self.status = 204
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.heard.append((self.path, dict(self.headers), body))
                self.send_response(receiver.status)
                self.send_header("Location", "/elsewhere")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/done?case=7"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A client that listens."""
    found = Receiver()
    yield found
    found.server.shutdown()
    found.server.server_close()


@pytest.fixture
def inside(tmp_path: Path) -> Iterator[Site]:
    """A service that may tell clients on this machine."""
    found = Site(tmp_path, callback_http=True, callback_private=True)
    yield found
    found.vault.close()


def pause_is_over(site: Site) -> None:
    """Let the time until the next attempt pass."""
    with writing(site.vault.engine) as connection:
        waiting = update(job_tasks).where(job_tasks.c.due_at.is_not(None))
        connection.execute(waiting.values(due_at=datetime(2026, 1, 1, tzinfo=UTC)))


def test_the_client_is_told_once_with_a_signature_that_can_be_checked(inside: Site, receiver: Receiver) -> None:
    job = inside.made(callback=receiver.url)
    assert inside.job(job)["callback"] == {"url": receiver.url, "state": "waiting", "attempts": 0, "trouble": None}
    inside.work()
    [(path, headers, body)] = receiver.heard
    assert path == "/done?case=7"
    told = json.loads(body)
    assert (told["job"], told["state"], told["rows"], told["counts"]["review"]) == (job, "done", 6, 4)
    assert headers["Host"] == f"127.0.0.1:{receiver.server.server_port}"
    keys = {each["id"]: each["pem"] for each in inside.ask("GET", "/v1/audit/keys").json["keys"]}
    assert headers["Screening-Key"] in keys
    key = inside.vault.keys.trusted[headers["Screening-Key"]]
    assert is_signed(key, f"{headers['Screening-Timestamp']}.".encode() + body, headers["Screening-Signature"])
    assert inside.job(job)["callback"]["state"] == "delivered"
    assert b"Butikofer" not in body


@pytest.mark.parametrize("status", [302, 404, 500])
def test_a_client_that_does_not_hear_is_told_again_and_given_up_in_sight(inside: Site, receiver: Receiver, status: int) -> None:
    receiver.status = status
    job = inside.made(callback=receiver.url)
    inside.work()
    for attempt in range(1, len(callback.PAUSES) + 2):
        assert len(receiver.heard) == attempt, "one attempt at a time; redirects are not followed"
        told = inside.job(job)["callback"]
        last = attempt > len(callback.PAUSES)
        assert (told["state"], told["attempts"]) == ("failed" if last else "waiting", attempt)
        assert told["trouble"] == f"answered with status {status}"
        pause_is_over(inside)
        inside.work()
    assert len(receiver.heard) == len(callback.PAUSES) + 1
    assert inside.job(job)["state"] == "done", "the job itself is none the worse for it"


def test_the_client_is_told_of_a_job_that_failed_or_was_cancelled(inside: Site, receiver: Receiver) -> None:
    failed = inside.made(b"name,dob\n", callback=receiver.url)
    inside.work()
    cancelled = inside.made(callback=receiver.url)
    inside.ask("POST", f"/v1/jobs/{cancelled}/cancel", json={})
    inside.work()
    assert [(one["job"], one["state"]) for one in map(json.loads, (body for *_, body in receiver.heard))] == [
        (failed, "failed"),
        (cancelled, "cancelled"),
    ]


def test_a_client_that_is_not_there_is_told_of_as_such(inside: Site, receiver: Receiver) -> None:
    receiver.server.shutdown()
    receiver.server.server_close()
    job = inside.made(callback=receiver.url)
    inside.work()
    assert inside.job(job)["callback"]["trouble"].startswith("no answer")
    receiver.server = HTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)  # for the fixture to close
    threading.Thread(target=receiver.server.serve_forever, daemon=True).start()


PRIVATE = (
    "127.0.0.1",
    "10.1.2.3",
    "192.168.0.9",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "::1",
    "fe80::1",
    "fd00::1",
    "::ffff:10.0.0.1",
)


@pytest.mark.parametrize("address", PRIVATE)
def test_a_name_that_leads_inside_is_not_asked(monkeypatch: pytest.MonkeyPatch, address: str, tmp_path: Path) -> None:
    family = 10 if ":" in address else 2
    monkeypatch.setattr(callback.socket, "getaddrinfo", lambda *_, **__: [(family, 1, 6, "", (address, 443))])
    with pytest.raises(NotDelivered, match="not public"):
        callback._address("looks-public.example", 443, Config(data=str(tmp_path)))
    assert callback._address("looks-public.example", 443, Config(data=str(tmp_path), callback_private=True)) == address


def test_one_address_inside_among_several_is_enough_to_refuse(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    found = [(2, 1, 6, "", ("93.184.215.14", 443)), (2, 1, 6, "", ("10.0.0.1", 443))]
    monkeypatch.setattr(callback.socket, "getaddrinfo", lambda *_, **__: found)
    with pytest.raises(NotDelivered):
        callback._address("a.example", 443, Config(data=str(tmp_path)))


def test_the_connection_goes_to_the_address_that_was_looked_at() -> None:
    pool = callback._pool("https", "a.example", "93.184.215.14", 443)
    assert (pool.host, pool.port) == ("93.184.215.14", 443)
    assert (pool.assert_hostname, pool.conn_kw["server_hostname"], pool.cert_reqs) == ("a.example", "a.example", "CERT_REQUIRED")


def test_settings_that_changed_since_hold_for_what_is_still_to_be_told(inside: Site, receiver: Receiver) -> None:
    with pytest.raises(NotDelivered, match="is not such a URL"):
        callback.post(receiver.url, {}, inside.vault.keys, Config())
    assert receiver.heard == []


@pytest.mark.parametrize(
    ("address", "is_open"),
    [
        ("8.8.8.8", True), ("10.0.0.1", False), ("100.64.0.1", False), ("0.0.0.0", False),
        ("2606:4700::1", True), ("fd00:ec2::254", False), ("::127.0.0.1", False), ("::ffff:10.0.0.1", False), ("2002:7f00:1::", False),
        ("64:ff9b::10.0.0.1", False), ("64:ff9b::8.8.8.8", True), ("64:ff9b:1::a00:1", False), ("fec0::1", False),
        ("fe80::1%eth0", False), ("ff0e::1", False),
    ],
)  # fmt: skip
def test_only_addresses_that_anybody_may_reach_are_asked(address: str, is_open: bool) -> None:
    assert callback._is_open(address, Config()) is is_open


def test_an_answer_that_drips_does_not_hold_up_the_worker(inside: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(callback, "SECONDS", 0.5)
    listening, over = socket.create_server(("127.0.0.1", 0)), threading.Event()

    def drip() -> None:
        client, _ = listening.accept()
        with client, contextlib.suppress(OSError):
            client.sendall(b"HTTP/1.1 ")
            while not over.wait(0.1):
                client.sendall(b"x")

    thread = threading.Thread(target=drip)
    thread.start()
    began = time.monotonic()
    with pytest.raises(NotDelivered):
        callback.post(f"http://127.0.0.1:{listening.getsockname()[1]}/", {}, inside.vault.keys, inside.vault.config)
    assert time.monotonic() - began < 5
    over.set()
    thread.join()
    listening.close()
