"""How fast names are screened, and what an index takes: on real lists, beside rapidfuzz on the same names in the same run.

Usage: `python -m benchmarks.speed [--exact N] [--million] [--freeze FILE]`. Without an option: one name at a time and many at once
against OFAC's persons, and building, opening and sharing an index of 20,000 real parties. `--exact N` holds retrieval equal to the
full scan on N questions (10,000 take about an hour); it fails when one differs. `--million` measures lists of 20,000, 100,000 and a
million names made by recombining real ones. Tables go to standard output; `--freeze` keeps them as JSON, with Markdown beside it.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.timing import asking, holding, tables
from benchmarks.timing.clock import in_new_process
from benchmarks.timing.exact import exact
from benchmarks.timing.million import grow
from benchmarks.timing.world import ofac_persons
from screening import Index


def main() -> int:
    """Measure, print, and do what the options ask; 1 when retrieval is not exact."""
    arguments = _arguments()
    results: dict[str, Any] = {"Machine": _machine()}
    if arguments.exact:
        results["Retrieval against the full scan"] = exact(arguments.exact)
    if arguments.million:
        results["Growth, names recombined from OFAC's persons"] = grow()
    if not arguments.exact and not arguments.million:
        results |= _usual()
    for title, content in results.items():
        print(tables.section(title, content), flush=True)
    if arguments.freeze:
        tables.write(arguments.freeze, results)
    return 1 if results.get("Retrieval against the full scan", {}).get("answered differently") else 0


def _usual() -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as scratch:
        persons, every = Path(scratch) / "persons", Path(scratch) / "every"
        Index.build(ofac_persons()).save(persons)
        return {
            "One name at a time, against OFAC's persons": in_new_process(asking.singles, persons),
            "Many names at once, against OFAC's persons": in_new_process(asking.batch, persons),
            "An index of real parties": in_new_process(holding.built, every),
            "Memory of workers that share it": holding.memory(every),
        }


def _machine() -> dict[str, Any]:
    return {"processors": os.cpu_count(), "architecture": platform.machine(), "Python": platform.python_version()}


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="How fast names are screened, and what an index takes.")
    parser.add_argument("--exact", type=int, metavar="N", help="hold retrieval equal to the full scan on N questions")
    parser.add_argument("--million", action="store_true", help="measure how time and memory grow up to a million listed names")
    parser.add_argument("--freeze", type=Path, help="write the figures to this JSON file, and Markdown beside it")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
