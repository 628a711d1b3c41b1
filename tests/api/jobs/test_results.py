"""Results handed out: whole, in parts, in any format, and a job followed to its end."""

from __future__ import annotations

import io
import json
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from api.jobs import follow, handing_out
from tests.api.conftest import problem_in
from tests.api.files.made import csv_text, screening, write
from tests.api.jobs.site import Site


@pytest.fixture(scope="module")
def done(shared: Site) -> str:
    """A job that is done."""
    job = shared.made()
    shared.work()
    return job


def test_any_part_of_a_result_can_be_asked_for(shared: Site, done: str) -> None:
    path = f"/v1/jobs/{done}/results"
    whole = shared.ask("GET", path)
    assert whole.headers["Accept-Ranges"] == "bytes"
    assert whole.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert whole.headers["Content-Disposition"] == f'attachment; filename="{done}.csv"'
    assert int(whole.headers["Content-Length"]) == len(whole.data)
    for text, part in (("0-9", whole.data[:10]), ("100-", whole.data[100:]), ("-7", whole.data[-7:])):
        answer = shared.ask("GET", path, headers={"Range": f"bytes={text}"})
        assert (answer.status_code, answer.data) == (206, part)
        assert answer.headers["Content-Range"].endswith(f"/{len(whole.data)}")
    again = {"Range": "bytes=5-9", "If-Range": whole.headers["ETag"]}
    assert shared.ask("GET", path, headers=again).data == whole.data[5:10]
    assert shared.ask("GET", path, headers={**again, "If-Range": '"another"'}).data == whole.data
    assert shared.ask("GET", path, headers={"If-None-Match": whole.headers["ETag"]}).status_code == 304
    behind = shared.ask("GET", path, headers={"Range": f"bytes={len(whole.data)}-"})
    problem_in(behind, 416)
    assert behind.headers["Content-Range"] == f"bytes */{len(whole.data)}"
    head = shared.ask("HEAD", path)
    assert (head.status_code, head.data) == (200, b"")


@pytest.mark.parametrize("text", ["bytes=0-0,5-9", "bytes=abc", "items=0-5", "bytes=5-2", "bytes=", "bytes=-999999", "bytes=" + "9" * 5000])
def test_a_range_that_is_none_or_several_gets_the_whole(shared: Site, done: str, text: str) -> None:
    whole = shared.result(done)
    answer = shared.ask("GET", f"/v1/jobs/{done}/results", headers={"Range": text})
    assert (answer.status_code, answer.data) == (200, whole)
    head = shared.ask("HEAD", f"/v1/jobs/{done}/results", headers={"Range": "bytes=0-9"})
    assert (head.status_code, head.headers["Content-Length"]) == (200, str(len(whole)))


def test_a_result_that_is_written_again_is_another_for_downloads_that_go_on(shared: Site, done: str) -> None:
    before = shared.ask("GET", f"/v1/jobs/{done}/results")
    (shared.vault.folder / "jobs" / "results" / "default" / f"{done}.csv").unlink()
    shared.written(done, "csv")
    going_on = {"Range": "bytes=5-9", "If-Range": before.headers["ETag"]}
    assert shared.ask("GET", f"/v1/jobs/{done}/results", headers=going_on).status_code == 200


def test_a_download_goes_on_when_its_job_is_deleted(shared: Site) -> None:
    job = shared.made()
    shared.work()
    whole = shared.result(job)
    under_way = shared.app.test_client().get(f"/v1/jobs/{job}/results", buffered=False)
    assert shared.ask("DELETE", f"/v1/jobs/{job}").status_code == 200
    assert b"".join(under_way.iter_encoded()) == whole
    under_way.close()
    assert shared.ask("GET", f"/v1/jobs/{job}/results").status_code == 404


