"""`screening keys`: API keys made, listed, replaced, revoked. Whoever may write to the database may use these: they ask for no key."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from api.access.roles import Role
from api.cli.document import json_text
from api.cli.failure import printable
from api.cli.options import operator
from api.cli.table import table, terminal_width

if TYPE_CHECKING:
    from api.access.administration import Administrator, Shown
    from api.caller import Caller
    from api.store.keys import Key

DEFAULT_TENANT = "default"

_tenant = click.option("--tenant", default=DEFAULT_TENANT, show_default=True, help="Tenant the key belongs to.")
_roles = click.option(
    "--role",
    "roles",
    multiple=True,
    required=True,
    type=click.Choice([role.value for role in Role]),
    help="What its holder may do; may be repeated.",
)
_days = click.option("--days", type=int, default=365, show_default=True, help="Days until it expires, 1 to 1095.")
_as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON, as the HTTP service answers.")


@click.group("keys", short_help="Make, list, replace and revoke API keys.")
def command() -> None:
    """Make, list, replace and revoke API keys.

    From the first one on the service asks every caller for a key (or a token), for good.
    """


@command.command("create")
@click.argument("name", metavar="NAME")
@_roles
@_tenant
@_days
@click.option("--rate", type=int, help="Requests a minute; as many as the settings say when left out.")
@_as_json
def create(name: str, roles: Sequence[str], tenant: str, days: int, rate: int | None, as_json: bool) -> None:
    """Make an API key for the client NAME, and print it: this once."""
    from api.access.administration import Wanted

    with _administrator() as (keys, caller):
        _print_shown(keys.create(caller, tenant, Wanted(name, tuple(roles), days, rate)), as_json)


@command.command("list")
@_tenant
@_as_json
def list_keys(tenant: str, as_json: bool) -> None:
    """List every key of a tenant, those that are no longer good too."""
    with _administrator() as (keys, _):
        found = keys.keys(tenant)
    if as_json:
        from api.schemas.keys import KeysSchema, key_view

        click.echo(json_text(KeysSchema().dump({"keys": [key_view(key) for key in found]})))
    else:
        headings = ("KEY", "NAME", "STATE", "ROLES", "EXPIRES", "LAST USED")
        click.echo(table(headings, [_cells(key) for key in found], terminal_width()))


@command.command("rotate")
@click.argument("key_id", metavar="ID")
@_tenant
@click.option("--overlap-hours", type=int, default=24, show_default=True, help="Hours for which the old key stays good, 0 to 720.")
@_days
@_as_json
def rotate(key_id: str, tenant: str, overlap_hours: int, days: int, as_json: bool) -> None:
    """Replace the key ID by a new one with the same name and roles, and print that: this once."""
    with _administrator() as (keys, caller):
        _print_shown(keys.rotate(caller, tenant, key_id, overlap_hours, days), as_json)


@command.command("revoke")
@click.argument("key_id", metavar="ID")
@_tenant
def revoke(key_id: str, tenant: str) -> None:
    """End the key ID at once and for good."""
    with _administrator() as (keys, caller):
        key = keys.revoke(caller, tenant, key_id)
    click.echo(f"the key {key.id} of {key.name} is revoked")


@command.command("roles")
@click.argument("key_id", metavar="ID")
@_roles
@_tenant
def change_roles(key_id: str, roles: Sequence[str], tenant: str) -> None:
    """Give the key ID, and those it overlaps with, other roles instead of those it has."""
    with _administrator() as (keys, caller):
        key = keys.change_roles(caller, tenant, key_id, roles)
    click.echo(f"the key {key.id} of {key.name} has the roles {', '.join(sorted(key.roles))}")


@contextmanager
def _administrator() -> Iterator[tuple[Administrator, Caller]]:
    from api.access.administration import Administrator
    from api.access.events import recorder
    from api.caller import Caller
    from api.config import Config
    from api.vault import command_line_vault

    with command_line_vault(Config.from_env()) as vault:
        yield Administrator(vault.engine, recorder(vault), vault.sealer.notice), Caller(name=operator())


def _print_shown(shown: Shown, as_json: bool) -> None:
    if as_json:
        from api.schemas.keys import NewKeySchema, shown_view

        click.echo(json_text(NewKeySchema().dump(shown_view(shown))))
        return
    key = shown.key
    whose = f"{key.name} ({', '.join(sorted(key.roles))}; tenant {key.tenant}; until {key.expires_at:%Y-%m-%d %H:%M} UTC)"
    click.echo(shown.text)
    click.echo(printable(f"The key of {whose}. It is shown this once and kept nowhere."), err=True)


def _cells(key: Key) -> tuple[str, ...]:
    from datetime import UTC, datetime

    used = f"{key.last_used_at:%Y-%m-%d %H:%M}" if key.last_used_at else "never"
    state = key.state(datetime.now(UTC))
    return (key.id, key.name, state, ", ".join(sorted(key.roles)), f"{key.expires_at:%Y-%m-%d %H:%M}", used)
