"""`screening lists editions`, `diff`, `rollback` and `withdraw`: editions listed, compared, and put into or out of force by hand."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from api.cli.document import json_text
from api.cli.failure import printable
from api.cli.lists.opening import now, opened, stamp, who, why
from api.cli.table import table, terminal_width

if TYPE_CHECKING:
    from lists.changes import Changes, FieldChange


@click.command("editions")
@click.argument("list_id", metavar="ID")
def editions(list_id: str) -> None:
    """Show every edition of the list ID that was ever loaded, and what came into force when, how, by whom and why; the newest first."""
    from lists.database import reading
    from lists.errors import UnknownEdition
    from lists.store import editions_in_force, editions_of, history
    from lists.store.editions import list_ids

    with opened() as store, reading(store.engine) as connection:
        found, past = editions_of(connection, list_id), history(connection, list_id)
        current, known = editions_in_force(connection).get(list_id), list_ids(connection)
    if not found:
        raise UnknownEdition(f"nothing of a list {list_id} was ever loaded; lists with editions are {', '.join(known)}")
    rows = [
        (
            one.edition.id,
            "in force" if current and one.number == current.number else "",
            stamp(one.loaded_at),
            str(one.edition.loaded),
            one.edition.completeness,
        )
        for one in found
    ]
    click.echo(table(("EDITION", "", "LOADED", "PARTIES", "COMPLETENESS"), rows, terminal_width()) + "\n")
    changes = [(stamp(one.since), one.edition or "none", one.how, one.by, one.reason or "") for one in past]
    click.echo(table(("SINCE", "IN FORCE", "HOW", "BY", "REASON"), changes, terminal_width()))


@click.command("diff")
@click.argument("list_id", metavar="ID")
@click.argument("before", metavar="A")
@click.argument("after", metavar="B")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, as GET /v1/lists/ID/changes answers.")
@click.option("--totals", is_flag=True, help="Print the totals alone.")
def diff(list_id: str, before: str, after: str, as_json: bool, totals: bool) -> None:
    """Show what changed in the list ID from edition A to edition B: parties added, removed and changed, field by field."""
    from lists.database import reading
    from lists.manage import changes_of

    with opened() as store, reading(store.engine) as connection:
        changes = changes_of(connection, list_id, before, after)
    if as_json:
        from api.schemas.editions import ChangesSchema
        from api.standing import changes_view

        click.echo(json_text(ChangesSchema().dump(changes_view(changes))))
        return
    click.echo(f"{list_id} {before} -> {after}: {len(changes.added)} added, {len(changes.removed)} removed, {len(changes.changed)} changed")
    if not totals:
        _print_changes(changes)


def _print_changes(changes: Changes) -> None:
    for party in changes.added:
        click.echo(printable(f"+ {party.id} {party.primary_name}"))
    for party in changes.removed:
        click.echo(printable(f"- {party.id} {party.primary_name}"))
    for change in changes.changed:
        click.echo(printable(f"~ {change.party_id} {change.primary_name}"))
        for field in change.fields:
            for line in _field_lines(field):
                click.echo(printable(f"    {line}"))


def _field_lines(change: FieldChange) -> list[str]:
    if change.reordered:
        return [f"{change.field}: in another order"]
    return [f"{change.field}: - {_text(value)}" for value in change.removed] + [
        f"{change.field}: + {_text(value)}" for value in change.added
    ]


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


@click.command("rollback")
@click.argument("list_id", metavar="ID")
@click.argument("edition", metavar="EDITION")
@why
@who
def rollback(list_id: str, edition: str, reason: str, by: str) -> None:
    """Put EDITION, which was loaded before, into force again for the list ID.

    A refresh will not take the edition that was rolled back from again; loading its file by hand does.
    """
    from lists.manage import roll_back

    with opened() as store:
        roll_back(store, list_id, edition, reason=reason, by=by, at=now())
    click.echo(f"{list_id}: edition {edition} is in force again")


@click.command("withdraw")
@click.argument("list_id", metavar="ID")
@why
@who
def withdraw(list_id: str, reason: str, by: str) -> None:
    """Take the list ID out of force: nothing is screened against it any more. Its editions stay, and loading one brings it back."""
    from lists.manage import withdraw as take_out

    with opened() as store:
        before = take_out(store, list_id, reason=reason, by=by, at=now())
    click.echo(f"{list_id}: edition {before.edition.id} is no longer in force")
