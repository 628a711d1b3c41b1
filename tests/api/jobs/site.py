"""A service and its worker, for tests that ask over HTTP without a server and do the tasks step by step."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any

import structlog
from flask import Flask
from werkzeug.test import TestResponse

from api import create_app
from api.config import Config
from api.jobs.worker import JobWorker
from api.store.tasks import TaskKind
from api.vault import EXTENSION, Vault
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

    def result(self, job_id: str, kind: str | None = None) -> bytes:
        """The result of a job."""
        answer = self.ask("GET", f"/v1/jobs/{job_id}/results", query_string={"format": kind} if kind else {})
        assert answer.status_code == 200, answer.text
        return answer.data
