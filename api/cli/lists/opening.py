"""What the commands share: the place of the editions, opened for one command; who does it; a reason."""

from __future__ import annotations

import getpass
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from lists.place import ListStore

Command = Callable[..., Any]


@contextmanager
def opened() -> Iterator[ListStore]:
    """Open the place of the editions, the lists of the package in it. Raises `ConfigError`, `DatabaseError`, `ListError`."""
    from api.catalogue import list_store
    from api.config import Config
    from lists import load_all
    from lists.seeding import keep_seeded

    store = list_store(Config.from_env())
    try:
        keep_seeded(store, load_all().lists, now())
        yield store
    finally:
        store.engine.dispose()


def now() -> datetime:
    """This moment, aware, in UTC."""
    return datetime.now(UTC)


def stamp(moment: datetime | None) -> str:
    """A moment to the minute, in UTC, as the tables show it; a dash for none."""
    return "-" if moment is None else moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M")


def who(command: Command) -> Command:
    """Add the option that names the person."""
    option = click.option(
        "--by", default=_user, metavar="NAME", help="Who does it, for the record; the user of this session when left out."
    )
    return option(command)


def why(command: Command) -> Command:
    """Add the option that gives the reason."""
    return click.option("--reason", required=True, metavar="TEXT", help="Why, for the record.")(command)


def _user() -> str:
    try:
        return getpass.getuser()
    except OSError as error:  # a user without a name, as in some containers
        raise click.UsageError("this session has no user name: say who does it with --by") from error
