"""The client told of the end of its job: one signed request to the address it gave, tried again for some hours when it fails.

The address is the client's own word, so it must not lead into the network of whoever runs the service: TLS and addresses that anybody may
reach, unless the settings allow otherwise; the connection goes to the very address that was looked at; redirects are not followed.
"""

from __future__ import annotations

import ipaddress
import json
import socket
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError

from api.config import Config
from api.jobs.asked import asked_of, boxed, ending_of
from api.jobs.errors import NotDelivered
from api.proof.keys import Keys
from api.store import jobs, tasks
from api.store.jobs import DELIVERED, UNDELIVERED, WAITING, Job
from api.store.tasks import Task
from api.vault import Vault
from api.wire.deadlines import DEADLINES, Deadline
from api.wire.moments import stamp
from lists.database import writing

PAUSES = (10, 60, 300, 1800, 7200)
"""Seconds between the attempts; after one more the client is given up."""

SECONDS = 10.0
"""How long an attempt may take to connect, and, all of it together, to answer."""

SIGNATURE, KEY, MOMENT = "Screening-Signature", "Screening-Key", "Screening-Timestamp"
"""Headers: Ed25519 (base64) over the moment, a dot, and the body; the id of the public key; the moment."""

_LONGEST = 2_000


def refusal(url: str, config: Config) -> tuple[str, str] | None:
    """What is wrong with an address for callbacks, and what is allowed; None when nothing is. Names are not resolved yet."""
    allowed = ("http:// or https://" if config.callback_http else "https://") + " URL without user name, password or fragment"
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return "is not a URL", allowed
    schemes = {"https", "http"} if config.callback_http else {"https"}
    plain = len(url) <= _LONGEST and url.isascii() and url.isprintable() and " " not in url
    if not plain or parts.scheme not in schemes or not parts.hostname or port == 0:
        return "is not such a URL", allowed
    if parts.username is not None or parts.password is not None or parts.fragment:
        return "holds more than an address", allowed
    try:
        address = ipaddress.ip_address(parts.hostname)
    except ValueError:
        return None
    return None if _is_open(str(address), config) else ("leads to an address that is not public", "an address that anybody may reach")


def deliver(vault: Vault, task: Task, job: Job) -> None:
    """Tell the client. What cannot be delivered now is put back, and given up in the end. Raises `DatabaseError`, `LostLease`."""
    url = asked_of(vault.keys, job).callback or ""
    trouble = None
    try:
        post(url, message(job), vault.keys, vault.config)
    except NotDelivered as error:
        trouble = str(error)
    now = datetime.now(UTC)
    given_up = trouble is not None and task.attempts > len(PAUSES)
    state = DELIVERED if trouble is None else UNDELIVERED if given_up else WAITING
    told = {"attempts": task.attempts, "at": stamp(now), "trouble": trouble}
    ending = {**ending_of(vault.keys, job), "callback": told}
    with writing(vault.engine) as connection:
        if state == WAITING:
            tasks.put_back(connection, task, now + timedelta(seconds=PAUSES[task.attempts - 1]))
        else:
            tasks.finish(connection, task, now)
        jobs.change(connection, job, callback=state, ending=boxed(ending, vault.keys.unwrap(job.key, job.id), job.id, "ending"))


def message(job: Job) -> dict[str, Any]:
    """What the client is told (JSON values): nothing personal, and nothing that asking for the job would not tell."""
    return {
        "job": job.id,
        "state": job.state.value,
        "ended_at": stamp(job.ended_at) if job.ended_at else None,
        "rows": job.rows,
        "counts": {name: getattr(job, name) for name in ("clear", "review", "block", "error")},
    }


def post(url: str, told: Mapping[str, Any], keys: Keys, config: Config) -> None:
    """Send a signed message. Raises `NotDelivered`, saying why."""
    wrong = refusal(url, config)
    if wrong is not None:
        raise NotDelivered(f"the address {wrong[0]}")
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    body = json.dumps(told, separators=(",", ":")).encode()
    moment = stamp(datetime.now(UTC))
    headers = {
        "Host": parts.netloc,
        "Content-Type": "application/json",
        "User-Agent": "sanctions-screening",
        MOMENT: moment,
        KEY: keys.signing_id,
        SIGNATURE: keys.sign(f"{moment}.".encode() + body),
    }
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    with _pool(parts.scheme, host, _address(host, port, config), port) as pool:
        try:
            answer = pool.request("POST", path, body=body, headers=headers, redirect=False, retries=False, preload_content=False)
            status = answer.status
            answer.close()
        except (HTTPError, OSError) as error:
            raise NotDelivered(f"no answer: {type(error).__name__}") from error
    if not 200 <= status < 300:
        raise NotDelivered(f"answered with status {status}")


def _address(host: str, port: int, config: Config) -> str:
    """The address to connect to. Raises `NotDelivered` when the name has none, or one that may not be asked."""
    try:
        found = [str(each[4][0]) for each in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except (OSError, UnicodeError) as error:
        raise NotDelivered("the name of the host has no address") from error
    if not found or not all(_is_open(address, config) for address in found):
        raise NotDelivered("the name of the host leads to an address that is not public")
    return found[0]


def _is_open(address: str, config: Config) -> bool:
    found = ipaddress.ip_address(address.partition("%")[0])
    if config.callback_private:
        return True
    if isinstance(found, ipaddress.IPv6Address):
        inner = _within(found)
        if inner is not None:
            return inner.is_global
        return found in _UNICAST and found.is_global
    return found.is_global and not found.is_multicast


_UNICAST, _TRANSLATED = ipaddress.IPv6Network("2000::/3"), ipaddress.IPv6Network("64:ff9b::/96")
"""Addresses that anybody may have (RFC 4291, 2.4, and the registry of IANA); and those that gateways turn into IPv4 (RFC 6052)."""


def _within(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address that is meant in the end by an IPv6 address of one of the transitions."""
    if address in _TRANSLATED:
        return ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
    return address.ipv4_mapped or address.sixtofour


def _pool(scheme: str, host: str, address: str, port: int) -> Any:
    timeout = urllib3.Timeout(connect=SECONDS, read=SECONDS)
    if scheme == "http":
        plain = urllib3.HTTPConnectionPool(address, port, timeout=timeout)
        plain.ConnectionCls = _Timed
        return plain
    # The certificate is that of the name, whatever address it leads to.
    pool = urllib3.HTTPSConnectionPool(
        address, port, timeout=timeout, server_hostname=host, assert_hostname=host, cert_reqs="CERT_REQUIRED"
    )
    pool.ConnectionCls = _TimedEncrypted
    return pool


class _Timed(HTTPConnection):
    """A connection that is not read from when its time is over: for the library each byte begins that time anew."""

    _deadline: Deadline | None = None

    def connect(self) -> None:
        """Connect, and begin to count."""
        super().connect()
        sock: Any = self.sock
        self._deadline = DEADLINES.begin(lambda: sock, SECONDS)

    def close(self) -> None:
        """Close."""
        if self._deadline is not None:
            DEADLINES.end(self._deadline)
        super().close()


class _TimedEncrypted(_Timed, HTTPSConnection):
    """The same over TLS."""
