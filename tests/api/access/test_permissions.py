"""Every operation, with every role and from another tenant, over HTTP: made from the application's own routes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from io import BytesIO
from tempfile import mkdtemp
from typing import Any, NamedTuple

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from api import create_app
from api.access.administration import Administrator, Wanted
from api.access.endpoints import ENDPOINTS, PUBLIC
from api.access.events import recorder
from api.access.roles import GRANTS, Role
from api.caller import Caller
from api.config import Config
from api.jobs.worker import JobWorker
from api.vault import EXTENSION as VAULT
from api.wire.log import LOG
from tests.api.conftest import problem_in
from tests.databases import emptied
from tests.source_tree import ROOT

ROLES = {role.value: (role,) for role in Role} | {"every role": tuple(Role)}


class World(NamedTuple):
    """A service with keys: of each role in the tenant bank-a, of every role in bank-b; and something of bank-a to ask for."""

    app: Flask
    keys: dict[str, str]
    stranger: str
    theirs: dict[str, str]

    def ask(self, method: str, path: str, key: str | None, **options: Any) -> TestResponse:
        headers = {"Authorization": f"Bearer {key}"} if key is not None else {}
        return self.app.test_client().open(path, method=method, headers=headers, buffered=True, **options)


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """One service for all tests of the module; those that change something change what no other looks at."""
    database = emptied(request.getfixturevalue("postgres_server")) if request.param == "postgresql" else None
    data = str(tmp_path_factory.mktemp("data"))
    app = create_app(Config(log_level="critical", data=data, database=database, rate_limit=1_000_000))
    vault = app.extensions[VAULT]
    administrator = Administrator(vault.engine, recorder(vault), vault.sealer.notice)
    made = {name: administrator.create(Caller(), "bank-a", Wanted(name.replace(" ", "-"), roles)) for name, roles in ROLES.items()}
    stranger = administrator.create(Caller(), "bank-b", Wanted("stranger", tuple(Role)))
    keys = {name: shown.text for name, shown in made.items()}
    world = World(app, keys, stranger.text, {})
    screened = world.ask("POST", "/v1/screenings", keys["screener"], json={"name": "王君正", "reference": "customer-4711"})
    subject = world.ask("POST", "/v1/subjects/search", keys["approver"], json={"reference": "customer-4711"}).json["subject"]
    hold = world.ask("POST", f"/v1/subjects/{subject}/holds", keys["approver"], json={"reason": "case 1"}).json["id"]
    world.ask("POST", "/v1/screenings", stranger.text, json={"name": "A. Nobody", "reference": "customer-of-b"})
    done = world.ask("POST", "/v1/jobs", keys["screener"], **_with_file()).json["id"]
    worker = JobWorker(vault, app.extensions[LOG])
    while worker.run_once():
        pass
    uploaded = world.ask("POST", "/v1/files", keys["screener"], **_with_file()).json["id"]
    waiting = world.ask("POST", "/v1/jobs", keys["screener"], json={"file": uploaded}).json["id"]
    vault.sealer.seal()
    world.theirs.update(
        job_id=done,
        waiting=waiting,
        file_id=uploaded,
        screening_id=screened.json["id"],
        key_id=administrator.create(Caller(), "bank-a", Wanted("spare", ("screener",))).key.id,
        subject=subject,
        hold=hold,
    )
    yield world
    vault.close()


class Operation(NamedTuple):
    """One operation: its endpoint, method and path, with what stands in the path as a Flask rule has it."""

    endpoint: str
    method: str
    rule: str


CUSTOMERS = b"id,name\ncustomer-4711,Adrian Zenz\n"


def _with_file(content: bytes = CUSTOMERS) -> dict[str, Any]:
    """A body with a file in it."""
    return {"data": {"file": (BytesIO(content), "customers.csv")}, "content_type": "multipart/form-data"}


PLACE = re.compile(r"<(?:\w+:)?(\w+)>")


def in_document(rule: str) -> str:
    """A Flask rule as OpenAPI writes it."""
    return PLACE.sub(r"{\1}", rule)


def operations() -> list[Operation]:
    """Every route of the application, but for what Flask answers by itself."""
    app = create_app(Config(log_level="critical", data=mkdtemp(), lists=("ca-gac",)))
    return sorted(
        Operation(rule.endpoint, method, rule.rule)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    )


OPERATIONS = operations()
GUARDED = [each for each in OPERATIONS if ENDPOINTS.get(each.endpoint) != PUBLIC]
BODIES = {
    "screenings.screen_one": {"name": "王君正"},
    "screenings.screen_batch": {"queries": [{"name": "王君正"}]},
    "screenings.replay_screening": {"on": "recorded"},
    "subjects.find": {"reference": "customer-4711"},
    "subjects.erase_subject": {"not": "meant"},
    "subjects.hold_subject": {"reason": ""},
    "subjects.lift": {"not": "meant"},
    "why.why_party": {"name": "Reinhard Schmidt", "party": "cn-mfa:reinhard-butikofer"},
    "jobs.create_job": {"file": "none"},
    "jobs.cancel_job": {"not": "meant"},
    "keys.make_key": {"name": "", "roles": ["screener"]},
    "keys.change_key": {"roles": []},
    "keys.rotate_key": {"overlap_hours": -1},
}
PLACES = {"list_id": "cn-mfa", "party_id": "cn-mfa:reinhard-butikofer", "filename": "docs.js"}


def named(operation: Operation) -> str:
    """What a test of the operation is called."""
    return f"{operation.method} {operation.rule}"


def path_of(operation: Operation, world: World) -> str:
    """The path of the operation, with ids of what is there; what would be deleted is what cannot be yet."""
    waiting = {"job_id": world.theirs["waiting"]} if operation.endpoint == "jobs.delete_job" else {}
    return PLACE.sub(lambda found: {**PLACES, **world.theirs, **waiting}[found[1]], operation.rule)


def body_of(operation: Operation) -> dict[str, Any]:
    """A body, or parameters, the operation can be asked with; for those that would change keys one that is refused when it comes to it."""
    if operation.endpoint == "lists.changes_of_list":
        return {"query_string": {"since": "2099-01-01"}}
    if operation.endpoint == "files.upload_file":
        return _with_file(b"")
    return {"json": BODIES[operation.endpoint]} if operation.endpoint in BODIES else {}


every_operation = pytest.mark.parametrize("operation", OPERATIONS, ids=named)
every_guarded_operation = pytest.mark.parametrize("operation", GUARDED, ids=named)


def test_every_endpoint_has_an_entry_in_the_table_and_every_entry_an_endpoint() -> None:
    assert {each.endpoint for each in OPERATIONS} == set(ENDPOINTS)


def test_what_is_public_is_what_health_and_documentation_need() -> None:
    assert {each for each, asked in ENDPOINTS.items() if asked == PUBLIC} == {
        "health.healthz",
        "health.readyz",
        "pages.home",
        "pages.docs",
        "pages.openapi",
        "pages.static",
    }


@every_operation
def test_whoever_is_not_known_gets_401_where_it_is_not_public(world: World, operation: Operation) -> None:
    answer = world.ask(operation.method, path_of(operation, world), None, **body_of(operation))
    if ENDPOINTS[operation.endpoint] == PUBLIC:
        assert answer.status_code in {200, 302, 404}
    else:
        assert problem_in(answer, 401)["type"].endswith(":unauthenticated")
        assert answer.headers["WWW-Authenticate"] == 'Bearer realm="screening"'


@every_guarded_operation
def test_bad_credentials_get_401_and_are_not_repeated(world: World, operation: Operation) -> None:
    key = world.keys["operator"]
    bad = key[:-1] + ("a" if key[-1] != "a" else "b")
    answer = world.ask(operation.method, path_of(operation, world), bad, **body_of(operation))
    problem_in(answer, 401)
    assert answer.headers["WWW-Authenticate"].startswith('Bearer realm="screening", error="invalid_token", error_description="')
    assert bad[17:] not in answer.get_data(as_text=True) + str(answer.headers)


@every_guarded_operation
@pytest.mark.parametrize("role", ROLES)
def test_a_role_may_do_what_the_table_says_and_no_more(world: World, operation: Operation, role: str) -> None:
    asked = ENDPOINTS[operation.endpoint]
    answer = world.ask(operation.method, path_of(operation, world), world.keys[role], **body_of(operation))
    if any(asked in GRANTS[each] for each in ROLES[role]):
        # Let in: the operation answers, or refuses the body, or the moment, that was made for that.
        assert answer.status_code in {200, 201, 409, 422}, answer.text
    else:
        problem = problem_in(answer, 403)
        assert str(asked) in problem["detail"]
        assert problem["allowed"]
        assert answer.headers["WWW-Authenticate"] == 'Bearer realm="screening", error="insufficient_scope"'


@every_guarded_operation
def test_another_tenant_sees_nothing_of_it_whatever_its_roles(world: World, operation: Operation) -> None:
    answer = world.ask(operation.method, path_of(operation, world), world.stranger, **_sound_body(operation))
    if set(_places(operation)) & set(world.theirs):
        problem_in(answer, 404)
    else:
        assert answer.status_code in {200, 201, 202}, answer.text
    said = answer.get_data(as_text=True)
    assert not [each for each in world.theirs.values() if each in said]
    assert "bank-a" not in said
    assert "customer-4711" not in said


def _sound_body(operation: Operation) -> dict[str, Any]:
    sound = {
        "subjects.find": {"reference": "customer-of-b"},
        "subjects.erase_subject": {},
        "subjects.hold_subject": {"reason": "case 2"},
        "subjects.lift": {},
        "jobs.cancel_job": {},
        "keys.make_key": {"name": "theirs", "roles": ["screener"]},
        "keys.change_key": {"roles": ["screener"]},
        "keys.rotate_key": {},
    }
    if operation.endpoint in {"jobs.create_job", "files.upload_file"}:
        return _with_file(b"id,name\ncustomer-of-b,A. Nobody\n")
    return {"json": sound[operation.endpoint]} if operation.endpoint in sound else body_of(operation)


def _places(operation: Operation) -> list[str]:
    return PLACE.findall(operation.rule)


@every_guarded_operation
def test_what_another_tenant_asks_for_is_answered_as_what_is_not_there(world: World, operation: Operation) -> None:
    if not set(_places(operation)) & set(world.theirs):
        return
    nobodys = {
        "key_id": "a" * 12,
        **dict.fromkeys(("screening_id", "subject", "hold", "job_id", "waiting", "file_id"), "0196e4a0-5c00-7000-8000-000000000000"),
    }
    there = world.ask(operation.method, path_of(operation, world), world.stranger, **_sound_body(operation))
    path = path_of(operation, world._replace(theirs=nobodys))
    missing = world.ask(operation.method, path, world.stranger, **_sound_body(operation))
    told = [{name: value for name, value in answer.json.items() if name != "instance"} for answer in (there, missing)]
    assert told[0] == told[1]


def test_another_tenant_may_use_the_same_idempotency_key(world: World) -> None:
    headers = {"Idempotency-Key": "one"}
    ids = set()
    for key in (world.keys["screener"], world.stranger):
        client = world.app.test_client()
        answer = client.post("/v1/screenings", json={"name": "A. Nobody"}, headers={**headers, "Authorization": f"Bearer {key}"})
        assert answer.status_code == 201
        ids.add(answer.json["id"])
    assert len(ids) == 2


def test_lists_of_screenings_hold_ones_own_alone(world: World) -> None:
    mine = world.ask("GET", "/v1/screenings", world.keys["analyst"]).json["screenings"]
    theirs = world.ask("GET", "/v1/screenings", world.stranger).json["screenings"]
    assert world.theirs["screening_id"] in {each["id"] for each in mine}
    assert not {each["id"] for each in mine} & {each["id"] for each in theirs}


# --- deny by default -------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def unlisted(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """A service with an operation that the table does not mention."""
    app = create_app(Config(log_level="critical", data=str(tmp_path_factory.mktemp("data")), lists=("ca-gac",)))
    app._got_first_request = False
    app.add_url_rule("/v1/new", "new.operation", lambda: "told", methods=["GET", "POST"])
    return app


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "OPTIONS"])
def test_an_endpoint_without_an_entry_is_refused_in_the_open(unlisted: Flask, method: str) -> None:
    assert unlisted.test_client().open("/v1/new", method=method).status_code == 403


def test_an_endpoint_without_an_entry_is_refused_to_every_role(world: World, monkeypatch) -> None:
    import api.access.guard

    fewer = {name: asked for name, asked in ENDPOINTS.items() if name != "lists.all_lists"}
    monkeypatch.setattr(api.access.guard, "ENDPOINTS", fewer)
    for key in world.keys.values():
        problem_in(world.ask("GET", "/v1/lists", key), 403)


def test_a_path_nobody_serves_is_not_found_and_a_wrong_method_not_allowed(world: World) -> None:
    problem_in(world.ask("GET", "/v1/nothing", None), 404)
    assert problem_in(world.ask("DELETE", "/v1/lists", None), 405)["allowed"]


# --- the document ----------------------------------------------------------------------------------------------------------------


def test_the_document_says_of_every_operation_who_may(world: World) -> None:
    document = world.ask("GET", "/v1/openapi.json", None).json
    assert set(document["components"]["securitySchemes"]) == {"key", "token"}
    seen = 0
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            if method == "parameters":
                continue
            seen += 1
            asked = ENDPOINTS[endpoint_of(world.app, path, method)]
            if asked == PUBLIC:
                assert operation["security"] == []
                assert not {"401", "403", "429"} & set(operation["responses"])
            else:
                assert operation["security"] == [{"key": []}, {"token": []}]
                assert f"`{asked}`" in operation["description"]
                assert {"401", "403", "429", "503"} <= set(operation["responses"])
    assert seen == len([each for each in OPERATIONS if not each.endpoint.startswith("pages.")])


def endpoint_of(app: Flask, path: str, method: str) -> str:
    """The endpoint behind an operation of the document."""
    [found] = [
        rule.endpoint for rule in app.url_map.iter_rules() if in_document(rule.rule) == path and method.upper() in (rule.methods or ())
    ]
    return found


def test_the_table_of_operations_stands_in_the_access_document() -> None:
    rows = re.findall(r"^\| (none|`[a-z:]+`) \| (.+) \|$", (ROOT / "docs" / "access.md").read_text(encoding="utf-8"), flags=re.MULTILINE)
    told = {each: asked.strip("`") for asked, cell in rows for each in re.findall(r"`([A-Z]+ [^`]+)`", cell)}
    true = {}
    for each in OPERATIONS:
        asked = ENDPOINTS[each.endpoint]
        true[f"{each.method} {in_document(each.rule)}"] = "none" if asked == PUBLIC else str(asked)
    assert told == true


# --- what leaves -----------------------------------------------------------------------------------------------------------------


def test_no_answer_lets_another_origin_read_it(world: World) -> None:
    preflight = {
        "Origin": "https://elsewhere.example",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization",
    }
    for method, key in (("OPTIONS", None), ("OPTIONS", world.keys["screener"]), ("POST", world.keys["screener"]), ("GET", None)):
        headers = {**preflight, **({"Authorization": f"Bearer {key}"} if key else {})}
        answer = world.app.test_client().open("/v1/screenings", method=method, headers=headers, json={"name": "A. Nobody"})
        assert not [name for name, _ in answer.headers if name.lower().startswith("access-control-")]


@every_operation
def test_every_answer_carries_the_security_headers(world: World, operation: Operation) -> None:
    for key in (None, world.keys["list_admin"]):
        answer = world.ask(operation.method, path_of(operation, world), key, **body_of(operation))
        for name in (
            "X-Content-Type-Options",
            "X-Frame-Options",
            "Referrer-Policy",
            "Content-Security-Policy",
            "Cross-Origin-Resource-Policy",
        ):
            assert answer.headers[name]
        assert answer.headers["Cache-Control"]
        assert answer.headers["X-Request-ID"]


def test_a_refusal_never_holds_what_was_sent(world: World) -> None:
    secret = "scr_" + "z" * 12 + "_" + "Z" * 43
    for header in (f"Bearer {secret}", f"Basic {secret}", secret, f"Bearer eyJhbGciOiJIUzI1NiJ9.{'Z' * 40}.x"):
        answer = world.app.test_client().get("/v1/lists", headers={"Authorization": header})
        assert "Z" * 8 not in answer.get_data(as_text=True) + str(answer.headers)
        assert json.loads(answer.data)["status"] == 401
