"""Building, saving, opening an index; its size; the memory of the workers that share it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from benchmarks.timing.clock import each_timed, percentiles, timed
from benchmarks.timing.world import athletes, bytes_in, real_parties
from screening import Index, Policy, Query, examine

PARTIES = 20_000
OPENED = 20
WORKERS = (1, 2, 4)
ASKED_BY_EACH = 500


def built(folder: Path) -> dict[str, Any]:
    """Build, save and open an index of real parties with all that is known of them; leave it in `folder`."""
    parties, reading = timed(lambda: real_parties(PARTIES))
    index, building = timed(lambda: Index.build(parties, {"us-ofac-sdn": "1", "un-sc": "1", "uk-sl": "1"}))
    _, saving = timed(lambda: index.save(folder))
    opening = each_timed(lambda _: Index.open(folder), range(OPENED))
    return {
        "parties": len(index),
        "listed names": sum(len(party.names) for party in parties),
        "read (s)": reading.cpu,
        "build (s)": building.cpu,
        "save (s)": saving.wall,
        "open (ms)": percentiles(opening),
        "files (MB)": bytes_in(folder) / 1e6,
    }


def memory(folder: Path) -> list[dict[str, Any]]:
    """Megabytes a worker, each with the index open and names asked: resident, proportional, private; for one worker and several."""
    rows = []
    for count in WORKERS:
        held = _workers(folder, count)
        mean = {kind: sum(one[kind] for one in held) / count for kind in ("Rss", "Pss", "Private")}
        rows.append({"workers": count, **{f"{kind} (MB)": value for kind, value in mean.items()}})
    bare = _workers(None, 1)[0]
    rows.append({"workers": "1, without an index", **{f"{kind} (MB)": value for kind, value in bare.items()}})
    return rows


def _workers(folder: Path | None, count: int) -> Sequence[dict[str, float]]:
    context = get_context("spawn")
    pipes = [context.Pipe() for _ in range(count)]
    processes = [context.Process(target=_work, args=(folder, there)) for _, there in pipes]
    for process in processes:
        process.start()
    for here, _ in pipes:
        here.recv()
    held = []
    for here, _ in pipes:
        here.send("measure")
        held.append(here.recv())
    for here, _ in pipes:
        here.send("end")
    for process in processes:
        process.join()
    return held


def _work(folder: Path | None, pipe: Connection) -> None:
    index = Index.open(folder) if folder else Index.build([])
    examine([Query(name) for name in athletes()[:ASKED_BY_EACH]], index, Policy())
    pipe.send("ready")
    pipe.recv()
    pipe.send(_held())
    pipe.recv()


def _held() -> dict[str, float]:
    """What /proc says of this process, in megabytes (Linux alone)."""
    text = Path("/proc/self/smaps_rollup").read_text(encoding="ascii")
    kilobytes = {kind: int(size) for kind, size in re.findall(r"^(\w+):\s+(\d+) kB$", text, flags=re.MULTILINE)}
    private = kilobytes["Private_Clean"] + kilobytes["Private_Dirty"]
    return {"Rss": kilobytes["Rss"] / 1e3, "Pss": kilobytes["Pss"] / 1e3, "Private": private / 1e3}
