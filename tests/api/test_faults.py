"""When something fails there is no answer, and nothing half written; when it goes on, nothing is lost."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import datetime, timedelta
from uuid import UUID

import psycopg
import pytest
from flask import Flask
from sqlalchemy import event

import api.record
import api.vault
from api import create_app
from api.catalogue import EXTENSION as CATALOGUE
from api.config import Config, ConfigError
from api.proof.verify import verify
from api.store.entry import SCREENING
from api.store.reading import record_of
from api.vault import EXTENSION
from lists.database import connect
from tests.api.conftest import problem_in
from tests.api.store.vaults import opened
from tests.source_tree import ROOT


def served(data, database=None, **settings) -> Flask:
    return create_app(Config(data=str(data), database=database, log_level="critical", **settings))


@pytest.fixture
def app(tmp_path, database):
    app = served(tmp_path / "var", database)
    yield app
    app.extensions[EXTENSION].close()


def ask(app: Flask, name: str = "Reinhard Butikofer", **options):
    return app.test_client().post("/v1/screenings", json={"name": name}, **options)


def refused(response) -> dict:
    problem = problem_in(response, 503)
    assert problem["outcome"] == "error"
    assert "hits" not in problem
    return problem


def is_sound(app: Flask) -> bool:
    vault = app.extensions[EXTENSION]
    vault.sealer.seal()
    return verify(vault.engine, vault.keys, vault.folder).ok


def count(app: Flask) -> int:
    return len(app.test_client().get("/v1/screenings?limit=500").json["screenings"])


def test_a_full_disk_means_no_answer_and_it_goes_on_when_there_is_room(tmp_path) -> None:
    app = served(tmp_path / "var")
    assert ask(app).status_code == 201
    engine = app.extensions[EXTENSION].engine
    with engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()

    def full(connection, _) -> None:
        connection.execute(f"PRAGMA max_page_count = {pages}")

    event.listen(engine, "connect", full)
    engine.dispose()
    statuses = [ask(app).status_code for _ in range(40)]
    assert 503 in statuses
    assert "full" in refused(ask(app))["detail"]
    before = count(app)
    assert before == 1 + statuses.count(201)
    event.remove(engine, "connect", full)
    engine.dispose()
    assert ask(app).status_code == 201
    assert count(app) == before + 1
    assert is_sound(app)
    app.extensions[EXTENSION].close()


def test_a_locked_database_means_no_answer_and_it_goes_on_when_it_is_free(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(api.vault.place, "connect", lambda url: connect(url, timeout=0.2))
    app = served(tmp_path / "var")
    with closing(sqlite3.connect(tmp_path / "var" / "screening.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert "locked" in refused(ask(app))["detail"]
        other.execute("ROLLBACK")
    assert ask(app).status_code == 201
    assert count(app) == 1
    assert is_sound(app)
    app.extensions[EXTENSION].close()


@pytest.mark.postgres
@pytest.mark.parametrize("idle", [0.0, 3600.0], ids=["after a pause", "while busy"])
def test_connections_that_a_restart_of_the_database_ends_are_made_anew(tmp_path, postgres_server, monkeypatch, idle: float) -> None:
    from tests.databases import emptied

    monkeypatch.setattr("lists.database.IDLE_SECONDS", idle)
    app = served(tmp_path / "var", emptied(postgres_server))
    assert ask(app).status_code == 201
    with psycopg.connect(postgres_server, autocommit=True) as other:
        other.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    if idle:  # the request that finds it out fails, and says so
        refused(ask(app))
    assert ask(app).status_code == 201
    assert count(app) == 2
    assert is_sound(app)
    app.extensions[EXTENSION].close()


def test_a_database_that_is_not_there_at_the_start_is_used_when_it_comes(tmp_path, monkeypatch) -> None:
    data = tmp_path / "var"
    data.mkdir()
    (data / "screening.db").mkdir()  # a folder where the file should be
    monkeypatch.setattr(api.vault, "RETRY_SECONDS", 0.0)
    monkeypatch.setattr("api.watch.RETRY_SECONDS", 0.0)
    app = served(data)
    refused(ask(app))
    assert app.test_client().get("/healthz").status_code == 200
    problem_in(app.test_client().get("/readyz"), 503)
    (data / "screening.db").rmdir()
    app.extensions[CATALOGUE].look()  # as its thread does every other second
    assert ask(app).status_code == 201
    assert app.test_client().get("/readyz").status_code == 200
    app.extensions[EXTENSION].close()


@pytest.mark.parametrize("place", ["var", "var/screening.db"])
def test_a_folder_or_file_that_may_not_be_written_to_stops_the_start_and_is_named(tmp_path, monkeypatch, place: str) -> None:
    served(tmp_path / "var").extensions[EXTENSION].close()
    real = os.access  # whoever runs the tests may be allowed to write anywhere
    monkeypatch.setattr("api.store.place.os.access", lambda path, mode: path != tmp_path / place and real(path, mode))
    with pytest.raises(ConfigError, match="may not write") as refused:
        served(tmp_path / "var")
    assert str(tmp_path / place) in str(refused.value)


def test_a_database_of_a_newer_version_is_left_alone_and_it_says_so(tmp_path, database) -> None:
    from sqlalchemy import text

    from lists.database import reading, writing

    served(tmp_path / "var", database).extensions[EXTENSION].close()
    engine = connect(database)
    with writing(engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    app = served(tmp_path / "var", database)
    assert "newer version" in refused(ask(app))["detail"]
    assert "newer version" in problem_in(app.test_client().get("/readyz"), 503)["detail"]
    with reading(engine) as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one() == "9999"
        assert connection.execute(text("SELECT count(*) FROM records WHERE kind = 'screening'")).scalar_one() == 0
    engine.dispose()
    app.extensions[EXTENSION].close()


def test_a_clock_that_goes_backwards_breaks_nothing(app, monkeypatch) -> None:
    before = ask(app).json["id"]

    class Earlier(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime.now(tz) - timedelta(days=1)

    with monkeypatch.context() as patch:
        patch.setattr(api.record, "datetime", Earlier)
        during = ask(app, headers={"Idempotency-Key": "k"}).json["id"]
        assert ask(app, headers={"Idempotency-Key": "k"}).json["id"] == during
    after = ask(app).json["id"]
    assert UUID(during) < UUID(before) < UUID(after)
    first = app.test_client().get("/v1/screenings?limit=2").json
    second = app.test_client().get("/v1/screenings", query_string={"limit": 2, "cursor": first["next_cursor"]}).json
    assert [each["id"] for page in (first, second) for each in page["screenings"]] == [after, before, during]
    assert is_sound(app)


def test_keys_of_another_store_are_refused(tmp_path, database) -> None:
    from api.proof.errors import KeyUnusable

    opened(tmp_path / "one", database).close()
    with pytest.raises(KeyUnusable, match=r"signing\.pem|not the one"):
        served(tmp_path / "two", database)
    from api.proof.keys import open_keys

    open_keys(tmp_path / "two" / "keys", make=True)
    with pytest.raises(KeyUnusable, match="not the one this database was written with"):
        served(tmp_path / "two", database)


def test_what_is_recorded_is_linked_soon_in_a_process_that_was_started_anew_and_in_one_that_forked(app) -> None:
    """As `create_app` leaves it: its own background work has ended, so that the process may fork."""

    def linked(screening: str) -> bool:
        return app.test_client().get(f"/v1/screenings/{screening}").json["record"]["sequence"] is not None

    def ask_and_wait() -> None:
        found = ask(app).json["id"]
        while not linked(found):
            time.sleep(0.05)

    ask_and_wait()
    app.extensions[EXTENSION].close()
    ask_and_wait()
    app.extensions[EXTENSION].close()
    child = os.fork()
    if child == 0:
        signal.alarm(60)
        ask_and_wait()
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


KILLED = """
import sys, threading, itertools
from pathlib import Path
from tests.api.store.vaults import opened, asked
vault = opened(Path(sys.argv[1]), sys.argv[2])
numbers, lock = itertools.count(), threading.Lock()
def work():
    while True:
        given = asked(vault, reference=f"customer-{next(numbers) % 7}")
        with lock:
            sys.stdout.write(given.answer["id"] + "\\n")
            sys.stdout.flush()
