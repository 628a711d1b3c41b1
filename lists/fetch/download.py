"""One file from one address: conditional, tried again with patience, within limits of time and size, whole or not at all."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import requests
from urllib3.exceptions import HTTPError

from lists.errors import CannotStore, FetchError
from lists.fetch.content import HEAD_BYTES, refuse_wrong_content, unpacked
from lists.store.files import FetchedFile

AGENT = "sanctions-screening"
TRY_AGAIN = frozenset({429, 500, 502, 503, 504})
REDIRECTS = frozenset({301, 302, 303, 307, 308})
_CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class Limits:
    """How long and how much. `connect` and `silence` (between two bytes) and `total` (one try, all redirects) are in seconds, `size`
    in bytes unpacked. `tries` counts the first one; between them passes `pause` seconds, each time twice as long, or what the
    server asks for, up to `patience` seconds.
    """

    connect: float = 15.0
    silence: float = 30.0
    total: float = 900.0
    size: int = 600_000_000
    tries: int = 4
    pause: float = 2.0
    patience: float = 120.0
    redirects: int = 5


@dataclass(frozen=True, slots=True)
class Download:
    """A file as fetched: where it lies (None: it has not changed), and what the server said about it."""

    path: Path | None
    file: FetchedFile


class _TryAgain(FetchError):
    """Trouble that may pass; never leaves this module."""

    def __init__(self, reason: str, wait: float | None = None) -> None:
        self.reason = reason
        self.wait = wait
        super().__init__(reason)


def download(
    address: str,
    target: Path,
    format_name: str,
    *,
    hosts: Collection[str] = (),
    known: FetchedFile | None = None,
    limits: Limits | None = None,
    allow_http: bool = False,
    session: requests.Session | None = None,
    sleep: Callable[[float], None] = time.sleep,
) -> Download:
    """Fetch the file at an address to `target`, which appears only when it is whole.

    With `known`, the server is asked for it only if it changed. Redirects lead to `hosts`, or the address's own, and nowhere else;
    plain http is refused unless `allow_http`. Raises `FetchError`, naming the address and the reason, when the file cannot be
    had or is not what it should be, and `CannotStore` when it cannot be written.
    """
    limits = limits or Limits()
    asked = _Asked(address, frozenset({*hosts, urlsplit(address).hostname or ""}), format_name, known, limits, allow_http)
    with session or requests.Session() as used:
        for attempt in range(1, limits.tries + 1):
            try:
                return _attempt(used, asked, target)
            except _TryAgain as trouble:
                wait = trouble.wait if trouble.wait is not None else limits.pause * 2 ** (attempt - 1)
                if wait > limits.patience:
                    raise FetchError(f"{address} {trouble.reason}, and asks to come back in {wait:.0f} seconds") from trouble
                if attempt == limits.tries:
                    raise FetchError(f"{address} {trouble.reason} (tried {attempt} times)") from trouble
                sleep(wait)
    raise FetchError(f"{address} was never tried: {limits.tries} tries are allowed")


@dataclass(frozen=True, slots=True)
class _Asked:
    address: str
    hosts: frozenset[str]
    format_name: str
    known: FetchedFile | None
    limits: Limits
    allow_http: bool


def _attempt(session: requests.Session, asked: _Asked, target: Path) -> Download:
    deadline = time.monotonic() + asked.limits.total
    try:
        response = _response(session, asked, deadline)
        with response:
            if response.status_code == 304 and asked.known:
                return Download(None, asked.known)
            _refuse_status(response, asked)
            return _save(response, asked, target, deadline)
    except (requests.ConnectionError, requests.Timeout, HTTPError) as error:
        raise _TryAgain(f"broke off: {_said(error)}") from error
    except requests.RequestException as error:
        raise FetchError(f"{asked.address} cannot be fetched: {_said(error)}") from error
    except _TryAgain:
        raise
    except FetchError as error:
        if str(error).startswith(asked.address):
            raise
        raise FetchError(f"{asked.address} {error}") from error


def _response(session: requests.Session, asked: _Asked, deadline: float) -> requests.Response:
    headers = {"User-Agent": AGENT, "Accept": "*/*", "Accept-Encoding": "gzip"}
    if asked.known and asked.known.etag:
        headers["If-None-Match"] = asked.known.etag
    if asked.known and asked.known.last_modified:
        headers["If-Modified-Since"] = asked.known.last_modified
    address, limits = asked.address, asked.limits
    for _ in range(limits.redirects + 1):
        _refuse_address(address, asked)
        if time.monotonic() > deadline:
            raise _TryAgain(f"took longer than {limits.total:.0f} seconds")
        response = session.get(address, headers=headers, stream=True, allow_redirects=False, timeout=(limits.connect, limits.silence))
        if response.status_code not in REDIRECTS:
            return response
        response.close()
        where = response.headers.get("Location")
        if not where:
            raise FetchError(f"answers {response.status_code} and does not say where to go")
        address = urljoin(address, where)
    raise FetchError(f"redirects more than {limits.redirects} times")


def _refuse_address(address: str, asked: _Asked) -> None:
    parts = urlsplit(address)
    through = "" if address == asked.address else f"redirects to {parts.scheme}://{parts.hostname}: "
    if parts.scheme != "https" and not (asked.allow_http and parts.scheme == "http"):
        raise FetchError(f"{through}only https is accepted, not {parts.scheme or 'nothing'}")
    if parts.hostname not in asked.hosts:
        raise FetchError(f"{through}not a host of the publisher (allowed: {', '.join(sorted(asked.hosts))})")


def _refuse_status(response: requests.Response, asked: _Asked) -> None:
    status = response.status_code
    if status in TRY_AGAIN:
        raise _TryAgain(f"answers {status}", _asked_to_wait(response))
    if status != 200:
        raise FetchError(f"{asked.address} answers {status}, where 200 is wanted")


def _asked_to_wait(response: requests.Response) -> float | None:
    said = response.headers.get("Retry-After", "").strip()
    if said.isdecimal():
        return float(said)
    try:
        moment = parsedate_to_datetime(said)
    except ValueError:
        return None
    if moment.tzinfo is None:
        return None
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())


def _save(response: requests.Response, asked: _Asked, target: Path, deadline: float) -> Download:
    partial = target.with_name(f".{target.name}.{os.getpid()}.partial")
    digest = hashlib.sha256()
    head = b""
    try:
        with partial.open("wb") as file:
            chunks = _wire(response, asked.limits, deadline)
            for chunk in unpacked(chunks, response.headers.get("Content-Encoding", ""), asked.limits.size):
                if len(head) < HEAD_BYTES:
                    head += chunk[: HEAD_BYTES - len(head)]
                digest.update(chunk)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        refuse_wrong_content(head, response.headers.get("Content-Type", ""), asked.format_name)
        partial.replace(target)
    except OSError as error:
        if isinstance(error, requests.RequestException):
            raise
        raise CannotStore(f"{target} cannot be written: {error.strerror or error}") from error
    finally:
        partial.unlink(missing_ok=True)
    headers = response.headers
    return Download(target, FetchedFile(asked.address, headers.get("ETag"), headers.get("Last-Modified"), digest.hexdigest()))


def _wire(response: requests.Response, limits: Limits, deadline: float) -> Iterator[bytes]:
    """The bytes as they come over the wire, still packed: each read returns what is there, so that a drip meets the deadline."""
    stated = response.headers.get("Content-Length", "")
    if stated.isdecimal() and int(stated) > limits.size:
        raise FetchError(f"is {stated} bytes long, more than {limits.size}")
    size = 0
    while chunk := response.raw.read1(_CHUNK, decode_content=False):
        size += len(chunk)
        yield chunk
        if time.monotonic() > deadline:
            raise _TryAgain(f"took longer than {limits.total:.0f} seconds")
    if stated.isdecimal() and size != int(stated):
        raise _TryAgain(f"was cut off: {size} of {stated} bytes came")


def _said(error: Exception) -> str:
    # Of a host that is not there the innermost reason says all; the others repeat the address.
    inner: BaseException | None = error
    while inner is not None:
        if isinstance(inner, OSError) and inner.strerror and not isinstance(inner, requests.RequestException):
            return str(inner.strerror)
        inner = inner.__cause__ or inner.__context__
    return f"{type(error).__name__}: {error}".partition("\n")[0][:300]
