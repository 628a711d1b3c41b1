"""Deadlines for what a client sends: a thread that waits for bytes that never come is a thread that answers nobody.

gunicorn reads a request's body, and most of its head, with blocking calls that know no end. Here one thread for each process
watches the sockets that are being read, and shuts their reading half when the time is over: the read then ends at once, and the
writing half is still there to say why.
"""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

TICK = 0.5
"""Seconds between two looks at what is being read; there are none while nothing is."""


class Deadline:
    """The deadline of one read; `missed` once it passed before the read was done."""

    __slots__ = ("at", "missed", "socket_of")

    def __init__(self, socket_of: Callable[[], socket.socket], at: float) -> None:
        self.socket_of = socket_of
        self.at = at
        self.missed = False


class Deadlines:
    """Watches any number of reads. One that is late is ended within `TICK` seconds."""

    def __init__(self) -> None:
        self._change = threading.Condition()
        self._watched: dict[int, Deadline] = {}
        self._process: int | None = None

    def begin(self, socket_of: Callable[[], socket.socket], seconds: float) -> Deadline:
        """Watch a socket from now on, until `end`; it is asked for when the time is over."""
        deadline = Deadline(socket_of, time.monotonic() + seconds)
        with self._change:
            self._watched[id(deadline)] = deadline
            if self._process != os.getpid():  # threads do not survive a fork
                self._process = os.getpid()
                threading.Thread(target=self._watch, name="deadlines", daemon=True).start()
            elif len(self._watched) == 1:
                self._change.notify()
        return deadline

    def end(self, deadline: Deadline) -> None:
        """The read is done: its socket is left alone from now on."""
        with self._change:
            self._watched.pop(id(deadline), None)

    @contextmanager
    def reading(self, sock: socket.socket | None, seconds: float) -> Iterator[Deadline | None]:
        """Watch a socket for the time of a ``with`` block; none where there is no socket (in a test, under another server)."""
        if sock is None:
            yield None
            return
        deadline = self.begin(lambda: sock, seconds)
        try:
            yield deadline
        finally:
            self.end(deadline)

    def _watch(self) -> None:
        while True:
            with self._change:
                while not self._watched:
                    self._change.wait()
                self._end_late(time.monotonic())
            time.sleep(TICK)

    def _end_late(self, now: float) -> None:
        for deadline in [each for each in self._watched.values() if each.at <= now]:
            deadline.missed = True
            del self._watched[id(deadline)]
            _stop_reading(deadline.socket_of())


def _stop_reading(sock: socket.socket) -> None:
    try:
        # The base class's: that of a TLS socket would drop the encryption with the half, and the answer with it.
        socket.socket.shutdown(sock, socket.SHUT_RD)
    except OSError:
        return  # the client has gone by itself


DEADLINES = Deadlines()
"""Those of this process."""
