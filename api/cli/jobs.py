"""`screening jobs`: jobs seen and ended by who runs the service, with the calls of the views. They ask for no key."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import click

from api.cli.document import json_text
from api.cli.failure import printable
from api.cli.options import TENANT, operator
from api.cli.table import table, terminal_width
from api.schemas.query import MAX_PAGE
from api.store.jobs import JobState

_AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON, as the HTTP service answers.")


@click.group("jobs", short_help="Show, cancel and delete jobs.")
def command() -> None:
    """Show, cancel and delete jobs: files that are screened over HTTP. They are made there (POST /v1/jobs)."""


@command.command("list")
@click.option("--state", type=click.Choice([state.value for state in JobState]), help="Those in this state.")
@click.option("--limit", type=click.IntRange(1, MAX_PAGE), default=50, show_default=True, help="How many at the most.")
@TENANT
@_AS_JSON
def list_jobs(state: str | None, limit: int, tenant: str, as_json: bool) -> None:
    """List jobs, the newest first."""
    from api.config import Config
    from api.jobs.views import page_view
    from api.schemas.jobs import JobPageSchema
    from api.vault import command_line_vault

    with command_line_vault(Config.from_env(), seal=False) as vault:
        found = page_view(vault, tenant, state, None, limit)
    if as_json:
        click.echo(json_text(JobPageSchema().dump(found)))
        return
    cells = [(one["id"], one["state"], _rows(one), one["created_at"][:16].replace("T", " "), one["caller"]) for one in found["jobs"]]
    click.echo(table(("JOB", "STATE", "ROWS", "MADE", "BY"), cells, terminal_width()) if cells else "no job")
    if found["next_cursor"]:
        click.echo(f"screening: these are the newest {limit}; there are more", err=True)


@command.command("show")
@click.argument("job_id", metavar="JOB")
@TENANT
@_AS_JSON
def show(job_id: str, tenant: str, as_json: bool) -> None:
    """Show how far JOB is, what it rests on, and which rows could not be screened."""
    from api.config import Config
    from api.jobs.making import find
    from api.jobs.views import job_view
    from api.vault import command_line_vault

    with command_line_vault(Config.from_env(), seal=False) as vault:
        _print(job_view(vault, find(vault, tenant, job_id)), as_json)


@command.command("cancel")
@click.argument("job_id", metavar="JOB")
@TENANT
@_AS_JSON
def cancel(job_id: str, tenant: str, as_json: bool) -> None:
    """Stop JOB. What is screened by then stays on record; there is no result."""
    from api.caller import Caller
    from api.config import Config
    from api.jobs.ending import cancel as stop
    from api.jobs.making import find
    from api.jobs.views import job_view
    from api.vault import command_line_vault

    with command_line_vault(Config.from_env()) as vault:
        stopped = stop(vault, Caller(tenant, operator()), find(vault, tenant, job_id), datetime.now(UTC))
        _print(job_view(vault, stopped), as_json)


@command.command("delete")
@click.argument("job_id", metavar="JOB")
@TENANT
def delete(job_id: str, tenant: str) -> None:
    """Delete JOB, which has ended, with its result. The records of its screenings stay."""
    from api.caller import Caller
    from api.config import Config
    from api.jobs.ending import delete as remove
    from api.jobs.making import find
    from api.vault import command_line_vault

    with command_line_vault(Config.from_env()) as vault:
        remove(vault, Caller(tenant, operator()), find(vault, tenant, job_id), datetime.now(UTC))
    click.echo(f"deleted: job {job_id}")


def _print(job: dict[str, Any], as_json: bool) -> None:
    from api.schemas.jobs import JobDetailSchema

    shown = JobDetailSchema().dump(job)
    click.echo(json_text(shown) if as_json else "\n".join(printable(line) for line in _lines(shown)))


def _lines(job: dict[str, Any]) -> list[str]:
    counts = ", ".join(f"{job['counts'][name]:,} {name}" for name in ("clear", "review", "block", "error"))
    rate = f"; {job['rows_per_second']:,.0f} rows a second" if job["rows_per_second"] else ""
    left = f"; {job['seconds_left']:,} s left" if job["seconds_left"] is not None else ""
    file, callback, problem = job["file"], job["callback"], job["problem"]
    lines = [
        f"{job['id']}: {job['state']}, {_rows(job)} rows done = {counts}{rate}{left}",
        f"made {job['created_at']} by {job['caller']}; began {job['started_at'] or '-'}; ended {job['ended_at'] or '-'}",
        f"file {file['name']}" + (f", {'; '.join(file['notes'])}" if file["notes"] else ""),
        *(f"WARNING: {each}" for each in file["warnings"]),
        *(f"failed: {each}" for each in ([problem["detail"]] if problem else [])),
        *(f"line {one['line'] or '-'}, row {one['row']}: {one['reason']}" for one in job["errors"]),
    ]
    if job["lists"]:
        lines.append("lists: " + "; ".join(f"{each['id']} {each['edition']}" for each in job["lists"]))
        lines.append(f"policy {job['policy']['id']} {job['policy']['hash'][:12]}; engine {job['engine']['version']}")
    if callback:
        trouble = f"; {callback['trouble']}" if callback["trouble"] else ""
        lines.append(f"callback to {callback['url']}: {callback['state']}, tried {callback['attempts']} times{trouble}")
    if job["expires_at"]:
        lines.append(f"removed, with its result, at {job['expires_at']}")
    return lines


def _rows(job: dict[str, Any]) -> str:
    return f"{job['rows_done']:,} of {job['rows']:,}" if job["rows"] is not None else "-"
