"""`screening worker`: a process that screens the files of jobs."""

from __future__ import annotations

import click


@click.command("worker", short_help="Screen the files of jobs.")
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="Processes; one that dies is started anew.")
@click.option("--until-idle", is_flag=True, help="End when nothing is left to do, as for a run by schedule.")
def command(workers: int, until_idle: bool) -> None:
    """Screen the files of jobs, beside `screening serve` or on another machine with the same database, data folder and keys.

    Stop it with Ctrl-C: what is under way is ended first, and what is left is taken up by whichever worker comes next.
    """
    from api.jobs.processes import run_crew, run_worker

    if workers == 1:
        run_worker(until_idle=until_idle)
    else:
        run_crew(workers, until_idle=until_idle)
