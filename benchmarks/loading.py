"""How long each official list takes to load through the whole gate, and how much memory: reading, indexing, self-test, storing.

Usage: `python -m benchmarks.loading [--check] [LIST...]`. Each list is loaded into an empty SQLite database by `screening lists load`, its
start and the seeded lists included. `parties` must be as many as a plain count of the file finds (`benchmarks.measure.plain_counts`), less
those that are deliberately left out; every strong name must find its party. `largest` is the most memory, in MB, of the process that
needed most, `together` that of all processes of the load, what they share counted once (Linux alone). The exit code is 1 when a
number is not as counted, and, with `--check`, when a complete OFAC list takes 30 s or 500 MB, or the United Nations' list 5 s.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measure.data import folder
from benchmarks.measure.plain_counts import PLAIN_COUNTS
from benchmarks.reading import LISTS, MEGABYTES_AT_MOST, SECONDS_AT_MOST
from lists.progress import Stage
from lists.readers.registry import OFFICIAL_SOURCES, READERS, detect

EVERY = {
    **LISTS,
    "UN 2020-03": ("un/un_2020-03-20.xml",),
    "UN 2026-02": ("un/un_2026-02-27.xml",),
    "Australia 2025-04": ("au/dfat_2025-04.xlsx",),
}
NAMELESS = {"uk-sl-table": ("BEL0174", "RUS1467")}
"""Records to which the publisher gives no name, by format: they go into the ledger of exclusions first."""


STAGES = tuple(Stage)
_PROGRESS = re.compile(rf": ({'|'.join(STAGES)}): ")
_PARTIES = re.compile(r"([\d,]+) (?:individual|entit|vessel|aircraft)")
_NAMES = re.compile(r"(\d+) of (\d+) strong names")


@dataclass(frozen=True, slots=True)
class Measured:
    """One load: seconds from the start to the end of each stage and of all, seconds of processors, megabytes, what the command said."""

    ended: dict[str, float]
    seconds: float
    processor: float
    largest: float
    together: float
    said: str

    @property
    def parties(self) -> int:
        """Parties that came into force."""
        return sum(int(number) for number in _PARTIES.findall(self.said))

    @property
    def names(self) -> tuple[int, int]:
        """Strong names that found their party, and all of them."""
        found = _NAMES.search(self.said)
        return (int(found[1]), int(found[2])) if found else (0, 0)


def list_of(format_name: str) -> str:
    """The id of the list that is published in a format, or in another of the same publisher's."""
    package = type(READERS[format_name]).__module__.split(".")[2]
    same = [one.id for one in OFFICIAL_SOURCES.values() if type(READERS[one.format]).__module__.split(".")[2] == package]
    return "uk-ofsi" if format_name == "uk-ofsi-csv" else "uk-sl" if package == "uk" else same[0]


def measure(paths: tuple[Path, ...]) -> Measured:
    """Load the files with the command, on a terminal of its own that tells the stages, and watch it."""
    found = detect(paths)
    list_id = list_of(found)
    with tempfile.TemporaryDirectory() as place:
        command = [sys.executable, "-m", "api.cli", "lists"]
        environment = {**os.environ, "SCREENING_DATA": place}
        for reference in NAMELESS.get(found, ()):
            words = [*command, "exclude", list_id, reference, "--reason", "no name published"]
            subprocess.run(words, env=environment, check=True, stdout=subprocess.DEVNULL)
        terminal, end = os.openpty()
        started, ended = time.perf_counter(), dict[str, float]()
        words = [*command, "load", list_id, *map(str, paths), "--accept-change", "a benchmark"]
        with tempfile.TemporaryFile("w+") as said, subprocess.Popen(words, env=environment, stdout=said, stderr=end) as process:
            os.close(end)
            most, over = [0.0], threading.Event()
            watching = threading.Thread(target=_watch, args=(process.pid, most, over))
            watching.start()
            for text in _read(terminal):
                for stage in _PROGRESS.findall(text):
                    ended[stage] = time.perf_counter() - started
            _, _, used = os.wait4(process.pid, 0)
            seconds = time.perf_counter() - started
            process.returncode = 0
            over.set()
            watching.join()
            said.seek(0)
            return Measured(ended, seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, most[0], said.read())


def _read(terminal: int) -> Iterator[str]:
    try:
        while content := os.read(terminal, 4096):
            yield content.decode(errors="replace")
    except OSError:  # Linux says so when nobody writes any more
        os.close(terminal)


def _watch(process: int | None, most: list[float], over: threading.Event) -> None:
    while not over.wait(0.1):
        most[0] = max(most[0], sum(_proportional(one) for one in _family(str(process))))


def _family(process: str) -> list[str]:
    try:
        children = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii").split()
    except OSError:
        return []
    return [process, *(one for child in children for one in _family(child))]


def _proportional(process: str) -> float:
    try:
        told = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii")
    except OSError:
        return 0.0
    found = re.search(r"^Pss: +(\d+) kB", told, re.MULTILINE)
    return int(found[1]) / 1024 if found else 0.0


def main() -> int:
    """Print the table; the exit code says whether all is as it must be."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="fail when a limit is passed")
    parser.add_argument("lists", nargs="*", metavar="LIST", help="beginnings of names of the lists to load; all when left out")
    asked = parser.parse_args()
    chosen = {name: files for name, files in EVERY.items() if not asked.lists or name.startswith(tuple(asked.lists))}
    wrong = False
    heads = "parties", "strong names", *(str(stage) for stage in STAGES), "all", "processor", "largest", "together"
    print(f"{'list':22} " + " ".join(f"{head:>{max(8, len(head))}}" for head in heads))
    for name, files in chosen.items():
        paths = tuple(folder() / "lists" / file for file in files)
        measured, form = measure(paths), detect(paths)
        ends = [measured.ended.get(stage, 0.0) for stage in STAGES]
        spans = [end - start for start, end in zip([0.0, *ends], ends, strict=False)]
        found, names = measured.names
        seconds = " ".join(f"{span:8.1f}" for span in (*spans, measured.seconds))
        used = f"{measured.processor:9.1f} {measured.largest:8.0f} {measured.together:8.0f}"
        print(f"{name:22} {measured.parties:8} {names:12} {seconds} {used}", flush=True)
        counted = PLAIN_COUNTS[form](paths) - len(NAMELESS.get(form, ()))
        if measured.parties != counted or found != names:
            print(f"  WRONG: {counted} parties counted, {found} names found their party")
            wrong = True
        authority = name.split()[0]
        slow = measured.seconds > SECONDS_AT_MOST.get(authority, float("inf"))
        big = measured.largest > MEGABYTES_AT_MOST.get(authority, float("inf"))
        wrong = wrong or (asked.check and (slow or big))
    return int(wrong)


if __name__ == "__main__":
    sys.exit(main())
