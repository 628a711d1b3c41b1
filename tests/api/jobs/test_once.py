"""Whatever happens to workers, each row is on record once and counted once."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
import structlog

from api.jobs import preparing
from api.jobs.making import find
from api.jobs.processes import Crew
from api.jobs.sealed import SealedReader, seal
from api.jobs.worker import JobWorker
from api.store import tasks
from api.store.errors import LostLease
from api.store.tasks import TaskKind
from screening.errors import InvalidInput, Problem
from tests.api.files.made import csv_text, screening, write
from tests.api.jobs.site import Site
from tests.source_tree import ROOT

NAMES = ("Reinhard Butikofer", "Adrian Zenz", "王君正", "Zhu Hailun", "Nobody Listed", "Somebody Else", "!!!")


def customers(count: int) -> tuple[str, list[int]]:
    """A file in which some subjects come back, near and far, and some rows are errors; and the numbers of all."""
    source = random.Random(6)
    rows = [(f"c{number}", f"{source.choice(NAMES)}{source.choice(['', ' A', ' B'])}", "", "") for number in range(1, count + 1)]
    return csv_text(rows), list(range(1, count + 1))


def assert_whole(site: Site, job: str, made: tuple[str, list[int]], chunks: int, tmp_path: Path) -> None:
    """The job is done, every row of it is on record once and counted once, and its result is that of the command line."""
    text, screened = made
    told = site.job(job)
    assert told["state"] == "done", told["problem"]
    counts = told["counts"]
    assert sum(counts[name] for name in ("clear", "review", "block", "error")) == told["rows_done"] == told["rows"]
    assert site.recorded(job) == (screened, list(range(chunks)))
    screening("file", write(tmp_path / "all.csv", text), "-o", tmp_path / "whole.csv", "--workers", "1")
    assert site.result(job) == (tmp_path / "whole.csv").read_bytes()


def test_two_workers_at_once_do_every_chunk_once(site: Site, small_chunks: int, tmp_path: Path) -> None:
    made = customers(60)
    job = site.made(made[0])
    site.work((TaskKind.PREPARE,))
    workers = [JobWorker(site.vault, structlog.wrap_logger(structlog.ReturnLogger())) for _ in range(2)]
    stopping = threading.Event()
    threads = [threading.Thread(target=worker.run, args=(stopping,), kwargs={"until_idle": True}) for worker in workers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    site.work()
    assert_whole(site, job, made, 15, tmp_path)


def test_a_worker_that_comes_back_too_late_keeps_nothing(site: Site, small_chunks: int, tmp_path: Path) -> None:
    made = customers(12)
    job = site.made(made[0])
    site.work((TaskKind.PREPARE,))
    late = tasks.claim(site.vault.engine, (TaskKind.CHUNK,), datetime.now(UTC))
    assert late is not None
    assert tasks.renew(site.vault.engine, late.lease, datetime.now(UTC))
    site.lease_is_over()
    site.work()
    assert not tasks.renew(site.vault.engine, late.lease, datetime.now(UTC))
    with pytest.raises(LostLease):
        site.worker._do(late)
    assert_whole(site, job, made, 3, tmp_path)


def test_a_lease_that_is_kept_is_not_taken(site: Site, small_chunks: int) -> None:
    site.made(customers(4)[0])
    site.work((TaskKind.PREPARE,))
    held = tasks.claim(site.vault.engine, (TaskKind.CHUNK,), datetime.now(UTC))
    assert held is not None
    assert tasks.claim(site.vault.engine, (TaskKind.CHUNK,), datetime.now(UTC)) is None


def test_a_job_cancelled_in_the_middle_stops_there(site: Site, small_chunks: int) -> None:
    job = site.made(customers(20)[0])
    site.work((TaskKind.PREPARE,))
    site.work((TaskKind.CHUNK,), most=2)
    under_way = tasks.claim(site.vault.engine, (TaskKind.CHUNK,), datetime.now(UTC))
    assert under_way is not None
    told = site.ask("POST", f"/v1/jobs/{job}/cancel", json={}).json
    assert (told["state"], told["rows_done"]) == ("cancelled", 8)
    with pytest.raises(LostLease):
        site.worker._do(under_way)
    assert site.work() == 0
    assert site.job(job)["rows_done"] == 8
    assert site.recorded(job)[1] == [0, 1]
    assert site.ask("GET", f"/v1/jobs/{job}/results").status_code == 409
    assert site.ask("POST", f"/v1/jobs/{job}/cancel", json={}).json["state"] == "cancelled", "once more changes nothing"
    assert site.ask("DELETE", f"/v1/jobs/{job}").status_code == 200


def test_a_small_job_does_not_wait_for_a_large_one(site: Site, small_chunks: int) -> None:
    large, small = site.made(customers(40)[0]), site.made(customers(4)[0])
    site.work((TaskKind.PREPARE,))
    site.work((TaskKind.WRITE, TaskKind.CHUNK), most=4)
    assert site.job(small)["state"] == "done"
    assert site.job(large)["state"] == "running"


def test_a_chunk_that_is_never_ended_fails_its_job_in_the_end(site: Site, small_chunks: int) -> None:
    job = site.made(customers(4)[0])
    site.work((TaskKind.PREPARE,))
    for _ in range(5):  # five workers are killed by it
        assert tasks.claim(site.vault.engine, (TaskKind.CHUNK,), datetime.now(UTC))
        site.lease_is_over()
    site.work()
    told = site.job(job)
    assert told["state"] == "failed"
    assert "begun 5 times" in told["problem"]["detail"]


def test_an_attempt_to_read_a_file_that_was_interrupted_leaves_no_rows(site: Site, small_chunks: int, tmp_path: Path) -> None:
    made = customers(100)
    job = site.made(made[0])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tasks, "finish", lambda *_, **__: os.abort())
        patch.setattr(os, "abort", lambda: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            site.worker.run_once()
    site.lease_is_over()
    site.work()
    assert_whole(site, job, made, 25, tmp_path)


def worker_process(site: Site, database: str) -> subprocess.Popen[bytes]:
    """A worker as a process of its own."""
    code = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from api.cli import main; main()"
    settings = {"SCREENING_DATA": str(site.vault.folder), "SCREENING_DATABASE": database, "SCREENING_LOG_LEVEL": "critical"}
    return subprocess.Popen([sys.executable, "-c", code, "worker"], env={**os.environ, **settings}, cwd=site.vault.folder)


@pytest.mark.slow
def test_a_worker_that_is_killed_in_the_middle_is_replaced_and_nothing_is_lost_or_twice(
    site: Site, database: str, small_chunks: int, tmp_path: Path
) -> None:
    made = customers(600)
    job = site.made(made[0])
    site.work((TaskKind.PREPARE,))
    moments = random.Random(7)
    for _ in range(2):
        before = site.job(job)["rows_done"]
        process = worker_process(site, database)
        while process.poll() is None and site.job(job)["rows_done"] <= before:
            time.sleep(0.01)
        time.sleep(moments.random() * 0.05)
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert site.job(job)["state"] == "running", "the workers were too quick to be killed"
    site.lease_is_over()
    site.work()
    assert_whole(site, job, made, 150, tmp_path)


@pytest.mark.slow
def test_a_crew_starts_those_anew_that_die(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.jobs.processes._RESTART_SECONDS", 0.0)
    monkeypatch.setattr("api.jobs.processes._COMMAND", "import time; time.sleep(600)")
    crew = Crew(2)
    assert crew.keep()
    first = crew.processes
    assert len(first) == 2
    os.kill(first[0], signal.SIGKILL)
    while len(set(crew.processes) - set(first)) == 0:
        crew.keep()
        time.sleep(0.01)
    assert first[1] in crew.processes
    crew.stop()
    assert crew.processes == ()


def test_a_job_is_cancelled_while_its_chunks_come_back(site: Site, small_chunks: int) -> None:
    job = site.made(customers(200)[0])
    site.work((TaskKind.PREPARE,))
    stopping = threading.Event()
    worker = JobWorker(site.vault, structlog.wrap_logger(structlog.ReturnLogger()))
    thread = threading.Thread(target=worker.run, args=(stopping,))
    thread.start()
    while site.job(job)["rows_done"] < 20:
        time.sleep(0.01)
    assert site.ask("POST", f"/v1/jobs/{job}/cancel", json={}).status_code == 200
    stopping.set()
    thread.join()
    told = site.job(job)
    rows, chunks = site.recorded(job)
    assert told["state"] == "cancelled"
    assert (len(rows), len(chunks)) == (told["rows_done"], told["rows_done"] // 4), "what counts is on record, and nothing else"


def test_a_worker_that_reads_the_file_too_late_touches_nothing_of_what_another_has_done(
    site: Site, small_chunks: int, tmp_path: Path
) -> None:
    made = customers(12)
    parts = {"file": (BytesIO(made[0].encode()), "a.csv")}
    file = site.ask("POST", "/v1/files", data=parts, content_type="multipart/form-data").json["id"]
    job = site.ask("POST", "/v1/jobs", json={"file": file}).json["id"]
    stale = find(site.vault, "default", job)
    late = tasks.claim(site.vault.engine, (TaskKind.PREPARE,), datetime.now(UTC))
    assert late is not None
    site.lease_is_over()
    site.work((TaskKind.PREPARE, TaskKind.CHUNK), most=3)
    with pytest.raises(LostLease):
        site.worker._do(late)
    with pytest.raises(LostLease):
        preparing.prepare(site.vault, late, stale, site.worker._catalogue())
    site.worker._fail(late, InvalidInput([Problem("", "torn")]))
    assert site.job(job)["state"] == "running", "what went wrong for who came too late went well for another"
    site.work()
    assert_whole(site, job, made, 3, tmp_path)


def test_a_job_cancelled_while_its_file_is_read_gets_no_more_rows(site: Site, small_chunks: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.jobs.preparing._TOGETHER", 1)
    job, laid_down, encrypt = site.made(customers(40)[0]), [], preparing.boxed

    def cancelled_on_the_way(value: object, key: bytes, job_id: str, what: str) -> bytes:
        if what == "rows 3":
            site.ask("POST", f"/v1/jobs/{job}/cancel", json={})
        laid_down.append(what)
        return encrypt(value, key, job_id, what)

    monkeypatch.setattr(preparing, "boxed", cancelled_on_the_way)
    site.work()
    assert site.job(job)["state"] == "cancelled"
    assert laid_down == [f"rows {number}" for number in range(4)], "the first that is refused is the last"


def test_two_that_write_the_same_result_do_not_write_into_the_same_file(tmp_path: Path) -> None:
    target, first, second = tmp_path / "result", BytesIO(b"a" * 200_000), BytesIO(b"b" * 150_000)
    reading_on = first.read

    def overtaken(size: int) -> bytes:
        if first.tell() == 131_072:
            seal(second, target, bytes(32), "x")
        return reading_on(size)

    first.read = overtaken  # type: ignore[assignment, method-assign]
    seal(first, target, bytes(32), "x")
    with SealedReader(target, bytes(32), "x") as found:
        assert found.read() == b"a" * 200_000
    assert list(tmp_path.iterdir()) == [target]
