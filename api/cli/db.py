"""`screening db`: the database's tables brought up to date, and checked."""

from __future__ import annotations

from pathlib import Path

import click

from api.cli.failure import FAILED, printable


@click.group("db", short_help="Bring the database up to date, or check it.")
def command() -> None:
    """Bring the database up to date, or check it. `screening serve` brings it up to date by itself."""


@command.command("upgrade")
def upgrade() -> None:
    """Make the tables, or bring them up to date: whole or not at all."""
    from api import store
    from api.config import Config

    done = store.upgrade(store.open_database(Config.from_env()))
    click.echo("the database has been brought up to date" if done else "the database is up to date")


@command.command("check")
def check() -> None:
    """Check that the tables are as this version needs them, and (SQLite) that the file is sound.

    Exit codes: 0 it is, 2 it is not: each problem on standard error.
    """
    from api import store
    from api.config import Config

    found = store.check(store.open_database(Config.from_env()))
    for problem in found.problems:
        click.echo(f"screening: {printable(problem)}", err=True)
    if not found.ok:
        raise SystemExit(FAILED)
    click.echo(f"the database is sound and at migration {found.revision}, the newest")


@command.command("backup")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
def backup(file: Path) -> None:
    """Copy the SQLite database to FILE as it is at this moment, while the service runs. Keys and indexes are copied separately.

    PostgreSQL has pg_dump: see docs/audit.md.
    """
    from api import store
    from api.config import Config

    store.backup(store.existing_database(Config.from_env()), file)
    click.echo(f"the database has been copied to {file}")
