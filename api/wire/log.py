"""Structured logs, one line an event, on standard error.

No personal data: what is logged are ids of our own, outcomes, counts, routes (never paths or query strings) and times. Never a name,
a reference of the caller, a body, or the text of an unforeseen exception, which may quote any of them.
"""

from __future__ import annotations

import logging
import sys
from types import TracebackType
from typing import Any

import structlog
from flask import current_app

from api.config import Config

LOG = "screening-log"
"""Where an application keeps its logger, in `app.extensions`."""


class _StandardError:
    """Writes to whatever `sys.stderr` is at the time, so that a redirected stream is honoured."""

    def write(self, text: str) -> None:
        sys.stderr.write(text)

    def flush(self) -> None:
        sys.stderr.flush()


def logger(config: Config) -> Any:
    """Make the logger of one application; nothing global is configured."""
    last = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if config.log_format == "json"
        else structlog.dev.ConsoleRenderer(colors=False)
    )
    return structlog.wrap_logger(
        structlog.WriteLogger(_StandardError()),  # type: ignore[arg-type]
        processors=[structlog.processors.add_log_level, structlog.processors.TimeStamper(fmt="iso", utc=True), last],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[config.log_level.upper()]),
    )


def current_log() -> Any:
    """Return the logger of the application that answers this request."""
    return current_app.extensions[LOG]


def where(trace: TracebackType | None) -> list[str]:
    """Say where an exception arose, innermost last: ``module:line`` of each frame, without any value."""
    frames = []
    while trace is not None:
        frames.append(f"{trace.tb_frame.f_globals.get('__name__', '?')}:{trace.tb_lineno}")
        trace = trace.tb_next
    return frames
