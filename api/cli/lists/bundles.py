"""`screening lists bundle` and `import`: editions carried, signed, to a machine without internet."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from api.cli.failure import FAILED
from api.cli.lists.opening import now, opened, who
from api.cli.lists.progress import shown, with_workers

if TYPE_CHECKING:
    from api.proof.keys import Keys


@click.command("bundle")
@click.argument("target", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path))
@click.argument("list_ids", metavar="[ID...]", nargs=-1)
def bundle(target: Path, list_ids: Sequence[str]) -> None:
    """Write the editions in force of the lists IDs (left out: of all) to FILE, signed with the key of this deployment.

    The other side needs the public key, the file that ends in .pub.pem in the keys folder.
    """
    from lists.bundle import write_bundle
    from lists.database import reading
    from lists.errors import UnknownEdition
    from lists.store import editions_in_force

    keys = _keys()
    with opened() as store:
        with reading(store.engine) as connection:
            editions = editions_in_force(connection)
        unknown = sorted(set(list_ids) - set(editions))
        if unknown:
            raise UnknownEdition(f"no list in force is called {', '.join(unknown)}; in force are {', '.join(editions)}")
        chosen = [one for list_id, one in editions.items() if not list_ids or list_id in list_ids]
        write_bundle(store, chosen, target, keys.signing, now())
    for one in chosen:
        click.echo(f"{one.edition.list_id}: edition {one.edition.id}, {one.edition.counts}")
    click.echo(f"{target}: {len(chosen)} editions, signed by the key {keys.signing_id[:16]}")


@click.command("import")
@click.argument("file", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--key",
    "key_file",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Public key to trust, in PEM; left out: those in the keys folder.",
)
@click.option(
    "--accept-change", metavar="REASON", help="Accept that the numbers moved further than they may without a word; the reason is recorded."
)
@with_workers
@who
def import_bundle(file: Path, key_file: Path | None, accept_change: str | None, workers: int | None, by: str) -> None:
    """Load the editions of the bundle FILE, after its signature was checked; each goes through the same gate as a publisher's file.

    Exit codes: 0 all are in force, 2 the signature is not good (nothing is loaded), or any was quarantined.
    """
    from api.cli.lists.loading import told
    from api.proof.keys import key_id, read_public
    from lists.bundle import read_bundle
    from lists.load import Occasion, take_in

    if key_file:
        key = read_public(key_file)
        trusted = {key_id(key): key}
    else:
        trusted = dict(_keys().trusted)
    with opened() as store:
        incoming = list(read_bundle(file, trusted))
        well = []
        for one in incoming:
            with shown(one.source.id, workers) as working:
                done = take_in(store, one, Occasion(by, now(), "import", accept_change), working)
            well.append(told(done))
    if not all(well):
        raise SystemExit(FAILED)


def _keys() -> Keys:
    from api.config import Config
    from api.vault import command_line_vault

    with command_line_vault(Config.from_env()) as vault:
        return vault.keys
