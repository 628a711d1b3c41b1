"""`screening index`: the lists in force as a saved index, for Spark and for programs of one's own."""

from __future__ import annotations

import tempfile
from pathlib import Path

import click

from api.cli.table import table, terminal_width


@click.command("index", short_help="Save the index of the lists in force.")
@click.argument("target", metavar="OUT", type=click.Path(path_type=Path))
@click.option("--list", "lists", metavar="ID", multiple=True, help="A list to put in instead of all; may be repeated.")
def command(target: Path, lists: tuple[str, ...]) -> None:
    """Save the index of the lists in force: in the new folder OUT, or, when its name ends in .zip, as one file.

    Spark ships it to its executors; Index.open reads the folder. It serves the engine version that made it and no other.
    """
    from api.catalogue import load_catalogue
    from api.config import Config
    from screening import ENGINE_VERSION, Index, InvalidInput
    from screening.errors import Problem
    from screening.index.packing import pack_index

    catalogue = load_catalogue(Config.from_env())
    unknown = sorted(set(lists) - set(catalogue.list_ids))
    if unknown:
        raise InvalidInput([Problem("/lists", f"unknown list {one!r}", ", ".join(catalogue.list_ids)) for one in unknown])
    catalogue.refuse_stale(lists or None)
    index = catalogue.index
    if lists:
        editions = {one: index.editions[one] for one in lists}
        index = Index.build((party for one in lists for party in index.parties(one)), editions)
    if target.suffix.lower() == ".zip":
        with tempfile.TemporaryDirectory(prefix="screening-index-") as scratch:
            index.save(Path(scratch) / "index")
            pack_index(Path(scratch) / "index", target)
    else:
        index.save(target)
    rows = [(one, index.editions[one], f"{len(index.places(one)):,}") for one in index.list_ids]
    click.echo(table(("LIST", "EDITION", "PARTIES"), rows, terminal_width()))
    click.echo(f"\n{target}: index {index.hash[:16]} of engine {ENGINE_VERSION}, {_bytes_of(target) / 1e6:,.1f} MB")


def _bytes_of(target: Path) -> int:
    return target.stat().st_size if target.is_file() else sum(path.stat().st_size for path in target.iterdir())
