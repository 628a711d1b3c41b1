"""A service and its worker, for tests that ask over HTTP without a server and do the tasks step by step."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import structlog
from flask import Flask
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from api import create_app
from api.config import Config
from api.files.kinds import FileKind
from api.jobs.making import find
from api.jobs.results import FORMATS
from api.jobs.worker import JobWorker
from api.store import tasks
from api.store.entry import BATCH
from api.store.tables import job_tasks, records
from api.store.tasks import TaskKind
from api.vault import EXTENSION, Vault
from lists.database import reading, writing
from tests.api.files.made import csv_text

ALL = tuple(TaskKind)


class Site:
    """One service with its data folder; `work` does what is due."""

    def __init__(self, data: object, **settings: Any) -> None:
        self.app: Flask = create_app(Config(**{"log_level": "critical", "data": str(data), **settings}))
        self.vault: Vault = self.app.extensions[EXTENSION]
        self.worker = JobWorker(self.vault, structlog.wrap_logger(structlog.ReturnLogger()))

    def ask(self, method: str, path: str, **options: Any) -> TestResponse:
        """One request."""
        return self.app.test_client().open(path, method=method, buffered=True, **options)

    def post(self, content: bytes | str | None = None, name: str = "customers.csv", headers: Any = None, **options: Any) -> TestResponse:
        """Make a job for a file."""
        content = csv_text() if content is None else content
        file = (BytesIO(content.encode() if isinstance(content, str) else content), name)
        parts = {"file": file, **({"job": json.dumps(options)} if options else {})}
        return self.ask("POST", "/v1/jobs", data=parts, content_type="multipart/form-data", headers=headers)

    def made(self, content: bytes | str | None = None, name: str = "customers.csv", **options: Any) -> str:
        """The id of a new job."""
        answer = self.post(content, name, **options)
        assert answer.status_code == 202, answer.text
        assert answer.headers["Location"] == f"/v1/jobs/{answer.json['id']}"
        job_id: str = answer.json["id"]
        return job_id

    def work(self, kinds: tuple[TaskKind, ...] = ALL, most: int = 10_000) -> int:
        """Do tasks until none is due; how many that were."""
        for count in range(most):
            if not self.worker.run_once(kinds):
                return count
        return most

    def job(self, job_id: str) -> Any:
        """The job as it is told."""
        answer = self.ask("GET", f"/v1/jobs/{job_id}")
        assert answer.status_code == 200, answer.text
        return answer.json

    def lease_is_over(self) -> None:
        """Let the time of every lease pass."""
        with writing(self.vault.engine) as connection:
            leased = update(job_tasks).where(job_tasks.c.lease.is_not(None), job_tasks.c.due_at.is_not(None))
            connection.execute(leased.values(due_at=datetime(2026, 1, 1, tzinfo=UTC)))

    def recorded(self, job_id: str) -> tuple[list[int], list[int]]:
        """The rows of a job that are on record, screened or refused, and the chunks that are, each as often as it is; in order."""
        with reading(self.vault.engine) as connection:
            rows = connection.execute(select(records.c.kind, records.c.facts).where(records.c.batch == job_id)).all()
        facts = [(kind, json.loads(text)) for kind, text in rows]
        return sorted(one["place"] for kind, one in facts if kind != BATCH), sorted(one["chunk"] for kind, one in facts if kind == BATCH)

    def written(self, job_id: str, kind: str) -> bytes:
        """A result in another format, written by the worker first."""
        job = find(self.vault, "default", job_id)
        with writing(self.vault.engine) as connection:
            tasks.ask_again(connection, job, TaskKind.WRITE, FORMATS.index(FileKind(kind)), datetime.now(UTC))
        self.work()
        return self.result(job_id, kind)

    def result(self, job_id: str, kind: str | None = None) -> bytes:
        """The result of a job."""
        answer = self.ask("GET", f"/v1/jobs/{job_id}/results", query_string={"format": kind} if kind else {})
        assert answer.status_code == 200, answer.text
        return answer.data
