"""Reads that take too long end, and those that do not are left alone."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from api.wire import deadlines
from api.wire.deadlines import Deadlines
from tests.source_tree import ROOT


@pytest.fixture
def pair() -> Iterator[tuple[socket.socket, socket.socket]]:
    """Two ends of a connection."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield ours, theirs


@pytest.fixture
def watch(monkeypatch) -> Deadlines:
    """Deadlines that are looked after all the time."""
    monkeypatch.setattr(deadlines, "TICK", 0.01)
    return Deadlines()


def test_a_read_that_takes_too_long_ends_and_the_answer_can_still_be_written(watch, pair) -> None:
    ours, theirs = pair
    with watch.reading(ours, 0.05) as deadline:
        assert ours.recv(1) == b""
    assert deadline.missed
    ours.sendall(b"too late")
    assert theirs.recv(8) == b"too late"


def test_bytes_that_trickle_in_do_not_put_off_the_end(watch, pair) -> None:
    ours, theirs = pair
    enough = threading.Event()

    def trickle() -> None:
        with suppress(BrokenPipeError):  # nobody reads on the other side any more
            while not enough.wait(0.01):
                theirs.send(b"x")

    thread = threading.Thread(target=trickle)
    thread.start()
    with watch.reading(ours, 0.1) as deadline:
        while ours.recv(1):
            pass
    enough.set()
    thread.join()
    assert deadline.missed


def test_a_read_that_is_done_in_time_leaves_the_connection_as_it_was(watch, pair) -> None:
    ours, theirs = pair
    for _ in range(3):
        theirs.send(b"x")
        with watch.reading(ours, 30) as deadline:
            assert ours.recv(1) == b"x"
        assert not deadline.missed
    with watch.reading(ours, 0.05):
        pass
    time.sleep(0.1)
    theirs.send(b"y")
    assert ours.recv(1) == b"y"


def test_an_earlier_deadline_that_begins_later_ends_first(watch, pair) -> None:
    ours, _ = pair
    other, far = socket.socketpair()
    with other, far, watch.reading(other, 30) as long:
        with watch.reading(ours, 0.05) as short:
            assert ours.recv(1) == b""
    assert short.missed
    assert not long.missed


def test_a_connection_that_has_gone_by_itself_is_no_error(watch) -> None:
    ours, theirs = socket.socketpair()
    deadline = watch.begin(lambda: ours, 0.0)
    ours.close()
    theirs.close()
    while not deadline.missed:
        time.sleep(0.01)


def test_without_a_socket_there_is_nothing_to_watch(watch) -> None:
    with watch.reading(None, 0.0) as deadline:
        assert deadline is None


# --- as served -------------------------------------------------------------------------------------------------------------------


@pytest.fixture
def server(tmp_path: Path) -> Iterator[int]:
    """`screening serve` with a second for each body and each head; the port it listens on."""
    settings = {"SCREENING_LISTS": "ca-gac", "SCREENING_DATA": str(tmp_path), "SCREENING_BODY_SECONDS": "1", "SCREENING_LOG_LEVEL": "error"}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SCREENING_")}
    code = "import api.wire.worker as worker; worker.HEAD_SECONDS = 1.0; from api.serving import serve; serve('127.0.0.1', 0, 1)"
    command = [sys.executable, "-c", code]
    environment = {**kept, **settings, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        line = running.stdout.readline()
        yield int(re.findall(r":(\d+) ", line)[0])
        running.send_signal(signal.SIGTERM)
        running.stdout.read()
        assert running.wait() == 0


def everything(connection: socket.socket) -> bytes:
    """All that comes until the other side closes."""
    connection.settimeout(30)
    received = b""
    while more := connection.recv(65536):
        received += more
    return received


HEAD = b"POST /v1/screenings HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"


def test_slow_clients_are_told_or_dropped_and_keep_nobody_waiting(server: int) -> None:
    def connect() -> socket.socket:
        return socket.create_connection(("127.0.0.1", server), timeout=30)

    slow = [connect() for _ in range(3)]
    slow[0].sendall(HEAD + b'Content-Length: 100\r\n\r\n{"na')
    slow[1].sendall(HEAD + b'Transfer-Encoding: chunked\r\n\r\n4\r\n{"na\r\n')
    slow[2].sendall(HEAD)
    answers = [everything(each) for each in slow]
    for each in slow:
        each.close()
    for answer in answers[:2]:
        head, _, body = answer.partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 408 "), answer
        assert json.loads(body)["type"] == "urn:screening:problem:request-timeout"
    assert answers[2] == b""
    with connect() as quick:
        body = b'{"name": "A. Nobody"}'
        quick.sendall(HEAD + b"Connection: close\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
        assert everything(quick).startswith(b"HTTP/1.1 201 ")
