"""The service under gunicorn. The tests that start it talk to the loopback interface alone."""

from __future__ import annotations

import json
import os
import re
import shlex
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import SplitResult, urlsplit

import pytest

from api import create_app
from api.catalogue import list_store
from api.config import Config
from api.errors import ListsNotLoaded
from api.proof.chain import head
from api.proof.checkpoints import last_checkpoint
from api.proof.keys import keys_to_verify
from api.proof.verify import verify
from api.serving import CannotListen, announcement, check_address, curl
from api.store.place import keys_folder
from api.store.schema import current_database
from lists.database import reading
from tests.lists.house import ROWS, take
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


@contextmanager
def started(folder: Path) -> Iterator[SplitResult]:
    """The service as a process with two workers, its data in `folder/var`; its address. It must end well."""
    command = [sys.executable, "-m", "api.cli", "serve", "--port", "0", "--workers", "2"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as server:
        assert server.stdout is not None
        try:
            printed = ""
            while "curl " not in printed:
                line = server.stdout.readline()
                assert line, f"the service ended: {printed}"
                printed += line
            # What it logs from now on is read, so that it never waits for a reader.
            drained = threading.Thread(target=server.stdout.read, daemon=True)
            drained.start()
            yield urlsplit(re.findall(r"Serving on (\S+)", printed)[0])
        finally:
            server.send_signal(signal.SIGTERM)
            code = server.wait()
        drained.join()
        assert code == 0


def asked(address: SplitResult, name: str) -> tuple[int, Any]:
    """Post a name on a connection of its own: the status and the answer."""
    connection = HTTPConnection(str(address.hostname), address.port or 0, timeout=60)
    connection.request("POST", "/v1/screenings", json.dumps({"name": name}), {"Content-Type": "application/json"})
    response = connection.getresponse()
    answer = json.load(response)
    connection.close()
    return response.status, answer


def test_the_service_starts_announces_itself_answers_and_stops(tmp_path: Path) -> None:
    with started(tmp_path) as address:
        _, answer = asked(address, "王君正")
    assert {hit["list"]["id"] for hit in answer["hits"]} == {"us-treasury", "eu-council", "uk-fcdo", "ca-gac"}


def is_linked(address: SplitResult, screening: str) -> bool:
    """Whether a screening has its place in the chain."""
    connection = HTTPConnection(str(address.hostname), address.port or 0, timeout=60)
    connection.request("GET", f"/v1/screenings/{screening}")
    record = json.load(connection.getresponse())["record"]
    connection.close()
    return record["sequence"] is not None


@pytest.mark.slow
def test_several_services_start_at_once_on_nothing_link_what_they_record_and_leave_all_of_it_signed(tmp_path: Path) -> None:
    with ExitStack() as running, ThreadPoolExecutor(2) as pool:
        addresses = list(pool.map(lambda _: running.enter_context(started(tmp_path)), range(2)))
        early = [asked(address, "MERICS")[1]["id"] for address in addresses for _ in range(4)]
        while not all(is_linked(addresses[0], each) for each in early):
            time.sleep(0.05)
        late = [asked(address, "王君正")[1]["id"] for address in addresses]
    config = Config(data=str(tmp_path / "var"))
    engine = current_database(config)
    report = verify(engine, keys_to_verify(keys_folder(config)), tmp_path / "var")
    assert (report.problems, report.unlinked) == ((), 0)
    assert report.records >= len({*early, *late}) == 10
    with reading(engine) as connection:
        last = last_checkpoint(connection)
        assert last is not None
        assert last.head == head(connection)
    engine.dispose()


def test_running_workers_take_up_new_editions_drop_no_request_and_name_what_they_used(tmp_path: Path) -> None:
    """Clients keep asking while a list comes into force and changes twice; each answer must be that of the editions it names."""
    store = list_store(Config(data=str(tmp_path / "var")))
    editions: list[str] = []
    answers: list[tuple[int, Any]] = []
    stop = threading.Event()

    def ask(address: SplitResult) -> None:
        while not stop.is_set():
            answers.append(asked(address, "Newcomer Vydumannov"))

    with started(tmp_path) as address:
        clients = [threading.Thread(target=ask, args=(address,)) for _ in range(3)]
        for client in clients:
            client.start()
        while not answers:
            time.sleep(0.01)
        for number in range(3):
            rows = [*ROWS, *(f"N-{each},individual,Newcomer Vydumannov,,," for each in range(number))]
            done = take(store, rows, at=number, accept_change="a test")
            assert done.edition is not None
            editions.append(done.edition.edition.id)
            others = len(answers)
            # Both workers: so many answers in a row do not come from one of them alone.
            while [named(answer).get("house") for _, answer in answers[others:]][-40:] != [editions[-1]] * 40:
                assert all(client.is_alive() for client in clients)
                time.sleep(0.05)
        stop.set()
        for client in clients:
            client.join()
    store.engine.dispose()
    assert {status for status, _ in answers} == {201}
    seen = [named(answer) for _, answer in answers]
    assert all(len(one) in (5, 6) for one in seen), "every answer names the edition of every list"
    assert {one.get("house") for one in seen} == {None, *editions}
    for one, (_, answer) in zip(seen, answers, strict=True):
        newcomers = [hit for hit in answer["hits"] if hit["party"]["primary_name"] == "Newcomer Vydumannov"]
        assert len(newcomers) == (editions.index(one["house"]) if "house" in one else 0)


def named(answer: Any) -> dict[str, str]:
    """The editions an answer names, by list."""
    return {one["id"]: one["edition"] for one in answer["lists"]}
