"""The service's settings: typed, bounded, read from the environment once, here and nowhere else.

Every variable starts with ``SCREENING_``. `settings()` lists them all: `docs/settings.md` is held to it by a test.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, NamedTuple, Self

from environs import Env, EnvError

from api.access.settings import ALGORITHMS, AUTO, MEMORY, MOST_LEEWAY, MOST_RATE, REQUIRED, refusals
from api.record_settings import ENCRYPTED, INPUTS
from api.record_settings import refusals as record_refusals
from screening.errors import InvalidInput, Problem

PREFIX = "SCREENING_"
LOG_LEVELS = ("debug", "info", "warning", "error", "critical")
LOG_FORMATS = ("json", "text")
_BOUNDS = {"list_max_age_hours": (1, 87_600), "body_limit": (1_000, 100_000_000), "body_seconds": (1, 600)}
_JOB_BOUNDS = {"upload_limit": (1_000, 10_000_000_000), "upload_seconds": (1, 86_400), "job_limit": (1, 100_000), "job_days": (1, 3_650)}
_LIST_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")


class ConfigError(InvalidInput):
    """A setting that cannot be used. Raised before the service starts; each problem's pointer is the variable's name."""


@dataclass(frozen=True, slots=True)
class Config:
    """Settings of one application. Raises `ConfigError` with every value that is not allowed."""

    lists: tuple[str, ...] | None = field(
        default=None, metadata={"allowed": "list ids separated by commas", "meaning": "Lists to load. Not set: every list there is."}
    )
    list_max_age_hours: int = field(
        default=168,
        metadata={
            "allowed": "1 to 87600",
            "meaning": "How long a fetched list may go unconfirmed by its publisher, in hours; after that nothing is screened against it.",
        },
    )
    data: str = field(
        default="var",
        metadata={"allowed": "path of a folder", "meaning": "Folder of the database, the keys and the saved indexes; made when absent."},
    )
    database: str | None = field(
        default=None,
        repr=False,  # it may hold a password
        metadata={
            "allowed": "URL of a SQLite or PostgreSQL database",
            "meaning": "Database of the records. Not set: the file screening.db in the data folder.",
        },
    )
    keys: str | None = field(
        default=None,
        metadata={"allowed": "path of a folder", "meaning": "Folder of the keys. Not set: the folder keys in the data folder."},
    )
    inputs: str = field(
        default=ENCRYPTED,
        metadata={
            "allowed": ", ".join(INPUTS),
            "meaning": "How what was asked is kept: encrypted, or as keyed hashes alone, which prove it and cannot be replayed.",
        },
    )
    idempotency_hours: int = field(
        default=24, metadata={"allowed": "1 to 720", "meaning": "How long an Idempotency-Key stands for the answer it got, in hours."}
    )
    retention_days: int | None = field(
        default=None,
        metadata={
            "allowed": "1 to 36500",
            "meaning": "Age in days from which `screening subjects expire` removes what is personal. Not set: it is kept.",
        },
    )
    body_limit: int = field(
        default=1_000_000,
        metadata={"allowed": "1000 to 100000000", "meaning": "Largest request body accepted, in bytes; more is answered with 413."},
    )
    body_seconds: int = field(
        default=30,
        metadata={"allowed": "1 to 600", "meaning": "Seconds a client has for sending the body of a request; later is answered with 408."},
    )
    upload_limit: int = field(
        default=200_000_000,
        metadata={"allowed": "1000 to 10000000000", "meaning": "Largest file of customers accepted, in bytes; more is answered with 413."},
    )
    upload_seconds: int = field(
        default=600,
        metadata={"allowed": "1 to 86400", "meaning": "Seconds a client has for sending a file; later is answered with 408."},
    )
    job_limit: int = field(
        default=100,
        metadata={
            "allowed": "1 to 100000",
            "meaning": "Jobs of a tenant that may be under way at once, and files it may keep; more are answered with 429.",
        },
    )
    job_days: int = field(
        default=7,
        metadata={
            "allowed": "1 to 3650",
            "meaning": "Days after which a job that has ended goes with its results, and an uploaded file. The records stay.",
        },
    )
    callback_http: bool = field(
        default=False, metadata={"allowed": "true, false", "meaning": "Whether the end of a job may be told to addresses without TLS."}
    )
    callback_private: bool = field(
        default=False,
        metadata={
            "allowed": "true, false",
            "meaning": "Whether the end of a job may be told to addresses that are not public: inside the network, on this machine.",
        },
    )
    authentication: str = field(
        default=AUTO,
        metadata={
            "allowed": f"{AUTO}, {REQUIRED}",
            "meaning": f"`{AUTO}`: open to this machine alone as long as no API key was ever made and no issuer is set. "
            f"`{REQUIRED}`: never open.",
        },
    )
    rate_limit: int = field(
        default=6000,
        metadata={"allowed": f"1 to {MOST_RATE}", "meaning": "Requests a caller may make in a minute; more are answered with 429."},
    )
    rate_storage: str = field(
        default=MEMORY,
        repr=False,
        metadata={
            "allowed": "memory:// or a redis:// or rediss:// URL",
            "meaning": "Where requests are counted: in each worker for itself, or in one Redis for all.",
        },
    )
    oidc_issuer: str | None = field(
        default=None,
        metadata={
            "allowed": "https:// URL, exactly as the issuer writes it (http:// on this machine)",
            "meaning": "Issuer of bearer tokens. Not set: tokens are not accepted.",
        },
    )
    oidc_audience: str | None = field(
        default=None, metadata={"allowed": "text", "meaning": "What `aud` of a token must hold: the name of this service at the issuer."}
    )
    oidc_jwks_url: str | None = field(
        default=None,
        metadata={
            "allowed": "https:// URL (http:// on this machine)",
            "meaning": "Where the issuer's signing keys are. Not set: its discovery document says.",
        },
    )
    oidc_algorithms: tuple[str, ...] | None = field(
        default=None,
        metadata={
            "allowed": f"{', '.join(ALGORITHMS)}; separated by commas",
            "meaning": "What a token may be signed with. Not set: RS256.",
        },
    )
    oidc_leeway: int = field(
        default=30, metadata={"allowed": f"0 to {MOST_LEEWAY}", "meaning": "Seconds by which the issuer's clock may differ."}
    )
    oidc_roles_claim: str = field(
        default="roles",
        metadata={
            "allowed": "name of a claim, dots between names within one another",
            "meaning": "Where a token says what its holder may do.",
        },
    )
    oidc_roles: tuple[str, ...] | None = field(
        default=None,
        metadata={
            "allowed": "value=role pairs separated by commas",
            "meaning": "Which role each value of that claim stands for. Not set: the values are the names of roles.",
        },
    )
    oidc_tenant_claim: str | None = field(
        default=None,
        metadata={
            "allowed": "name of a claim, dots between names within one another",
            "meaning": "Where a token says which tenant its holder belongs to. Not set: the default tenant.",
        },
    )
    log_level: str = field(default="info", metadata={"allowed": ", ".join(LOG_LEVELS), "meaning": "Least severity that is logged."})
    log_format: str = field(
        default="json",
        metadata={"allowed": ", ".join(LOG_FORMATS), "meaning": "One JSON object a line, or text for a person at a terminal."},
    )

    def __post_init__(self) -> None:
        refused = dict(self._refused())
        if refused:
            raise ConfigError(
                Problem(setting.variable, refused[setting.name], setting.allowed) for setting in settings() if setting.name in refused
            )

    def _refused(self) -> list[tuple[str, str]]:
        found: list[tuple[str, str]] = []
        if self.lists is not None and (not self.lists or not all(_LIST_ID.fullmatch(each) for each in self.lists)):
            found.append(("lists", f"{','.join(self.lists)!r} is not a sequence of list ids"))
        found += record_refusals(self)
        for name, (low, high) in (_BOUNDS | _JOB_BOUNDS).items():
            if not low <= getattr(self, name) <= high:
                found.append((name, f"{getattr(self, name)} is out of bounds"))
        for name in ("callback_http", "callback_private"):
            if not isinstance(getattr(self, name), bool):
                found.append((name, f"{getattr(self, name)!r} is neither"))
        if self.log_level not in LOG_LEVELS:
            found.append(("log_level", f"{self.log_level!r} is not a level"))
        if self.log_format not in LOG_FORMATS:
            found.append(("log_format", f"{self.log_format!r} is not a format"))
        return found + refusals(self)

    @classmethod
    def from_env(cls) -> Self:
        """Read the ``SCREENING_`` variables; what is not set has the default of the class.

        Raises `ConfigError` naming every variable at fault and what is allowed.
        """
        default = cls()
        env = Env(eager=False, prefix=PREFIX)
        values: dict[str, Any] = {
            "lists": _split(env.str("LISTS", None)),
            "list_max_age_hours": env.int("LIST_MAX_AGE_HOURS", default.list_max_age_hours),
            "data": env.str("DATA", default.data),
            "database": env.str("DATABASE", None),
            "keys": env.str("KEYS", None),
            "inputs": env.str("INPUTS", default.inputs),
            "idempotency_hours": env.int("IDEMPOTENCY_HOURS", default.idempotency_hours),
            "retention_days": env.int("RETENTION_DAYS", None),
            "body_limit": env.int("BODY_LIMIT", default.body_limit),
            "body_seconds": env.int("BODY_SECONDS", default.body_seconds),
            "upload_limit": env.int("UPLOAD_LIMIT", default.upload_limit),
            "upload_seconds": env.int("UPLOAD_SECONDS", default.upload_seconds),
            "job_limit": env.int("JOB_LIMIT", default.job_limit),
            "job_days": env.int("JOB_DAYS", default.job_days),
            "callback_http": env.bool("CALLBACK_HTTP", default.callback_http),
            "callback_private": env.bool("CALLBACK_PRIVATE", default.callback_private),
            "authentication": env.str("AUTHENTICATION", default.authentication),
            "rate_limit": env.int("RATE_LIMIT", default.rate_limit),
            "rate_storage": env.str("RATE_STORAGE", default.rate_storage),
            "oidc_issuer": env.str("OIDC_ISSUER", None),
            "oidc_audience": env.str("OIDC_AUDIENCE", None),
            "oidc_jwks_url": env.str("OIDC_JWKS_URL", None),
            "oidc_algorithms": _split(env.str("OIDC_ALGORITHMS", None)),
            "oidc_leeway": env.int("OIDC_LEEWAY", default.oidc_leeway),
            "oidc_roles_claim": env.str("OIDC_ROLES_CLAIM", default.oidc_roles_claim),
            "oidc_roles": _split(env.str("OIDC_ROLES", None)),
            "oidc_tenant_claim": env.str("OIDC_TENANT_CLAIM", None),
            "log_level": env.str("LOG_LEVEL", default.log_level),
            "log_format": env.str("LOG_FORMAT", default.log_format),
        }
        try:
            env.seal()
        except EnvError as error:
            raise ConfigError(_unreadable(error)) from error
        return cls(**values)


class Setting(NamedTuple):
    """One setting: its field, environment variable, default, what is allowed, and what it is for."""

    name: str
    variable: str
    default: Any
    allowed: str
    meaning: str


def settings() -> tuple[Setting, ...]:
    """Every setting in the order of `Config`."""
    return tuple(
        Setting(each.name, PREFIX + each.name.upper(), each.default, each.metadata["allowed"], each.metadata["meaning"])
        for each in fields(Config)
    )


def unknown_variables(environ: Mapping[str, str] = os.environ) -> tuple[str, ...]:
    """Names of ``SCREENING_`` variables that are no setting, for a warning at start.

    A warning and not an error: orchestrators inject variables of their own under a service's name. ``SCREENING_TEST_`` is
    left to the test suite.
    """
    known = {setting.variable for setting in settings()}
    return tuple(
        sorted(name for name in environ if name.startswith(PREFIX) and name not in known and not name.startswith(f"{PREFIX}TEST_"))
    )


def _split(text: str | None) -> tuple[str, ...] | None:
    return None if text is None else tuple(part.strip() for part in text.split(","))


def _unreadable(error: EnvError) -> list[Problem]:
    allowed = {setting.variable: setting.allowed for setting in settings()}
    messages: Mapping[str, list[str]] = getattr(error, "error_messages", {})
    return [Problem(name, " ".join(details), allowed.get(name, "")) for name, details in messages.items()]
