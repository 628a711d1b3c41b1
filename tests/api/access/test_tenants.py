"""Every statement that a request makes is bound to the caller's tenant: watched at the database while every operation is asked."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import flask
import pytest
import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.sql import visitors
from sqlalchemy.sql.elements import BinaryExpression, BindParameter

from api.access.endpoints import ENDPOINTS
from api.access.roles import Permission, Role
from api.caller import Caller
from api.jobs.worker import JobWorker
from api.store import keys
from api.store.tables import metadata
from api.vault import EXTENSION
from api.wire.log import LOG
from tests.api.access.serving import bearer, new_key, service

TENANTS = {table for table in metadata.tables.values() if "tenant" in table.c}
WHO_ASKS = (keys._BY_ID, keys._ANY)
"""Asked before the tenant is known: a key by its id, and whether there is any key."""

OF_TENANTS = {name for name, asked in ENDPOINTS.items() if isinstance(asked, Permission) and not name.startswith(("lists.", "why."))}
"""Endpoints that work on what belongs to a tenant: all but those of the lists, which belong to everybody."""

Statement = sa.Select[Any] | sa.Update | sa.Delete


def loose(statement: sa.ClauseElement) -> set[str]:
    """Tables with tenants in them that the statement reads or changes without comparing the tenant of their rows."""
    reads = {each for each in visitors.iterate(statement) if isinstance(each, sa.Table) and each in TENANTS}
    if isinstance(statement, sa.Update | sa.Delete) and statement.table in TENANTS:
        reads.add(statement.table)
    return {table.name for table in reads if not any(_compares(each, table) for each in visitors.iterate(statement))}


def _compares(element: Any, table: sa.Table) -> bool:
    if not isinstance(element, BinaryExpression) or element.operator.__name__ not in {"eq", "in_op"}:
        return False
    return any(getattr(side, "table", None) is table and getattr(side, "name", None) == "tenant" for side in (element.left, element.right))


def tenants_named(statement: sa.ClauseElement, values: dict[str, Any]) -> set[Any]:
    """The tenants that the statement compares with, when it is run with these values."""
    named = set()
    for element in visitors.iterate(statement):
        if (
            isinstance(element, BinaryExpression)
            and getattr(element.left, "name", None) == "tenant"
            and isinstance(element.right, BindParameter)
        ):
            value = values.get(element.right.key, element.right.value)
            named |= set(value) if isinstance(value, list | tuple | set) else {value}
    return named


class Watched:
    """Statements that requests made, each with the tenant of its caller."""

    def __init__(self, engine: sa.Engine) -> None:
        self.made: list[tuple[str, Any, dict[str, Any]]] = []
        self.endpoints: set[str | None] = set()
        event.listen(engine, "before_execute", self.note)

    def note(self, _: Any, statement: Any, many: Any, values: Any, __: Any) -> None:
        if isinstance(statement, sa.Select | sa.Update | sa.Delete) and flask.has_request_context():
            self.endpoints.add(flask.request.endpoint)
            assert not many
            self.made.append((flask.g.caller.tenant if "caller" in flask.g else "", statement, dict(values)))


@pytest.fixture
def asked(tmp_path, database: str) -> Iterator[tuple[list[int], Watched]]:
    """What every operation answered to a caller who may do everything, and the statements behind it."""
    app = service(tmp_path, database=database, rate_limit=1_000_000)
    vault = app.extensions[EXTENSION]
    key = new_key(app, "everything", tuple(Role), "bank-a")
    new_key(app, "everything", tuple(Role), "bank-b")
    watched = Watched(vault.engine)
    client = app.test_client()

    def ask(method: str, path: str, body: Any = None, **headers: str) -> Any:
        answer = client.open(path, method=method, buffered=True, headers={**bearer(key.text), **headers}, json=body)
        codes.append(answer.status_code)
        return answer.json

    codes: list[int] = []
    query = {"name": "王君正", "reference": "customer-4711"}
    for _ in range(2):
        screened = ask("POST", "/v1/screenings", query, **{"Idempotency-Key": "one"})
    ask("POST", "/v1/screenings/batch", {"queries": [query, {"name": "A. Nobody", "reference": "customer-4712"}]})
    vault.sealer.seal()
    one = f"/v1/screenings/{screened['id']}"
    for path in (
        "/v1/screenings",
        "/v1/screenings?outcome=clear&limit=1",
        one,
        f"{one}/receipt",
        "/v1/audit/keys",
        "/v1/audit/checkpoint",
        "/v1/audit/acts",
    ):
        ask("GET", path)
    ask("POST", f"{one}/replay", {"on": "recorded"})
    ask("POST", f"{one}/replay", {"on": "current"})
    subject = f"/v1/subjects/{ask('POST', '/v1/subjects/search', {'reference': 'customer-4711'})['subject']}"
    hold = ask("POST", f"{subject}/holds", {"reason": "case 1"})["id"]
    ask("GET", "/v1/holds")
    ask("POST", f"/v1/holds/{hold}/lift", {})
    ask("POST", f"{subject}/erasure", {})
    spare = ask("POST", "/v1/keys", {"name": "spare", "roles": ["screener"]})["id"]
    ask("GET", "/v1/keys")
    ask("GET", f"/v1/keys/{spare}")
    ask("PATCH", f"/v1/keys/{spare}", {"roles": ["analyst"]})
    ask("POST", f"/v1/keys/{spare}/rotation", {})
    ask("DELETE", f"/v1/keys/{spare}")
    _ask_for_jobs(ask, vault, key.text, app, codes)
    yield codes, watched
    vault.close()


def _ask_for_jobs(ask: Any, vault: Any, key: str, app: flask.Flask, codes: list[int]) -> None:
    """Everything about jobs and files."""

    def sent(path: str) -> str:
        parts = {"file": (BytesIO(b"id,name\n1,Adrian Zenz\n2,!!!\n3,Adrian Zenz\n"), "customers.csv")}
        answer = app.test_client().post(path, data=parts, content_type="multipart/form-data", headers=bearer(key))
        codes.append(answer.status_code)
        made: str = answer.json["id"]
        return made

    worker = JobWorker(vault, app.extensions[LOG])
    file = sent("/v1/files")
    ask("GET", f"/v1/files/{file}")
    stopped = ask("POST", "/v1/jobs", {"file": file}, **{"Idempotency-Key": "two"})["id"]
    ask("POST", f"/v1/jobs/{stopped}/cancel", {})
    ask("DELETE", f"/v1/files/{file}")
    done = sent("/v1/jobs")
    while worker.run_once():
        pass
    for path in ("/v1/jobs?state=done&limit=1", f"/v1/jobs/{done}", f"/v1/jobs/{done}/results", f"/v1/jobs/{done}/events"):
        ask("GET", path)
    ask("DELETE", f"/v1/jobs/{done}")


def test_every_statement_of_every_operation_is_bound_to_the_tenant_of_its_caller(asked) -> None:
    codes, watched = asked
    assert set(codes) <= {200, 201, 202}
    assert watched.endpoints >= OF_TENANTS, "ask the new operation in this test, too"
    for tenant, statement, values in watched.made:
        if statement in WHO_ASKS or str(statement).startswith("UPDATE api_keys SET last_used_at"):
            continue
        assert loose(statement) == set(), str(statement)
        assert tenants_named(statement, values) <= {tenant}, str(statement)


@pytest.mark.parametrize(
    "statement",
    [
        sa.select(metadata.tables["records"]),
        sa.select(metadata.tables["records"]).where(metadata.tables["records"].c.id == "x"),
        sa.select(metadata.tables["chain"]).join(metadata.tables["records"]),
        sa.update(metadata.tables["holds"]).where(metadata.tables["holds"].c.id == "x").values(reason="y"),
        sa.delete(metadata.tables["idempotency"]),
        sa.select(metadata.tables["records"].c.id).where(metadata.tables["subjects"].c.tenant == "bank-a"),
    ],
    ids=str,
)
def test_a_statement_that_is_not_bound_is_noticed(statement: Statement) -> None:
    assert loose(statement)


def test_the_tenant_of_the_default_caller_is_a_tenant_as_any_other() -> None:
    assert Caller().tenant == "default"
