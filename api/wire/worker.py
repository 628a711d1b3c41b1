"""gunicorn's threaded worker, with an end to its patience: the head of a request, too, must arrive within a time."""

from __future__ import annotations

import threading
from typing import Any

from gunicorn.workers.gthread import ThreadWorker

from api.wire.deadlines import DEADLINES, Deadline

HEAD_SECONDS = 10.0
"""Seconds for a connection to send the head of a request, TLS handshake included, once a thread has taken it up."""


class Worker(ThreadWorker):  # type: ignore[misc]  # gunicorn has no types
    """A threaded worker that closes connections whose requests do not arrive. ``gunicorn -k api.wire.worker.Worker`` uses it too."""

    _waiting = threading.local()

    def handle(self, conn: Any) -> Any:
        """Handle what comes on a connection; runs in a thread of the worker."""
        self._waiting.deadline = DEADLINES.begin(lambda: conn.sock, HEAD_SECONDS)
        try:
            return super().handle(conn)
        finally:
            self._head_is_here()

    def handle_request(self, req: Any, conn: Any) -> Any:
        """Handle one request, the head of which has arrived. Its body has a deadline of its own."""
        self._head_is_here()
        return super().handle_request(req, conn)

    def _head_is_here(self) -> None:
        deadline: Deadline | None = getattr(self._waiting, "deadline", None)
        if deadline is not None:
            DEADLINES.end(deadline)
            self._waiting.deadline = None
