"""On a real cluster: the answers of single screenings, every row answered, and what does not fit refused in words."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from screening import Index, IndexFileError, InvalidInput, InvalidPolicy, Policy
from screening.index.packing import pack_index
from screening.rows import InvalidMapping, Row, RowReader, map_columns, screen_rows
from screening.spark import SCRIPT, SparkProblem, basis_of, counts_of, line_struct, run, screen, shipping
from tests.source_tree import ROOT

pytestmark = [pytest.mark.java, pytest.mark.slow]

ASKED = [
    (10, "a", "BUETIKOFER Reinhard", "1953-01-26"),
    (11, "b", "Nobody Listed", None),
    (12, "c", "!!!", None),
    (13, None, "Juzheng Wang", "03/04/1953"),
    (14, "e", None, None),
    (15, "f", "Zenz, Adrian", ""),
    (16, "g", "王君正", "1953"),
]
COLUMNS = ["number", "Customer.No", "full name", "dob"]
TYPES = "number bigint, `Customer.No` string, `full name` string, dob string"
LOW = Policy(threshold=0.5)


def customers(spark: Any, times: int = 1) -> Any:
    rows = [(number + 100 * turn, *others) for turn in range(times) for number, *others in ASKED]
    return spark.createDataFrame(rows, TYPES)


def lines_of(lines: Any) -> list[tuple[Any, ...]]:
    return sorted((tuple(line) for line in lines.collect()), key=lambda line: (line[0], line[8] or 0))


def expected(index: Index, policy: Policy = LOW) -> list[tuple[Any, ...]]:
    reader = RowReader(map_columns(COLUMNS))
    rows = [Row(number, None, [str(number), *(cell or "" for cell in cells)]) for number, *cells in ASKED]
    return [tuple(line) for lines in screen_rows(rows, reader, index, policy) for line in lines]


def test_the_lines_are_those_of_single_screenings_however_the_rows_are_spread(spark: Any, index: Index, folder: Path) -> None:
    wanted = expected(index)
    assert {line[4] for line in wanted} >= {"clear", "review", "error"}
    for partitions in (None, 1, 5):
        made = screen(customers(spark), folder, LOW, number="number", partitions=partitions)
        assert made.schema == line_struct(basis_of(made))
        assert lines_of(made) == wanted


def test_counts_add_up_and_no_error_row_is_lost(spark: Any, folder: Path) -> None:
    found = counts_of(screen(customers(spark, 200), folder, LOW, partitions=4))
    assert found.rows == 200 * len(ASKED) == found.clear + found.review + found.block + found.error
    assert found.error == 200 * 3


def test_rows_are_numbered_uniquely_when_nothing_numbers_them(spark: Any, folder: Path) -> None:
    made = screen(customers(spark, 30), folder, partitions=3).select("row", "reference").distinct().collect()
    assert len({line["row"] for line in made}) == 30 * len(ASKED)


def test_a_result_says_what_it_rests_on_where_it_is_written_and_read(spark: Any, index: Index, folder: Path, tmp_path: Path) -> None:
    screen(customers(spark), folder, LOW).write.parquet(str(tmp_path / "lines"))
    found = basis_of(spark.read.parquet(str(tmp_path / "lines")))
    assert (found["index"], found["editions"], found["policy"]["hash"]) == (index.hash, {"demo": "2021-03-22"}, LOW.hash)
    with pytest.raises(InvalidInput, match="no lines of a screening"):
        basis_of(customers(spark))


def test_the_index_goes_to_each_executor_once_and_is_opened_once_by_each_worker(spark: Any, folder: Path) -> None:
    lines = screen(customers(spark, 50), folder, LOW, partitions=8)
    before = counts_of(lines)
    assert counts_of(lines) == before

    def seen(batches: Any) -> Any:
        import pyarrow as pa
        from pyspark import SparkFiles

        from screening.spark.worker import _opened

        for batch in batches:
            there = len(list(Path(SparkFiles.getRootDirectory()).glob("screening-index-*/index.json")))
            yield pa.RecordBatch.from_pydict({"opened": [len(_opened)] * batch.num_rows, "there": [there] * batch.num_rows})

    found = {
        (row["opened"], row["there"]) for row in spark.range(64, numPartitions=8).mapInArrow(seen, "opened bigint, there bigint").collect()
    }
    assert found == {(1, 1)}


def test_an_archive_is_shipped_as_it_is(spark: Any, index: Index, folder: Path, tmp_path: Path) -> None:
    pack_index(folder, tmp_path / "index.zip")
    assert lines_of(screen(customers(spark), tmp_path / "index.zip", LOW, number="number")) == expected(index)


def test_executors_may_read_the_index_where_it_lies(spark: Any, index: Index, folder: Path, tmp_path: Path) -> None:
    assert lines_of(screen(customers(spark), folder, LOW, number="number", ship=False)) == expected(index)
    pack_index(folder, tmp_path / "index.zip")
    with pytest.raises(SparkProblem, match="no folder"):
        screen(customers(spark), tmp_path / "index.zip", ship=False)


def test_values_that_are_no_texts_are_read_as_in_a_file(spark: Any, folder: Path) -> None:
    rows = [("Reinhard Butikofer", date(1953, 1, 26), 4711, ["DE", "FR"])]
    asked = spark.createDataFrame(rows, "name string, birth_date date, customer_id int, nationality array<string>")
    [line] = screen(asked, folder).collect()
    assert (line["reference"], line["status"], line["evidence"]) == ("4711", "block", "birth_date agrees")


@pytest.mark.parametrize(
    ("select", "options", "refusal"),
    [
        (["number", "dob"], {}, (InvalidMapping, "no column is known to hold a name")),
        (COLUMNS, {"mapping": [("name", "nmae")]}, (InvalidMapping, "no column is called 'nmae'")),
        (COLUMNS, {"number": "nmae"}, (InvalidInput, "'nmae' does not number the rows")),
        (COLUMNS, {"number": "dob"}, (InvalidInput, "'dob' does not number the rows")),
        (COLUMNS, {"policy": Policy(lists=("no-such-list",))}, (InvalidPolicy, "unknown list 'no-such-list'")),
        (COLUMNS, {"date_order": "american"}, (ValueError, "american")),
    ],
)
def test_what_does_not_fit_is_refused_before_anything_runs(
    spark: Any, folder: Path, select: list[str], options: dict[str, Any], refusal: tuple[type[Exception], str]
) -> None:
    error, words = refusal
    with pytest.raises(error, match=words):
        screen(customers(spark).select(*(f"`{name}`" for name in select)), folder, **options)


@pytest.mark.parametrize("kind", ["binary", "struct<a:int>", "array<double>", "map<string,string>", "boolean"])
def test_a_column_of_a_type_that_is_not_read_is_refused(spark: Any, folder: Path, kind: str) -> None:
    asked = customers(spark).selectExpr("number", f"cast(null as {kind}) as name")
    with pytest.raises(InvalidInput, match=r"'name', read as name, is of type .*allowed: text"):
        screen(asked, folder)


def test_two_columns_of_one_name_may_both_be_read_but_not_for_one_field(spark: Any, folder: Path) -> None:
    twice = customers(spark).selectExpr("`full name` as last_name", "`Customer.No` as last_name")
    assert counts_of(screen(twice, folder)).rows == len(ASKED)
    with pytest.raises(InvalidMapping, match="may all hold name"):
        screen(customers(spark).selectExpr("`full name` as name", "`Customer.No` as name"), folder)


def test_an_index_that_is_none_is_refused(spark: Any, folder: Path, tmp_path: Path) -> None:
    with pytest.raises(IndexFileError, match="is not there; `screening index` makes one"):
        screen(customers(spark), tmp_path / "no")
    (tmp_path / "torn.zip").write_bytes(b"PK\x03\x04 torn")
    with pytest.raises(IndexFileError, match="cannot be read"):
        screen(customers(spark), tmp_path / "torn.zip")


def test_an_executor_with_another_engine_says_so(spark: Any, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("screening.spark.schema.ENGINE_VERSION", "0.0.1")
    with pytest.raises(Exception, match=r"the driver has engine 0\.0\.1, this executor .*install the same version"):
        screen(customers(spark), folder).collect()


def test_an_executor_that_reads_another_index_says_so(spark: Any, folder: Path, tmp_path: Path) -> None:
    Index.build([], {"demo": "1"}).save(tmp_path / "index")
    lines = screen(customers(spark), tmp_path / "index", ship=False)
    for path in (tmp_path / "index").iterdir():
        path.unlink()
    for path in folder.iterdir():
        (tmp_path / "index" / path.name).write_bytes(path.read_bytes())
    with pytest.raises(Exception, match="let every executor read the same folder"):
        lines.collect()


def test_a_row_without_a_number_ends_the_job_in_words(spark: Any, folder: Path) -> None:
    asked = customers(spark).selectExpr("nullif(number, 12) as number", "`full name` as name")
    with pytest.raises(Exception, match="does not number every row"):
        screen(asked, folder, number="number").collect()


def test_an_executor_without_the_package_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "screening.spark.worker", None)
    with pytest.raises(RuntimeError, match=r"sanctions-screening\[spark\] is not installed for the Python of this executor"):
        list(run._function({})(iter([])))


def test_a_session_that_cannot_send_an_archive_says_what_to_do(folder: Path, index: Index) -> None:
    with pytest.raises(SparkProblem, match=r"Spark Connect.*ship=False"):
        shipping.placed(SimpleNamespace(), folder, index, ship=True)  # type: ignore[arg-type]


def submitted(*arguments: str | Path, submit: bool = False, **environ: str) -> subprocess.CompletedProcess[str]:
    """The script as a process of its own."""
    command = [sys.executable, "-m", "screening.spark"]
    if submit:
        import pyspark

        spark_submit = Path(pyspark.__file__).parent / "bin" / "spark-submit"
        command = [str(spark_submit), "--master", "local[2]", "--conf", "spark.ui.enabled=false", SCRIPT]
    environment = {**os.environ, "PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1", "PYTHONPATH": str(ROOT)}
    environment |= environ
    environment["PATH"] = f"{Path(sys.executable).parent}:{environment['PATH']}"
    return subprocess.run([*command, *map(str, arguments)], env=environment, capture_output=True, text=True, check=False)


def test_spark_submit_takes_parquet_to_parquet(spark: Any, index: Index, folder: Path, tmp_path: Path) -> None:
    customers(spark).write.parquet(str(tmp_path / "in"))
    (tmp_path / "policy.toml").write_text("threshold = 0.9\n")
    options = ["--index", folder, "--number", "number", "--policy", tmp_path / "policy.toml", "--threshold", "0.5", "--partitions", "2"]
    done = submitted(tmp_path / "in", tmp_path / "out", *options, submit=True)
    assert done.returncode == 0, done.stderr
    summary = json.loads(done.stdout[done.stdout.index("{") :])
    assert summary["rows"] == len(ASKED) == summary["clear"] + summary["review"] + summary["block"] + summary["error"]
    assert (summary["index"], summary["policy"]["hash"]) == (index.hash, LOW.hash)
    assert lines_of(spark.read.parquet(str(tmp_path / "out"))) == expected(index)


def test_the_command_refuses_in_words_and_leaves_nothing(spark: Any, folder: Path, tmp_path: Path) -> None:
    customers(spark).drop("full name").write.parquet(str(tmp_path / "in"))
    done = submitted(tmp_path / "in", tmp_path / "out", "--index", folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert "screening.spark: /mapping: no column is known to hold a name" in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_policy_that_is_none_is_refused_before_spark_starts(tmp_path: Path, folder: Path) -> None:
    (tmp_path / "policy.toml").write_text("treshold = 0.9\n")
    done = submitted("in", "out", "--index", folder, "--policy", tmp_path / "policy.toml")
    assert done.returncode == 2
    assert "/policy/treshold: policy.toml: no such field" in done.stderr


def test_without_java_the_command_says_so(spark: Any, folder: Path, tmp_path: Path) -> None:
    done = submitted("in", tmp_path / "out", "--index", folder, JAVA_HOME=str(tmp_path / "no-java"))
    assert (done.returncode, done.stdout) == (2, "")
    assert "screening.spark: Spark does not start; it needs Java 17" in done.stderr
    assert "Traceback" not in done.stderr
