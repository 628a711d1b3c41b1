"""Which addresses let other machines in."""

from __future__ import annotations

import socket

import pytest

from api.access import bind
from api.access.bind import Exposed, gunicorn_hosts, is_local, is_local_name, refuse_to_expose


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.1.2.3", "::1", "[::1]", "::ffff:127.0.0.1", "localhost", "LOCALHOST", "unix:/run/x", "/run/x"]
)
def test_loopback_and_sockets_are_for_this_machine(host: str) -> None:
    assert is_local(host)


@pytest.mark.parametrize(
    "host", ["", "0.0.0.0", "::", "[::]", "192.0.2.1", "10.0.0.1", "::ffff:10.0.0.1", "fe80::1%eth0", "2001:db8::1", "file descriptor 3"]
)
def test_every_other_address_lets_others_in(monkeypatch, host: str) -> None:
    monkeypatch.setattr(bind.socket, "getaddrinfo", lambda *_: (_ for _ in ()).throw(socket.gaierror()))
    assert not is_local(host)


@pytest.mark.parametrize(("addresses", "local"), [(["127.0.0.1", "::1"], True), (["127.0.0.1", "192.0.2.7"], False), ([], False)])
def test_a_name_is_as_local_as_all_it_resolves_to(monkeypatch, addresses: list[str], local: bool) -> None:
    monkeypatch.setattr(bind.socket, "getaddrinfo", lambda *_: [(0, 0, 0, "", (each, 0)) for each in addresses])
    assert is_local("some-host") is local


@pytest.mark.parametrize(
    "host", ["localhost", "localhost:8000", "127.0.0.1:80", "127.0.0.1", "[::1]:8000", "[::1]", "screening.localhost:8000"]
)
def test_a_host_header_that_names_this_machine(host: str) -> None:
    assert is_local_name(host)


@pytest.mark.parametrize(
    "host",
    ["", "example.com", "example.com:8000", "127.0.0.1.example.com", "localhost.example.com:80", "192.0.2.1:80", "0.0.0.0", "[::]:80"],
)
def test_a_host_header_that_names_another(host: str) -> None:
    assert not is_local_name(host)


def test_the_refusal_names_each_address_and_what_to_do() -> None:
    with pytest.raises(
        Exposed, match=r"0\.0\.0\.0, 192\.0\.2\.1 without authentication.*screening keys create.*SCREENING_OIDC_ISSUER.*127\.0\.0\.1"
    ):
        refuse_to_expose(["0.0.0.0", "127.0.0.1", "192.0.2.1"])
    with pytest.raises(Exposed, match="every address"):
        refuse_to_expose([""])
    refuse_to_expose(["127.0.0.1", "unix:/run/screening.sock"])
    refuse_to_expose([])


def test_outside_gunicorn_there_are_no_addresses() -> None:
    assert gunicorn_hosts() == ()


def test_the_addresses_of_the_gunicorn_that_loads_the_application_are_found() -> None:
    from gunicorn.app.base import BaseApplication

    found = []

    class Loading(BaseApplication):
        def load_config(self) -> None:
            self.cfg.set("bind", ["0.0.0.0:8000", "[::1]:8001", "unix:/run/x.sock", "fd://9"])

        def load(self):
            found.append(gunicorn_hosts())

    Loading().wsgi()
    assert found == [("0.0.0.0", "::1", "unix:/run/x.sock", "file descriptor 9")]
