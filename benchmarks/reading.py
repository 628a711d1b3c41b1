"""How long each official list takes to read, and how much memory.

Usage: `python -m benchmarks.reading [--check]`. Each list is read twice, in processes of their own: once with every party forgotten as
soon as it comes (`stream`), once with all of them kept (`kept`). Seconds and peak memory are those of the whole process
less what it used before it began to read. With `--check` the exit code is 1 when a complete OFAC list takes 30 s or 500 MB, or
the United Nations' list 5 s.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import sys
import time
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measure.data import folder
from lists.readers.base import ReadReport
from lists.readers.registry import READERS, detect
from screening import DesignatedParty

LISTS: dict[str, tuple[str, ...]] = {
    "OFAC SDN 2021-07": ("us_ofac/2021-07/sdn.csv", "us_ofac/2021-07/alt.csv", "us_ofac/2021-07/add.csv"),
    "OFAC SDN 2023-12-28": ("us_ofac/2023-12-28/sdn.csv", "us_ofac/2023-12-28/alt.csv", "us_ofac/2023-12-28/add.csv"),
    "OFAC non-SDN": tuple(f"us_ofac/consolidated_2025-12/cons_{part}.csv" for part in ("prim", "alt", "add")),
    "OFAC non-SDN XML": ("us_ofac/consolidated_2025-06-30/consolidated.xml",),
    "OFAC advanced XML": ("us_ofac/xml_formats/cons_advanced_2019.xml",),
    "OFAC enhanced XML": ("us_ofac/xml_formats/sdn_enhanced_IRGC_2024-08-28.xml",),
    "UN 2026-08": ("un/un_2026-08-01.xml",),
    "EU (first 999 rows)": ("eu/fsf_csv10_2018-07-04_first999rows.csv",),
    "UK OFSI 2018": ("uk/ofsi_ConList_2018-04-13.csv",),
    "UK Sanctions List": ("uk/uksl_2025-08-11_designations.ods",),
    "Canada 2025-05": ("ca/sema-lmes_2025-05.xml",),
    "Australia 2026-08": ("au/dfat_2026-08.xlsx",),
}
SECONDS_AT_MOST = {"OFAC": 30.0, "UN": 5.0}
MEGABYTES_AT_MOST = {"OFAC": 500.0}


@dataclass(frozen=True, slots=True)
class Measured:
    """One reading: seconds, peak megabytes above the start, and what was read."""

    seconds: float
    megabytes: float
    parties: int
    names: int


def _peak() -> float:
    """The most memory this process has used so far, in megabytes (Linux counts in kilobytes, macOS in bytes)."""
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used / 1024 if sys.platform != "darwin" else used / 1024 / 1024


def _keep(parties: Iterable[DesignatedParty], *, kept: bool) -> list[DesignatedParty]:
    if kept:
        return list(parties)
    deque(parties, maxlen=0)
    return []


def read(paths: tuple[Path, ...], kept: bool) -> Measured:
    """Read the files of one list in this process, which must be fresh."""
    reader = READERS[detect(paths)]
    before, started, report = _peak(), time.perf_counter(), ReadReport()
    parties = _keep(reader.read(paths, "a-list", report), kept=kept)
    measured = Measured(time.perf_counter() - started, _peak() - before, report.parties, sum(report.names_by_kind.values()))
    parties.clear()
    return measured


def main() -> int:
    """Print the table; the exit code is 1 when a limit is passed and it was asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="fail when a limit is passed")
    check = parser.parse_args().check
    root = folder() / "lists"
    fresh = multiprocessing.get_context("spawn")
    passed = False
    print(f"{'list':22} {'parties':>8} {'names':>8} {'seconds':>8} {'stream MB':>10} {'kept MB':>8}")
    for name, files in LISTS.items():
        paths = tuple(root / file for file in files)
        with fresh.Pool(1, maxtasksperchild=1) as pool:
            stream, kept = pool.apply(read, (paths, False)), pool.apply(read, (paths, True))
        print(
            f"{name:22} {stream.parties:8} {stream.names:8} {stream.seconds:8.2f} {stream.megabytes:10.1f} {kept.megabytes:8.1f}",
            flush=True,
        )
        authority = name.split()[0]
        slow = stream.seconds > SECONDS_AT_MOST.get(authority, float("inf"))
        big = kept.megabytes > MEGABYTES_AT_MOST.get(authority, float("inf"))
        passed = passed or slow or big
    return int(check and passed)


if __name__ == "__main__":
    sys.exit(main())
