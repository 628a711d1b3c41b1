"""Rows of customer files screened: columns to fields, cells to queries, answers to lines of one documented form.

Nothing here knows where rows come from or where lines go: the command line, jobs and Spark all call `screen_rows`.

>>> from screening import DesignatedParty, Index, ListedName, NameKind, PartyKind, Policy
>>> from screening.rows import Row, RowReader, map_columns, screen_rows
>>> party = DesignatedParty("demo", "1", PartyKind.INDIVIDUAL, (ListedName("Reinhard Bütikofer", NameKind.PRIMARY),))
>>> reader = RowReader(map_columns(["Customer No", "Customer Name"]))
>>> [[line]] = screen_rows([Row(1, 2, ("4711", "BUETIKOFER, Reinhard"))], reader, Index.build([party]), Policy())
>>> line.reference, line.status, line.party, line.score >= 0.95
('4711', 'review', 'demo:1', True)
"""

from __future__ import annotations

from screening.rows.dates import DateOrder, OrderEvidence, read_date
from screening.rows.fields import FIELDS, FieldOf
from screening.rows.mapping import InvalidMapping, Mapping, map_columns
from screening.rows.reading import Row, RowReader, Understood
from screening.rows.result import LINE_COLUMNS, LINE_FORMAT, Line, LineColumn, LineType
from screening.rows.run import answer_rows, lines_of, screen_rows

__all__ = [
    "FIELDS",
    "LINE_COLUMNS",
    "LINE_FORMAT",
    "DateOrder",
    "FieldOf",
    "InvalidMapping",
    "Line",
    "LineColumn",
    "LineType",
    "Mapping",
    "OrderEvidence",
    "Row",
    "RowReader",
    "Understood",
    "answer_rows",
    "lines_of",
    "map_columns",
    "read_date",
    "screen_rows",
]
