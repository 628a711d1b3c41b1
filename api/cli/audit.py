"""`screening audit`: is the store what it was when it was written; receipts and checkpoints."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from api.cli.document import json_text
from api.cli.failure import FAILED, printable
from api.cli.options import TENANT, Moment


@click.group("audit", short_help="Verify the records, and what was signed about them.")
def command() -> None:
    """Verify the records, and what was signed about them."""


@command.command("verify")
@click.option("--from", "since", metavar="TIME", type=Moment(), help="Check records from this moment on; the beginning when left out.")
@click.option("--to", "until", metavar="TIME", type=Moment(), help="Check records before this moment; the end when left out.")
@click.option(
    "--key",
    "key_files",
    metavar="PEM",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Public key to trust and no other; repeatable.",
)
@click.option(
    "--checkpoints",
    "checkpoint_files",
    metavar="FILE",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Checkpoints kept elsewhere, a line each, that the chain must meet as well; repeatable.",
)
def verify(since: datetime | None, until: datetime | None, key_files: tuple[Path, ...], checkpoint_files: tuple[Path, ...]) -> None:
    """Check every record, its place in the chain, and every checkpoint. Nothing is written.

    Public keys are enough: --key, or *.pub.pem in the keys folder. With secret.key beside them it is checked as well that each record
    was written by a holder of it.

    Exit codes: 0 nothing is wrong, 2 something is: the first line names the first record concerned.
    """
    from api import store
    from api.config import Config
    from api.proof.keys import keys_to_verify
    from api.proof.verify import verify as check
    from api.store.place import folder_of, keys_folder

    config = Config.from_env()
    engine = store.current_database(config)
    keys = keys_to_verify(keys_folder(config), key_files)
    report = check(engine, keys, folder_of(config), since=since, until=until, checkpoint_files=checkpoint_files)
    for problem in report.problems:
        click.echo(f"screening: {printable(problem)}", err=True)
    for note in report.notes:
        click.echo(f"note: {printable(note)}", err=True)
    state = "nothing is wrong" if report.ok else "SOMETHING IS WRONG"
    click.echo(f"{report.records} records in the chain, {report.unlinked} not linked yet, {report.checkpoints} checkpoints met: {state}")
    if not report.ok:
        raise SystemExit(FAILED)


@command.command("receipt")
@click.argument("screening_id", metavar="ID")
@TENANT
def receipt(screening_id: str, tenant: str) -> None:
    """Print a signed receipt of the screening ID."""
    from api.config import Config
    from api.retrieving import receipt_for
    from api.vault import command_line_vault

    with command_line_vault(Config.from_env()) as vault:
        click.echo(json_text(receipt_for(vault, tenant, screening_id)))


@command.command("verify-receipt")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--key", "key_file", metavar="PEM", type=click.Path(path_type=Path), help="Public key to trust, and no other.")
def verify_receipt(file: Path, key_file: Path | None) -> None:
    """Check the receipt in FILE. It needs no database: a public key, given or in the keys folder, is enough.

    Exit codes: 0 the receipt is good, 2 it is not.
    """
    from api.config import Config
    from api.proof.keys import key_id, read_public, trusted_in
    from api.proof.receipt import read_receipt, receipt_problems
    from api.store.place import keys_folder

    found = read_receipt(file)
    if key_file:
        key = read_public(key_file)
        trusted = {key_id(key): key}
    else:
        trusted = trusted_in(keys_folder(Config.from_env()))
    problems = receipt_problems(found, trusted)
    for problem in problems:
        click.echo(f"screening: {printable(str(file))}: {printable(problem)}", err=True)
    if problems:
        raise SystemExit(FAILED)
    statement = found["statement"]
    click.echo(f"the receipt is good: screening {statement['screening']}, {statement['facts']['at']}, outcome {statement['outcome']}")


@command.command("checkpoint")
def checkpoint() -> None:
    """Link what waits, sign the end of the chain, and print the newest checkpoint: a line to keep elsewhere."""
    from api.config import Config
    from api.proof.checkpoints import last_checkpoint
    from api.vault import command_line_vault
    from lists.database import reading

    with command_line_vault(Config.from_env()) as vault:
        vault.sealer.seal()
        with reading(vault.engine) as connection:
            found = last_checkpoint(connection)
    click.echo(found.line() if found else "no record yet, so no checkpoint")
