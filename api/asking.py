"""One question or many: screened, put on record, and only then answered. The same for HTTP and the command line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from api.batch import arranged, screen_rows
from api.caller import Caller
from api.catalogue import Catalogue
from api.errors import InvalidBody
from api.record import Screening, screen_all
from api.recording import Answered, batch_entry, entry_of, idempotency_of, put_on_record, refusal_entry, refuse_another_body
from api.retrieving import screening_record, stored_answer, stored_batch
from api.schemas.batch import ERROR
from api.schemas.query import QuerySchema, load
from api.schemas.screening import ScreeningSchema, screening_view
from api.store.append import Stored
from api.store.entry import Idempotency
from api.store.reading import answered_before
from api.vault import Vault
from api.wire.identity import uuid7_at
from api.wire.moments import to_milliseconds

_ANSWER = ScreeningSchema()


class Given(NamedTuple):
    """An answer (JSON values) and the screenings behind it; none when it was given before, under the same idempotency key."""

    answer: dict[str, Any]
    screenings: tuple[Screening, ...]
    repeated: bool = False


def ask_one(document: Any, catalogue: Catalogue, vault: Vault, caller: Caller, key: str | None = None) -> Given:
    """Screen the query that `document` is the body of, and record it.

    Raises `InvalidBody`; `NotRecorded` when it could not be stored; `KeyReused` when the idempotency key `key` came with another body.
    """
    now = to_milliseconds(datetime.now(UTC))
    idempotency = idempotency_of(vault, caller, key, document, now) if key is not None else None
    before = _before(vault, caller, idempotency, now)
    if before:
        return _one_again(vault, caller, before)
    question, problems = load(QuerySchema(**catalogue.scopes), document)
    if problems:
        raise InvalidBody(problems)
    [screening] = screen_all([question], catalogue)
    answer = _ANSWER.dump(screening_view(screening))
    entry = entry_of(Answered(screening, document, answer), caller, vault, idempotency=idempotency)
    [stored] = put_on_record(vault, [entry], catalogue.index)
    return _one_again(vault, caller, stored) if stored.repeated else Given(answer, (screening,))


def ask_many(rows: Sequence[Any], catalogue: Catalogue, vault: Vault, caller: Caller, key: str | None = None) -> Given:
    """Screen every row of a batch that can be screened, and record all of it at once.

    Raises `NotRecorded`, `KeyReused`.
    """
    now = to_milliseconds(datetime.now(UTC))
    idempotency = idempotency_of(vault, caller, key, list(rows), now) if key is not None else None
    before = _before(vault, caller, idempotency, now)
    if before:
        return _many_again(vault, caller, before)
    batch = uuid7_at(now)
    screened = screen_rows(rows, catalogue)
    refused = [row for row in screened.results if row["status"] == ERROR]
    entries = [batch_entry(batch, now, caller, rows=len(rows), refused=len(refused), idempotency=idempotency)]
    entries += [refusal_entry(row, vault, batch, now, caller) for row in refused]
    for place, screening in screened.screenings.items():
        answer = {name: value for name, value in screened.results[place].items() if name not in {"index", "status"}}
        entries.append(entry_of(Answered(screening, rows[place], answer), caller, vault, place=place, batch=batch))
    stored = put_on_record(vault, entries, catalogue.index)[0]
    if stored.repeated:
        return _many_again(vault, caller, stored)
    return Given(arranged(batch, screened.results), tuple(screened.screenings.values()))


def _before(vault: Vault, caller: Caller, idempotency: Idempotency | None, now: datetime) -> Stored | None:
    if idempotency is None:
        return None
    found = answered_before(vault.engine, caller.tenant, caller.name, idempotency.key, now)
    return Stored(found[0], repeated=True, same_body=found[1] == idempotency.body) if found else None


def _one_again(vault: Vault, caller: Caller, stored: Stored) -> Given:
    refuse_another_body(stored)
    return Given(stored_answer(vault, screening_record(vault, caller.tenant, stored.id)), (), repeated=True)


def _many_again(vault: Vault, caller: Caller, stored: Stored) -> Given:
    refuse_another_body(stored)
    return Given(arranged(stored.id, stored_batch(vault, caller.tenant, stored.id)), (), repeated=True)
