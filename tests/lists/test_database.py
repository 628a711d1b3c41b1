"""Connecting, moments, transactions; errors of the driver in our words."""

from __future__ import annotations

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
import sqlalchemy as sa

from lists.database import Conflict, DatabaseError, InvalidDatabaseURL, Moment, connect, metadata, reading, sqlite_url, writing

things = sa.Table("things", sa.MetaData(), sa.Column("id", sa.Integer, primary_key=True), sa.Column("at", Moment))


@pytest.fixture
def engine(database):
    """A database with one table."""
    engine = connect(database, timeout=0.3)
    with writing(engine) as connection:
        things.create(connection)
    yield engine
    engine.dispose()


def test_a_moment_comes_back_in_utc_to_the_microsecond(engine) -> None:
    at = datetime(2026, 3, 29, 3, 30, 0, 123456, tzinfo=timezone(timedelta(hours=5, minutes=30)))
    with writing(engine) as connection:
        connection.execute(things.insert().values(id=1, at=at))
    with reading(engine) as connection:
        found = connection.execute(sa.select(things.c.at)).scalar_one()
    assert found == at
    assert found.tzinfo is UTC


def test_moments_sort_and_compare_by_time_whatever_their_zone(engine) -> None:
    early = datetime(2026, 1, 1, 1, tzinfo=timezone(timedelta(hours=3)))
    late = datetime(2025, 12, 31, 23, tzinfo=UTC)
    with writing(engine) as connection:
        connection.execute(things.insert(), [{"id": 1, "at": late}, {"id": 2, "at": early}])
    with reading(engine) as connection:
        assert connection.execute(sa.select(things.c.id).order_by(things.c.at)).scalars().all() == [2, 1]
        assert connection.execute(sa.select(things.c.id).where(things.c.at < late)).scalars().all() == [2]


def test_a_moment_without_a_zone_is_refused(engine) -> None:
    with pytest.raises(DatabaseError), writing(engine) as connection:
        connection.execute(things.insert().values(id=1, at=datetime(2026, 1, 1)))  # noqa: DTZ001 (that is the point)


def test_what_raises_inside_a_transaction_undoes_it(engine) -> None:
    def write_and_fail() -> None:
        with writing(engine) as connection:
            connection.execute(things.insert().values(id=1))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        write_and_fail()
    with reading(engine) as connection:
        assert connection.execute(sa.select(things)).all() == []


def test_a_key_that_is_there_already_is_a_conflict_without_the_values(engine) -> None:
    with pytest.raises(Conflict) as caught, writing(engine) as connection:
        connection.execute(things.insert(), [{"id": 4711}, {"id": 4711}])
    assert "INSERT" not in str(caught.value)


def test_a_table_that_is_not_there_is_our_error(engine) -> None:
    with pytest.raises(DatabaseError, match="cannot be used"), reading(engine) as connection:
        connection.execute(sa.text("SELECT * FROM nothing"))


def test_a_connection_is_not_used_by_a_process_that_did_not_open_it(engine) -> None:
    with reading(engine) as connection:
        opened = connection.connection.driver_connection
        connection.info["process"] = os.getpid() + 1
    with reading(engine) as connection:
        assert connection.connection.driver_connection is not opened
        assert connection.execute(sa.select(things)).all() == []
    opened.close()


def test_a_second_writer_waits_for_the_first(engine) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def first() -> None:
        with writing(engine) as connection:
            connection.execute(things.insert().values(id=1))
            begun.set()
            go_on.wait(10)

    thread = threading.Thread(target=first)
    thread.start()
    begun.wait(10)
    threading.Timer(0.05, go_on.set).start()
    with writing(engine) as connection:
        connection.execute(things.insert().values(id=2))
    thread.join()
    with reading(engine) as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(things)).scalar_one() == 2


def test_sqlite_writes_ahead_checks_references_and_overwrites_what_is_deleted(tmp_path: Path) -> None:
    with reading(connect(sqlite_url(tmp_path / "a.db"))) as connection:
        pragmas = [connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in ("journal_mode", "foreign_keys", "secure_delete")]
    assert pragmas == ["wal", 1, 1]


def test_sqlite_gives_up_on_a_lock_after_the_timeout(tmp_path: Path) -> None:
    engine = connect(sqlite_url(tmp_path / "a.db"), timeout=0.1)
    with writing(engine), pytest.raises(DatabaseError, match="locked"), writing(engine):
        raise AssertionError("two writers at once")


def test_sqlite_opened_by_many_at_once_when_it_is_new_fails_none_of_them(tmp_path: Path) -> None:
    for number in range(60):  # one in fourteen went wrong before this was waited for
        engines = [connect(sqlite_url(tmp_path / f"{number}.db")) for _ in range(6)]
        together = threading.Barrier(len(engines))

        def first(engine: sa.Engine, together: threading.Barrier = together) -> str:
            together.wait()
            with reading(engine) as connection:
                return str(connection.exec_driver_sql("PRAGMA journal_mode").scalar_one())

        with ThreadPoolExecutor(len(engines)) as pool:
            assert list(pool.map(first, engines)) == ["wal"] * len(engines)
        for engine in engines:
            engine.dispose()


def test_a_path_with_any_character_makes_a_url(tmp_path: Path) -> None:
    path = tmp_path / "a b?c#d%20é" / "x.db"
    engine = connect(sqlite_url(path))
    with writing(engine) as connection:
        things.create(connection)
    assert path.exists()


@pytest.mark.parametrize("url", ["", "nonsense", "mysql://a/b", "sqlite+aiosqlite:///x", "postgresql+psycopg2://a/b"])
def test_another_url_is_refused_with_what_is_allowed(url: str) -> None:
    with pytest.raises(InvalidDatabaseURL, match=r"allowed: sqlite:.*postgresql:"):
        connect(url)


@pytest.mark.postgres
def test_a_server_that_does_not_answer_is_told_without_the_password() -> None:
    with pytest.raises(DatabaseError) as caught, reading(connect("postgresql://user:secretword@127.0.0.1:1/x", timeout=1)):
        raise AssertionError("connected")
    assert "secretword" not in str(caught.value)


def test_constraints_have_names_of_their_own() -> None:
    assert set(metadata.naming_convention) >= {"ix", "uq", "ck", "fk", "pk"}


@pytest.mark.postgres
def test_options_in_the_url_of_a_postgresql_database_stand_beside_ours(postgres_server: str) -> None:
    from tests.databases import emptied, schema_of

    url = emptied(postgres_server)
    engine = connect(url)
    with reading(engine) as connection:
        shown = [connection.exec_driver_sql(f"SHOW {name}").scalar_one() for name in ("search_path", "timezone")]
    assert shown == [schema_of(url), "UTC"]
    engine.dispose()
