"""What goes wrong on Spark alone."""

from __future__ import annotations

from screening.errors import InvalidInput


class SparkProblem(InvalidInput):
    """Driver and executors that do not fit together, or a session that cannot ship an index; the message says what to do."""
