"""Jobs measured: rows per second with every row on record, the same answers as the command line, and how soon a killed worker is replaced.

    python -m benchmarks.jobs                           20,000 rows, 2 workers, SQLite
    python -m benchmarks.jobs --rows 1000000            about a quarter of an hour, and 5 GB of database
    python -m benchmarks.jobs --rows 200000 --workers 4 --database postgresql://...

Lists and file are those of `benchmarks.bulk` with as many rows. One worker is killed in the middle of a second job, of the first 20,000
rows. Exit code 1 when an answer differs.
"""

from __future__ import annotations

import argparse
import filecmp
import io
import os
import signal
import tempfile
import time
from pathlib import Path
from typing import Any

from api import create_app
from api.config import Config
from api.jobs.processes import Crew
from api.vault import EXTENSION
from benchmarks.bulk import loaded
from benchmarks.bulking import customers, watched

LOOK_SECONDS = 0.2
KILLED_ROWS = 20_000


class Measured:
    """A service without a server, and a crew of workers beside it."""

    def __init__(self, workers: int) -> None:
        self.app = create_app(Config.from_env())
        self.crew = Crew(workers)

    def ask(self, method: str, path: str, **options: Any) -> Any:
        """One request."""
        return self.app.test_client().open(path, method=method, buffered=True, **options)

    def job(self, content: bytes, *, kill: bool = False) -> dict[str, Any]:
        """Run one job to its end; with `kill`, kill a worker in the middle, and measure how long the rows of its chunk stay away."""
        sent = time.monotonic()
        parts = {"file": (io.BytesIO(content), "customers.csv")}
        job = self.ask("POST", "/v1/jobs", data=parts, content_type="multipart/form-data").json["id"]
        accepted = time.monotonic() - sent
        killed_at = None
        while True:
            self.crew.keep()
            told = self.ask("GET", f"/v1/jobs/{job}").json
            if kill and killed_at is None and told["rows_done"] > (told["rows"] or 0) / 3:
                os.kill(self.crew.processes[0], signal.SIGKILL)
                killed_at = time.monotonic()
            if told["state"] in {"done", "failed", "cancelled"}:
                break
            time.sleep(LOOK_SECONDS)
        ended = time.monotonic()
        return {**told, "accepted": accepted, "seconds": ended - sent, "after_kill": ended - killed_at if killed_at else None}


def measure(rows: int, workers: int, database: str | None) -> bool:
    """Print the figures; return whether the answers are those of the command line."""
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        settings = {"SCREENING_LOG_LEVEL": "critical", "SCREENING_LIST_MAX_AGE_HOURS": "87600"}
        os.environ.update(settings | ({"SCREENING_DATABASE": database} if database else {}))
        customers.write(Path("customers.csv"), rows, loaded(Path(folder), {}))
        alone = watched.run(["-m", "api.cli", "file", "customers.csv", "-o", "whole.csv", "--workers", str(workers)], {})
        print(f"command line, nothing recorded: {rows / alone.wall:,.0f} rows a second, {rows / alone.cpu:,.0f} a second and core")
        measured = Measured(workers)
        content = Path("customers.csv").read_bytes()
        before = os.times()
        try:
            told = measured.job(content)
            print_job("job", told)
            Path("job.csv").write_bytes(measured.ask("GET", f"/v1/jobs/{told['id']}/results").data)
            same = filecmp.cmp("job.csv", "whole.csv", shallow=False)
            print(f"the same bytes as the command line: {'yes' if same else 'NO'}")
            measured.crew.stop()
            after = os.times()
            cpu = after.children_user + after.children_system - before.children_user - before.children_system
            print(f"  {rows / cpu:,.0f} rows a second and core of the workers, everything recorded")
            killed = measured.job(b"".join(content.splitlines(keepends=True)[: KILLED_ROWS + 1]), kill=True)
            print_job("job with a worker killed in the middle", killed)
            Path("killed.csv").write_bytes(measured.ask("GET", f"/v1/jobs/{killed['id']}/results").data)
            alike = killed["state"] == "done" and Path("job.csv").read_bytes().startswith(Path("killed.csv").read_bytes())
            same &= alike
            print(f"  ended {killed['after_kill']:.1f} s after the kill; the same answers: {'yes' if alike else 'NO'}")
        finally:
            measured.crew.stop()
            measured.app.extensions[EXTENSION].close()
        if not database:
            size = sum(path.stat().st_size for path in Path("var").glob("screening.db*"))
            print(f"database after both: {size / 1e6:,.0f} MB")
        return same


def print_job(what: str, told: dict[str, Any]) -> None:
    """One job in a line."""
    rate = told["rows_done"] / told["seconds"]
    print(f"{what}: {told['state']}, {told['rows_done']:,} rows in {told['seconds']:.1f} s ({rate:,.0f} a second); {told['counts']}")
    print(f"  the upload was answered after {told['accepted']:.2f} s")


def main() -> None:
    """Measure as asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--database", help="URL of an empty PostgreSQL database")
    given = parser.parse_args()
    raise SystemExit(0 if measure(given.rows, given.workers, given.database) else 1)


if __name__ == "__main__":
    main()
