"""What a Python worker of an executor does: opens the index once, and screens the batches of a partition."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from screening.index import Index
from screening.policy import Policy
from screening.rows.arrow import screen_batches
from screening.rows.dates import DateOrder
from screening.rows.mapping import Mapping as ColumnMapping
from screening.rows.reading import RowReader
from screening.rows.result import LINE_FORMAT
from screening.spark.errors import SparkProblem
from screening.version import ENGINE_VERSION

if TYPE_CHECKING:
    import pyarrow as pa

_opened: dict[str, Index] = {}
"""The index this worker has open, by its hash: one at a time, because workers outlive the jobs they serve."""


def screened(job: Mapping[str, Any], batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Screen batches whose columns are those of `job`, as `screening.spark.run` makes it (plain values alone), and the number of each row.

    Raises `SparkProblem` when this executor has another engine than the driver, or another index; and as `screen_batches`.
    """
    here = {"engine": ENGINE_VERSION, "line_format": LINE_FORMAT}
    for what, value in here.items():
        if job["rests_on"][what] != value:
            raise SparkProblem(
                f"the driver has {what.replace('_', ' ')} {job['rests_on'][what]}, this executor {value}: "
                "install the same version of sanctions-screening on the driver and on every executor"
            )
    index = _index(job)
    mapping = ColumnMapping(tuple(job["columns"]), {field: tuple(places) for field, places in job["places"].items()})
    reader = RowReader(mapping, DateOrder(job["date_order"]) if job["date_order"] else None)
    knobs = {name: value for name, value in job["rests_on"]["policy"].items() if name != "hash"}
    named = (batch.rename_columns([*job["columns"], job["numbers"]]) for batch in batches)
    yield from screen_batches(named, reader, index, Policy(**knobs), numbers=job["numbers"])


def _index(job: Mapping[str, Any]) -> Index:
    wanted = job["rests_on"]["index"]
    if wanted not in _opened:
        _opened.clear()
        found = Index.open(_folder(job))
        if found.hash != wanted:
            raise SparkProblem(
                f"the index of this executor is {found.hash[:16]}, the driver's is {wanted[:16]}: let every executor read the same folder"
            )
        _opened[wanted] = found
    return _opened[wanted]


def _folder(job: Mapping[str, Any]) -> Path:
    if not job["shipped"]:
        return Path(job["folder"])
    from pyspark import SparkFiles  # noqa: PLC0415 (an extra)

    return Path(SparkFiles.get(job["folder"]))
