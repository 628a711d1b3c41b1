"""`screening jobs`: what operators see and do, with the calls of the views."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from api.cli import cli
from tests.api.files.made import ROWS, csv_text
from tests.api.jobs.site import Site


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    found = Site(tmp_path / "data")
    yield found
    found.vault.close()


@pytest.fixture
def jobs(tmp_path: Path) -> Callable[..., Result]:
    """Run a command on the data folder of the service."""

    def run(*words: str) -> Result:
        settings = {"SCREENING_DATA": str(tmp_path / "data"), "SCREENING_LOG_LEVEL": "critical", "COLUMNS": "160"}
        return CliRunner().invoke(cli, ["jobs", *words], env=settings)

    return run


def test_jobs_are_listed_the_newest_first_as_over_http(site: Site, jobs: Callable[..., Result]) -> None:
    assert jobs("list").stdout == "no job\n"
    made = [site.made(csv_text(ROWS[:1])) for _ in range(3)]
    site.work()
    lines = jobs("list").stdout.splitlines()
    assert [line.split()[0] for line in lines[1:]] == made[::-1]
    assert all("done" in line and "1 of 1" in line for line in lines[1:])
    assert json.loads(jobs("list", "--json").stdout) == site.ask("GET", "/v1/jobs?limit=50").json
    short = jobs("list", "--limit", "2")
    assert len(short.stdout.splitlines()) == 3
    assert "there are more" in short.stderr
    assert jobs("list", "--state", "failed").stdout == jobs("list", "--tenant", "other").stdout == "no job\n"


def test_a_job_is_shown_with_what_it_rests_on_and_its_rows_in_error(site: Site, jobs: Callable[..., Result]) -> None:
    job = site.made()
    assert "queued, - rows done" in jobs("show", job).stdout
    site.work()
    text = jobs("show", job).stdout
    assert f"{job}: done, 6 of 6 rows done = 1 clear, 4 review, 0 block, 1 error" in text
    for words in ("file customers.csv", "line 7, row 6: name", "cn-mfa", "policy", "engine", "removed, with its result, at"):
        assert words in text
    assert json.loads(jobs("show", job, "--json").stdout) == site.job(job)


def test_a_job_is_cancelled_once_and_deleted_and_who_did_it_is_on_record(site: Site, jobs: Callable[..., Result]) -> None:
    job = site.made()
    refused = jobs("delete", job)
    assert (refused.exit_code, "cancel it first" in refused.stderr) == (2, True)
    assert "cancelled" in jobs("cancel", job).stdout
    assert site.job(job)["state"] == "cancelled"
    assert jobs("delete", job).stdout == f"deleted: job {job}\n"
    assert site.ask("GET", f"/v1/jobs/{job}").status_code == 404
    acts = [one for one in site.ask("GET", "/v1/audit/acts").json["acts"] if one["act"] in {"job ended", "job deleted"}]
    assert {one["caller"].partition(":")[0] for one in acts} == {"command line"}
    done = site.made()
    site.work()
    assert "the job is done" in jobs("cancel", done).stderr


@pytest.mark.parametrize("words", [("show",), ("cancel",), ("delete",)])
def test_a_job_that_is_not_there_or_of_another_tenant_is_told(site: Site, jobs: Callable[..., Result], words: tuple[str]) -> None:
    job = site.made()
    for given in (("0196e4a0-5c00-7000-8000-000000000000",), (job, "--tenant", "other"), ("x",)):
        done = jobs(*words, *given)
        assert done.exit_code == 2
        assert "no job has this id" in done.stderr
    assert site.job(job)["state"] == "queued"
