"""`screening subjects`: erasing whom records are about, legal holds, expiry."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import click

from api.cli.options import TENANT
from api.cli.table import table, terminal_width


@click.group("subjects", short_help="Erase, hold, or let expire what is personal in the records.")
def command() -> None:
    """Erase, hold, or let expire what is personal in the records."""


@command.command("find")
@TENANT
def find(tenant: str) -> None:
    """Print the id of the subject whose reference is read from standard input: a command line is seen by others, and kept."""
    from api.config import Config
    from api.store.erasure import find_subject
    from api.store.errors import UnknownSubject
    from api.vault import command_line_vault

    reference = click.prompt("Reference", err=True)
    with command_line_vault(Config.from_env(), seal=False) as vault:
        found = find_subject(vault.engine, vault.keys, tenant, reference)
    if found is None:
        raise UnknownSubject("no screening came with this reference, or its subject was erased")
    click.echo(found)


@command.command("erase")
@click.argument("subject", metavar="SUBJECT")
@click.option("--yes", is_flag=True, help="Do not ask whether it is meant.")
@TENANT
def erase(subject: str, yes: bool, tenant: str) -> None:
    """Erase SUBJECT for good: what is personal in its records can never be read again. Records and chain stay."""
    from api.caller import COMMAND_LINE, Caller
    from api.config import Config
    from api.store.erasure import erase as destroy
    from api.vault import command_line_vault

    if not yes:
        click.confirm("What is erased cannot be brought back. Erase it?", abort=True, err=True)
    with command_line_vault(Config.from_env()) as vault:
        count = destroy(vault.engine, vault.keys, Caller(tenant, COMMAND_LINE), subject, datetime.now(UTC))
    click.echo(f"erased: {count} records can no longer be read")


@command.command("hold")
@click.argument("subject", metavar="SUBJECT")
@click.option("--reason", required=True, help="Why: a case number, say. Nothing personal.")
@TENANT
def hold(subject: str, reason: str, tenant: str) -> None:
    """Place a legal hold on SUBJECT: as long as it stands, nothing of it is erased or expires."""
    from api.caller import COMMAND_LINE, Caller
    from api.config import Config
    from api.store.holds import place_hold
    from api.vault import command_line_vault

    with command_line_vault(Config.from_env()) as vault:
        caller = Caller(tenant, COMMAND_LINE)
        click.echo(place_hold(vault.engine, vault.keys, caller, subject, reason=reason, now=datetime.now(UTC)).id)


@command.command("lift")
@click.argument("hold_id", metavar="HOLD")
@TENANT
def lift(hold_id: str, tenant: str) -> None:
    """Lift the legal hold HOLD."""
    from api.caller import COMMAND_LINE, Caller
    from api.config import Config
    from api.store.holds import lift_hold
    from api.vault import command_line_vault

    with command_line_vault(Config.from_env()) as vault:
        lift_hold(vault.engine, vault.keys, Caller(tenant, COMMAND_LINE), hold_id, datetime.now(UTC))
    click.echo("lifted")


@command.command("holds")
@TENANT
def holds(tenant: str) -> None:
    """Show the legal holds that stand."""
    from api.config import Config
    from api.store.holds import standing
    from api.vault import command_line_vault
    from api.wire.moments import stamp

    with command_line_vault(Config.from_env(), seal=False) as vault:
        found = standing(vault.engine, tenant)
    cells = [(each.id, each.subject, each.reason, stamp(each.placed_at), each.placed_by) for each in found]
    click.echo(table(("HOLD", "SUBJECT", "REASON", "PLACED", "BY"), cells, terminal_width()) if cells else "no hold stands")


@command.command("expire")
@click.option("--days", type=click.IntRange(min=1), help="Age in days from which contents go; SCREENING_RETENTION_DAYS when left out.")
@TENANT
def expire(days: int | None, tenant: str) -> None:
    """Remove what is personal in records that have outlived their time, but those under a hold. Run it once a day.

    Facts, hashes and chain stay: what was screened when, against which editions, with which outcome.
    """
    from api.caller import COMMAND_LINE, Caller
    from api.config import Config, ConfigError
    from api.store.erasure import expire as remove
    from api.vault import command_line_vault
    from screening.errors import Problem

    config = Config.from_env()
    age = days or config.retention_days
    if age is None:
        raise ConfigError([Problem("SCREENING_RETENTION_DAYS", "is not set and --days is not given", "1 to 36500")])
    now = datetime.now(UTC)
    with command_line_vault(config) as vault:
        done = remove(vault.engine, vault.keys, Caller(tenant, COMMAND_LINE), now - timedelta(days=age), now)
    click.echo(f"expired: {done.records} records and {done.subjects} keys")
