"""How many requests a caller may make in a minute, counted over a sliding window.

The counts are kept in the memory of each worker, or exactly, for all workers and machines together, in Redis. While Redis cannot be
reached each worker counts for itself and the log says so: limits weaken to that, they do not end, nor does the service.
"""

from __future__ import annotations

import math
import time
from typing import Any

from flask import Flask, Response, g
from flask_limiter import Limiter
from limits.errors import StorageError

from api.access.settings import REDIS
from api.caller import Caller, current_caller
from api.wire.log import LOG

WINDOW = 60
"""Seconds of the window."""

_STRATEGY = "sliding-window-counter"
_REDIS_OPTIONS: dict[str, Any] = {"socket_connect_timeout": 1, "socket_timeout": 1, "wrap_exceptions": True}


class _Spoken:
    """Flask-Limiter's own log, in the service's: without the addresses and credentials that an exception's text may hold."""

    def __init__(self, log: Any) -> None:
        self._log = log

    def info(self, message: str, *_: Any, **__: Any) -> None:
        """Each refusal is in the log anyway, as any other answer."""

    debug = info

    def warning(self, message: str, *_: Any, **__: Any) -> None:
        """The storage is gone, or back."""
        self._log.warning("rate limits", reason=message if "%" not in message else "counted by each worker for itself")

    error = exception = warning


def limit_requests(app: Flask, rate: int, storage: str) -> Limiter:
    """Limit every request of a known caller to `rate` in a minute, or to the caller's own rate; say in headers what is left.

    `storage` is ``memory://`` or the URL of a Redis. To be called after whatever finds out who asks has been registered.
    """
    limiter = Limiter(
        key_func=lambda: _counted_as(current_caller()),
        application_limits=[lambda: f"{current_caller().rate or rate} per minute"],
        storage_uri=storage,
        storage_options=_REDIS_OPTIONS if storage.startswith(REDIS) else {},
        strategy=_STRATEGY,
        in_memory_fallback_enabled=storage.startswith(REDIS),
        key_prefix="screening",
    )
    limiter.logger = _Spoken(app.extensions[LOG])  # type: ignore[assignment]
    limiter.request_filter(lambda: not _is_counted())
    limiter.init_app(app)

    @app.after_request
    def tell(response: Response) -> Response:
        return _tell(limiter, response)

    return limiter


def _counted_as(caller: Caller) -> str:
    # By name, not by key: two keys that overlap in a rotation are one client.
    return f"{caller.tenant}/{caller.name}"


def _is_counted() -> bool:
    """Whether somebody in particular asks: not in the open, where nobody is told apart, nor for what is public."""
    return "caller" in g and current_caller().roles is not None


def _tell(limiter: Limiter, response: Response) -> Response:
    """Add the RateLimit headers: those of draft-ietf-httpapi-ratelimit-headers, and the three that went before and clients know."""
    counted = limiter.current_limit
    if counted is None:
        return response
    try:
        left, seconds = counted.remaining, max(0, math.ceil(counted.reset_at - time.time()))
    except StorageError:
        return response  # already in the log; a header is not worth failing an answer
    amount = counted.limit.amount
    response.headers["RateLimit-Policy"] = f'"caller";q={amount};w={WINDOW}'
    response.headers["RateLimit"] = f'"caller";r={left};t={seconds}'
    response.headers["RateLimit-Limit"] = str(amount)
    response.headers["RateLimit-Remaining"] = str(left)
    response.headers["RateLimit-Reset"] = str(seconds)
    if counted.breached:
        response.headers["Retry-After"] = str(max(1, seconds))
    return response
