"""`screening serve`: the HTTP service in this terminal."""

from __future__ import annotations

import click


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="Port to listen on; 0 takes a free one.")
@click.option(
    "--workers", type=click.IntRange(1, 64), default=2, show_default=True, help="Worker processes; they share one copy of the lists."
)
@click.option(
    "--jobs", type=click.IntRange(0, 64), default=1, show_default=True, help="Processes that screen the files of jobs; 0: none here."
)
def command(host: str, port: int, workers: int, jobs: int) -> None:
    """Start the HTTP service; stop it with Ctrl-C.

    What else can be set comes from the environment: see docs/settings.md.
    """
    from api.serving import serve

    serve(host, port, workers, jobs)
