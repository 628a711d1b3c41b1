"""What the answers of a run are held against: single screenings, the planted names, another run, and a plain rapidfuzz script."""

from __future__ import annotations

import csv
import hashlib
import json
import time
from collections.abc import Collection, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from rapidfuzz import fuzz, process, utils

from benchmarks.bulking.customers import Planted
from benchmarks.measure.split import rng
from screening import Index, Policy
from screening.rows import Row, RowReader, map_columns, screen_rows

PER_CORE = "rows/s and core, of processor time"
"""The figure that others who use the machine do not change."""

CUTOFF = 80
"""Score, 0 to 100, from which the plain script counts a name as found."""


class Run(NamedTuple):
    """Lines in Parquet and the customers they answer."""

    customers: Path
    lines: Path


def planted_found(run: Run, index: Index, planted: Sequence[Planted]) -> dict[str, Any]:
    """Of the planted names, how many the engine finds one by one, and how many of those the run found: all, or it is wrong."""
    alone = _single(run.customers, {one.row for one in planted}, index)
    bulk = _parties(run.lines, {one.row for one in planted})
    found = [one for one in planted if one.party in {line[11] for line in alone[one.row]}]
    lost = [one for one in found if one.party not in bulk[one.row]]
    ways = {way: [one for one in planted if one.way == way] for way in dict.fromkeys(one.way for one in planted)}
    share = {f"found one by one, {way}": f"{sum(one in found for one in some)} of {len(some)}" for way, some in ways.items()}
    return {"planted": len(planted), **share, "found one by one": len(found), "of those not found in bulk": len(lost)}


def differences(run: Run, index: Index, rows: int, also: Collection[int], compared: int) -> dict[str, Any]:
    """Screen so many rows one by one, those of `also` among them; how many are answered otherwise than in the run."""
    others = rng("compared").sample(range(1, rows + 1), min(rows, compared))
    chosen = set(list(dict.fromkeys([*also, *others]))[:compared])
    began = time.perf_counter()
    alone = _single(run.customers, chosen, index)
    seconds = time.perf_counter() - began
    bulk: dict[int, list[tuple[Any, ...]]] = {row: [] for row in chosen}
    for line in _lines(run.lines):
        if line[0] in bulk:
            bulk[line[0]].append(_bare(line))
    differ = [row for row in chosen if bulk[row] != [_bare(line) for line in alone[row]]]
    return {"rows screened one by one": len(chosen), "answered otherwise in bulk": len(differ), "one by one, rows/s": len(chosen) / seconds}


def _single(customers: Path, wanted: Collection[int], index: Index) -> dict[int, list[Any]]:
    """The lines of some rows, each asked by itself."""
    with customers.open(encoding="utf-8", newline="") as file:
        records = csv.reader(file)
        reader = RowReader(map_columns(next(records)))
        rows = (Row(number, number + 1, cells) for number, cells in enumerate(records, 1) if number in wanted)
        return {row.number: list(screen_rows([row], reader, index, Policy())[0]) for row in rows}


def _parties(lines: Path, wanted: Collection[int]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {row: set() for row in wanted}
    for line in _lines(lines):
        if line[0] in found:
            found[line[0]].add(line[11])
    return found


def _lines(path: Path) -> Iterator[tuple[Any, ...]]:
    from pyarrow import dataset  # noqa: PLC0415 (an extra)

    for batch in dataset.dataset(path, format="parquet").to_batches(batch_size=10_000):
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


def _bare(line: Sequence[Any]) -> tuple[Any, ...]:
    """A line without what tells where it stood in its file and which rows were alike there (`line`, `same_as`)."""
    return (line[0], *line[2:6], *line[7:])


def digest_of(path: Path) -> tuple[int, str]:
    """How many lines, and a hash of them all in no order: the sum of the hashes of each."""
    total = count = 0
    for line in _lines(path):
        text = json.dumps(_bare(line), ensure_ascii=False)
        total += int.from_bytes(hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest(), "big")
        count += 1
    return count, f"{total % (1 << 128):032x}"


def plain_script(customers: Path, index: Index, sample: int, workers: int) -> dict[str, Any]:
    """`rapidfuzz.process.cdist` of the first rows with every listed name, as a script of an afternoon would have it."""
    with customers.open(encoding="utf-8", newline="") as file:
        names = [utils.default_process(row[1]) for row in islice(csv.reader(file), 1, sample + 1)]
    listed = list({utils.default_process(name.text) for party in index.parties() for name in party.names})
    began, used = time.perf_counter(), time.process_time()
    found = 0
    for start in range(0, len(names), 500):
        block = process.cdist(names[start : start + 500], listed, scorer=fuzz.token_sort_ratio, score_cutoff=CUTOFF, workers=workers)
        found += int((block > 0).any(axis=1).sum())
    seconds, used = time.perf_counter() - began, time.process_time() - used
    return {
        "listed names": len(listed),
        "rows of the sample": len(names),
        "seconds": seconds,
        "rows/s": len(names) / seconds,
        PER_CORE: len(names) / used,
        f"rows with a name at {CUTOFF} or above": found,
    }
