"""A real cluster on this machine: two executors, each a process of its own, and the customers all tests ask about."""

from __future__ import annotations

import os
import shutil
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from screening import DesignatedParty, Index, ListedName, NameKind, PartialDate, PartyKind

NAMES = ("Reinhard Bütikofer", "Adrian Zenz", "Zhu Hailun", "Wang Junzheng")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """PySpark's own warnings are its own affair; those of ours stay errors."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.filterwarnings("ignore::DeprecationWarning:pyspark", "ignore::FutureWarning:pyspark"))
            item.add_marker(pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"))


def the_reason_to_skip() -> str | None:
    """Why Spark cannot run here; None when it can."""
    from importlib.util import find_spec

    if find_spec("pyspark") is None:
        return "PySpark is not installed: make test-spark brings it"
    if not shutil.which("java") and not os.environ.get("JAVA_HOME"):
        return "Spark needs a Java runtime (17), and none is here"
    return None


@pytest.fixture(scope="session")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A Spark session on `local-cluster[2,1,1024]`: two workers of one core and 1 GB."""
    reason = the_reason_to_skip()
    if reason:
        pytest.skip(reason)
    settings = {
        "PYSPARK_PYTHON": sys.executable,
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_WORKER_DIR": str(tmp_path_factory.mktemp("work")),
        "SPARK_LOCAL_DIRS": str(tmp_path_factory.mktemp("local")),
    }
    with pytest.MonkeyPatch.context() as patch, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name, value in settings.items():
            patch.setenv(name, value)
        from pyspark.sql import SparkSession

        builder = SparkSession.builder.master("local-cluster[2,1,1024]").appName("tests")
        for name, value in {
            "spark.ui.enabled": "false",
            "spark.ui.showConsoleProgress": "false",
            "spark.driver.host": "127.0.0.1",
            "spark.driver.bindAddress": "127.0.0.1",
            "spark.sql.shuffle.partitions": "2",
            "spark.task.maxFailures": "1",
            "spark.sql.warehouse.dir": str(tmp_path_factory.mktemp("warehouse")),
        }.items():
            builder = builder.config(name, value)
        session = builder.getOrCreate()
        session.sparkContext.setLogLevel("OFF")
        yield session
        session.stop()


@pytest.fixture(scope="session")
def index() -> Index:
    """Four listed people."""
    born = (PartialDate(1953, 1, 26),)
    return Index.build(
        (
            DesignatedParty("demo", str(number), PartyKind.INDIVIDUAL, (ListedName(name, NameKind.PRIMARY),), birth_dates=born)
            for number, name in enumerate(NAMES)
        ),
        {"demo": "2021-03-22"},
    )


@pytest.fixture(scope="session")
def folder(index: Index, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, saved."""
    folder = tmp_path_factory.mktemp("saved") / "index"
    index.save(folder)
    return folder
