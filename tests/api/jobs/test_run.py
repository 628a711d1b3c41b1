"""A file screened by a job: from upload to result, on record, and as the command line and single screenings have it."""

from __future__ import annotations

import json
from pathlib import Path

from tests.api.files.made import ROWS, STATUSES, csv_text, screening, write
from tests.api.jobs.site import Site


def test_a_job_goes_from_upload_to_result(site: Site) -> None:
    job = site.made()
    before = site.job(job)
    assert (before["state"], before["rows"], before["rows_done"], before["lists"]) == ("queued", None, 0, [])
    site.work()
    after = site.job(job)
    assert after["state"] == "done", after["problem"]
    assert (after["rows"], after["rows_done"]) == (len(ROWS), len(ROWS))
    assert after["counts"] == {"clear": 1, "review": 4, "block": 0, "error": 1, "hits": after["counts"]["hits"], "repeated": 1}
    assert [one["row"] for one in after["errors"]] == [6]
    assert {one["id"] for one in after["lists"]} == {"ca-gac", "cn-mfa", "eu-council", "uk-fcdo", "us-treasury"}
    assert after["file"]["columns"]["name"] == ["name"]
    lines = [json.loads(line) for line in site.result(job).decode().splitlines()[:0]]
    assert lines == []


def test_a_result_is_byte_for_byte_what_the_command_line_writes(site: Site, tmp_path: Path) -> None:
    source = write(tmp_path / "customers.csv", csv_text())
    job = site.made(csv_text())
    site.work()
    for kind in ("csv", "jsonl"):
        screening("file", source, "-o", tmp_path / f"out.{kind}")
        assert_made(site, job, kind)
        assert site.result(job, kind) == (tmp_path / f"out.{kind}").read_bytes()


def assert_made(site: Site, job: str, kind: str) -> None:
    """Have the result written in a format, as a worker beside the service would."""
    from datetime import UTC, datetime

    from api.files.kinds import FileKind
    from api.jobs.making import find
    from api.jobs.results import FORMATS
    from api.store import tasks
    from api.store.tasks import TaskKind
    from lists.database import writing

    with writing(site.vault.engine) as connection:
        tasks.ask_again(connection, find(site.vault, "default", job), TaskKind.WRITE, FORMATS.index(FileKind(kind)), datetime.now(UTC))
    site.work()


def test_each_row_is_on_record_as_the_same_question_asked_alone(site: Site) -> None:
    job = site.made()
    site.work()
    page = site.ask("GET", f"/v1/screenings?batch={job}&limit=500").json
    assert len(page["screenings"]) == len([one for one in STATUSES if one != "error"])
    records = [site.ask("GET", f"/v1/screenings/{one['id']}").json for one in page["screenings"]]
    for record in records:
        assert record["record"]["batch"] == job
        replayed = site.ask("POST", f"/v1/screenings/{record['id']}/replay", json={"on": "recorded"}).json
        assert replayed["identical"], replayed
        alone = site.ask("POST", "/v1/screenings", json=next(query_of(row) for row in ROWS if row[0] == record["reference"])).json
        for name in ("outcome", "hits", "hits_total", "query", "lists", "policy", "engine", "candidates", "best_below"):
            assert alone[name] == record[name], name


def query_of(row: tuple[str, ...]) -> dict[str, object]:
    """A row as the body of a screening."""
    said = {"reference": row[0], "name": row[1], "birth_date": row[2], "countries": [row[3]] if row[3] else None}
    return {name: value for name, value in said.items() if value}
