"""`screening lists verify`: the seeded lists held to their documents, the stored editions to their hashes."""

from __future__ import annotations

from pathlib import Path

import click

from api.cli.failure import FAILED, printable
from api.cli.lists.opening import opened


@click.command("verify")
@click.option(
    "--original",
    "folder",
    metavar="DIR",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder with the original source documents; without it their hashes and spans are not checked.",
)
def verify(folder: Path | None) -> None:
    """Check every seeded list against its source document, with --original down to hashes and spans, and every stored edition.

    Exit codes: 0 all that was checked is right, 2 something is not: each problem names the file, entry and reason.
    """
    import lists

    report = lists.verify(folder)
    for line in report.checked:
        click.echo(f"checked    {printable(line)}")
    for line in report.unchecked:
        click.echo(f"unchecked  {printable(line)}")
    problems = [str(problem) for problem in report.problems] + _stored()
    for problem in problems:
        click.echo(f"screening: {printable(problem)}", err=True)
    if problems:
        raise SystemExit(FAILED)


def _stored() -> list[str]:
    from api.catalogue import has_database
    from api.config import Config
    from lists.manage import damage

    if not has_database(Config.from_env()):
        click.echo("unchecked  Stored editions: there is no database yet.")
        return []
    with opened() as store:
        found = list(damage(store))
    if not found:
        click.echo("checked    Every stored edition: its set of records and each record against its hash.")
    return found
