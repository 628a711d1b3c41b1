"""A file screened by a job: from upload to result, on record, and as the command line and single screenings have it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.api.files.made import ROWS, STATUSES, csv_text, screening, write
from tests.api.jobs.site import Site


def query_of(row: tuple[str, ...]) -> dict[str, object]:
    """A row of `ROWS` as the body of a screening."""
    said = {"reference": row[0], "name": row[1], "birth_date": row[2], "countries": [row[3]] if row[3] else None}
    return {name: value for name, value in said.items() if value}


def test_a_job_goes_from_upload_to_result_and_gives_the_answers_of_the_command_line_and_of_single_screenings(
    site: Site, tmp_path: Path
) -> None:
    job = site.made()
    before = site.job(job)
    assert (before["state"], before["rows"], before["rows_done"], before["lists"]) == ("queued", None, 0, [])
    site.work()
    after = site.job(job)
    assert after["state"] == "done", after["problem"]
    assert (after["rows"], after["rows_done"]) == (len(ROWS), len(ROWS))
    counts = after["counts"]
    assert {name: counts[name] for name in ("clear", "review", "block", "error", "repeated")} == {
        "clear": 1,
        "review": 4,
        "block": 0,
        "error": 1,
        "repeated": 1,
    }
    assert [(one["row"], one["line"], one["reference"]) for one in after["errors"]] == [(6, 7, "c6")]
    assert after["alerts_per_1000"] == 800.0
    assert {one["id"] for one in after["lists"]} == {"ca-gac", "cn-mfa", "eu-council", "uk-fcdo", "us-treasury"}
    assert after["policy"]["threshold"] == 0.8
    assert after["file"]["columns"] == {"name": ["name"], "birth_date": ["dob"], "countries": ["nationality"], "reference": ["id"]}
    # The same bytes as the command line's.
    source = write(tmp_path / "customers.csv", csv_text())
    for kind in ("csv", "jsonl"):
        screening("file", source, "-o", tmp_path / f"out.{kind}")
        given = site.result(job) if kind == "csv" else site.written(job, kind)
        assert given == (tmp_path / f"out.{kind}").read_bytes()
    # The same answers as asked one by one, on record, and given again when they are asked again.
    page = site.ask("GET", f"/v1/screenings?batch={job}&limit=500").json["screenings"]
    assert len(page) == len([one for one in STATUSES if one != "error"])
    for line in page:
        record = site.ask("GET", f"/v1/screenings/{line['id']}").json
        assert record["record"]["batch"] == job
        alone = site.ask("POST", "/v1/screenings", json=next(query_of(row) for row in ROWS if row[0] == record["reference"])).json
        for name in ("outcome", "hits", "hits_total", "query", "lists", "policy", "engine", "candidates", "best_below"):
            assert alone[name] == record[name], name
        again = site.ask("POST", f"/v1/screenings/{record['id']}/replay", json={"on": "recorded"}).json
        assert again["identical"], again
    assert [one["act"] for one in site.ask("GET", "/v1/audit/acts").json["acts"] if "job" in one["act"]] == ["job ended", "job made"]


def test_options_are_those_of_the_command_line(shared: Site, tmp_path: Path) -> None:
    text = "Kunde;Geboren;Nr\nReinhard Bütikofer;03/04/1953;1\nAdrian Zenz;;2\n".encode("windows-1252")
    options = {
        "mapping": {"name": "Kunde", "birth_date": ["#2"]},
        "ignore": ["Nr"],
        "date_order": "month-first",
        "reading": {"encoding": "windows-1252", "delimiter": ";"},
        "lists": ["cn-mfa"],
        "threshold": 0.9,
        "limit": 1,
        "result_format": "jsonl",
    }
    job = shared.made(text, "kunden.txt", **options)
    shared.work()
    after = shared.job(job)
    assert (after["state"], after["result_format"]) == ("done", "jsonl")
    assert [one["id"] for one in after["lists"]] == ["cn-mfa"]
    assert (after["policy"]["threshold"], after["policy"]["limit"], after["policy"]["lists"]) == (0.9, 1, ["cn-mfa"])
    assert after["file"]["dates"] == "month-first, as said"
    target = tmp_path / "out.jsonl"
    screening(
        *("file", write(tmp_path / "kunden.txt", text), "-o", target, "--map", "name=Kunde", "--map", "birth_date=#2", "--ignore", "Nr"),
        *("--date-order", "month-first", "--encoding", "windows-1252", "--delimiter", ";"),
        *("--list", "cn-mfa", "--threshold", "0.9", "--limit", "1"),
    )
    assert shared.result(job) == target.read_bytes()


def test_a_file_uploaded_before_serves_several_jobs(shared: Site) -> None:
    from io import BytesIO

    file = shared.ask("POST", "/v1/files", data={"file": (BytesIO(csv_text().encode()), "a.csv")}, content_type="multipart/form-data")
    assert file.status_code == 201
    assert shared.ask("GET", file.headers["Location"]).json == file.json
    jobs = [shared.ask("POST", "/v1/jobs", json={"file": file.json["id"]}).json["id"] for _ in range(2)]
    assert shared.ask("DELETE", file.headers["Location"]).status_code == 409, "jobs have not read it yet"
    shared.work()
    assert {shared.job(job)["state"] for job in jobs} == {"done"}
    assert shared.result(jobs[0]) == shared.result(jobs[1])
    assert shared.ask("DELETE", file.headers["Location"]).json == {"id": file.json["id"], "deleted": True}
    assert shared.ask("GET", file.headers["Location"]).status_code == 404
    assert shared.ask("POST", "/v1/jobs", json={"file": file.json["id"]}).status_code == 404


def test_what_comes_with_a_job_goes_once_it_is_read(shared: Site) -> None:
    folder = shared.vault.folder / "jobs"
    job = shared.made()
    assert len(list((folder / "files" / "default").glob("*"))) >= 1
    before = set((folder / "files" / "default").glob("*"))
    shared.work()
    assert before - set((folder / "files" / "default").glob("*"))
    assert [path for place in ("arriving", "scratch") for path in (folder / place).glob("*")] == []
    assert shared.ask("DELETE", f"/v1/jobs/{job}").json == {"id": job, "deleted": True}
    assert not (folder / "results" / "default" / f"{job}.csv").exists()
    assert shared.ask("GET", f"/v1/jobs/{job}").status_code == 404
    assert shared.ask("GET", f"/v1/screenings?batch={job}").json["screenings"], "the records stay"


def test_the_same_idempotency_key_gives_the_same_job(shared: Site) -> None:
    key = {"Idempotency-Key": "night-1"}
    first = shared.post(headers=key)
    again = shared.post(headers=key)
    assert (again.status_code, again.json["id"], again.headers["Idempotency-Replayed"]) == (202, first.json["id"], "true")
    assert shared.post(csv_text(ROWS[:2]), headers=key).status_code == 409
    assert shared.post(headers=key, threshold=0.9).status_code == 409
    shared.work()
    assert shared.post(headers=key).json["state"] == "done"


def test_jobs_are_listed_the_newest_first_a_page_at_a_time(site: Site) -> None:
    made = [site.made(csv_text(ROWS[:1])) for _ in range(3)]
    site.ask("POST", f"/v1/jobs/{made[0]}/cancel", json={})
    page = site.ask("GET", "/v1/jobs?limit=2").json
    assert [one["id"] for one in page["jobs"]] == made[:0:-1]
    rest = site.ask("GET", f"/v1/jobs?limit=2&cursor={page['next_cursor']}").json
    assert [one["id"] for one in rest["jobs"]] == made[:1]
    assert rest["next_cursor"] is None
    assert [one["id"] for one in site.ask("GET", "/v1/jobs?state=cancelled").json["jobs"]] == made[:1]
    assert site.ask("GET", f"/v1/jobs?state=done&cursor={page['next_cursor']}").status_code == 422


def test_the_records_of_a_job_are_links_of_the_chain_like_any_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = Site(tmp_path)
    job = site.made()
    site.work()
    site.vault.sealer.seal()
    monkeypatch.setenv("SCREENING_DATA", str(tmp_path))
    verified = screening("audit", "verify")
    assert verified.exit_code == 0, verified.output
    [line, *_] = site.ask("GET", f"/v1/screenings?batch={job}").json["screenings"]
    assert site.ask("GET", f"/v1/screenings/{line['id']}/receipt").json["statement"]["sequence"]
    assert screening("db", "check").exit_code == 0
    site.vault.close()


def test_where_inputs_are_kept_as_hashes_the_records_of_a_job_hold_no_more(tmp_path: Path) -> None:
    site = Site(tmp_path, inputs="hashed")
    job = site.made(csv_text([*ROWS, ("c7", "Quaggatest Nobody", "yesterday", "")]))
    site.work()
    assert site.job(job)["state"] == "done"
    for line in site.ask("GET", f"/v1/screenings?batch={job}").json["screenings"]:
        record = site.ask("GET", f"/v1/screenings/{line['id']}").json
        assert record["query"]["name"].startswith("hmac-sha256:")
    assert b"Reinhard Butikofer" in site.result(job)
    site.vault.close()


def test_a_subject_that_is_erased_takes_the_records_of_its_rows_along(site: Site) -> None:
    job = site.made()
    site.work()
    for reference in ("c1", "c6"):
        subject = site.ask("POST", "/v1/subjects/search", json={"reference": reference}).json["subject"]
        assert site.ask("POST", f"/v1/subjects/{subject}/erasure", json={}).json["records"] == 1
    readable = [one["readable"] for one in site.ask("GET", f"/v1/screenings?batch={job}").json["screenings"]]
    assert sorted(readable) == ["erased", "yes", "yes", "yes", "yes"]


def test_names_without_a_letter_are_told_by_the_job_and_a_column_of_them_ends_it(shared: Site) -> None:
    few = shared.made(csv_text([("c1", "4711", "", ""), ("c2", "Nobody Listed", "", "")]))
    many = shared.made(csv_text([("c1", str(number), "", "") for number in range(10)]))
    assert shared.job(few)["file"]["warnings"] == []
    shared.work()
    [warning] = shared.job(few)["file"]["warnings"]
    assert warning.startswith("1 name has no letter")
    assert shared.job(many)["state"] == "failed"
    assert "10 of 10 names have no letter" in shared.job(many)["problem"]["errors"][0]["detail"]


def test_a_bad_reference_is_an_error_of_its_own_row_and_the_result_that_of_the_command_line(shared: Site, tmp_path: Path) -> None:
    rows = [(reference, "Adrian Zenz", "", "") for reference in ("x" * 201, "b", "y" * 201, "d")]
    job = shared.made(csv_text(rows))
    shared.work()
    screening("file", write(tmp_path / "a.csv", csv_text(rows)), "-o", tmp_path / "out.csv")
    assert shared.result(job) == (tmp_path / "out.csv").read_bytes()
    assert (shared.job(job)["counts"]["error"], shared.job(job)["counts"]["repeated"]) == (2, 1)
