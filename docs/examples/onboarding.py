"""Customer onboarding that asks the screening service, and fails closed. To be copied: it needs the standard library and `requests`.

A customer is created, screened, and from then on in one of these states:

    created    not screened yet, or no answer was to be had: nothing may happen
    continues  clear, or found by a person not to be the listed party
    parked     review: a person decides
    blocked    block: nothing happens before compliance has decided
    declined   a person decided that the customer is the listed party

`continues` is reached in two places of this file, one for an answer that proves to be a clear one, one for a person's decision. Whatever
else happens (no connection, a time-out, any other status, a body that cannot be read or says something unexpected) leaves `created`.
"""

from __future__ import annotations

import json
import sqlite3
import time
import uuid
from dataclasses import dataclass
from typing import Any

import requests
import urllib3

CREATED, CONTINUES, PARKED, BLOCKED, DECLINED = "created", "continues", "parked", "blocked", "declined"
"""The states."""

_STATE_AFTER = {"clear": CONTINUES, "review": PARKED, "block": BLOCKED}
_AGAIN = frozenset({408, 429, 500, 502, 503, 504})
_MOST_BYTES = 8_000_000


class NoAnswer(Exception):
    """The service gave no answer that may be relied on; the message says why."""


@dataclass(frozen=True)
class Service:
    """Where to ask and how long to wait. `lists` are those without which no answer is good enough.

    Times in seconds: `connect` and `read` for each step of one try, `whole` for a question with all its tries.
    """

    address: str
    token: str | None = None
    lists: frozenset[str] = frozenset()
    tries: int = 3
    connect: float = 2.0
    read: float = 5.0
    whole: float = 20.0
    pause: float = 0.5

    def outcome(self, question: dict[str, Any], key: str) -> tuple[str, str]:
        """Ask; return outcome and id of the screening. Every try carries the same key, so the service records one screening.

        Raises `NoAnswer`.
        """
        end, reason = time.monotonic() + self.whole, "it was not asked"
        for turn in range(self.tries):
            if turn:
                time.sleep(min(self.pause * 2**turn, max(end - time.monotonic(), 0)))
            if time.monotonic() >= end:
                break
            try:
                status, body = self._sent(question, key, end)
            except (requests.RequestException, urllib3.exceptions.HTTPError, OSError, ValueError) as error:
                reason = f"no answer: {type(error).__name__}"
                continue
            if status == 201:
                return self._understood(body, question)
            reason = f"status {status}"
            if status not in _AGAIN:
                break  # asked wrongly: the same question will not get another answer
        raise NoAnswer(reason)

    def _sent(self, question: dict[str, Any], key: str, end: float) -> tuple[int, bytes]:
        headers = {"Idempotency-Key": key, "Accept-Encoding": "identity"}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        url, limits = f"{self.address}/v1/screenings", (self.connect, self.read)
        # A redirect is no answer, and would carry customer data to wherever it leads.
        with requests.post(url, json=question, headers=headers, timeout=limits, allow_redirects=False, stream=True) as answer:
            body = bytearray()
            while part := answer.raw.read1(65_536):
                body += part
                if len(body) > _MOST_BYTES or time.monotonic() > end:
                    raise TimeoutError("the answer is too long, or took too long")
            if int(answer.headers.get("Content-Length", len(body))) != len(body):
                raise TimeoutError("the answer was cut off")
            return answer.status_code, bytes(body)

    def _understood(self, body: bytes, question: dict[str, Any]) -> tuple[str, str]:
        """The outcome, if this is a whole screening of this customer against every list that must be there; else `NoAnswer`."""
        try:
            found = json.loads(body)
            outcome, screening, reference = found["outcome"], found["id"], found["reference"]
            hits, screened = found["hits_total"], {one["id"] for one in found["lists"]}
            known = isinstance(outcome, str) and outcome in _STATE_AFTER and type(hits) is int
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise NoAnswer(f"the answer cannot be read: {type(error).__name__}") from error
        if reference != question["reference"] or not isinstance(screening, str) or not screening:
            raise NoAnswer("the answer is to another question")
        if not screened or self.lists - screened:
            raise NoAnswer(f"not screened against {', '.join(sorted(self.lists - screened)) or 'any list'}")
        if not known or (outcome == "clear") != (hits == 0):
            raise NoAnswer(f"unexpected outcome {outcome!r} with {hits!r} hits")
        return outcome, screening


class Onboarding:
    """Customers and their states, in a database. What must not be lost is written before anything that depends on it happens."""

    def __init__(self, database: sqlite3.Connection, service: Service) -> None:
        self._database, self._service = database, service
        self._database.execute(
            "CREATE TABLE IF NOT EXISTS customers (number TEXT PRIMARY KEY, question TEXT NOT NULL, state TEXT NOT NULL, "
            "key TEXT NOT NULL, screening TEXT, reason TEXT, decided_by TEXT)"
        )

    def create(self, number: str, **facts: Any) -> str:
        """Create a customer (`name`, and what is known: `birth_date`, `countries` ...) and screen it; return the state."""
        question = json.dumps({"reference": number, **facts})
        with self._database:
            row = (number, question, CREATED, str(uuid.uuid4()))
            self._database.execute("INSERT INTO customers (number, question, state, key) VALUES (?, ?, ?, ?)", row)
        return self.screen(number)

    def screen(self, number: str) -> str:
        """Screen a customer that is `created`, the first time or again; return the state. Any other stays as it is."""
        question, state, key = self._row(number, "question, state, key")
        if state != CREATED:
            return str(state)
        try:
            outcome, screening = self._service.outcome(json.loads(question), key)
        except NoAnswer as error:
            self._move(number, CREATED, CREATED, reason=str(error))
            return CREATED
        self._move(number, CREATED, _STATE_AFTER[outcome], screening=screening, reason=None)
        return self.state(number)

    def decide(self, number: str, *, is_listed: bool, by: str, reason: str) -> str:
        """Take a person's decision on a customer that is parked or blocked; return the state. Raises `ValueError` for any other."""
        if not by.strip() or not reason.strip():
            raise ValueError("a decision needs a person and a reason")
        state = self.state(number)
        if state not in {PARKED, BLOCKED}:
            raise ValueError(f"customer {number} is {state}: there is nothing to decide")
        if not self._move(number, state, DECLINED if is_listed else CONTINUES, reason=reason, decided_by=by):
            raise ValueError(f"customer {number} was decided by somebody else meanwhile")
        return self.state(number)

    def state(self, number: str) -> str:
        """The state of a customer. Raises `KeyError`."""
        return str(self._row(number, "state")[0])

    def _row(self, number: str, columns: str) -> tuple[Any, ...]:
        row = self._database.execute(f"SELECT {columns} FROM customers WHERE number = ?", (number,)).fetchone()  # noqa: S608 (ours)
        if row is None:
            raise KeyError(number)
        return tuple(row)

    def _move(self, number: str, before: str, after: str, **facts: str | None) -> bool:
        """From one state to another, unless somebody was quicker."""
        names = "".join(f", {name} = ?" for name in facts)
        values = (after, *facts.values(), number, before)
        with self._database:
            moved = self._database.execute(f"UPDATE customers SET state = ?{names} WHERE number = ? AND state = ?", values)  # noqa: S608 (ours)
        return moved.rowcount == 1
