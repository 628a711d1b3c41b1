"""Bringing a database up to date, and checking it."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from api import store
from api.cli import cli
from api.store import schema, tables
from lists.database import DatabaseError, connect, writing
from tests.source_tree import ROOT


@pytest.fixture
def engine(database):
    """An empty database."""
    engine = connect(database)
    yield engine
    engine.dispose()


def test_an_empty_database_is_brought_up_to_date_once(engine) -> None:
    assert not store.is_current(engine)
    assert store.upgrade(engine)
    assert store.is_current(engine)
    assert not store.upgrade(engine)


def test_the_migrations_make_the_tables_the_program_knows(engine) -> None:
    store.upgrade(engine)
    assert store.check(engine) == store.Check(schema.newest(), schema.newest(), ())
    assert set(sa.inspect(engine).get_table_names()) == {*tables.metadata.tables, "alembic_version"}


def test_an_empty_database_does_not_pass_the_check(engine) -> None:
    found = store.check(engine)
    assert not found.ok
    assert found.revision is None
    assert "screening db upgrade" in found.problems[0]


def test_a_changed_table_does_not_pass_the_check(engine) -> None:
    store.upgrade(engine)
    with writing(engine) as connection:
        connection.execute(sa.text("DROP TABLE holds"))
    assert any("holds" in problem for problem in store.check(engine).problems)


def test_a_database_of_a_newer_program_is_refused(engine) -> None:
    store.upgrade(engine)
    with writing(engine) as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    for use in (store.upgrade, store.check, store.is_current):
        with pytest.raises(DatabaseError, match=r"9999.*newer version"):
            use(engine)


def test_several_may_upgrade_at_once_and_one_does(database) -> None:
    engines = [connect(database) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(store.upgrade, engines))
    assert sorted(done) == [False, False, False, True]


def test_a_failed_upgrade_leaves_nothing_behind(engine, monkeypatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("alembic.op.create_index", fail)
    with pytest.raises(RuntimeError):
        store.upgrade(engine)
    assert sa.inspect(engine).get_table_names() == []


def test_a_row_that_refers_to_nothing_does_not_pass_the_check(tmp_path: Path) -> None:
    engine = connect(f"sqlite:///{tmp_path / 'x.db'}")
    store.upgrade(engine)
    with sqlite3.connect(tmp_path / "x.db") as outside:
        outside.execute("INSERT INTO pending (record) VALUES ('nothing')")
    outside.close()
    assert any("refers to" in problem for problem in store.check(engine).problems)


def test_migrations_form_one_line_without_gaps() -> None:
    scripts = list(schema._scripts().walk_revisions())
    assert [script.revision for script in reversed(scripts)] == [f"{number:04}" for number in range(1, len(scripts) + 1)]
    assert all(Path(script.path).name.startswith(f"r{script.revision}_") for script in scripts)


def test_the_commands_upgrade_and_check(tmp_path: Path) -> None:
    settings = {"SCREENING_DATA": str(tmp_path / "data")}
    before = CliRunner().invoke(cli, ["db", "check"], env=settings)
    assert (before.exit_code, before.stdout) == (2, "")
    assert "screening db upgrade" in before.stderr
    assert CliRunner().invoke(cli, ["db", "upgrade"], env=settings).output == "the database has been brought up to date\n"
    assert CliRunner().invoke(cli, ["db", "upgrade"], env=settings).output == "the database is up to date\n"
    after = CliRunner().invoke(cli, ["db", "check"], env=settings)
    assert after.exit_code == 0
    assert (tmp_path / "data").stat().st_mode & 0o077 == 0


def test_a_url_that_cannot_be_used_ends_the_command_with_exit_code_2() -> None:
    done = CliRunner().invoke(cli, ["db", "check"], env={"SCREENING_DATABASE": "mysql://user:secretword@host/x"})
    assert done.exit_code == 2
    assert "SCREENING_DATABASE" in done.stderr
    assert "secretword" not in done.output


def test_the_command_line_starts_without_the_database_library() -> None:
    code = "import sys, api.cli; print([name for name in ('sqlalchemy', 'alembic') if name in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip() == "[]"
