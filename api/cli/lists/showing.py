"""`screening lists`, `lists show` and `lists status`: what is in force, to the last fact, and how each list stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from api.cli.failure import FAILED, printable
from api.cli.lists.opening import now, opened, stamp
from api.cli.table import table, terminal_width
from screening import DesignatedParty
from screening.errors import InvalidInput, Problem

if TYPE_CHECKING:
    from api.catalogue import Catalogue


def print_lists() -> None:
    """Print the lists in force."""
    from api.catalogue import load_catalogue
    from api.config import Config

    lists = load_catalogue(Config.from_env()).lists
    # Kinds that no list in force has get no column.
    kinds = ("individuals", "entities", *(kind for kind in ("vessels", "aircraft") if any(getattr(each.edition, kind) for each in lists)))
    headings = ("LIST", "AUTHORITY", "EDITION", *(kind.upper() for kind in kinds), "NAMES", "COMPLETENESS")
    cells = [
        (
            each.source.id,
            each.source.authority,
            each.edition.id,
            *(str(getattr(each.edition, kind)) for kind in kinds),
            str(each.edition.names),
            each.edition.completeness,
        )
        for each in lists
    ]
    click.echo(table(headings, cells, terminal_width()))


@click.command("show")
@click.argument("list_id", metavar="ID")
@click.option(
    "--party", "reference", metavar="REFERENCE", help="Show this party alone, every fact with where it stands in the list's file."
)
def show(list_id: str, reference: str | None) -> None:
    """Show the list ID: what it is, which edition is in force, and every party on it."""
    from api.catalogue import load_catalogue
    from api.config import Config

    catalogue = load_catalogue(Config.from_env())
    if list_id not in catalogue.list_ids:
        raise InvalidInput([Problem("/ID", f"no list in force is called {list_id!r}", ", ".join(catalogue.list_ids))])
    if reference is not None:
        _print_party(catalogue, list_id, reference)
        return
    found = catalogue.list_of(list_id)
    source, edition = found.source, found.edition
    facts = [
        ("title", source.title),
        ("authority", f"{source.authority} ({source.country})"),
        ("edition", f"{edition.id}, published {edition.published or 'on a day the file does not state'}"),
        ("sha256", edition.sha256),
        ("holds", f"{edition.counts}, {edition.names} names; {edition.completeness}"),
        ("source", source.document or source.address or "not stated"),
        ("terms", source.terms),
    ]
    click.echo(table((source.id, ""), facts, terminal_width()) + "\n")
    headings = ("PARTY", "KIND", "NAME", "OTHER NAMES", "MEASURES", "LISTED ON")
    click.echo(table(headings, [_party_cells(party) for party in catalogue.index.parties(list_id)], terminal_width()))


def _party_cells(party: DesignatedParty) -> tuple[str, ...]:
    others = "; ".join(f"{name.text} ({name.origin})" for name in party.names[1:])
    return (party.id, party.kind, party.primary_name, others, ", ".join(party.measures), str(party.listed_on or "not stated"))


def _print_party(catalogue: Catalogue, list_id: str, reference: str) -> None:
    from screening.records import plain_value

    party = catalogue.index.party(f"{list_id}:{reference}")
    if party is None:
        raise InvalidInput(
            [Problem("/REFERENCE", f"no party of {list_id} has the reference {reference!r}", "one of `screening lists show ID`")]
        )
    sources: dict[str, str] = {}
    for one in party.provenance:
        field = one.field.strip("/")
        sources[field] = f"{sources[field]}, {one.source}" if field in sources else one.source
    rows = []
    for field, value in plain_value(party).items():
        if field == "provenance":
            continue
        for number, item in enumerate(value if isinstance(value, list) else [value]):
            text = "; ".join(f"{key} {part}" for key, part in item.items()) if isinstance(item, dict) else str(item)
            rows.append((field, text, sources.get(f"{field}/{number}", sources.get(field, ""))))
    click.echo(table((party.id, "", "STANDS IN"), rows, terminal_width()))


@click.command("status")
def status() -> None:
    """Show how each list stands: in force since when, last confirmed, due when, quarantined or stale.

    Exit codes: 0 all are current, 2 any is quarantined, stale, or could not be fetched.
    """
    from api.config import Config
    from lists.database import reading
    from lists.status import State, list_states

    most_hours, moment = Config.from_env().list_max_age_hours, now()
    with opened() as store, reading(store.engine) as connection:
        states = list_states(connection)
    rows = [
        (
            one.list_id,
            one.state(moment, most_hours).value,
            one.in_force.edition.id if one.in_force else "-",
            stamp(one.change.since if one.change else None),
            stamp(one.confirmed_at),
            stamp(one.due_at),
        )
        for one in states.values()
    ]
    click.echo(table(("LIST", "STATE", "EDITION", "IN FORCE SINCE", "CONFIRMED", "DUE"), rows, terminal_width()))
    for one in states.values():
        for problem in one.problems[:5]:
            click.echo(f"screening: {one.list_id}: {printable(problem)}", err=True)
    if any(one.state(moment, most_hours) in {State.QUARANTINED, State.STALE, State.FAILED} for one in states.values()):
        raise SystemExit(FAILED)
