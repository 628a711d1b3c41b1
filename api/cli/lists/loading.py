"""`screening lists load`, `fetch` and `refresh`: new editions, from files at hand or from the publishers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from api.cli.failure import FAILED, printable
from api.cli.lists.opening import now, opened, who
from api.cli.lists.progress import shown, with_workers

if TYPE_CHECKING:
    from lists.incoming import Description
    from lists.load import Loading

MOST_LINES = 20
"""Most refusals or warnings printed; the report has all of them."""

_accept = click.option(
    "--accept-change", metavar="REASON", help="Accept that the numbers moved further than they may without a word; the reason is recorded."
)
_http = click.option("--allow-http", is_flag=True, help="Fetch over plain http too, where the address says so.")


@click.command("load", short_help="Load files as a list's new edition.")
@click.argument("list_id", metavar="ID")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--format", "format_name", metavar="FORMAT", help="Format of the files; recognised by their content when left out.")
@_accept
@click.option("--title", metavar="TEXT", help="Title of a list of your own.")
@click.option("--authority", metavar="TEXT", help="Who decides on a list of your own.")
@click.option("--country", metavar="CODE", help="Country of that authority, ISO 3166-1 alpha-2.")
@click.option(
    "--terms", metavar="TEXT", default="for use within the organisation", show_default=True, help="Terms of use of a list of your own."
)
@with_workers
@who
def load(
    list_id: str,
    files: Sequence[Path],
    format_name: str | None,
    accept_change: str | None,
    title: str | None,
    authority: str | None,
    country: str | None,
    terms: str,
    workers: int | None,
    by: str,
) -> None:
    """Read FILEs as the new edition of the list ID, check it, and put it into force: whole, or not at all.

    A list of your own is described once, with --title, --authority and --country. Exit codes: 0 in force (or already so), 2 quarantined:
    the reasons are on standard error, and what was in force stays.
    """
    from lists import load as loading

    description = _description(title, authority, country, terms)
    with opened() as store, shown(list_id, workers) as working:
        occasion = loading.Occasion(by, now(), "load", accept_change)
        done = loading.load(store, list_id, files, occasion, format_name=format_name, description=description, working=working)
    if not told(done):
        raise SystemExit(FAILED)


@click.command("refresh", short_help="Fetch and load the lists that are due.")
@click.argument("list_ids", metavar="[ID...]", nargs=-1)
@_accept
@_http
@with_workers
@who
def refresh(list_ids: Sequence[str], accept_change: str | None, allow_http: bool, workers: int | None, by: str) -> None:
    """Fetch the lists IDs (left out: those in force that are due by their schedules) and load what changed.

    Run it from a timer, every quarter of an hour: it asks no publisher more often than the list's schedule says. Exit codes: 0 all
    are current, 2 any failed or was quarantined; the others are loaded all the same.
    """
    from lists.load import Occasion
    from lists.refresh import Network, due, official
    from lists.refresh import refresh as renew

    for list_id in list_ids:
        official(list_id)
    with opened() as store:
        wanted = list_ids or due(store, now())
        if not wanted:
            click.echo("no list is due")
        well = []
        for list_id in wanted:
            with shown(list_id, workers) as working:
                occasion = Occasion(by, now(), "refresh", accept_change)
                done = renew(store, list_id, occasion, Network(allow_http=allow_http), working)
            well.append(told(done))
    if not all(well):
        raise SystemExit(FAILED)


@click.command("fetch", short_help="Fetch the publishers' files without loading them.")
@click.argument("list_ids", metavar="[ID...]", nargs=-1)
@click.option(
    "--to",
    "folder",
    default="fetched",
    show_default=True,
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder for the files; each list gets its own in it.",
)
@_http
def fetch(list_ids: Sequence[str], folder: Path, allow_http: bool) -> None:
    """Fetch the files of the lists IDs (left out: of all that can be fetched), and check that they are what they should be.

    Nothing is loaded. Exit codes: 0 all are there, 2 any could not be had.
    """
    from functools import partial

    from lists.errors import FetchError
    from lists.fetch import download, fetch_source
    from lists.refresh import fetchable, official

    failed = False
    for source in [official(list_id) for list_id in list_ids or fetchable()]:
        try:
            downloads = fetch_source(source, folder / source.id, {}, fetch=partial(download, allow_http=allow_http))
        except FetchError as error:
            failed = True
            click.echo(f"screening: {source.id}: {printable(str(error))}", err=True)
            continue
        for one in downloads:
            click.echo(f"{source.id}: {one.path} (sha256 {one.file.sha256})")
    if failed:
        raise SystemExit(FAILED)


def told(done: Loading) -> bool:
    """Print how a load ended; return whether it ended well."""
    from lists.store.attempts import GOOD, Result

    warnings = [str(one) for one in done.report.get("warnings", ())]
    for line in _some(warnings):
        click.echo(f"{done.list_id}: warning: {printable(line)}")
    if done.result in GOOD and done.edition:
        edition = done.edition.edition
        if done.result is Result.CONFIRMED:
            click.echo(f"{done.list_id}: edition {edition.id} is in force already and is what is published")
        else:
            before = f" instead of {done.before.edition.id}" if done.before else ""
            found = f"{done.report['names_found']} of {done.report['names_asked']} strong names find their party"
            click.echo(f"{done.list_id}: edition {edition.id} is in force{before}: {edition.counts}; {edition.completeness}; {found}")
        return True
    _print_refusal(done)
    return False


def _print_refusal(done: Loading) -> None:
    from lists.store.attempts import Result

    what = "was quarantined" if done.result is Result.QUARANTINED else "could not be fetched"
    stays = f"edition {done.edition.edition.id} stays in force" if done.edition else "no edition of the list is in force"
    click.echo(f"screening: {done.list_id}: the new edition {what}; {stays}", err=True)
    refusals = done.report.get("refusals", ())
    reasons = [str(done.report["error"])] if "error" in done.report else [_line(one) for one in refusals]
    for line in _some(reasons):
        click.echo(f"screening: {done.list_id}: {printable(line)}", err=True)
    nameless = next((one["entry"] for one in refusals if one["check"] == "records" and one["entry"]), None)
    if nameless:
        click.echo(
            f"screening: {done.list_id}: to leave such an entry out, on record: "
            f"screening lists exclude {done.list_id} {printable(nameless)} --reason TEXT",
            err=True,
        )
    if done.quarantine:
        click.echo(f"screening: {done.list_id}: files and report are in {done.quarantine}", err=True)


def _line(refusal: dict[str, str]) -> str:
    return ": ".join(part for part in (refusal["check"], refusal["entry"], refusal["reason"]) if part)


def _some(lines: Sequence[str]) -> list[str]:
    shown = list(lines[:MOST_LINES])
    return shown if len(lines) <= MOST_LINES else [*shown, f"and {len(lines) - MOST_LINES} more"]


def _description(title: str | None, authority: str | None, country: str | None, terms: str) -> Description | None:
    from lists.incoming import Description
    from screening.countries import is_country

    given = {"--title": title, "--authority": authority, "--country": country}
    if not any(given.values()):
        return None
    missing = [option for option, value in given.items() if not value]
    if missing:
        raise click.UsageError(f"a list of your own needs all of --title, --authority and --country; missing: {', '.join(missing)}")
    if not is_country(str(country)):
        raise click.UsageError(f"--country: {country!r} is no country; allowed: ISO 3166-1 alpha-2 or EU, upper case")
    return Description(str(title), str(authority), str(country), terms)
