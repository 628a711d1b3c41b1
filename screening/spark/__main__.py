"""Parquet in, Parquet out, on Spark: ``python -m screening.spark IN OUT --index INDEX``, and a script for ``spark-submit``.

Exit codes: 0 the result is whole, 2 an error, and then nothing may be concluded. (Not 1 for hits, as elsewhere: cluster managers take
anything but 0 for a failure and start the job once more.)
"""

from __future__ import annotations

import argparse
import json
import sys
import tomllib
from collections.abc import Sequence
from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from screening.errors import InvalidInput, InvalidPolicy, Problem, ScreeningError
from screening.policy import Policy
from screening.rows.dates import DateOrder
from screening.spark.counts import counts_of
from screening.spark.errors import SparkProblem
from screening.spark.run import screen
from screening.spark.schema import basis_of

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

DONE, FAILED = 0, 2
"""Exit codes."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the arguments ask, in the Spark session there is, that of ``spark-submit``, or one of this machine; return the exit code."""
    asked = _parser().parse_args(arguments)
    try:
        policy = _policy(asked)
        session, ours = _session()
    except ScreeningError as error:
        return _failed(error)
    try:
        summary = _screened(session, asked, policy)
    except ScreeningError as error:
        return _failed(error)
    finally:
        if ours:
            session.stop()
    sys.stdout.write(json.dumps(summary, ensure_ascii=False, indent=2) + "\n")
    return DONE


def _screened(session: SparkSession, asked: argparse.Namespace, policy: Policy) -> dict[str, Any]:
    """Screen, write, and count what was written against what was read."""
    from pyspark.errors import AnalysisException  # noqa: PLC0415 (an extra)

    try:
        customers = session.read.parquet(*asked.source)
        lines = screen(
            customers,
            asked.index,
            policy,
            mapping=asked.said,
            ignored=asked.ignore,
            date_order=asked.date_order,
            number=asked.number,
            partitions=asked.partitions,
            ship=not asked.index_everywhere,
        )
        lines.write.mode("overwrite" if asked.overwrite else "errorifexists").parquet(asked.output)
        written = session.read.parquet(asked.output)
        counts, rows = counts_of(written), customers.count()
        if counts.rows != rows:
            raise SparkProblem(
                f"{rows} rows were read and {counts.rows} answered: do not use {asked.output}; did the input change meanwhile?"
            )
        return {**counts._asdict(), **basis_of(written)}
    except ScreeningError:
        raise
    except AnalysisException as error:
        raise InvalidInput(str(error)) from error
    except Exception as error:  # Spark's own, or the bridge's to Java: the job has failed, for a reason in its words
        raise SparkProblem(f"{_reason(error)}\n{asked.output} holds no result unless it holds a file _SUCCESS") from error


def _reason(error: Exception) -> str:
    """The words of our own error where an executor raised one; else the first words of Spark's."""
    lines = [line.strip() for line in str(error).splitlines()]
    ours = [line for line in lines if line.startswith(("screening.", "RuntimeError: sanctions-screening"))]
    return ours[-1].partition(": ")[2] if ours else next((line for line in lines if line), type(error).__name__)


def _session() -> tuple[SparkSession, bool]:
    """The session there is, or a new one; and whether it is new: one that a platform gave is not ours to stop. Raises `SparkProblem`."""
    try:
        from pyspark.sql import SparkSession  # noqa: PLC0415 (an extra)
    except ImportError as error:
        raise SparkProblem(f"PySpark is not here ({error}): pip install 'sanctions-screening[spark]'") from error
    there = SparkSession.getActiveSession()
    if there is not None:
        return there, False
    try:
        return SparkSession.builder.appName("sanctions screening").getOrCreate(), True
    except Exception as error:  # PySpark's own class differs between 3.5 and 4
        raise SparkProblem(f"Spark does not start; it needs Java 17 on the PATH or in JAVA_HOME: {_reason(error)}") from error


def _policy(asked: argparse.Namespace) -> Policy:
    """The policy of the file, with what the options say put over it. Raises `InvalidPolicy`."""
    policy = _read_policy(asked.policy) if asked.policy else Policy()
    said = {"threshold": asked.threshold, "limit": asked.limit, "lists": asked.lists or None}
    return replace(policy, **{name: value for name, value in said.items() if value is not None})


def _read_policy(path: Path) -> Policy:
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InvalidPolicy([Problem("/policy", f"{path} cannot be read: {error}", "a TOML file with fields of a policy")]) from error
    known = [field.name for field in fields(Policy)]
    unknown = sorted(set(given) - set(known))
    if unknown:
        raise InvalidPolicy([Problem(f"/policy/{name}", f"{path.name}: no such field", ", ".join(known)) for name in unknown])
    return Policy(**given)


def _failed(error: ScreeningError) -> int:
    problems = error.problems if isinstance(error, InvalidInput) else str(error).splitlines()
    for one in problems:
        sys.stderr.write(f"screening.spark: {one}\n")
    return FAILED


def _pair(text: str) -> tuple[str, str]:
    field, equals, column = text.partition("=")
    if not equals or not field or not column:
        raise argparse.ArgumentTypeError(f"{text!r} is not FIELD=COLUMN, such as name='Customer Name'")
    return field.strip(), column


def _count(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 1_000_000:
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number from 1 to 1,000,000")
    return int(text)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m screening.spark", description="Screen Parquet files of customers on Spark.")
    add = parser.add_argument
    add("source", metavar="IN", nargs="+", help="Parquet files or folders, wherever Spark reads them")
    add("output", metavar="OUT", help="folder for the lines, as Parquet")
    add("--index", required=True, type=Path, help="a saved index, as `screening index` makes it: a folder or a .zip")
    add("--index-everywhere", action="store_true", help="send no index: every executor reads that folder itself, under the same path")
    add("--policy", type=Path, metavar="FILE", help="a TOML file with fields of a policy")
    add("--threshold", type=float, help="score from which a listed party is a hit")
    add("--limit", type=int, help="most hits of a row")
    add("--list", dest="lists", action="append", metavar="ID", help="a list to screen against instead of all; may be repeated")
    add("--map", dest="said", type=_pair, action="append", default=[], metavar="FIELD=COLUMN", help="which column holds a field")
    add("--ignore", action="append", default=[], metavar="COLUMN", help="a column not to be read; may be repeated")
    add("--date-order", choices=[one.value for one in DateOrder], help="how dates such as 03/04/1953 are read; errors when left out")
    add("--number", metavar="COLUMN", help="whole numbers that tell rows apart; Spark numbers them when left out")
    add("--partitions", type=_count, metavar="N", help="tasks to spread the rows over")
    add("--overwrite", action="store_true", help="replace OUT")
    return parser


if __name__ == "__main__":
    sys.exit(main())
