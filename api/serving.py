"""The service under gunicorn: bound, loaded once before the workers fork, and announced with what it serves.

`screening serve` and `make serve` run it. `gunicorn --preload 'api:create_app()'` serves the same application without the
announcement.
"""

from __future__ import annotations

import errno
import socket
from typing import Any

import click
from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter

from api import create_app
from api.access.bind import refuse_to_expose
from api.access.identify import Door
from api.access.setup import DOOR, is_open
from api.catalogue import EXTENSION, Catalogue
from api.config import ConfigError
from api.jobs.processes import Crew
from api.vault import EXTENSION as VAULT
from api.wire.worker import Worker

FIRST_FREE_PORT, LAST_PORT = 1024, 65535

THREADS = 8
"""Threads of each worker: they keep connections open while another request computes, and what waits for the disk together is
written to it together."""


EXAMPLE_NAME = "Buetikofer, Reinhard"
"""A name to try: a listed one, as people type it."""


class CannotListen(ConfigError):
    """The address cannot be bound; the message says why and what to change."""


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """gunicorn around one application that is built in the parent process; `run()` serves until a signal."""

    def __init__(self, app: Flask, host: str, port: int, workers: int, jobs: int = 0) -> None:
        self._app = app
        self._jobs = jobs
        self._address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        self._workers = workers
        super().__init__()

    def load_config(self) -> None:
        """Set what gunicorn is to do; its own command line, files and variables are not read."""
        settings = {
            "bind": self._address,
            "workers": self._workers,
            "worker_class": Worker,
            "threads": THREADS,
            "preload_app": True,
            "loglevel": "warning",
            "proc_name": "screening",
            "when_ready": self._announce,
            "worker_exit": self._leave,
        }
        if "control_socket_disable" in self.cfg.settings:  # newer gunicorns open a socket file for remote control
            settings["control_socket_disable"] = True
        for name, value in settings.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """Return the application."""
        return self._app

    def run(self) -> None:
        """Serve until told to stop, with the workers for jobs beside."""
        Master(self, self._jobs).run()

    def _announce(self, arbiter: Any) -> None:
        host, port = arbiter.LISTENERS[0].sock.getsockname()[:2]
        click.echo(announcement(self._app, host, port))

    def _leave(self, _: Any, __: Any) -> None:
        self._app.extensions[VAULT].leave()


class Master(Arbiter):  # type: ignore[misc]  # gunicorn has no types
    """gunicorn's master process, which keeps the workers for jobs as it keeps its own."""

    def __init__(self, app: Server, jobs: int) -> None:
        self._crew = Crew(jobs)
        super().__init__(app)

    def manage_workers(self) -> None:
        """Replace whichever has died; called every second."""
        super().manage_workers()
        self._crew.keep()

    def stop(self, graceful: bool = True) -> None:
        """Stop all of them."""
        self._crew.stop()
        super().stop(graceful)


def announcement(app: Flask, host: str, port: int) -> str:
    """What a person at the terminal needs: the address, the lists in force with their counts, a request to try."""
    address = f"http://{_reachable(host)}:{port}"
    access, lists = _access(app.extensions[DOOR]), _lists(app.extensions[EXTENSION].held)
    return f"Serving on {address} (documentation: {address}/docs)\n{access}\n\n{lists}\n\nTry:\n\n  {curl(address)}\n"


def curl(address: str) -> str:
    """A request to paste into a shell; `address` without a slash at the end."""
    return f"curl -s {address}/v1/screenings -H 'Content-Type: application/json' -d '{{\"name\": \"{EXAMPLE_NAME}\"}}'"


def _access(door: Door) -> str:
    if is_open(door):
        return "Open to everybody on this machine, to nobody else; from the first key on (screening keys create) callers need one."
    return "Callers need a key or a token: -H 'Authorization: Bearer ...'"


def _reachable(host: str) -> str:
    """The host as a client on this machine writes it."""
    if host == "0.0.0.0":  # noqa: S104 (read, not bound)
        return "127.0.0.1"
    if host == "::":
        return "[::1]"
    return f"[{host}]" if ":" in host else host


def _lists(held: object) -> str:
    if not isinstance(held, Catalogue):
        return f"NO LIST IS IN FORCE, every screening is answered with an error: {held}"
    lines = [f"  {each.source.id:<14}{each.edition.loaded:>7} parties, {each.edition.completeness}" for each in held.lists]
    return "\n".join(["Lists in force:", *lines])


def serve(host: str, port: int, workers: int, jobs: int = 0) -> None:
    """Serve until the process is told to stop, with so many processes for jobs. `port` 0 takes any free one.

    Raises `CannotListen` when the address cannot be bound, `Exposed` when others could reach a service that asks nobody who they
    are, and whatever `create_app` raises.
    """
    check_address(host, port)
    app = create_app()
    if is_open(app.extensions[DOOR]):
        refuse_to_expose([host])
    Server(app, host, port, workers, jobs).run()


def check_address(host: str, port: int) -> None:
    """Raise `CannotListen` when `host` and `port` cannot be bound: in words, before anything is loaded."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise CannotListen(_reason(host, port, error)) from error


def _reason(host: str, port: int, error: OSError) -> str:
    other = port + 1 if port < LAST_PORT else FIRST_FREE_PORT
    if error.errno == errno.EADDRINUSE:
        return f"port {port} on {host} is taken; choose another: make serve PORT={other}, or screening serve --port {other}"
    if error.errno == errno.EACCES:
        return f"port {port} on {host} is not allowed to this user; choose one from {FIRST_FREE_PORT}: make serve PORT=8000, or --port 8000"
    return f"cannot listen on {host} port {port}: {error.strerror or error}; set another HOST (make serve) or --host (screening serve)"
