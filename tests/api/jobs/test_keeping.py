"""Editions a job keeps to, and what goes when its time is over."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest

from api.caller import Caller
from api.jobs.making import find
from api.jobs.places import YOUNG_SECONDS
from api.jobs.tidy import remove_job, tidy
from api.store.tasks import TaskKind
from tests.api.files.made import csv_text, screening
from tests.api.jobs.site import Site


def uploaded(site: Site) -> str:
    answer = site.ask("POST", "/v1/files", data={"file": (BytesIO(csv_text().encode()), "a.csv")}, content_type="multipart/form-data")
    file: str = answer.json["id"]
    return file


def test_a_job_keeps_to_the_editions_it_began_with(site: Site, small_chunks: int, monkeypatch: pytest.MonkeyPatch, database: str) -> None:
    job = site.made()
    site.work((TaskKind.PREPARE,))
    site.work((TaskKind.CHUNK,), most=1)
    monkeypatch.setenv("SCREENING_DATA", str(site.vault.folder))
    monkeypatch.setenv("SCREENING_DATABASE", database)
    withdrawn = screening("lists", "withdraw", "cn-mfa", "--reason", "a test")
    assert withdrawn.exit_code == 0, withdrawn.output
    later = site.ask("POST", "/v1/jobs", json={"file": uploaded(site)}).json["id"]
    site.work()
    first, second = site.job(job), site.job(later)
    assert (first["state"], second["state"]) == ("done", "done")
    assert {one["id"] for one in first["lists"]} - {one["id"] for one in second["lists"]} == {"cn-mfa"}
    assert b"cn-mfa:reinhard-butikofer" in site.result(job)
    assert b"cn-mfa:" not in site.result(later)
    bases = {one["basis"] for one in site.ask("GET", f"/v1/screenings?batch={job}").json["screenings"]}
    assert len(bases) == 1


def test_a_job_of_another_engine_fails_and_says_so(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    job = site.made()
    site.work((TaskKind.PREPARE,))
    monkeypatch.setattr("api.jobs.asked.ENGINE_VERSION", "other")
    site.work()
    told = site.job(job)
    assert told["state"] == "failed"
    assert "make it anew" in told["problem"]["detail"]


def test_jobs_results_and_files_go_when_their_time_is_over(site: Site) -> None:
    done, stopped, file = site.made(), site.made(), uploaded(site)
    site.ask("POST", f"/v1/jobs/{stopped}/cancel", json={})
    site.work()
    running = site.made()
    now = datetime.now(UTC)
    assert tidy(site.vault, now) == 0
    assert site.job(done)["state"] == "done"
    assert tidy(site.vault, now + timedelta(days=7, minutes=1)) >= 3
    for path in (f"/v1/jobs/{done}", f"/v1/jobs/{stopped}", f"/v1/files/{file}"):
        assert site.ask("GET", path).status_code == 404
    assert list((site.vault.folder / "jobs" / "results" / "default").iterdir()) == []
    assert site.job(running)["state"] == "queued", "what has not ended stays, and its file"
    site.work()
    assert site.job(running)["state"] == "done"
    acts = site.ask("GET", "/v1/audit/acts").json["acts"]
    assert sorted(one["facts"]["job"] for one in acts if one["act"] == "job expired") == sorted([done, stopped])
    assert site.ask("GET", f"/v1/screenings?batch={done}").json["screenings"], "the records stay"


def test_what_nothing_mentions_goes_once_it_is_not_young(site: Site) -> None:
    job = site.made()
    site.work()
    kept = site.vault.folder / "jobs" / "results" / "default" / f"{job}.csv"
    strays = [kept.with_name("0196e4a0-5c00-7000-8000-000000000000.csv"), kept.with_name(".0196e4a0-5c00-7000-8000-000000000000.csv.new")]
    for stray in strays:
        stray.write_bytes(b"x")
    tidy(site.vault, datetime.now(UTC))
    assert all(stray.exists() for stray in strays)
    old = datetime.now().timestamp() - YOUNG_SECONDS - 60  # noqa: DTZ005
    for path in (*strays, kept):
        os.utime(path, (old, old))
    tidy(site.vault, datetime.now(UTC))
    assert list(kept.parent.iterdir()) == [kept]


def test_lists_that_are_too_old_fail_a_job(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from api.catalogue import Catalogue
    from api.errors import StaleLists

    site = Site(tmp_path)
    job = site.made()
    monkeypatch.setattr(Catalogue, "refuse_stale", lambda *_: (_ for _ in ()).throw(StaleLists("un-sc is too old")))
    site.work()
    told = site.job(job)
    assert (told["state"], told["problem"]["type"]) == ("failed", "urn:screening:problem:lists-stale")
    assert told["problem"]["outcome"] == "error"
    site.vault.close()


def test_a_job_that_two_remove_at_once_is_told_to_be_removed_once(site: Site) -> None:
    job = site.made()
    site.work()
    found = find(site.vault, "default", job)
    for _ in range(2):
        remove_job(site.vault, found, Caller("default", "x"), datetime.now(UTC))
    acts = site.ask("GET", "/v1/audit/acts").json["acts"]
    assert [one["facts"]["job"] for one in acts if one["act"] == "job deleted"] == [job]


def test_a_job_whose_file_was_lost_fails_and_is_not_tried_for_ever(tmp_path: Path) -> None:
    site = Site(tmp_path)
    job, file = site.made(), uploaded(site)
    for path in (tmp_path / "jobs" / "files" / "default").iterdir():
        path.unlink()
    site.work()
    assert site.job(job)["state"] == "failed"
    assert "not in the data folder" in site.job(job)["problem"]["detail"]
    assert site.ask("POST", "/v1/jobs", json={"file": file}).status_code == 404
    site.vault.close()