def test_few_requests_wait_for_a_result_at_a_time(shared: Site, done: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (shared.vault.folder / "jobs" / "results" / "default" / f"{done}.csv").unlink()
    held = [handing_out._waiting.acquire(blocking=False) for _ in range(handing_out.MOST_WAITING)]
    try:
        began = time.monotonic()
        assert shared.ask("GET", f"/v1/jobs/{done}/results").status_code == 202
        assert time.monotonic() - began < handing_out.WAIT_SECONDS / 2
    finally:
        for _ in held:
            handing_out._waiting.release()
    shared.work()


def test_results_in_every_format_are_those_of_the_command_line(shared: Site, tmp_path: Path) -> None:
    from pyarrow import parquet
    from python_calamine import CalamineWorkbook

    source, job, found = write(tmp_path / "customers.csv", csv_text()), shared.made(), {}
    shared.work()
    for kind in ("xlsx", "parquet"):
        screening("file", source, "-o", tmp_path / f"file.{kind}")
        (tmp_path / f"job.{kind}").write_bytes(shared.written(job, kind))
    for name in ("file", "job"):
        with CalamineWorkbook.from_path(tmp_path / f"{name}.xlsx") as book:
            found[name] = (book.get_sheet_by_name("Results").to_python(), parquet.read_table(tmp_path / f"{name}.parquet").to_pylist())
    assert found["file"] == found["job"]


def test_another_format_is_written_when_it_is_asked_for(shared: Site, done: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.jobs.handing_out.WAIT_SECONDS", 0.0)
    path = f"/v1/jobs/{done}/results?format=parquet"
    waiting = shared.ask("GET", path)
    assert (waiting.status_code, waiting.headers["Retry-After"]) == (202, "2")
    assert waiting.json == {"id": done, "format": "parquet", "state": "writing"}
    assert shared.ask("GET", path).status_code == 202
    assert shared.work() == 1, "asked for twice, written once"
    from pyarrow import parquet

    file = parquet.ParquetFile(io.BytesIO(shared.result(done, "parquet")))
    assert file.read().column("status").to_pylist()[-1] == "error"
    assert json.loads(file.metadata.metadata[b"screening.summary"])["job"] == done


def test_a_result_that_was_lost_is_written_again(shared: Site, done: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.jobs.handing_out.WAIT_SECONDS", 0.0)
    before = shared.result(done)
    (shared.vault.folder / "jobs" / "results" / "default" / f"{done}.csv").unlink()
    assert shared.ask("GET", f"/v1/jobs/{done}/results").status_code == 202
    shared.work()
    assert shared.result(done) == before


def test_a_job_that_is_not_done_has_no_result_and_cannot_be_deleted(shared: Site) -> None:
    job = shared.made()
    assert "queued" in problem_in(shared.ask("GET", f"/v1/jobs/{job}/results"), 409)["detail"]
    assert "cancel it first" in problem_in(shared.ask("DELETE", f"/v1/jobs/{job}"), 409)["allowed"]
    shared.work()
    problem_in(shared.ask("POST", f"/v1/jobs/{job}/cancel", json={}), 409)
    problem_in(shared.ask("POST", f"/v1/jobs/{job}/cancel", json={"why": 1}), 422)


def events(text: str) -> list[tuple[str, dict[str, object]]]:
    """The events of a stream: their names and what they say."""
    found = []
    for block in text.split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.splitlines() if not line.startswith(":"))
        if "event" in fields:
            found.append((fields["event"], json.loads(fields["data"])))
    return found


def test_a_job_is_followed_to_its_end(shared: Site, small_chunks: int, monkeypatch: pytest.MonkeyPatch) -> None:
    job = shared.made()
    # Each look at the job finds that the worker has done one task more.
    clock = SimpleNamespace(sleep=lambda _: shared.worker.run_once(), monotonic=time.monotonic)  # other threads sleep as ever
    monkeypatch.setattr(follow, "time", clock)
    answer = shared.ask("GET", f"/v1/jobs/{job}/events")
    assert answer.content_type.startswith("text/event-stream")
    told = events(answer.get_data(as_text=True))
    assert [name for name, _ in told] == ["progress"] * (len(told) - 1) + ["end"]
    had_all = shared.ask("GET", f"/v1/jobs/{job}/events", headers={"Last-Event-ID": "end"})
    assert (had_all.status_code, had_all.data) == (204, b""), "a browser would come back for ever"
    done = [one["rows_done"] for _, one in told]
    assert (done[0], done[-1]) == (0, 6)
    assert 4 in done
    assert told[-1][1]["state"] == "done"


def test_streams_beyond_the_limit_tell_how_things_stand_and_end(shared: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    job = shared.made()
    held = [follow._open_streams.acquire(blocking=False) for _ in range(follow.MOST_STREAMS)]
    try:
        answer = shared.ask("GET", f"/v1/jobs/{job}/events").get_data(as_text=True)
    finally:
        for _ in held:
            follow._open_streams.release()
    assert answer.startswith("retry: ")
    assert [name for name, _ in events(answer)] == ["progress"]
    shared.work()


def test_following_a_job_ends_when_it_is_deleted_or_after_a_while(shared: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    job = shared.made()
    shared.ask("POST", f"/v1/jobs/{job}/cancel", json={})
    assert [name for name, _ in events(shared.ask("GET", f"/v1/jobs/{job}/events").get_data(as_text=True))] == ["end"]
    waiting = shared.made()
    monkeypatch.setattr(follow, "MOST_SECONDS", 0.0)
    assert [name for name, _ in events(shared.ask("GET", f"/v1/jobs/{waiting}/events").get_data(as_text=True))] == ["progress"]
    shared.work()
