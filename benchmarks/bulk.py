"""How fast a file of customers is screened, what it takes, and whether its answers are those of single screenings.

Usage: `python -m benchmarks.bulk [--rows N] [--workers N] [--spark] [--freeze FILE]`. A file of N rows (a million when left out), made by
recombining real names with listed names planted among them, goes through `screening file` against OFAC, the United Nations and the
seeded lists. The planted names that the engine finds one by one must be found in bulk, 10,000 rows must be answered as they are one by
one; `--spark` screens the same file on a local Spark of as many cores, which must give the same lines. A plain rapidfuzz script runs over
a sample of the same file. `--growth` adds a run of a tenth of the rows, to show that memory does not grow. Exit code 1 when anything
differs.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.bulking import customers, held_against, watched
from benchmarks.bulking.customers import Planted
from benchmarks.bulking.held_against import PER_CORE, Run
from benchmarks.measure import data
from benchmarks.timing import tables
from screening import Index

_FILES = {
    "us-ofac-sdn": tuple(f"us_ofac/2023-12-28/{name}.csv" for name in ("sdn", "alt", "add")),
    "un-sc": ("un/un_2026-08-01.xml",),
}
_COMPARED, _PLAIN = 10_000, 4_000


def main() -> int:
    """Make the file, run, compare, print; 1 when an answer differs."""
    asked = _arguments()
    with tempfile.TemporaryDirectory(prefix="bulk-", dir=asked.scratch) as scratch:
        results = measured(asked, Path(scratch))
    if asked.freeze:
        tables.write(asked.freeze, results)
    wrong = [name for name, content in results.items() for what, value in content.items() if what in MUST_BE_ZERO and value]
    for name in wrong:
        print(f"{name}: answers differ", file=sys.stderr)
    return 1 if wrong else 0


MUST_BE_ZERO = ("of those not found in bulk", "answered otherwise in bulk", "rows lost", "lines that differ")


def measured(asked: argparse.Namespace, scratch: Path) -> dict[str, dict[str, Any]]:
    """Everything, each part printed as it is known."""
    results: dict[str, dict[str, Any]] = {}

    def tell(title: str, content: dict[str, Any]) -> None:
        results[title] = content
        print(tables.section(title, content), flush=True)

    environment = {"SCREENING_DATA": str(scratch / "data")}
    tell("Machine", {"processors": os.cpu_count(), "architecture": platform.machine(), "Python": platform.python_version()})
    index = loaded(scratch, environment)
    tell("Lists", {"lists": ", ".join(index.list_ids), "parties": len(index), "entries": len(index.entries)})
    title = f"{asked.rows:,} rows, {asked.workers} workers"
    if asked.growth:
        small, _, _ = _file(scratch / "small", asked.rows // 10, asked.workers, index, environment)
        tell(f"{asked.rows // 10:,} rows, {asked.workers} workers", small)
    figures, run, planted = _file(scratch / "whole", asked.rows, asked.workers, index, environment)
    tell(title, figures)
    tell("Planted names", held_against.planted_found(run, index, planted))
    tell("Against single screenings", held_against.differences(run, index, asked.rows, [one.row for one in planted], _COMPARED))
    plain = held_against.plain_script(run.customers, index, min(asked.rows, _PLAIN), asked.workers)
    minutes = asked.rows / plain["rows/s"] / 60
    tell("rapidfuzz.process.cdist", {**plain, f"minutes for {asked.rows:,} rows, by proportion": minutes})
    tell("screening file for one of the plain script", {what: figures[what] / plain[what] for what in ("rows/s", PER_CORE)})
    if asked.spark:
        tell(f"Spark, local[{asked.workers}]", _spark(scratch, run, asked.workers))
    return results


def loaded(scratch: Path, environment: dict[str, str]) -> Index:
    """Load OFAC's and the United Nations' list beside the seeded ones; return the index of them all."""
    for list_id, files in _FILES.items():
        paths = [str(data.folder() / "lists" / file) for file in files]
        done = watched.run(["-W", "ignore", "-m", "api.cli", "lists", "load", list_id, *paths], environment)
        if done.code:
            sys.exit(f"{list_id} was not loaded: {done.output}")
    done = watched.run(["-m", "api.cli", "index", str(scratch / "index")], environment)
    if done.code:
        sys.exit(done.output)
    return Index.open(scratch / "index")


def _file(folder: Path, rows: int, workers: int, index: Index, environment: dict[str, str]) -> tuple[dict[str, Any], Run, list[Planted]]:
    folder.mkdir()
    run = Run(folder / "customers.csv", folder / "lines.parquet")
    planted = customers.write(run.customers, rows, index)
    command = ["-m", "api.cli", "file", str(run.customers), "-o", str(run.lines), "--workers", str(workers), "--json"]
    done = watched.run(command, environment)
    summary = json.loads(done.output)
    counts = {name: summary[name] for name in ("clear", "review", "block", "error")}
    figures = {
        "seconds": done.wall,
        "rows/s": rows / done.wall,
        PER_CORE: rows / done.cpu,
        "processor time of the main process (µs a row)": 1e6 * done.main_cpu / rows,
        **counts,
        "alerts per 1,000": summary["alerts_per_1000"],
        "rows that repeat an earlier one": summary["repeated"],
        "rows lost": rows - sum(counts.values()),
        "workers seen": done.workers,
        "largest worker (MB)": done.worker,
        "main process (MB)": done.main,
        "file (MB)": run.customers.stat().st_size / 1e6,
        "result (MB)": run.lines.stat().st_size / 1e6,
    }
    return figures, run, planted


def _spark(scratch: Path, run: Run, workers: int) -> dict[str, Any]:
    from pyarrow import csv, parquet  # noqa: PLC0415 (an extra)

    table = csv.read_csv(run.customers, convert_options=csv.ConvertOptions(column_types=dict.fromkeys(customers.HEADER, "string")))
    parquet.write_table(table.add_column(0, "number", [list(range(1, table.num_rows + 1))]), scratch / "customers.parquet")
    options = ["--index", str(scratch / "index"), "--number", "number", "--ignore", "number", "--partitions", str(16 * workers)]
    submit = ["-m", "screening.spark", str(scratch / "customers.parquet"), str(scratch / "lines"), *options]
    settings = f"--master local[{workers}] --driver-memory 2g --conf spark.ui.enabled=false --conf spark.ui.showConsoleProgress=false"
    environment = {"PYSPARK_SUBMIT_ARGS": f"{settings} pyspark-shell", "PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1"}
    done = watched.run(submit, environment)
    if done.code:
        return {"exit code": done.code, "lines that differ": -1}
    (mine, digest), (theirs, other) = held_against.digest_of(run.lines), held_against.digest_of(scratch / "lines")
    return {
        "seconds": done.wall,
        "rows/s": table.num_rows / done.wall,
        PER_CORE: table.num_rows / done.cpu,
        "lines": theirs,
        "lines that differ": 0 if (mine, digest) == (theirs, other) else -1,
        "largest Python worker (MB)": done.worker,
        "Python workers seen": done.workers,
    }


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="How fast a file of customers is screened, what it takes, and whether it is right.")
    parser.add_argument("--rows", type=int, default=1_000_000, help="rows of the file; %(default)s when left out")
    parser.add_argument("--workers", type=int, default=2, help="processes; %(default)s when left out")
    parser.add_argument("--spark", action="store_true", help="the same file on a local Spark (needs Java and the extra [spark])")
    parser.add_argument("--growth", action="store_true", help="a file of a tenth of the rows first, to compare the memory")
    parser.add_argument("--scratch", type=Path, help="folder for what is made; the system's when left out")
    parser.add_argument("--freeze", type=Path, help="write the figures to this JSON file, and Markdown beside it")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
