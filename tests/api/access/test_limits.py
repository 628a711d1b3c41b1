"""Rate limits: per caller, with headers that are true, in memory and in Redis."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.api.access.serving import administrator, bearer, new_key, service
from tests.api.conftest import problem_in

SERVER, USUAL_SERVER = "SCREENING_TEST_REDIS", "redis://127.0.0.1:6379/15"


@pytest.fixture
def redis_url() -> Iterator[str]:
    """A Redis server; what the test counted there is taken away again."""
    import redis

    url = os.environ.get(SERVER, USUAL_SERVER)
    client = redis.Redis.from_url(url, socket_connect_timeout=2)
    try:
        client.ping()
    except redis.RedisError as error:
        pytest.skip(f"no Redis server ({SERVER} may name one): {error}")
    before = set(client.scan_iter("LIMITS*"))
    yield url
    for key in set(client.scan_iter("LIMITS*")) - before:
        client.delete(key)
    client.close()


@pytest.fixture(params=["memory", pytest.param("redis", marks=pytest.mark.redis)])
def storage(request: pytest.FixtureRequest) -> str:
    """Where requests are counted: each test runs with both."""
    return "memory://" if request.param == "memory" else request.getfixturevalue("redis_url")


def ask(app: Flask, key: str | None) -> TestResponse:
    """Ask for the lists, which any role may."""
    return app.test_client().get("/v1/lists", headers=bearer(key) if key else {})


def fresh(name: str) -> str:
    """A name that no earlier run has counted for."""
    return f"{name}-{uuid4().hex[:12]}"


def test_what_is_over_the_limit_is_a_429_that_says_when_to_go_on(tmp_path, storage: str) -> None:
    app = service(tmp_path, rate_limit=3, rate_storage=storage)
    key = new_key(app, fresh("a")).text
    assert [ask(app, key).status_code for _ in range(3)] == [200, 200, 200]
    answer = ask(app, key)
    problem = problem_in(answer, 429)
    assert problem["type"].endswith(":too-many-requests")
    assert 1 <= int(answer.headers["Retry-After"]) <= 120
    assert answer.headers["RateLimit-Remaining"] == "0"


def test_headers_say_what_is_left(tmp_path, storage: str) -> None:
    app = service(tmp_path, rate_limit=5, rate_storage=storage)
    key = new_key(app, fresh("a")).text
    for left in (4, 3, 2):
        headers = ask(app, key).headers
        assert headers["RateLimit-Policy"] == '"caller";q=5;w=60'
        assert headers["RateLimit"].startswith(f'"caller";r={left};t=')
        assert (headers["RateLimit-Limit"], headers["RateLimit-Remaining"]) == ("5", str(left))
        assert 0 <= int(headers["RateLimit-Reset"]) <= 120
        assert "Retry-After" not in headers


def test_every_caller_is_counted_alone(tmp_path, storage: str) -> None:
    app = service(tmp_path, rate_limit=1, rate_storage=storage)
    name = fresh("a")
    keys = [new_key(app, name, tenant="bank-a"), new_key(app, name, tenant="bank-b"), new_key(app, fresh("b"), tenant="bank-a")]
    assert [ask(app, key.text).status_code for key in keys] == [200, 200, 200]
    assert [ask(app, key.text).status_code for key in keys] == [429, 429, 429]


def test_all_operations_count_together(tmp_path, storage: str) -> None:
    app = service(tmp_path, rate_limit=2, rate_storage=storage)
    headers = bearer(new_key(app, fresh("a")).text)
    client = app.test_client()
    assert client.get("/v1/lists", headers=headers).status_code == 200
    assert client.post("/v1/screenings", headers=headers, json={"name": "A. Nobody"}).status_code == 201
    problem_in(client.get("/v1/lists/ca-gac", headers=headers), 429)


def test_two_keys_that_overlap_are_one_caller(tmp_path) -> None:
    app = service(tmp_path, rate_limit=2)
    old = new_key(app)
    new = administrator(app).rotate(old_caller(), "default", old.key.id)
    assert [ask(app, each.text).status_code for each in (old, new, old, new)] == [200, 200, 429, 429]


def old_caller():
    """Who rotates."""
    from api.caller import Caller

    return Caller()


def test_a_key_may_have_a_rate_of_its_own(tmp_path) -> None:
    app = service(tmp_path, rate_limit=1)
    key = new_key(app, rate=3).text
    assert [ask(app, key).status_code for _ in range(4)] == [200, 200, 200, 429]


def test_what_is_public_is_neither_counted_nor_limited(tmp_path) -> None:
    app = service(tmp_path, rate_limit=1)
    key = new_key(app).text
    for _ in range(3):
        for path in ("/healthz", "/readyz", "/docs", "/v1/openapi.json"):
            answer = app.test_client().get(path, headers=bearer(key))
            assert answer.status_code == 200
            assert "RateLimit" not in answer.headers
    assert ask(app, key).status_code == 200


def test_in_the_open_nobody_is_counted(tmp_path) -> None:
    app = service(tmp_path, rate_limit=1)
    answers = [ask(app, None) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert "RateLimit" not in answers[0].headers


def test_refusals_count_for_the_caller_and_not_for_whoever_is_unknown(tmp_path) -> None:
    app = service(tmp_path, rate_limit=2)
    key = new_key(app).text
    for _ in range(5):
        problem_in(ask(app, key[:-1]), 401)
    assert ask(app, key).status_code == 200


def test_many_at_once_never_get_more_than_the_limit(tmp_path, storage: str) -> None:
    app = service(tmp_path, rate_limit=10, rate_storage=storage)
    key = new_key(app, fresh("a")).text
    with ThreadPoolExecutor(8) as pool:
        codes = list(pool.map(lambda _: ask(app, key).status_code, range(40)))
    assert codes.count(200) <= 10
    assert set(codes) == {200, 429}


@pytest.mark.redis
def test_two_workers_count_together_in_redis(tmp_path, redis_url: str) -> None:
    workers = [service(tmp_path, rate_limit=2, rate_storage=redis_url) for _ in range(2)]
    key = new_key(workers[0], fresh("a")).text
    assert [ask(app, key).status_code for app in (*workers, *workers)] == [200, 200, 429, 429]


def test_without_redis_the_limit_stands_in_each_worker_and_the_log_says_so(tmp_path, capsys) -> None:
    app = service(tmp_path, rate_limit=2, rate_storage="redis://:hidden@127.0.0.1:1/0", log_level="warning")
    key = new_key(app).text
    answers = [ask(app, key) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    logged = capsys.readouterr().err
    assert '"event": "rate limits"' in logged
    assert "hidden" not in logged
