"""How time and memory grow with the list: twenty thousand listed names, a hundred thousand, a million."""

from __future__ import annotations

import resource
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.timing.clock import each_timed, in_new_process, percentiles, timed
from benchmarks.timing.holding import memory
from benchmarks.timing.world import athletes, bytes_in, recombined
from screening import Index, Policy, Query, examine

SIZES = (20_000, 100_000, 1_000_000)
ASKED = 1_000


def grow(sizes: tuple[int, ...] = SIZES) -> list[dict[str, Any]]:
    """Measure an index of each size, built and asked in processes of their own."""
    rows = []
    for size in sizes:
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(scratch) / "index"
            made = in_new_process(_build, size, folder)
            asked = in_new_process(_ask, folder)
            shared = next(row for row in memory(folder) if row["workers"] == 2)
            rows.append(
                {
                    "listed names": size,
                    **made,
                    **asked,
                    "two workers, each: Pss (MB)": shared["Pss (MB)"],
                    "Private (MB)": shared["Private (MB)"],
                }
            )
    return rows


def _build(size: int, folder: Path) -> dict[str, Any]:
    index, building = timed(lambda: Index.build(recombined(size)))
    index.save(folder)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    return {"build (s)": building.cpu, "most memory while built (MB)": most, "files (MB)": bytes_in(folder) / 1e6}


def _ask(folder: Path) -> dict[str, Any]:
    opened = each_timed(lambda _: Index.open(folder), range(3))
    index, policy, names = Index.open(folder), Policy(), athletes()
    cold = each_timed(lambda name: examine([Query(name)], index, policy), names[:ASKED])
    warm = each_timed(lambda name: examine([Query(name)], index, policy), names[-ASKED:])
    answers, many = timed(lambda: examine([Query(name) for name in names[ASKED : 3 * ASKED]], index, policy))
    return {
        "open (ms)": min(one.wall for one in opened),
        "first names, one at a time (ms)": percentiles(cold),
        "later names, one at a time (ms)": percentiles(warm),
        "names a second and core in batch": 2 * ASKED / many.cpu,
        "hits a name": sum(answer.total for answer in answers) / len(answers),
    }
