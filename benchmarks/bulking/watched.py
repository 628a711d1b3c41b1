"""A command run as a user runs it, and the memory of its processes while it runs (Linux alone)."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

EVERY = 0.5
"""Seconds between two looks at the memory."""


class Ran(NamedTuple):
    """Seconds on the clock; seconds of processor time of all processes, and of the main one alone (but for the last `EVERY` of each); exit
    code; what was printed; the most megabytes that each kind of process held, as `held` tells them: the main one, and of its workers (the
    processes below it that have mapped the index) the largest; how many workers there were at once.
    """

    wall: float
    cpu: float
    main_cpu: float
    code: int
    output: str
    main: Mapping[str, float]
    worker: Mapping[str, float]
    workers: int


def run(arguments: Sequence[str], environment: Mapping[str, str]) -> Ran:
    """Run a Python command to its end; its standard error goes to ours."""
    spent: dict[int, float] = {}
    began = time.perf_counter()
    process = subprocess.Popen([sys.executable, *arguments], env={**os.environ, **environment}, stdout=subprocess.PIPE, text=True)
    main: dict[str, float] = {}
    worker: dict[str, float] = {}
    workers = 0
    while process.poll() is None:
        _most(main, held(process.pid))
        below = _below(process.pid)
        spent |= {one: max(spent.get(one, 0.0), _spent(one)) for one in (process.pid, *below)}
        children = [found for child in below if (found := held(child)) and found["index"]]
        workers = max(workers, len(children))
        for found in children:
            _most(worker, found)
        time.sleep(EVERY)
    wall = time.perf_counter() - began
    assert process.stdout is not None
    return Ran(wall, sum(spent.values()), spent[process.pid], process.returncode, process.stdout.read(), main, worker, workers)


def held(process: int) -> dict[str, float]:
    """Megabytes: resident, proportional, the process's own (USS), and of the index that it has mapped; empty when it has ended."""
    try:
        rollup = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii")
        mapped = Path(f"/proc/{process}/maps").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return {}
    kilobytes = {kind: int(size) for kind, size in re.findall(r"^(\w+):\s+(\d+) kB$", rollup, flags=re.MULTILINE)}
    if "Rss" not in kilobytes:
        return {}
    spans = re.findall(r"^([0-9a-f]+)-([0-9a-f]+) .*\.column$", mapped, flags=re.MULTILINE)
    return {
        "resident": kilobytes["Rss"] / 1e3,
        "proportional": kilobytes["Pss"] / 1e3,
        "own": (kilobytes["Private_Clean"] + kilobytes["Private_Dirty"]) / 1e3,
        "anonymous": kilobytes["Anonymous"] / 1e3,
        "index": sum(int(end, 16) - int(start, 16) for start, end in spans) / 1e6,
    }


def _spent(process: int) -> float:
    """Seconds of processor time that a process has used; 0.0 when it has ended."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _most(so_far: dict[str, float], found: Mapping[str, float]) -> None:
    for kind, size in found.items():
        so_far[kind] = max(so_far.get(kind, 0.0), size)


def _below(process: int) -> list[int]:
    """Every process below one."""
    parents: dict[int, list[int]] = {}
    for path in Path("/proc").iterdir():
        if path.name.isdecimal():
            try:
                parent = int((path / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[1])
            except (OSError, IndexError, ValueError):
                continue
            parents.setdefault(parent, []).append(int(path.name))
    found, waiting = list[int](), [process]
    while waiting:
        children = parents.get(waiting.pop(), [])
        found += children
        waiting += children
    return found
