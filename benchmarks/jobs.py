"""Jobs measured: rows per second with every row on record, the same answers as the command line, and how soon a killed worker is replaced.

    python -m benchmarks.jobs                           50,000 rows, 2 workers, SQLite
    python -m benchmarks.jobs --rows 200000 --workers 4 --database postgresql://...

The lists are OFAC's and the United Nations' beside the seeded ones; the names are people who are not listed, listed aliases, and listed
names distorted, in equal parts: far more hits than a customer file has. One worker is killed in the middle of the second job.
"""

from __future__ import annotations

import argparse
import csv
import filecmp
import io
import itertools
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from api import create_app
from api.config import Config
from api.jobs.processes import Crew
from api.vault import EXTENSION
from benchmarks.measure import data
from benchmarks.timing.world import questions

LISTS = {
    "us-ofac-sdn": ("us_ofac/2023-12-28/sdn.csv", "us_ofac/2023-12-28/alt.csv", "us_ofac/2023-12-28/add.csv"),
    "un-sc": ("un/un_2026-08-01.xml",),
}
LOOK_SECONDS = 0.2


def customers(rows: int) -> bytes:
    """A file of so many customers; the names come round again where there are fewer of them."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("customer_id", "name", "dob"))
    names = itertools.cycle(questions(rows))
    writer.writerows((f"c{number}", next(names), str(1930 + number % 70)) for number in range(rows))
    return text.getvalue().encode()


def command(*arguments: str) -> None:
    """Run the command line."""
    done = subprocess.run([sys.executable, "-m", "api.cli", *arguments], capture_output=True, text=True, check=False)
    if done.returncode == 2 and arguments[0] != "file":
        raise SystemExit(done.stderr)


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
        os.environ["SCREENING_LOG_LEVEL"] = "critical"
        os.environ["SCREENING_LIST_MAX_AGE_HOURS"] = "87600"
        os.environ.pop("SCREENING_DATABASE", None)
        if database:
            os.environ["SCREENING_DATABASE"] = database
        for list_id, files in LISTS.items():
            command("lists", "load", list_id, *(str(data.folder() / "lists" / file) for file in files))
        content = customers(rows)
        Path("customers.csv").write_bytes(content)
        began = time.monotonic()
        command("file", "customers.csv", "-o", "whole.csv", "--workers", str(workers))
        print(f"command line, nothing recorded: {rows / (time.monotonic() - began):,.0f} rows a second, {workers} workers")
        measured = Measured(workers)
        try:
            told = measured.job(content)
            print_job("job", told)
            result = measured.ask("GET", f"/v1/jobs/{told['id']}/results").data
            Path("job.csv").write_bytes(result)
            same = filecmp.cmp("job.csv", "whole.csv", shallow=False)
            print(f"the same bytes as the command line: {'yes' if same else 'NO'}")
            killed = measured.job(content, kill=True)
            print_job("job with a worker killed in the middle", killed)
            same &= killed["counts"] == told["counts"] and killed["state"] == "done"
            print(f"ended {killed['after_kill']:.1f} s after the kill; the same counts: {killed['counts'] == told['counts']}")
        finally:
            measured.crew.stop()
            measured.app.extensions[EXTENSION].close()
        if not database:
            size = sum(path.stat().st_size for path in Path("var").glob("screening.db*"))
            print(f"database after both: {size / 1e6:,.0f} MB, {size / 2 / rows:,.0f} bytes a row")
        return same


def print_job(what: str, told: dict[str, Any]) -> None:
    """One job in a line."""
    rate = told["rows_done"] / told["seconds"]
    print(f"{what}: {told['state']}, {told['rows_done']:,} rows in {told['seconds']:.1f} s ({rate:,.0f} a second); {told['counts']}")
    print(f"  the upload was answered after {told['accepted']:.2f} s")


def main() -> None:
    """Measure as asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=50_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--database", help="URL of an empty PostgreSQL database")
    given = parser.parse_args()
    raise SystemExit(0 if measure(given.rows, given.workers, given.database) else 1)


if __name__ == "__main__":
    main()
