"""What is sent: refused at once where that can be told, and nothing of it kept."""

from __future__ import annotations

import io
import json
import os
import sqlite3
import zipfile
from pathlib import Path
from typing import Any

import pytest

from api.files.errors import TooMuch
from api.files.opening import source_of
from api.files.source import Reading
from api.jobs.asked import Asked
from api.jobs.errors import NotStored
from api.jobs.making import check_columns
from api.jobs.places import Places
from tests.api.conftest import problem_in
from tests.api.files.made import HEADER, ROWS, csv_text, workbook
from tests.api.files.test_torn import TEXTS
from tests.api.jobs.site import Site

MULTIPART = "multipart/form-data"


def kept(site: Site) -> list[Path]:
    """Every file of a customer that lies in the data folder."""
    return [path for path in (site.vault.folder / "jobs").rglob("*") if path.is_file()]


def zipped(**members: bytes) -> bytes:
    """A zip archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml").replace("_bin", ".bin"), content)
    return out.getvalue()


BOOK = {"xl__workbook_xml": b"<workbook/>"}
REFUSED = [
    ("empty", b"", "a.csv", "is empty"),
    ("a program", b"\x7fELF\x02", "a.csv", "is a program"),
    ("compressed", b"\x1f\x8b\x08\x00", "a.csv", "compressed with gzip"),
    ("another ending", csv_text().encode(), "a.xlsx", "holds CSV"),
    ("no workbook", zipped(a=b"x"), "a.xlsx", "is a zip archive, not a workbook"),
    ("macros", zipped(**BOOK, xl__vbaProject_bin=b"x"), "a.xlsx", "holds macros"),
    ("a password", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "a.xlsx", "protected by a password"),
    ("a zip bomb", zipped(**BOOK, xl__sheet_xml=bytes(17 << 20)), "a.xlsx", "would unpack to far more"),
    ("thousands of parts", zipped(**BOOK) + b"PK\x01\x02" * 20_001, "a.xlsx", "far more parts"),
    ("cut off", zipped(**BOOK)[:40], "a.xlsx", "cut off or damaged"),
    ("several encodings", b"name\nR\xe9mi\nR\xc3\xa9mi\xff\xfe\x00\n", "a.csv", ""),
    ("no name column", b"colour,size\nred,1\n", "a.csv", "no column is known to hold a name"),
    ("header cut off", b'name\n"Adrian', "a.csv", ""),
]


@pytest.mark.parametrize(("content", "name", "words"), [one[1:] for one in REFUSED[:-1]], ids=[one[0] for one in REFUSED[:-1]])
def test_a_file_that_cannot_be_screened_is_refused_at_once_and_not_kept(shared: Site, content: bytes, name: str, words: str) -> None:
    before = kept(shared)
    problem = problem_in(shared.post(content, name), 422)
    assert problem["type"].rpartition(":")[2] in {"invalid-file", "invalid-mapping"}
    assert words in problem["errors"][0]["detail"]
    assert kept(shared) == before


TWO_SHEETS = {"One": [HEADER, *ROWS], "Two": [HEADER, *ROWS]}


def test_a_workbook_whose_sheets_or_columns_are_not_clear_is_refused_at_once(shared: Site, tmp_path: Path) -> None:
    before = kept(shared)
    two, one = (workbook(tmp_path / "a.xlsx", sheets).read_bytes() for sheets in (TWO_SHEETS, {"One": [HEADER, *ROWS]}))
    assert "holds several sheets" in problem_in(shared.post(two, "a.xlsx"), 422)["errors"][0]["detail"]
    problem = problem_in(shared.post(one, "a.xlsx", mapping={"name": "Kunde"}), 422)
    assert problem["type"].endswith(":invalid-mapping")
    assert kept(shared) == before
    assert shared.post(two, "a.xlsx", reading={"sheet": "Two"}).status_code == 202


def test_the_mapping_of_a_file_uploaded_before_is_checked_when_the_job_is_made(shared: Site, tmp_path: Path) -> None:
    book = workbook(tmp_path / "a.xlsx", {"One": [HEADER, *ROWS]}).read_bytes()
    for content, name in ((csv_text().encode(), "a.csv"), (book, "a.xlsx")):
        sent = shared.ask("POST", "/v1/files", data={"file": (io.BytesIO(content), name)}, content_type=MULTIPART).json["id"]
        before = kept(shared)
        problem = problem_in(shared.ask("POST", "/v1/jobs", json={"file": sent, "mapping": {"name": "Kunde"}}), 422)
        assert "no column is called 'Kunde'" in problem["errors"][0]["detail"]
        wrong = {"file": sent, "reading": {"format": "parquet"}}
        assert "not PARQUET as was said" in problem_in(shared.ask("POST", "/v1/jobs", json=wrong), 422)["errors"][0]["detail"]
        assert kept(shared) == before, "the file itself stays, and nothing else"
        assert shared.ask("POST", "/v1/jobs", json={"file": sent}).status_code == 202


def test_a_workbook_that_takes_a_while_is_left_to_the_worker(shared: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = workbook(tmp_path / "a.xlsx", TWO_SHEETS).read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr("api.files.kinds.LARGE", 0)
        large = shared.made(book, "a.xlsx")
    with monkeypatch.context() as patch:
        patch.setattr("api.files.workbook.HASTY_SECONDS", 0)
        slow = shared.made(book, "a.xlsx")
    shared.work()
    for job in (large, slow):
        assert "holds several sheets" in shared.job(job)["problem"]["detail"]


def test_a_disk_too_full_to_read_a_workbook_is_not_the_fault_of_the_workbook(shared: Site, tmp_path: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    source = workbook(tmp_path / "a.xlsx", {"One": [HEADER, *ROWS]})
    (tmp_path / "scratch").mkdir()
    (tmp_path / "scratch" / "sheet.jsonl").symlink_to("/dev/full")
    with pytest.raises(NotStored, match="No space left"):
        check_columns(Asked("a.xlsx", Reading()), "xlsx", "a.xlsx", source, tmp_path / "scratch")


def test_what_only_reading_all_of_it_shows_ends_the_job_with_the_same_words(shared: Site) -> None:
    cut = shared.made(b'name,dob\nAdrian Zenz,1974\n"Adrian')
    header = shared.made(b"name,dob\n")
    shared.work()
    for job, words in ((cut, "never closed"), (header, "has a header and no row")):
        told = shared.job(job)
        assert told["state"] == "failed"
        assert words in told["problem"]["detail"]
        assert told["problem"]["type"] == "urn:screening:problem:invalid-file"
        assert shared.ask("GET", f"/v1/jobs/{job}/results").status_code == 409


def test_a_workbook_is_screened(shared: Site, tmp_path: Path) -> None:
    job = shared.made(workbook(tmp_path / "a.xlsx", {"One": [HEADER, *ROWS]}).read_bytes(), "kunden.xlsx", result_format="xlsx")
    shared.work()
    assert shared.job(job)["state"] == "done"
    with zipfile.ZipFile(io.BytesIO(shared.result(job))) as book:
        assert b"Summary" in book.read("xl/workbook.xml")


@pytest.mark.parametrize(
    ("options", "pointer"),
    [
        ({"threshold": 2}, "/threshold"),
        ({"lists": ["no-such"]}, "/lists/0"),
        ({"mapping": {"nickname": "a"}}, "/mapping/nickname"),
        ({"mapping": {"name": []}}, "/mapping/name"),
        ({"reading": {"delimiter": ";;"}}, "/reading/delimiter"),
        ({"reading": {"header": "yes"}}, "/reading/header"),
        ({"date_order": "either"}, "/date_order"),
        ({"result_format": "pdf"}, "/result_format"),
        ({"surprise": 1}, "/surprise"),
        ({"callback": "http://example.com/"}, "/callback"),
        ({"callback": "https://127.0.0.1/"}, "/callback"),
        ({"callback": "https://169.254.169.254/latest"}, "/callback"),
        ({"callback": "https://[::ffff:10.0.0.1]/"}, "/callback"),
        ({"callback": "https://user:password@example.com/"}, "/callback"),
        ({"callback": "ftp://example.com/"}, "/callback"),
        ({"file": "0196e4a0-5c00-7000-8000-000000000000"}, "/file"),
    ],
    ids=lambda value: json.dumps(value) if isinstance(value, dict) else None,
)
def test_options_that_cannot_be_are_named(shared: Site, options: dict[str, Any], pointer: str) -> None:
    problem = problem_in(shared.post(**options), 422)
    assert [one["pointer"] for one in problem["errors"]] == [pointer]
    assert problem["errors"][0].get("allowed") or problem["errors"][0]["detail"]


def test_a_column_that_is_not_there_is_named(shared: Site) -> None:
    problem = problem_in(shared.post(mapping={"name": "Kunde"}), 422)
    assert problem["type"].endswith(":invalid-mapping")
    assert "no column is called 'Kunde'" in problem["errors"][0]["detail"]


@pytest.mark.parametrize(
    ("data", "status", "words"),
    [
        ({}, 422, "is missing"),
        ({"file": "text, not a file"}, 422, "is missing, or not a file"),
        ({"file": [(io.BytesIO(b"a"), "a.csv"), (io.BytesIO(b"a"), "b.csv")]}, 422, "more than once"),
        ({"file": (io.BytesIO(b"name\nA\n"), "a.csv"), "other": "x"}, 422, "unknown part"),
        ({"file": (io.BytesIO(b"name\nA\n"), "a.csv"), "job": "{"}, 400, "JSON"),
        ({"file": (io.BytesIO(b"name\nA\n"), "a.csv"), "job": "[]"}, 422, "not an object"),
        ({"file": (io.BytesIO(b"name\nA\n"), f"{'a' * 300}.csv")}, 422, "too long"),
    ],
)
def test_parts_that_are_not_as_they_should_be_are_named(shared: Site, data: dict[str, Any], status: int, words: str) -> None:
    assert words in json.dumps(problem_in(shared.ask("POST", "/v1/jobs", data=data, content_type=MULTIPART), status))


def test_bodies_that_are_neither_json_nor_a_file_are_refused(shared: Site) -> None:
    problem_in(shared.ask("POST", "/v1/jobs", data=b"name\nA\n", content_type="text/csv"), 415)
    problem_in(shared.ask("POST", "/v1/files", json={}), 415)
    problem_in(shared.ask("POST", "/v1/files", data=b"--x--", content_type=MULTIPART), 415)
    problem_in(shared.ask("POST", "/v1/files", data=b"broken", content_type=f"{MULTIPART}; boundary=x"), 422)
    problem_in(shared.ask("POST", "/v1/jobs", json={"file": "0196e4a0-5c00-7000-8000-000000000000"}), 404)


def test_a_file_over_the_limit_is_refused(shared: Site) -> None:
    before = kept(shared)
    for size in (100_001, 1_200_000):
        head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\nname\n'
        body = head + b"A\n" * (size // 2) + b"\r\n--x--\r\n"
        problem = problem_in(shared.ask("POST", "/v1/jobs", data=body, content_type=f"{MULTIPART}; boundary=x"), 413)
        assert problem["type"].endswith(":file-too-large")
        assert "100000 bytes" in problem["allowed"]
    assert kept(shared) == before


def test_a_disk_that_is_full_keeps_nothing_and_says_so(shared: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    before = kept(shared)
    full = OSError(28, "No space left on device")
    with monkeypatch.context() as patch:
        patch.setattr("api.jobs.sealed.os.fsync", lambda _: (_ for _ in ()).throw(full))
        problem = problem_in(shared.post(), 503)
    assert (problem["type"], problem["outcome"]) == ("urn:screening:problem:not-stored", "error")
    with monkeypatch.context() as patch:
        patch.setattr("api.wire.upload.tempfile.NamedTemporaryFile", lambda *_, **__: (_ for _ in ()).throw(full))
        problem_in(shared.post(), 503)
    assert kept(shared) == before
    assert shared.post().status_code == 202


def test_a_disk_that_is_full_holds_a_job_up_and_does_not_end_it(shared: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    job = shared.made(csv_text(ROWS[:2]))
    with monkeypatch.context() as patch:
        patch.setattr("api.files.seen.sqlite3.connect", lambda *_, **__: (_ for _ in ()).throw(sqlite3.OperationalError("disk is full")))
        shared.work()
    assert shared.job(job)["state"] == "queued"
    _let_waiting_tasks_begin(shared)
    with monkeypatch.context() as patch:
        patch.setattr("api.jobs.sealed.os.fsync", lambda _: (_ for _ in ()).throw(OSError(28, "No space left on device")))
        shared.work()
    told = shared.job(job)
    assert (told["state"], told["rows_done"]) == ("writing", 2)
    shared.lease_is_over()
    _let_waiting_tasks_begin(shared)
    shared.work()
    assert shared.job(job)["state"] == "done"
    assert list((shared.vault.folder / "jobs" / "scratch").iterdir()) == []


def _let_waiting_tasks_begin(site: Site) -> None:
    from datetime import UTC, datetime

    from sqlalchemy import update

    from api.store.tables import job_tasks
    from lists.database import writing

    with writing(site.vault.engine) as connection:
        connection.execute(update(job_tasks).where(job_tasks.c.due_at.is_not(None)).values(due_at=datetime(2026, 1, 1, tzinfo=UTC)))


def test_a_tenant_has_so_many_jobs_under_way_and_no_more(tmp_path: Path) -> None:
    site = Site(tmp_path, job_limit=2)
    first = site.made()
    site.made()
    problem = problem_in(site.post(), 429)
    assert problem["type"].endswith(":too-many-jobs")
    assert len(kept(site)) == 2
    site.ask("POST", f"/v1/jobs/{first}/cancel", json={})
    assert site.post().status_code == 202
    site.vault.close()


def test_nothing_in_the_data_folder_tells_of_whom_a_file_is(tmp_path: Path) -> None:
    site = Site(tmp_path)
    job = site.made(csv_text([("ref-74117", "Xylophonius Quaggatest", "1953-01-26", "DE")]), "Quaggatest.csv")
    _assert_silent(site)
    site.work()
    assert b"Quaggatest" in site.result(job)
    _assert_silent(site)
    site.vault.close()


def _assert_silent(site: Site) -> None:
    for path in site.vault.folder.rglob("*"):
        assert "jobs" not in path.parts or path.stat().st_mode & 0o077 == 0, path
        assert "quaggatest" not in path.name.lower()
        if path.is_file() and "prepared" not in path.parts:
            content = path.read_bytes().lower()
            assert not [word for word in (b"quaggatest", b"xylophonius", b"74117") if word in content], path


def test_what_a_killed_worker_left_in_the_plain_is_removed(tmp_path: Path) -> None:
    places = Places(tmp_path)
    with places.scratch() as at_work:
        (tmp_path / "jobs" / "scratch" / "left").mkdir()
        (tmp_path / "jobs" / "scratch" / "left" / "lock").touch()
        (tmp_path / "jobs" / "scratch" / "left" / "file").write_text("Adrian Zenz")
        arriving = [places.arriving / name for name in ("new", "old")]
        for path in arriving:
            path.touch()
        os.utime(arriving[1], (0, 0))
        places.remove_left()
        assert [path.exists() for path in arriving] == [True, False]
        assert list((tmp_path / "jobs" / "scratch").iterdir()) == [at_work]


def test_a_tab_may_be_said_as_delimiter(shared: Site) -> None:
    job = shared.made("id\tname\n1\tZenz, Adrian\n", reading={"delimiter": "\t"})
    shared.work()
    assert shared.job(job)["counts"]["review"] == 1
    problem_in(shared.post(reading={"delimiter": "\n"}), 422)


def test_what_is_no_encoding_of_text_is_refused(shared: Site) -> None:
    for said in ("zip", "base64", "rot13", "undefined", "../../etc/passwd"):
        assert "is no encoding of text" in problem_in(shared.post(reading={"encoding": said}), 422)["errors"][0]["detail"]


def test_a_torn_file_is_refused_or_ends_its_job_with_the_words_of_the_command_line(tmp_path: Path) -> None:
    site = Site(tmp_path / "data")
    for case, (name, content, words) in TEXTS.items():
        head = f'--the-end\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'.encode()
        body = head + content + b"\r\n--the-end--\r\n"
        answer = site.ask("POST", "/v1/jobs", data=body, content_type=f"{MULTIPART}; boundary=the-end")
        if answer.status_code == 202:
            site.work()
            told = site.job(answer.json["id"])
            assert told["state"] == "failed", case
            assert site.ask("GET", f"/v1/jobs/{told['id']}/results").status_code == 409
            problem = told["problem"]
        else:
            problem = problem_in(answer, 422)
        assert words in json.dumps(problem, ensure_ascii=False).replace("\\", ""), case
        assert kept(site) == [], case
    site.vault.close()


def test_a_tenant_keeps_so_many_files_and_no_more(tmp_path: Path) -> None:
    site = Site(tmp_path, job_limit=2)

    def sent() -> Any:
        return site.ask("POST", "/v1/files", data={"file": (io.BytesIO(csv_text().encode()), "a.csv")}, content_type=MULTIPART)

    first = sent().headers["Location"]
    assert sent().status_code == 201
    assert problem_in(sent(), 429)["type"].endswith(":too-many-files")
    assert len(kept(site)) == 2
    site.ask("DELETE", first)
    assert sent().status_code == 201
    site.vault.close()


def test_what_the_program_takes_by_itself_is_not_held_against_a_workbook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.files.workbook.HASTY_MEMORY", 64 << 20)  # less than the interpreter and its libraries have mapped
    source = workbook(tmp_path / "a.xlsx", {"One": [HEADER, *ROWS]})
    (tmp_path / "scratch").mkdir()
    found = source_of(source, "a.xlsx", Reading(), tmp_path / "scratch", hasty=True)
    assert found.columns == HEADER
    far_apart = workbook(tmp_path / "b.xlsx", {"One": [["name"], *[[]] * 99_999, [""] * 9_999 + ["x"]]})
    with pytest.raises(TooMuch):
        source_of(far_apart, "b.xlsx", Reading(), tmp_path / "scratch", hasty=True)
