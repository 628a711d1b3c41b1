"""The service under gunicorn. The one test that starts it talks to the loopback interface alone."""

from __future__ import annotations

import json
import os
import re
import shlex
import signal
import socket
import subprocess
import sys
from http.client import HTTPConnection
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest

from api import create_app
from api.errors import ListsNotLoaded
from api.serving import CannotListen, announcement, check_address, curl
from tests.source_tree import ROOT


def test_what_is_announced_are_address_lists_and_a_request() -> None:
    said = announcement(create_app(), "127.0.0.1", 8123)
    assert "http://127.0.0.1:8123" in said
    assert re.search(r"cn-mfa +10 parties, named 10 of 14 announced", said)
    assert curl("http://127.0.0.1:8123") in said


@pytest.mark.parametrize(("bound", "address"), [("0.0.0.0", "http://127.0.0.1:80"), ("::", "http://[::1]:80"), ("::1", "http://[::1]:80")])
def test_the_address_announced_is_one_a_client_can_use(bound: str, address: str) -> None:
    assert f"Serving on {address} " in announcement(create_app(), bound, 80)


def test_a_service_without_lists_announces_that_it_answers_nothing() -> None:
    app = create_app()
    app.extensions["screening"] = SimpleNamespace(held=ListsNotLoaded("seeded/x.toml: wrong count"))
    assert "NO LIST IS IN FORCE" in announcement(app, "127.0.0.1", 80)


def test_the_request_announced_is_answered_with_a_hit() -> None:
    words = shlex.split(curl(""))
    body = words[words.index("-d") + 1]
    answer = create_app().test_client().post("/v1/screenings", data=body, content_type="application/json")
    assert answer.get_json()["hits"]


def test_a_taken_port_is_told_with_what_to_change() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(CannotListen, match=rf"port {port} on 127\.0\.0\.1 is taken; choose another: make serve PORT="):
            check_address("127.0.0.1", port)


def test_an_address_that_is_not_of_this_machine_is_told() -> None:
    with pytest.raises(CannotListen, match=r"cannot listen on 192\.0\.2\.1 port 8000"):
        check_address("192.0.2.1", 8000)


def test_a_taken_port_ends_the_command_with_exit_code_2_before_anything_is_loaded(tmp_path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        command = [sys.executable, "-m", "api.cli", "serve", "--port", str(taken.getsockname()[1])]
        done = subprocess.run(
            command, cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False
        )
    assert list(tmp_path.iterdir()) == []
    assert done.returncode == 2
    assert done.stdout == ""
    assert re.fullmatch(r"screening: port \d+ on 127\.0\.0\.1 is taken; .*PORT=\d+.*\n", done.stderr)


def test_the_service_starts_announces_itself_answers_and_stops(tmp_path) -> None:
    command = [sys.executable, "-m", "api.cli", "serve", "--port", "0", "--workers", "2"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as server:
        try:
            assert server.stdout is not None
            printed = ""
            while "curl " not in printed:
                line = server.stdout.readline()
                assert line, f"the service ended: {printed}"
                printed += line
            address = urlsplit(re.findall(r"Serving on (\S+)", printed)[0])
            assert address.hostname is not None
            connection = HTTPConnection(address.hostname, address.port or 0, timeout=30)
            connection.request("POST", "/v1/screenings", json.dumps({"name": "王君正"}), {"Content-Type": "application/json"})
            answer = json.load(connection.getresponse())
            connection.close()
        finally:
            server.send_signal(signal.SIGTERM)
        server.stdout.read()
        assert server.wait() == 0
    assert {hit["list"]["id"] for hit in answer["hits"]} == {"us-treasury", "eu-council", "uk-fcdo", "ca-gac"}
