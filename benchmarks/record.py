"""What recording costs, and that nothing answered is ever lost.

    python -m benchmarks.record                 throughput with and without recording, on SQLite and PostgreSQL, 1, 4 and 16 clients
    python -m benchmarks.record --kill 10000    kill -9 in the middle of that many concurrent screenings, then look for every answer

Both ask the service over HTTP, on the seeded lists: small lists, so that the share of recording is as large as it can be. PostgreSQL is
measured where SCREENING_TEST_POSTGRES, or the usual address on this machine, answers.
"""

from __future__ import annotations

import argparse
import itertools
import os
import random
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import NamedTuple

import structlog

from api.config import Config
from api.proof.verify import verify
from api.store.entry import SCREENING
from api.store.reading import record_of
from api.vault import Vault
from benchmarks.measure.service import Clients, Load, Service, served

NAMES = ("Reinhard Buetikofer", "Zhang Ming", "Wang Junzheng", "Antony Blinken", "Илхан Кючюк", "MERICS", "Adrian Zenz", "Jo Smith")
CLIENTS = (1, 4, 16)
LEAST_SHARE = 0.5
"""Least throughput with recording, as a share of that without."""

TURNS = 8
"""Turns of each service for each figure. The share is the median of the turns: a burst of other work spoils one of them."""


class Compared(NamedTuple):
    """What clients of both services saw, the throughput of one as a share of the other, and processor time for an answer, in ms."""

    without: Load
    recorded: Load
    share: float
    processor: tuple[float, float]


def questions(count: int) -> Iterator[dict[str, object]]:
    """So many questions, each with a reference of its own."""
    for number in range(count):
        yield {"name": NAMES[number % len(NAMES)], "reference": f"customer-{number}", "birth_date": str(1940 + number % 60)}


def postgres() -> AbstractContextManager[str] | None:
    """A database of its own, to be dropped at the end; None where no server answers."""
    try:
        import psycopg  # noqa: PLC0415

        from tests.databases import SERVER, USUAL_SERVER, postgres_database  # noqa: PLC0415

        psycopg.connect(os.environ.get(SERVER, USUAL_SERVER), connect_timeout=3).close()
    except ImportError as error:
        print(f"PostgreSQL is left out: {error}")
        return None
    except psycopg.OperationalError as error:
        print(f"PostgreSQL is left out: {error}")
        return None
    return postgres_database()


def throughput(seconds: float, folder: Path) -> bool:
    """Print the table; return whether recording keeps the share it must."""
    with ExitStack() as stack:
        found = postgres()
        databases: dict[str, str | None] = {"SQLite": None}
        if found:
            databases["PostgreSQL"] = stack.enter_context(found)
        times = f"{'p50 ms':>8}{'p99 ms':>8}{'p99 without':>13}{'cpu ms':>8}{'without':>9}"
        print(f"{'database':<12}{'clients':>8}{'without/s':>11}{'with/s':>9}{'share':>7}{times}", flush=True)
        kept = True
        for name, url in databases.items():
            plain = stack.enter_context(served(folder / name, database=url, module="benchmarks.measure.recordless"))
            recording = stack.enter_context(served(folder / name, database=url))
            for clients in CLIENTS:
                without, recorded, share, processor = turn_by_turn(plain, recording, clients, seconds)
                kept = kept and share >= LEAST_SHARE
                print(
                    f"{name:<12}{clients:>8}{without.rate:>11.0f}{recorded.rate:>9.0f}{share:>7.2f}"
                    f"{recorded.percentile(0.5):>8.1f}{recorded.percentile(0.99):>8.1f}{without.percentile(0.99):>13.1f}"
                    f"{processor[1]:>8.2f}{processor[0]:>9.2f}",
                    flush=True,
                )
    return kept


def turn_by_turn(plain: Service, recording: Service, clients: int, seconds: float) -> Compared:
    """Load the two in turns, so that whatever else the machine does meets both alike; the first turn of each is not counted.

    A turn is long against the second within which records are linked, so that each service does its own work in its own turn.
    """
    services, loads, shares, begun = (plain, recording), (Load(), Load()), [], [0.0, 0.0]
    for turn in range(TURNS + 1):
        if turn == 1:
            begun = [service.processor_seconds() for service in services]
        rates = [0.0, 0.0]
        for which in (0, 1) if turn % 2 else (1, 0):
            service = services[which]
            part = Clients(lambda service=service: service.address, until(time.monotonic() + seconds / TURNS)).run(clients)
            rates[which] = part.rate
            if turn:
                loads[which].add(part)
        if turn and rates[0]:
            shares.append(rates[1] / rates[0])
    time.sleep(2)  # for the last links
    taken = [(service.processor_seconds() - start) * 1000 for service, start in zip(services, begun, strict=True)]
    spent = [milliseconds / max(len(load.milliseconds), 1) for milliseconds, load in zip(taken, loads, strict=True)]
    return Compared(*loads, statistics.median(shares), (spent[0], spent[1]))


def until(end: float) -> Iterator[dict[str, object]]:
    """Questions until a moment (monotonic seconds)."""
    return itertools.takewhile(lambda _: time.monotonic() < end, questions(10_000_000))


def kill(count: int, kills: int, folder: Path, database: str | None = None) -> bool:
    """Kill the service `kills` times while it answers `count` questions; return whether every answer is in the store, and that sound."""
    data, log = folder / "var", folder / "service.log"
    running = [Service(data, database=database, log=log)]
    clients = Clients(lambda: running[-1].address, questions(count), insist=True)

    def killer() -> None:
        for moment in sorted(random.Random(7).sample(range(count // 10, count - count // 10), kills)):
            while clients.answered < moment:
                time.sleep(0.002)
            running[-1].kill()
            running.append(Service(data, database=database, log=log))

    thread = threading.Thread(target=killer)
    thread.start()
    result = clients.run(16)
    thread.join()
    running[-1].kill()
    return every_answer_is_stored(result, Config(data=str(data), database=database), kills) and len(set(result.ids)) == count


def every_answer_is_stored(result: Load, config: Config, kills: int) -> bool:
    """Look for every answer in the store, and verify it."""
    vault = Vault(config, structlog.wrap_logger(structlog.ReturnLogger()))
    vault.open()
    lost = [each for each in result.ids if record_of(vault.engine, vault.keys, "default", each, SCREENING) is None]
    report = verify(vault.engine, vault.keys, vault.folder)
    vault.close()
    print(f"{len(result.ids)} answers received, {result.failures} requests without one, {kills} kills: {len(lost)} answers lost")
    print(f"{report.records} records in the chain, {report.unlinked} not linked: {'sound' if report.ok else report.problems}")
    return not lost and report.ok


def main() -> int:
    """Run what the arguments say; 1 when a promise is not kept."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=16.0, help="seconds of load for each figure and service (16)")
    parser.add_argument("--kill", type=int, metavar="COUNT", help="kill the service in the middle of COUNT screenings")
    parser.add_argument("--kills", type=int, default=5, help="how often (5)")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if arguments.kill:
            return 0 if kill(arguments.kill, arguments.kills, Path(folder)) else 1
        return 0 if throughput(arguments.seconds, Path(folder)) else 1


if __name__ == "__main__":
    sys.exit(main())
