"""Where the service listens, and whether that lets anybody but this machine in."""

from __future__ import annotations

import inspect
import ipaddress
import socket
import sys
from collections.abc import Iterable
from typing import Any

from api.config import ConfigError


class Exposed(ConfigError):
    """The service would run open where other machines can reach it; the message says what to do instead."""


def is_local(host: str) -> bool:
    """Whether only this machine reaches a service that listens on `host`: a loopback address or name, or a Unix socket's path."""
    if host.startswith(("/", "unix:")):
        return True
    name = host.strip("[]").rstrip(".").lower()
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        address = ipaddress.ip_address(name.partition("%")[0])
    except ValueError:
        return bool(name) and _resolves_to_loopback(name)
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_loopback


def _resolves_to_loopback(name: str) -> bool:
    try:
        found = {str(each[4][0]) for each in socket.getaddrinfo(name, None)}
    except (OSError, UnicodeError):
        return False
    return bool(found) and all(ipaddress.ip_address(each.partition("%")[0]).is_loopback for each in found)


def is_local_name(host: str) -> bool:
    """Whether a ``Host`` header (with or without port) names this machine. Nothing is resolved: the caller chose it."""
    name = host.rpartition(":")[0] if host.rpartition(":")[2].isdecimal() and not host.endswith("]") else host
    bare = name.strip("[]").lower()
    if bare == "localhost" or bare.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(bare).is_loopback
    except ValueError:
        return False


def refuse_to_expose(hosts: Iterable[str]) -> None:
    """Raise `Exposed` when one of the addresses an open service is to listen on can be reached from other machines."""
    exposed = sorted({host for host in hosts if not is_local(host)})
    if exposed:
        where = ", ".join(host or "every address" for host in exposed)
        raise Exposed(
            f"refusing to listen on {where} without authentication: anybody who reaches it could ask. Make a key first (screening keys "
            "create NAME --role screener), or name the issuer of your tokens (SCREENING_OIDC_ISSUER), or listen on 127.0.0.1"
        )


def gunicorn_hosts() -> tuple[str, ...]:
    """The addresses of the gunicorn that is loading the application right now; empty when none is.

    gunicorn tells an application factory nothing: what called it is looked up on the stack. That holds for ``gunicorn
    'api:create_app()'`` with its addresses from the command line, a file or its variables, with and without ``--preload``.
    """
    if "gunicorn.app.base" not in sys.modules:
        return ()
    from gunicorn.app.base import BaseApplication  # noqa: PLC0415 (not loaded where gunicorn is not at work)

    frame = inspect.currentframe()
    while frame is not None:
        found = frame.f_locals.get("self")
        if isinstance(found, BaseApplication):
            return tuple(_host(address) for address in found.cfg.address)
        frame = frame.f_back
    return ()


def _host(address: Any) -> str:
    # A pair of host and port, the path of a socket, or the number of an open file of which nothing is known.
    if isinstance(address, tuple):
        return str(address[0])
    return f"unix:{address}" if isinstance(address, str) else f"file descriptor {address}"
