"""A real HTTP server on this machine that misbehaves as told: each path is a script of answers."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Answer = Callable[[BaseHTTPRequestHandler], None]
BODY = b"reference,kind,name\nC-1,individual,Pavel Vydumannov\n"


@dataclass
class Publisher:
    """The server: `answers` maps a path to what it does, one a request, the last one for good; `asked` are the requests' headers."""

    address: str
    answers: dict[str, list[Answer]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def at(self, path: str, *answers: Answer) -> str:
        """Script a path; return its address."""
        self.answers[path] = list(answers)
        return self.address + path


@contextmanager
def serving() -> Iterator[Publisher]:
    """A server on a free port of this machine."""
    publisher = Publisher("")
    stop = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            publisher.asked.append((self.path, dict(self.headers)))
            script = publisher.answers[self.path]
            answer = script.pop(0) if len(script) > 1 else script[0]
            self.stopped = stop
            try:
                answer(self)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.handle_error = lambda *_: None  # type: ignore[method-assign]
    publisher.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield publisher
    finally:
        stop.set()
        server.shutdown()
        thread.join()
        server.server_close()


def says(body: bytes = BODY, status: int = 200, **headers: str) -> Answer:
    """A proper answer. Header names are written with underscores."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        sent = {"Content-Length": str(len(body)), "Content-Type": "text/csv"}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        for name, value in sent.items():
            request.send_header(name, value)
        request.end_headers()
        request.wfile.write(body)

    return answer


def goes(where: str, status: int = 302) -> Answer:
    """A redirect."""
    return says(b"", status, Location=where)


def cut_off(body: bytes = BODY, sent: int = 10) -> Answer:
    """Announces the whole body, sends the beginning and hangs up."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        says(body)(_Cut(request, sent))  # type: ignore[arg-type]
        request.close_connection = True

    return answer


def hangs_up(request: BaseHTTPRequestHandler) -> None:
    """Sends nothing at all."""
    request.close_connection = True


def drips(body: bytes = BODY, pause: float = 0.05) -> Answer:
    """Sends one byte at a time."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        for place in range(len(body)):
            if request.stopped.is_set():  # type: ignore[attr-defined]
                return
            request.wfile.write(body[place : place + 1])
            request.wfile.flush()
            time.sleep(pause)

    return answer


def broken_chunks(request: BaseHTTPRequestHandler) -> None:
    """Sends chunks without the last one."""
    request.send_response(200)
    request.send_header("Transfer-Encoding", "chunked")
    request.end_headers()
    request.wfile.write(b"%x\r\n%s\r\n" % (len(BODY), BODY))
    request.wfile.flush()
    request.close_connection = True


class _Cut:
    """A request whose body ends early."""

    def __init__(self, request: BaseHTTPRequestHandler, sent: int) -> None:
        self._request = request
        self.wfile = self
        self._sent = sent

    def __getattr__(self, name: str) -> object:
        return getattr(self._request, name)

    def write(self, body: bytes) -> None:
        self._request.wfile.write(body[: self._sent])
        self._request.wfile.flush()
