"""`screening lists`: the lists in force, one of them in full, and the check of the seeded lists."""

from __future__ import annotations

from pathlib import Path

import click

from api.cli.failure import FAILED, printable
from api.cli.table import table, terminal_width
from screening import DesignatedParty
from screening.errors import InvalidInput, Problem


@click.group("lists", invoke_without_command=True, short_help="Show the lists in force, or check them.")
@click.pass_context
def command(ctx: click.Context) -> None:
    """Show the lists in force: how many parties each names, of how many announced."""
    if ctx.invoked_subcommand is None:
        _print_lists()


def _print_lists() -> None:
    from api.catalogue import load_catalogue
    from api.config import Config

    lists = load_catalogue(Config.from_env()).lists
    headings = ("LIST", "AUTHORITY", "EDITION", "INDIVIDUALS", "ENTITIES", "NAMES", "COMPLETENESS")
    cells = [
        (
            each.source.id,
            each.source.authority,
            each.edition.id,
            str(each.edition.individuals),
            str(each.edition.entities),
            str(each.edition.names),
            each.edition.completeness,
        )
        for each in lists
    ]
    click.echo(table(headings, cells, terminal_width()))


@command.command("show")
@click.argument("list_id", metavar="ID")
def show(list_id: str) -> None:
    """Show the list ID: what it is, which edition is in force, and every party on it."""
    from api.catalogue import load_catalogue
    from api.config import Config

    catalogue = load_catalogue(Config.from_env())
    found = [each for each in catalogue.lists if each.source.id == list_id]
    if not found:
        raise InvalidInput([Problem("/ID", f"no list in force is called {list_id!r}", ", ".join(catalogue.list_ids))])
    source, edition = found[0].source, found[0].edition
    facts = [
        ("title", source.title),
        ("authority", f"{source.authority} ({source.country})"),
        ("edition", f"{edition.id}, published {edition.published}"),
        ("sha256", edition.sha256),
        ("holds", f"{edition.individuals} individuals, {edition.entities} entities, {edition.names} names; {edition.completeness}"),
        ("source", source.document or source.address or "not stated"),
        ("terms", source.terms),
    ]
    click.echo(table((source.id, ""), facts, terminal_width()) + "\n")
    headings = ("PARTY", "KIND", "NAME", "OTHER NAMES", "MEASURES", "LISTED ON")
    click.echo(table(headings, [_party_cells(party) for party in catalogue.index.parties(list_id)], terminal_width()))


def _party_cells(party: DesignatedParty) -> tuple[str, ...]:
    others = "; ".join(f"{name.text} ({name.origin})" for name in party.names[1:])
    return (party.id, party.kind, party.primary_name, others, ", ".join(party.measures), str(party.listed_on or "not stated"))


@command.command("verify")
@click.option(
    "--original",
    "folder",
    metavar="DIR",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder with the original source documents; without it their hashes and spans are not checked.",
)
def verify(folder: Path | None) -> None:
    """Check every seeded list against its source document: counts, statements, ids; with --original, hashes and spans too.

    Exit codes: 0 all that was checked is right, 2 something is not: each problem names the file, entry and reason.
    """
    import lists

    report = lists.verify(folder)
    for line in report.checked:
        click.echo(f"checked    {printable(line)}")
    for line in report.unchecked:
        click.echo(f"unchecked  {printable(line)}")
    for problem in report.problems:
        click.echo(f"screening: {printable(str(problem))}", err=True)
    if not report.ok:
        raise SystemExit(FAILED)
