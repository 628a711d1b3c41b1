"""Jobs arranged as the answers show them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from math import ceil
from typing import Any

from sqlalchemy import Connection

from api.files.summary import alerts_per_thousand, warnings_of
from api.files.work import Tally
from api.jobs.asked import Plan, asked_of, ending_of, plan_of
from api.jobs.chunks import lines_in
from api.schemas.screening import list_view
from api.store import tasks
from api.store.jobs import COUNTS, Job, JobState, page_of
from api.vault import Vault
from api.wire.cursor import pack
from api.wire.moments import stamp
from lists.database import reading
from screening import Outcome

RATE_SECONDS = 30
"""The rate is that of so many seconds."""

MOST_ERRORS = 20
"""Rows in error that are shown."""


def job_line(vault: Vault, connection: Connection, job: Job) -> dict[str, Any]:
    """Arrange a job as `JobSchema` dumps it."""
    rate = _rate(connection, job)
    left = ceil(((job.rows or 0) - job.rows_done) / rate) if rate and job.state is JobState.RUNNING else None
    return {
        **{name: getattr(job, name) for name in ("id", "state", "caller", "rows", "rows_done")},
        **{name: _moment(getattr(job, name)) for name in ("created_at", "started_at", "ended_at", "expires_at")},
        "rows_per_second": rate,
        "seconds_left": left,
        "result_format": asked_of(vault.keys, job).format,
        "counts": {name: getattr(job, name) for name in COUNTS},
    }


def page_view(vault: Vault, tenant: str, state: str | None, after: str | None, limit: int) -> dict[str, Any]:
    """Arrange a page of jobs, from the one behind `after`, as `JobPageSchema` dumps it."""
    with reading(vault.engine) as connection:
        found, more = page_of(connection, tenant, state, after, limit)
        lines = [job_line(vault, connection, job) for job in found]
    return {"jobs": lines, "next_cursor": pack(page_name(state), found[-1].id) if more else None}


def page_name(state: str | None) -> str:
    """What a cursor of the jobs in a state, or of all, is bound to."""
    return f"jobs {state}"


def job_view(vault: Vault, job: Job) -> dict[str, Any]:
    """Arrange a job as `JobDetailSchema` dumps it."""
    asked, plan, ending = asked_of(vault.keys, job), plan_of(vault.keys, job), ending_of(vault.keys, job)
    with reading(vault.engine) as connection:
        line = job_line(vault, connection, job)
        errors = _errors(vault, connection, job)
    told = ending.get("callback", {})
    callback = {"url": asked.callback, "state": job.callback, "attempts": told.get("attempts", 0), "trouble": told.get("trouble")}
    return {
        **line,
        "file": {"name": asked.name, **_file(plan)},
        "errors": errors,
        "lists": [list_view(each, job.started_at or job.created_at) for each in plan.lists] if plan else [],
        "policy": plan.policy if plan else None,
        "engine": {"version": plan.basis.engine, "index": plan.basis.index, "line_format": plan.line_format} if plan else None,
        "alerts_per_1000": _alerts(job),
        "problem": ending.get("problem"),
        "callback": callback if asked.callback else None,
    }


def progress(vault: Vault, job: Job) -> dict[str, Any]:
    """How far a job is, for those who follow it: nothing but numbers and its state."""
    with reading(vault.engine) as connection:
        line = job_line(vault, connection, job)
    shown = ("id", "state", "rows", "rows_done", "rows_per_second", "seconds_left")
    return {**{name: line[name] for name in shown}, "counts": {name: getattr(job, name) for name in ("clear", "review", "block", "error")}}


def _rate(connection: Connection, job: Job) -> float | None:
    now = datetime.now(UTC)
    if job.started_at is None or job.rows_done == 0:
        return None
    if job.state is not JobState.RUNNING:
        seconds = ((job.ended_at or now) - job.started_at).total_seconds()
        return round(job.rows_done / seconds, 1) if seconds > 0 else None
    since = max(job.started_at, now - timedelta(seconds=RATE_SECONDS))
    seconds = (now - since).total_seconds()
    return round(tasks.rows_since(connection, job, since) / seconds, 1) if seconds > 0 else None


def _errors(vault: Vault, connection: Connection, job: Job) -> list[dict[str, Any]]:
    if not job.error:
        return []
    key, found = vault.keys.unwrap(job.key, job.id), []
    for chunk in tasks.chunks_done(connection, job, most=MOST_ERRORS, with_errors=True):
        for line, *_ in lines_in(chunk.output, key, job.id, chunk.number):
            if line.status == Outcome.ERROR:
                found.append({"row": line.row, "line": line.line, "reference": line.reference, "reason": line.reason})
                if len(found) == MOST_ERRORS:
                    return found
    return found


def _file(plan: Plan | None) -> dict[str, Any]:
    if plan is None:
        return {"format": None, "sha256": None, "notes": [], "columns": {}, "unused": [], "dates": None, "warnings": []}
    shown = ("format", "sha256", "notes", "columns", "unused", "dates")
    return {**{name: plan.file[name] for name in shown}, "warnings": warnings_of(plan.file)}


def _alerts(job: Job) -> float:
    counted = Tally()
    counted.status.update({status.value: getattr(job, status.value) for status in Outcome})
    return alerts_per_thousand(counted)


def _moment(at: datetime | None) -> str | None:
    return stamp(at) if at else None
