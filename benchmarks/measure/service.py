"""The service as a process of its own, asked over HTTP by many clients at once, and killed when that is what is measured."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

ROOT = Path(__file__).resolve().parents[2]
JSON = {"Content-Type": "application/json"}


class Service:
    """One run of the service, in a process group of its own."""

    def __init__(self, data: Path, *, database: str | None = None, workers: int = 2, module: str = "api.cli", log: Path) -> None:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("SCREENING_")}
        environment |= {
            "PYTHONPATH": str(ROOT),
            "SCREENING_DATA": str(data),
            "SCREENING_LOG_LEVEL": "error",
            "SCREENING_RATE_LIMIT": "1000000",
        }
        if database:
            environment["SCREENING_DATABASE"] = database
        command = [sys.executable, "-m", module, "serve", "--port", "0", "--workers", str(workers)]
        with log.open("ab") as errors:
            self._process = subprocess.Popen(
                command, env=environment, cwd=data.parent, stdout=subprocess.PIPE, stderr=errors, text=True, start_new_session=True
            )
        self.address = self._announced(log)

    def _announced(self, log: Path) -> tuple[str, int]:
        output = self._process.stdout
        assert output is not None
        for line in output:
            found = re.search(r"Serving on (\S+)", line)
            if found:
                url = urlsplit(found[1])
                # What else is printed is read and dropped: a full pipe would stop the service.
                threading.Thread(target=output.read, daemon=True).start()
                return str(url.hostname), int(url.port or 0)
        raise RuntimeError(f"the service ended before it served: {log.read_text(encoding='utf-8')[-2000:]}")

    def processor_seconds(self) -> float:
        """Processor time the service and its workers have taken so far (Linux; 0.0 elsewhere)."""
        taken = 0
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = stat.read_text(encoding="utf-8", errors="replace").rpartition(") ")[2].split()
            except OSError:  # a process that has just ended
                continue
            # proc(5), without the first two fields: the process group, time in user mode, time in the kernel.
            if int(fields[2]) == self._process.pid:
                taken += int(fields[11]) + int(fields[12])
        return taken / os.sysconf("SC_CLK_TCK")

    def stop(self) -> None:
        """Ask it to stop, and wait."""
        self._process.send_signal(signal.SIGTERM)
        self._process.wait(30)

    def kill(self) -> None:
        """Kill it and all its workers at once, as a power failure would."""
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(30)


@contextmanager
def served(data: Path, **options: object) -> Iterator[Service]:
    """A service that is stopped at the end."""
    service = Service(data, log=data.parent / f"{data.name}.log", **options)  # type: ignore[arg-type]
    try:
        yield service
    finally:
        service.stop()


@dataclass
class Load:
    """What clients saw: milliseconds of each answer, ids answered, and how often there was none."""

    milliseconds: list[float] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    failures: int = 0
    seconds: float = 0.0

    def add(self, other: Load) -> None:
        """Count what another load saw as well."""
        self.milliseconds += other.milliseconds
        self.ids += other.ids
        self.failures += other.failures
        self.seconds += other.seconds

    @property
    def rate(self) -> float:
        """Answers in a second."""
        return len(self.milliseconds) / self.seconds if self.seconds else 0.0

    def percentile(self, share: float) -> float:
        """Milliseconds within which a share (0.0 to 1.0) of the answers came; 0.0 without any."""
        ordered = sorted(self.milliseconds)
        return ordered[min(int(share * len(ordered)), len(ordered) - 1)] if ordered else 0.0


class Clients:
    """Clients that ask questions at the same time, each over a connection it keeps.

    `address` is asked anew after each failure: the service may have moved. With `insist` a question that was not answered is asked
    again until it is, under the same idempotency key.
    """

    def __init__(self, address: Callable[[], tuple[str, int]], questions: Iterator[dict[str, object]], *, insist: bool = False) -> None:
        self._address, self._questions, self._insist = address, questions, insist
        self._lock = threading.Lock()
        self._result = Load()

    @property
    def answered(self) -> int:
        """How many answers have come so far."""
        return len(self._result.ids)

    def run(self, count: int) -> Load:
        """Ask every question with `count` clients; return what they saw."""
        threads = [threading.Thread(target=self._client) for _ in range(count)]
        begun = time.perf_counter()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self._result.seconds = time.perf_counter() - begun
        return self._result

    def _client(self) -> None:
        connection: HTTPConnection | None = None
        while question := self._next():
            headers = {**JSON, "Idempotency-Key": str(uuid4())} if self._insist else JSON
            answered = False
            while not answered:
                try:
                    connection = connection or HTTPConnection(*self._address(), timeout=30)
                    answered = self._ask(connection, question, headers)
                except (OSError, HTTPException):
                    connection = None
                if not answered:
                    with self._lock:
                        self._result.failures += 1
                    if not self._insist:
                        break
                    time.sleep(0.05)
        if connection:
            connection.close()

    def _next(self) -> dict[str, object] | None:
        with self._lock:
            return next(self._questions, None)

    def _ask(self, connection: HTTPConnection, question: dict[str, object], headers: dict[str, str]) -> bool:
        begun = time.perf_counter()
        connection.request("POST", "/v1/screenings", json.dumps(question), headers)
        response = connection.getresponse()
        body = response.read()
        taken = (time.perf_counter() - begun) * 1000
        if response.status != 201:
            return False
        with self._lock:
            self._result.milliseconds.append(taken)
            self._result.ids.append(json.loads(body)["id"])
        return True
