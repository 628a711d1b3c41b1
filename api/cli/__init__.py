"""The command line: the same calls as the HTTP views, printed for a person or as the same JSON.

Exit codes: 0 nothing found (or the command did its work), 1 hits (or a verification that failed), 2 an error: what, where and
what is allowed is then on standard error.

Each command lives in a module of its own and imports what it needs when it runs, so that no command pays for another.
"""

from __future__ import annotations

import importlib
import io
import os
import sys
import traceback
from typing import Any

import click

from api.cli.failure import FAILED, FOUND_NOTHING, report
from screening.errors import ScreeningError
from screening.version import ENGINE_VERSION

COMMANDS = {
    "audit": "api.cli.audit",
    "check": "api.cli.check",
    "db": "api.cli.db",
    "file": "api.cli.file",
    "index": "api.cli.index",
    "jobs": "api.cli.jobs",
    "keys": "api.cli.keys",
    "lists": "api.cli.lists",
    "lookback": "api.cli.lookback",
    "replay": "api.cli.replay",
    "serve": "api.cli.serve",
    "subjects": "api.cli.subjects",
    "why": "api.cli.why",
    "worker": "api.cli.worker",
}
"""Command -> the module that holds it, as `command`."""

__all__ = ["COMMANDS", "cli", "main"]


class LazyGroup(click.Group):
    """A group that imports a command's module when the command is asked for, and reports errors of ours in words."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (click's signature)
        """The names of all commands, in the order of `COMMANDS`."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 (click's signature)
        """The command called `cmd_name`; None when there is none."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(COMMANDS[cmd_name]).command
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; an error of ours ends it with exit code 2 and its words on standard error."""
        try:
            return super().invoke(ctx)
        except ScreeningError as error:
            report(error)
        except BrokenPipeError:
            # Whoever read the output has gone: what is left must not raise again when the interpreter flushes at its end.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise click.exceptions.Exit(FAILED)


def _installed_version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("sanctions-screening")
    except PackageNotFoundError:
        return "from a source folder, not installed"


def _print_version(ctx: click.Context, _parameter: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        click.echo(f"screening {_installed_version()} (engine {ENGINE_VERSION})")
        ctx.exit(FOUND_NOTHING)


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_print_version, help="Print the version and the engine's."
)
def cli() -> None:
    """Screen names against sanctions lists.

    Exit codes: 0 nothing found, 1 hits, 2 error.
    """


def main() -> None:
    """Run the command line on the arguments of the process; the entry point of the console script `screening`.

    Exit code 1 means hits and nothing else: whatever goes wrong, foreseen or not, ends with 2.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a name the terminal's encoding lacks is shown as an escape
    sys.exit(_run())


def _run() -> int:
    try:
        ended = cli.main(prog_name="screening", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
    except (click.Abort, KeyboardInterrupt):
        click.echo("screening: interrupted", err=True)
    except Exception:  # noqa: BLE001 (an exit code of 1, Python's own for a traceback, would say "hits")
        traceback.print_exc()
    else:
        return ended if isinstance(ended, int) else FOUND_NOTHING
    return FAILED
