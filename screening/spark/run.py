"""The one function: a DataFrame of customers in, a DataFrame of lines out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from screening.errors import InvalidInput, Problem
from screening.policy import Policy
from screening.rows.arrow import check_columns
from screening.rows.dates import DateOrder
from screening.rows.mapping import Mapping as ColumnMapping
from screening.rows.mapping import map_columns
from screening.screen import examine
from screening.spark.schema import basis, line_struct
from screening.spark.shipping import opened, placed

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame

_NUMBER = "row"
_WHOLE = ("tinyint", "smallint", "int", "bigint")


def screen(
    dataframe: DataFrame,
    index_path: str | Path,
    policy: Policy | None = None,
    *,
    mapping: Sequence[tuple[str, str]] = (),
    ignored: Sequence[str] = (),
    date_order: DateOrder | str | None = None,
    number: str | None = None,
    partitions: int | None = None,
    ship: bool = True,
) -> DataFrame:
    """Screen every row of a DataFrame; return its lines, as `line_struct` has them, in no order. Nothing runs until they are asked for.

    `index_path` is a saved index on the driver, a folder or an archive, as ``screening index`` makes it; it is opened and checked here,
    and sent to every executor once. With `ship` false every executor reads that folder itself, under the same path.
    `mapping` are (field, column) pairs and `ignored` columns as `screening.rows.map_columns` takes them, which finds the others by their
    headings. `date_order` says what comes first in ``03/04/1953``; without it such dates are errors of their rows: unlike a file, a
    DataFrame is not gone through beforehand. `number` names a column of whole numbers that tells rows apart; without it they are
    numbered by Spark, uniquely and not one after another. `partitions` spreads the rows over so many tasks first.

    A row that cannot be understood is a line with status ``error``; none is left out. Raises `InvalidMapping` and `InvalidInput` for
    columns that are not there, mean two things or are of a type that is not read, `InvalidPolicy`, `IndexFileError`, and
    `SparkProblem` for a session that cannot ship. What goes wrong on an executor ends the Spark job with the words of our error.
    """
    policy = policy or Policy()
    path = Path(index_path)
    index = opened(path)
    examine([], index, policy)  # raises for a list or programme that is not there
    order = DateOrder(date_order) if date_order else None
    found = map_columns(dataframe.columns, mapping, ignored)
    asked, used = _asked(dataframe, found, number, partitions)
    place = placed(dataframe.sparkSession, path, index, ship=ship)
    rests_on = basis(index, policy)
    job: dict[str, Any] = {
        "rests_on": rests_on,
        "folder": place.folder,
        "shipped": place.shipped,
        "columns": list(used.columns),
        "places": {field: list(places) for field, places in used.places.items()},
        "numbers": _unlike(used.columns),
        "date_order": order.value if order else None,
    }
    return asked.mapInArrow(_function(job), line_struct(rests_on))


def _asked(dataframe: DataFrame, found: ColumnMapping, number: str | None, partitions: int | None) -> tuple[DataFrame, ColumnMapping]:
    """The columns that are read and the number of each row, and the mapping of those alone."""
    from pyspark.sql import functions as f  # noqa: PLC0415 (an extra)

    read = sorted({place for places in found.places.values() for place in places})
    used = ColumnMapping(
        tuple(found.columns[place] for place in read),
        {field: tuple(read.index(place) for place in places) for field, places in found.places.items()},
        found.said,
    )
    # Headings may hold dots and occur twice; names of our own do neither.
    plain = dataframe.toDF(*(f"c{place}" for place in range(len(dataframe.columns))))
    counted = f.monotonically_increasing_id() + 1 if number is None else f.col(f"c{_place_of(dataframe, number)}").cast("bigint")
    asked = plain.select(*(f.col(f"c{place}") for place in read), counted.alias(_NUMBER))
    check_columns(_arrow_schema(asked, used), used)
    return (asked if partitions is None else asked.repartition(partitions)), used


def _place_of(dataframe: DataFrame, number: str) -> int:
    places = [place for place, (name, kind) in enumerate(dataframe.dtypes) if name == number and kind in _WHOLE]
    if len(places) != 1:
        what = f"{number!r} does not number the rows"
        raise InvalidInput([Problem("/number", what, f"one column of whole numbers ({', '.join(_WHOLE)}), none missing")])
    return places[0]


def _arrow_schema(asked: DataFrame, used: ColumnMapping) -> pa.Schema:
    import pyarrow as pa  # noqa: PLC0415 (an extra)
    from pyspark.sql.pandas.types import to_arrow_type  # noqa: PLC0415 (an extra)

    fields, problems = [], []
    for heading, field in zip(used.columns, asked.schema.fields, strict=False):
        try:
            fields.append(pa.field(heading, to_arrow_type(field.dataType)))
        except Exception as error:  # noqa: BLE001 (what Arrow has no type for; PySpark's own class differs between 3.5 and 4)
            problems.append(
                Problem("/columns", f"{heading!r} is of type {field.dataType.simpleString()}: {error}", "texts, numbers, dates")
            )
    if problems:
        raise InvalidInput(problems)
    return pa.schema(fields)


def _unlike(columns: Iterable[str]) -> str:
    """A name that none of the columns has."""
    taken, name = set(columns), _NUMBER
    while name in taken:
        name += "_"
    return name


def _function(job: Mapping[str, Any]) -> Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    """What executors call. It travels by value and holds plain values alone, so that one without the package can say so."""

    def screen_partition(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        try:
            from screening.spark.worker import screened  # noqa: PLC0415 (on the executor)
        except ImportError as error:
            raise RuntimeError(f"sanctions-screening[spark] is not installed for the Python of this executor: {error}") from error
        yield from screened(job, batches)

    return screen_partition
