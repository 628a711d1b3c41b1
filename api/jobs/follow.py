"""A job followed by server-sent events: what a page or a program shows while it waits."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator

from api.jobs.views import progress
from api.store.jobs import ENDED, Job, job_of
from api.vault import Vault
from lists.database import DatabaseError, reading

LOOK_SECONDS, QUIET_SECONDS, MOST_SECONDS = 1.0, 15.0, 60.0
"""How often it is looked at, after how long something is sent though nothing has changed, and how long a stream lasts."""

MOST_STREAMS = 2
"""Streams of one process that stay open: each holds a thread, and the others are for those who ask something."""

COME_BACK = 3_000
"""Milliseconds after which a client comes back when its stream has ended before its job."""

LAST = "end"
"""Id of the event that ends a stream for good: browsers come back with it, and are told that there is no more."""

_open_streams = threading.BoundedSemaphore(MOST_STREAMS)


def followed(vault: Vault, job: Job) -> Iterator[str]:
    """Give the events of a job. Beyond `MOST_STREAMS` a stream tells how things stand, and ends at once: its client comes back."""
    stays = _open_streams.acquire(blocking=False)
    try:
        yield f"retry: {COME_BACK}\n\n"
        end = time.monotonic() + MOST_SECONDS
        told, quiet_since = "", time.monotonic()
        current: Job | None = job
        while current is not None:
            now = _event(vault, current)
            if now != told:
                told, quiet_since = now, time.monotonic()
                yield now
            if current.state in ENDED or not stays or time.monotonic() >= end:
                return
            if time.monotonic() - quiet_since >= QUIET_SECONDS:
                quiet_since = time.monotonic()
                yield ": still there\n\n"
            time.sleep(LOOK_SECONDS)
            current = _again(vault, job)
        yield f"id: {LAST}\nevent: end\ndata: {json.dumps({'id': job.id, 'state': 'deleted'})}\n\n"
    except DatabaseError:
        return  # the client comes back
    finally:
        if stays:
            _open_streams.release()


def _event(vault: Vault, job: Job) -> str:
    name = f"end\nid: {LAST}" if job.state in ENDED else "progress"
    return f"event: {name}\ndata: {json.dumps(progress(vault, job), separators=(',', ':'))}\n\n"


def _again(vault: Vault, job: Job) -> Job | None:
    with reading(vault.engine) as connection:
        return job_of(connection, job.tenant, job.id)
