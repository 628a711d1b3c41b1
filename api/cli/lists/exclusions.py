"""`screening lists exclude`, `include` and `ledger`: entries of a list that no edition is to take in, and why."""

from __future__ import annotations

import click

from api.cli.lists.opening import now, opened, stamp, who, why
from api.cli.table import table, terminal_width


@click.command("exclude")
@click.argument("list_id", metavar="ID")
@click.argument("reference", metavar="REFERENCE")
@why
@who
def exclude(list_id: str, reference: str, reason: str, by: str) -> None:
    """Put the entry REFERENCE of the list ID into the ledger of exclusions: editions loaded from now on leave it out."""
    from lists.database import writing
    from lists.store.files import forget_files
    from lists.store.ledger import exclude as put_down

    with opened() as store, writing(store.engine) as connection:
        new = put_down(connection, list_id, reference, reason=reason, by=by, at=now())
        forget_files(connection, list_id)
    said = "is excluded from the next edition on" if new else "was excluded already; the ledger is as it was"
    click.echo(f"{list_id}: {reference} {said}")


@click.command("include")
@click.argument("list_id", metavar="ID")
@click.argument("reference", metavar="REFERENCE")
@who
def include(list_id: str, reference: str, by: str) -> None:
    """End the exclusion of the entry REFERENCE of the list ID: editions loaded from now on take it in. The ledger keeps the row."""
    from lists.database import writing
    from lists.errors import UnknownEdition
    from lists.store.files import forget_files
    from lists.store.ledger import include as end

    with opened() as store, writing(store.engine) as connection:
        if not end(connection, list_id, reference, by=by, at=now()):
            raise UnknownEdition(f"{reference} of {list_id} is not excluded; `screening lists ledger` shows what is")
        forget_files(connection, list_id)
    click.echo(f"{list_id}: {reference} is taken in from the next edition on")


@click.command("ledger")
@click.argument("list_id", metavar="[ID]", required=False)
def ledger(list_id: str | None) -> None:
    """Show the ledger of exclusions, of the list ID or of all: entry, reason, who, when; those that ended too."""
    from lists.database import reading
    from lists.store.ledger import ledger as read

    with opened() as store, reading(store.engine) as connection:
        entries = read(connection, list_id)
    rows = [
        (one.list_id, one.reference, one.reason, one.by, stamp(one.at), f"{stamp(one.ended_at)} by {one.ended_by}" if one.ended_at else "")
        for one in entries
    ]
    click.echo(table(("LIST", "ENTRY", "REASON", "BY", "SINCE", "ENDED"), rows, terminal_width()))
