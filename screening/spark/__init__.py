"""Customers of a Spark DataFrame screened: the same rows, the same answers and the same lines as of a file, on as many machines as wanted.

`screen` is one `mapInArrow` over `screening.rows.arrow.screen_batches`. Every executor gets the saved index once and memory-maps it; every
Python worker opens it once. The extra ``[spark]`` brings PySpark; nothing of it is imported until it is needed.

::

    from screening.spark import screen
    lines = screen(spark.read.parquet("customers"), "index.zip", date_order="day-first")
    lines.write.parquet("lines")

``python -m screening.spark --help`` is the same as a command, and as a script for ``spark-submit``.
"""

from __future__ import annotations

from pathlib import Path

from screening.spark.counts import Counts, counts_of
from screening.spark.errors import SparkProblem
from screening.spark.run import screen
from screening.spark.schema import SCHEMA_KEY, basis_of, line_struct

SCRIPT = str(Path(__file__).with_name("__main__.py"))
"""The script to hand to ``spark-submit``."""

__all__ = ["SCHEMA_KEY", "SCRIPT", "Counts", "SparkProblem", "basis_of", "counts_of", "line_struct", "screen"]
