"""Settings: typed, bounded, and an error names the variable and what is allowed."""

from __future__ import annotations

from pathlib import Path

import pytest

from api import create_app
from api.catalogue import load_catalogue
from api.config import Config, ConfigError, settings, unknown_variables

ROOT = Path(__file__).resolve().parents[2]


def test_nothing_set_gives_the_defaults() -> None:
    assert Config.from_env() == Config()


def test_every_variable_is_read(monkeypatch) -> None:
    given = {
        "lists": ("cn-mfa", "uk-fcdo"),
        "list_max_age_hours": 3,
        "data": "x",
        "database": "sqlite://",
        "keys": "y",
        "inputs": "hashed",
        "idempotency_hours": 2,
        "retention_days": 3650,
        "body_limit": 5000,
        "body_seconds": 7,
        "upload_limit": 1000,
        "upload_seconds": 60,
        "job_limit": 3,
        "job_days": 30,
        "callback_http": True,
        "callback_private": True,
        "authentication": "required",
        "rate_limit": 60,
        "rate_storage": "redis://127.0.0.1:6379/0",
        "oidc_issuer": "https://issuer.example",
        "oidc_audience": "screening",
        "oidc_jwks_url": "https://issuer.example/keys",
        "oidc_algorithms": ("RS256", "ES256"),
        "oidc_leeway": 5,
        "oidc_roles_claim": "groups",
        "oidc_roles": ("compliance=analyst", "ops=operator"),
        "oidc_tenant_claim": "org.id",
        "log_level": "debug",
        "log_format": "text",
    }
    assert set(given) == {setting.name for setting in settings()}
    for name, value in given.items():
        monkeypatch.setenv(f"SCREENING_{name.upper()}", ", ".join(value) if isinstance(value, tuple) else str(value))
    assert Config.from_env() == Config(**given)


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("SCREENING_BODY_LIMIT", "much"),
        ("SCREENING_BODY_LIMIT", "999"),
        ("SCREENING_BODY_LIMIT", "100000001"),
        ("SCREENING_BODY_LIMIT", ""),
        ("SCREENING_LOG_LEVEL", "loud"),
        ("SCREENING_LOG_LEVEL", "INFO"),
        ("SCREENING_LOG_FORMAT", "xml"),
        ("SCREENING_DATA", " "),
        ("SCREENING_KEYS", ""),
        ("SCREENING_INPUTS", "plain"),
        ("SCREENING_LIST_MAX_AGE_HOURS", "0"),
        ("SCREENING_LIST_MAX_AGE_HOURS", "87601"),
        ("SCREENING_IDEMPOTENCY_HOURS", "0"),
        ("SCREENING_IDEMPOTENCY_HOURS", "721"),
        ("SCREENING_RETENTION_DAYS", "0"),
        ("SCREENING_DATABASE", ""),
        ("SCREENING_DATABASE", "mysql://host/x"),
        ("SCREENING_BODY_SECONDS", "601"),
        ("SCREENING_UPLOAD_LIMIT", "999"),
        ("SCREENING_UPLOAD_SECONDS", "86401"),
        ("SCREENING_JOB_LIMIT", "0"),
        ("SCREENING_JOB_DAYS", "3651"),
        ("SCREENING_CALLBACK_HTTP", "perhaps"),
        ("SCREENING_CALLBACK_PRIVATE", ""),
        ("SCREENING_AUTHENTICATION", "none"),
        ("SCREENING_RATE_LIMIT", "0"),
        ("SCREENING_RATE_LIMIT", "1000001"),
        ("SCREENING_RATE_STORAGE", "memcached://127.0.0.1"),
        ("SCREENING_OIDC_AUDIENCE", "screening"),
        ("SCREENING_OIDC_JWKS_URL", "http://issuer.example/keys"),
        ("SCREENING_OIDC_JWKS_URL", "https://user:password@issuer.example/keys"),
        ("SCREENING_OIDC_ALGORITHMS", "none"),
        ("SCREENING_OIDC_ALGORITHMS", "HS256"),
        ("SCREENING_OIDC_ALGORITHMS", "RS256,HS256"),
        ("SCREENING_OIDC_ALGORITHMS", ""),
        ("SCREENING_OIDC_LEEWAY", "301"),
        ("SCREENING_OIDC_ROLES_CLAIM", ""),
        ("SCREENING_OIDC_ROLES", "compliance=boss"),
        ("SCREENING_OIDC_ROLES", "compliance"),
        ("SCREENING_OIDC_TENANT_CLAIM", "a b"),
        ("SCREENING_LISTS", ""),
        ("SCREENING_LISTS", "cn-mfa,,uk-fcdo"),
        ("SCREENING_LISTS", "no such list"),
        ("SCREENING_LISTS", "no-such-list"),
    ],
)
def test_a_value_out_of_bounds_stops_the_start_and_is_named(monkeypatch, variable: str, value: str) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(ConfigError) as caught:
        create_app()
    [found] = caught.value.problems
    assert found.pointer == variable
    assert found.allowed


def test_every_bad_value_is_named_at_once() -> None:
    with pytest.raises(ConfigError) as caught:
        Config(
            lists=(),
            list_max_age_hours=0,
            data="",
            database="",
            keys="",
            inputs="",
            idempotency_hours=0,
            retention_days=0,
            body_limit=0,
            body_seconds=0,
            upload_limit=0,
            upload_seconds=0,
            job_limit=0,
            job_days=0,
            callback_http="",
            callback_private=1,
            authentication="",
            rate_limit=0,
            rate_storage="",
            oidc_issuer="",
            oidc_audience=None,
            oidc_jwks_url="",
            oidc_algorithms=(),
            oidc_leeway=-1,
            oidc_roles_claim="",
            oidc_roles=(),
            oidc_tenant_claim="",
            log_level="",
            log_format="",
        )
    assert [found.pointer for found in caught.value.problems] == [setting.variable for setting in settings()]


def test_a_list_that_does_not_exist_is_named_with_those_that_do() -> None:
    with pytest.raises(ConfigError, match=r"no-such-list.*cn-mfa"):
        load_catalogue(Config(lists=("cn-mfa", "no-such-list")))


def test_a_misspelt_variable_is_warned_of_at_start(monkeypatch, capsys) -> None:
    monkeypatch.setenv("SCREENING_BODYLIMIT", "5000")
    create_app()
    assert '"variable": "SCREENING_BODYLIMIT"' in capsys.readouterr().err


def test_variables_of_the_test_suite_and_of_others_are_left_alone() -> None:
    assert unknown_variables({"SCREENING_TEST_DATA": "x", "PATH": "x", "SCREENING_LISTS": "x", "SCREENING_PORT": "x"}) == (
        "SCREENING_PORT",
    )


@pytest.mark.parametrize("setting", settings(), ids=lambda setting: setting.variable)
def test_every_setting_is_documented(setting) -> None:
    assert f"`{setting.variable}`" in (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
