"""`screening lists`: the lists in force, and everything that is done to them."""

from __future__ import annotations

import click

from api.cli.lists.bundles import bundle, import_bundle
from api.cli.lists.editions import diff, editions, rollback, withdraw
from api.cli.lists.exclusions import exclude, include, ledger
from api.cli.lists.loading import fetch, load, refresh
from api.cli.lists.showing import print_lists, show, status
from api.cli.lists.verifying import verify

__all__ = ["command"]


@click.group("lists", invoke_without_command=True, short_help="Show, load, refresh, compare and check lists.")
@click.pass_context
def command(ctx: click.Context) -> None:
    """Show the lists in force: how many parties each names, and how complete it is."""
    if ctx.invoked_subcommand is None:
        print_lists()


for each in (
    load,
    fetch,
    refresh,
    status,
    show,
    editions,
    diff,
    rollback,
    withdraw,
    exclude,
    include,
    ledger,
    bundle,
    import_bundle,
    verify,
):
    command.add_command(each)
