"""Where the service starts, and where it refuses to. Real servers, on the loopback interface or stopped before they listen."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from http.client import HTTPConnection
from pathlib import Path

import pytest

from api.access.bind import Exposed
from api.access.setup import DOOR
from api.serving import announcement
from tests.api.access.serving import new_key, service
from tests.source_tree import ROOT

GUNICORN = [sys.executable, "-m", "gunicorn", "api:create_app()", "--no-control-socket"]


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def surroundings(folder: Path, **settings: str) -> dict[str, str]:
    """The environment of a service whose records are in `folder`."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SCREENING_", "GUNICORN"))}
    given = {f"SCREENING_{name.upper()}": value for name, value in settings.items()}
    return {**kept, "PYTHONPATH": str(ROOT), "SCREENING_LISTS": "ca-gac", "SCREENING_DATA": str(folder), **given}


def run(command: list[str], environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run a server that is expected to end by itself."""
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=False)


@pytest.fixture
def closed(tmp_path: Path) -> Path:
    """A data folder with a key in it."""
    new_key(service(tmp_path))
    return tmp_path


def test_the_announcement_says_who_may_ask(tmp_path: Path) -> None:
    app = service(tmp_path)
    assert "Open to everybody on this machine, to nobody else" in announcement(app, "127.0.0.1", 80)
    new_key(app)
    assert "need a key or a token" in announcement(app, "127.0.0.1", 80)
    assert "need a key or a token" in announcement(service(tmp_path), "127.0.0.1", 80)


def test_an_open_start_is_in_the_log(tmp_path: Path, capsys) -> None:
    app = service(tmp_path, log_level="warning")
    assert "open to everybody on this machine" in capsys.readouterr().err
    new_key(app)
    service(tmp_path, log_level="warning")
    assert "open to everybody" not in capsys.readouterr().err


@pytest.mark.parametrize("host", ["0.0.0.0", "::"])
def test_the_command_refuses_to_start_open_where_others_reach_it(tmp_path: Path, host: str) -> None:
    if host == "::" and not socket.has_ipv6:
        pytest.skip("no IPv6 here")
    done = run([sys.executable, "-m", "api.cli", "serve", "--host", host, "--port", "0"], surroundings(tmp_path))
    assert done.returncode == 2
    assert done.stdout == ""
    assert re.search(rf"^screening: refusing to listen on {re.escape(host)} without authentication", done.stderr, flags=re.MULTILINE)


@pytest.mark.parametrize("more", [[], ["--preload"]], ids=["", "preload"])
def test_gunicorn_does_not_start_open_where_others_reach_it(tmp_path: Path, more: list[str]) -> None:
    done = run([*GUNICORN, "-b", f"0.0.0.0:{free_port()}", *more], surroundings(tmp_path))
    assert done.returncode != 0
    assert "refusing to listen on 0.0.0.0 without authentication" in done.stderr


def test_gunicorn_does_not_start_open_wherever_its_address_comes_from(tmp_path: Path) -> None:
    settings = tmp_path / "gunicorn.conf.py"
    settings.write_text(f"bind = ['127.0.0.1:{free_port()}', '0.0.0.0:{free_port()}']\n", encoding="utf-8")
    for command, more in (
        ([*GUNICORN, "-c", str(settings)], {}),
        (GUNICORN, {"GUNICORN_CMD_ARGS": f"-b 0.0.0.0:{free_port()}"}),
        (GUNICORN, {"PORT": str(free_port())}),  # gunicorn then listens everywhere
    ):
        done = run(command, {**surroundings(tmp_path / "data"), **more})
        assert done.returncode != 0
        assert "refusing to listen on 0.0.0.0 without authentication" in done.stderr


def test_under_gunicorn_on_loopback_it_starts_open(tmp_path: Path) -> None:
    assert asked(tmp_path, ["-b", "127.0.0.1:{port}"], {"Host": "localhost"}) == 200


@pytest.mark.parametrize("settings", [{}, {"authentication": "required"}], ids=["as it is", "by a setting too"])
def test_with_a_key_it_starts_anywhere_and_asks_for_one(closed: Path, settings: dict[str, str]) -> None:
    assert asked(closed, ["-b", "0.0.0.0:{port}"], {"Host": "localhost"}, **settings) == 401


def test_closed_by_the_setting_alone_it_starts_anywhere_and_lets_nobody_in(tmp_path: Path) -> None:
    assert asked(tmp_path, ["-b", "0.0.0.0:{port}"], {"Host": "localhost"}, authentication="required") == 401


def test_an_open_service_refuses_a_name_that_is_not_of_this_machine(tmp_path: Path) -> None:
    assert asked(tmp_path, ["-b", "127.0.0.1:{port}"], {"Host": "screening.example"}) == 403


def asked(folder: Path, arguments: list[str], headers: dict[str, str], **settings: str) -> int:
    """The status with which a gunicorn so started answers a request for the lists."""
    port = free_port()
    command = [*GUNICORN, "-w", "1", "--log-level", "error", *(each.format(port=port) for each in arguments)]
    environment = surroundings(folder, log_level="error", **settings)
    with subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True) as server:
        try:
            return _status(server, port, headers)
        finally:
            server.send_signal(signal.SIGTERM)
            assert server.stderr is not None
            server.stderr.read()
            server.wait()


def _status(server: subprocess.Popen[str], port: int, headers: dict[str, str]) -> int:
    until = time.monotonic() + 60
    while True:
        assert server.poll() is None, server.stderr.read() if server.stderr else ""
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=30)
            connection.request("GET", "/v1/lists", headers=headers)
            status = connection.getresponse().status
            connection.close()
        except ConnectionRefusedError:
            assert time.monotonic() < until, "the server does not listen"
            time.sleep(0.1)
        else:
            return status


# --- as gunicorn calls it, without a server ----------------------------------------------------------------------------------------


class Loading:
    """A gunicorn application that is about to load the service."""

    def __new__(cls, address: str, load):
        from gunicorn.app.base import BaseApplication

        class Application(BaseApplication):
            def load_config(self) -> None:
                self.cfg.set("bind", address)

            def load(self):
                return load()

        return Application()


@pytest.mark.parametrize("address", ["0.0.0.0:8000", "[::]:8000", "192.0.2.1:8000", "fd://3"])
def test_the_application_is_not_made_open_for_an_address_others_reach(tmp_path: Path, address: str) -> None:
    with pytest.raises(Exposed, match="without authentication"):
        Loading(address, lambda: service(tmp_path)).wsgi()


@pytest.mark.parametrize("address", ["127.0.0.1:8000", "[::1]:8000", "unix:/run/screening.sock", "localhost:8000"])
def test_the_application_is_made_open_for_an_address_of_this_machine(tmp_path: Path, address: str) -> None:
    assert Loading(address, lambda: service(tmp_path)).wsgi().extensions[DOOR].is_open()


def test_the_application_is_made_closed_for_any_address(closed: Path) -> None:
    assert not Loading("0.0.0.0:8000", lambda: service(closed)).wsgi().extensions[DOOR].is_open()


def test_a_server_nobody_asked_about_its_address_is_noticed_at_the_first_request(tmp_path: Path) -> None:
    client = service(tmp_path).test_client()
    for environment in ({"REMOTE_ADDR": "192.0.2.7"}, {"SERVER_NAME": "0.0.0.0"}):
        answer = client.get("/v1/lists", environ_overrides=environment)
        assert answer.status_code == 403
        assert answer.json["type"].endswith(":only-this-machine")
        assert "WWW-Authenticate" not in answer.headers
    assert client.get("/healthz", environ_overrides={"REMOTE_ADDR": "192.0.2.7"}).status_code == 200
