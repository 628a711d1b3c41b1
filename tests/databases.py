"""Databases for tests: a SQLite file each, or an empty PostgreSQL database where a server is at hand."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import psycopg
import pytest

SERVER = "SCREENING_TEST_POSTGRES"
USUAL_SERVER = "postgresql://postgres@127.0.0.1:5432/postgres"


@contextmanager
def postgres_database() -> Iterator[str]:
    """The URL of an empty database of its own, dropped at the end; skips the test when no server answers."""
    server = os.environ.get(SERVER, USUAL_SERVER)
    name = f"screening_test_{uuid4().hex[:12]}"
    try:
        connection = psycopg.connect(server, connect_timeout=3, autocommit=True)
    except psycopg.OperationalError as error:
        pytest.skip(f"no PostgreSQL server ({SERVER} may name one): {str(error).strip()}")
    with connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        try:
            yield server.rpartition("/")[0] + f"/{name}"
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def emptied(url: str) -> str:
    """The URL of an empty schema in the database at `url` (PostgreSQL), one that no test had before.

    What an earlier test left running (an application links and signs in the background) writes where it wrote before.
    """
    schema = f"test_{uuid4().hex[:12]}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'CREATE SCHEMA "{schema}"')
    return f"{url}?options=-csearch_path%3D{schema}&application_name={schema}"


def released(url: str) -> None:
    """End the connections to a URL that `emptied` returned: the server has only so many, and an application keeps its own."""
    own = {"name": schema_of(url)}
    with psycopg.connect(url.partition("?")[0], autocommit=True) as connection:
        connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = %(name)s", own)


def schema_of(url: str) -> str:
    """The schema in a URL that `emptied` returned."""
    return url.rpartition("=")[2]
