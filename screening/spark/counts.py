"""Lines counted: rows by what became of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from screening.outcome import Outcome

if TYPE_CHECKING:
    from pyspark.sql import DataFrame


class Counts(NamedTuple):
    """Rows, which are the sum of the four statuses; hits of them all; lines."""

    rows: int
    clear: int
    review: int
    block: int
    error: int
    hits: int
    lines: int


def counts_of(lines: DataFrame) -> Counts:
    """Count lines, in one pass: each row is counted by its first line."""
    from pyspark.sql import functions as f  # noqa: PLC0415 (an extra)

    first = f.col("rank").isNull() | (f.col("rank") == 1)

    def of(status: Outcome) -> object:
        return f.count(f.when(first & (f.col("status") == status.value), 1)).alias(status.value)

    [found] = lines.agg(
        f.count(f.when(first, 1)).alias("rows"),
        *(of(status) for status in Outcome),
        f.coalesce(f.sum(f.when(first, f.col("hits"))), f.lit(0)).alias("hits"),
        f.count(f.lit(1)).alias("lines"),
    ).collect()
    return Counts(**{name: int(found[name]) for name in Counts._fields})
