"""What each endpoint asks of its caller. An endpoint that is not in this table is refused to everybody."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from api.access.roles import Permission

PUBLIC: Final = "public"
"""In place of a permission: asks nothing, for load balancers and for readers of the documentation. No record is within reach."""

ENDPOINTS: Mapping[str, Permission | str] = {
    "health.healthz": PUBLIC,
    "health.readyz": PUBLIC,
    "pages.home": PUBLIC,
    "pages.docs": PUBLIC,
    "pages.openapi": PUBLIC,
    "pages.static": PUBLIC,
    "lists.all_lists": Permission.LISTS_READ,
    "lists.one_list": Permission.LISTS_READ,
    "lists.editions_of_list": Permission.LISTS_READ,
    "lists.changes_of_list": Permission.LISTS_READ,
    "lists.parties_of_list": Permission.LISTS_READ,
    "lists.one_party": Permission.LISTS_READ,
    "keys.all_keys": Permission.KEYS_READ,
    "keys.one_key": Permission.KEYS_READ,
    "keys.make_key": Permission.KEYS_WRITE,
    "keys.change_key": Permission.KEYS_WRITE,
    "keys.rotate_key": Permission.KEYS_WRITE,
    "keys.revoke_key": Permission.KEYS_WRITE,
    "screenings.screen_one": Permission.SCREENINGS_CREATE,
    "screenings.screen_batch": Permission.SCREENINGS_CREATE,
    "files.upload_file": Permission.JOBS_CREATE,
    "files.one_file": Permission.JOBS_READ,
    "files.delete_file": Permission.JOBS_CHANGE,
    "jobs.create_job": Permission.JOBS_CREATE,
    "jobs.all_jobs": Permission.JOBS_READ,
    "jobs.one_job": Permission.JOBS_READ,
    "jobs.job_results": Permission.JOBS_READ,
    "jobs.job_events": Permission.JOBS_READ,
    "jobs.cancel_job": Permission.JOBS_CHANGE,
    "jobs.delete_job": Permission.JOBS_CHANGE,
    "why.why_party": Permission.SCREENINGS_EXPLAIN,
    "screenings.stored_screenings": Permission.SCREENINGS_SEARCH,
    "screenings.stored_screening": Permission.SCREENINGS_READ,
    "screenings.receipt": Permission.SCREENINGS_READ,
    "screenings.replay_screening": Permission.SCREENINGS_EXPLAIN,
    "audit.public_keys": Permission.SCREENINGS_READ,
    "audit.newest_checkpoint": Permission.SCREENINGS_READ,
    "acts.recorded_acts": Permission.ACTS_READ,
    "subjects.find": Permission.SUBJECTS_SEARCH,
    "subjects.erase_subject": Permission.SUBJECTS_ERASE,
    "subjects.hold_subject": Permission.HOLDS_WRITE,
    "subjects.all_holds": Permission.HOLDS_READ,
    "subjects.lift": Permission.HOLDS_WRITE,
}
"""Endpoint (blueprint and function, as Flask names it) -> the permission its caller needs, or `PUBLIC`."""
