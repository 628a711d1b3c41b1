"""`screening replay`: a past screening asked again."""

from __future__ import annotations

from dataclasses import asdict

import click

from api.cli.document import json_text
from api.cli.failure import FAILED
from api.cli.options import TENANT
from api.cli.table import table, terminal_width


@click.command("replay", short_help="Ask a past screening again.")
@click.argument("screening_id", metavar="ID")
@click.option(
    "--on",
    type=click.Choice(["recorded", "current"]),
    default="recorded",
    show_default=True,
    help="What to ask it on: the editions, policy and engine it rested on, or those in force now.",
)
@click.option("--json", "as_json", is_flag=True, help="Print what the HTTP service answers.")
@TENANT
def command(screening_id: str, on: str, as_json: bool, tenant: str) -> None:
    """Ask the screening ID again and show what differs. Nothing is recorded.

    Exit codes: 0 the answer is the same, or differs on what is in force now; 2 it differs on what it rested on, or cannot be given
    again: the reason is then on standard error.
    """
    from api.catalogue import load_catalogue
    from api.config import Config
    from api.replaying import On, replay
    from api.retrieving import screening_record
    from api.vault import command_line_vault

    config, wanted = Config.from_env(), On(on)
    catalogue = load_catalogue(config) if wanted is On.CURRENT else None
    with command_line_vault(config, seal=False) as vault:
        again = replay(vault, screening_record(vault, tenant, screening_id), wanted, catalogue)
    if as_json:
        click.echo(json_text(asdict(again)))
    elif again.differences:
        cells = [(each.what, each.key or "", each.then or "-", each.now or "-") for each in again.differences]
        click.echo(table(("WHAT", "OF", "THEN", "NOW"), cells, terminal_width()))
    else:
        click.echo(f"the same answer: {again.answer['outcome']}, {again.answer['hits_total']} hits")
    if wanted is On.RECORDED and not again.identical:
        raise SystemExit(FAILED)