for _ in range(6):
    threading.Thread(target=work, daemon=True).start()
threading.Event().wait()
"""


def test_whatever_was_answered_before_a_kill_is_on_record_and_the_chain_is_sound(tmp_path, database) -> None:
    answered: list[str] = []
    for _ in range(3):
        process = subprocess.Popen(
            [sys.executable, "-c", KILLED, str(tmp_path / "var"), database],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            text=True,
        )
        output = process.stdout
        assert output is not None
        answered += [output.readline().strip() for _ in range(40)]
        process.send_signal(signal.SIGKILL)
        answered += output.read().split()
        output.close()
        process.wait()
    vault = opened(tmp_path / "var", database)
    ids = [each for each in answered if len(each) == 36]  # the last line may be torn
    assert len(ids) >= 120
    assert [each for each in ids if record_of(vault.engine, vault.keys, "default", each, SCREENING) is None] == []
    report = verify(vault.engine, vault.keys, vault.folder)
    assert (report.problems, report.unlinked) == ((), 0)
    assert report.records >= len(ids)
    vault.close()


def test_two_workers_that_fork_from_one_application_share_nothing_they_must_not(tmp_path) -> None:
    app = served(tmp_path / "var")
    assert ask(app).status_code == 201
    children = []
    for _ in range(2):
        child = os.fork()
        if child == 0:
            done = [ask(app).status_code for _ in range(5)]
            os._exit(0 if done == [201] * 5 else 1)
        children.append(child)
    assert [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children] == [0, 0]
    time.sleep(0.01)
    assert count(app) == 11
    assert is_sound(app)
    app.extensions[EXTENSION].close()
