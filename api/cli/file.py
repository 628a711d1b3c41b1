"""`screening file`: a whole file of customers, screened into a file of results."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from screening import Policy
from screening.policy import knobs

_LIMITS = {knob.name: knob for knob in knobs()}
CHUNK = 500
"""Rows between two checkpoints."""


def _pairs(_context: click.Context, _parameter: click.Parameter, given: Sequence[str]) -> list[tuple[str, str]]:
    pairs = []
    for text in given:
        field, equals, column = text.partition("=")
        if not equals or not field or not column:
            raise click.BadParameter(f"{text!r} is not FIELD=COLUMN, such as name='Customer Name'")
        pairs.append((field.strip(), column))
    return pairs


@click.command("file", short_help="Screen a file of customers.")
@click.argument("source", metavar="IN")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="OUT",
    help="Where the result goes; standard output when left out.",
)
@click.option("--map", "said", metavar="FIELD=COLUMN", multiple=True, callback=_pairs, help="Which column holds a field; may be repeated.")
@click.option("--ignore", "ignored", metavar="COLUMN", multiple=True, help="A column not to be read; may be repeated.")
@click.option("--date-order", type=click.Choice(["day-first", "month-first"]), help="How dates such as 03/04/1953 are read.")
@click.option("--dry-run", is_flag=True, help="Show what would be read and refused; screen nothing.")
@click.option(
    "--format", "kind", type=click.Choice(["csv", "jsonl", "xlsx", "parquet"]), help="What IN is, where its name says something else."
)
@click.option(
    "--output-format", type=click.Choice(["csv", "jsonl", "xlsx", "parquet"]), help="What OUT is to be; by its ending when left out."
)
@click.option("--encoding", metavar="NAME", help="Encoding of IN, such as windows-1252; found out when left out.")
@click.option("--delimiter", metavar="CHARACTER", help="Delimiter of IN; \\t for a tab; found out when left out.")
@click.option("--sheet", metavar="NAME", help="Which sheet of a workbook.")
@click.option("--skip", type=click.IntRange(0, 1000), default=0, show_default=True, help="Lines before the header.")
@click.option("--no-header", is_flag=True, help="IN has no header; columns are called #1, #2 and so on.")
@click.option("--short-rows", is_flag=True, help="Rows may leave out their last columns.")
@click.option("--list", "lists", metavar="ID", multiple=True, help="A list to screen against instead of all; may be repeated.")
@click.option("--threshold", type=float, help=f"Score from which a listed party is a hit; {Policy().threshold} when left out.")
@click.option("--limit", type=int, help=f"Most hits of a row; {Policy().limit} when left out.")
@click.option("--workers", type=click.IntRange(1, 256), help="Processes; one for each core, for large files, when left out.")
@click.option("--chunk", type=click.IntRange(1, 100_000), default=CHUNK, show_default=True, help="Rows between two checkpoints.")
@click.option("--resume", is_flag=True, help="Go on where an interrupted run of the same command stopped.")
@click.option("--overwrite", is_flag=True, help="Replace OUT, and forget an interrupted run.")
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
def command(
    source: str,
    output: Path | None,
    said: list[tuple[str, str]],
    ignored: tuple[str, ...],
    date_order: str | None,
    dry_run: bool,
    kind: str | None,
    output_format: str | None,
    encoding: str | None,
    delimiter: str | None,
    sheet: str | None,
    skip: int,
    no_header: bool,
    short_rows: bool,
    lists: tuple[str, ...],
    threshold: float | None,
    limit: int | None,
    workers: int | None,
    chunk: int,
    resume: bool,
    overwrite: bool,
    as_json: bool,
) -> None:
    """Screen every row of IN (CSV, XLSX, Parquet, JSON lines; - for standard input) and write what was found to OUT.

    Exit codes: 0 every row is clear, 1 there are hits, 2 a row is an error, or nothing was screened at all: the reason is told.
    """
    from api.cli.file_run import Asked, run
    from api.files.kinds import FileKind
    from api.files.source import Reading
    from screening.rows import DateOrder

    reading = Reading(
        format=FileKind(kind) if kind else None,
        encoding=encoding,
        delimiter="\t" if delimiter == "\\t" else delimiter,
        skip=skip,
        sheet=sheet,
        header=not no_header,
        short_rows=short_rows,
    )
    asked = Asked(
        source=source,
        output=output,
        reading=reading,
        said=tuple(said),
        ignored=ignored,
        order=DateOrder(date_order) if date_order else None,
        output_format=FileKind(output_format) if output_format else None,
        lists=lists,
        threshold=threshold,
        limit=limit,
        workers=workers,
        chunk=chunk,
        resume=resume,
        overwrite=overwrite,
        as_json=as_json,
    )
    raise SystemExit(run(asked, dry_run=dry_run))
