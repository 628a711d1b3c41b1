"""From the header of a request to its caller, on SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from api.access.administration import Administrator, Wanted
from api.access.errors import OnlyThisMachine, Unauthenticated
from api.access.events import recorder
from api.access.identify import Door, From
from api.access.issuer import KeySet
from api.access.last_use import LastUse
from api.access.roles import Role
from api.access.tokens import Rules, Tokens
from api.caller import Caller
from api.config import Config
from api.vault import Vault, open_vault
from api.wire.log import logger
from lists.database import DatabaseError
from tests.api.access.conftest import AUDIENCE, ISSUER

HERE = From("127.0.0.1", "127.0.0.1", "localhost:8000")
AWAY = From("192.0.2.7", "192.0.2.1", "screening.example")


@pytest.fixture
def vault(database: str, tmp_path) -> Iterator[Vault]:
    """Records in an empty database."""
    config = Config(data=str(tmp_path / "data"), database=database, log_level="critical")
    vault = open_vault(config, logger(config))
    yield vault
    vault.close()


@pytest.fixture
def keys(vault: Vault) -> Administrator:
    """Who keeps the keys."""
    return Administrator(vault.engine, recorder(vault), vault.sealer.notice)


def door_of(vault: Vault, tokens: Tokens | None = None, *, required: bool = False) -> Door:
    """The door of a service with these records."""
    return Door(lambda: vault.engine, tokens, LastUse(lambda: vault.engine, None), required=required)


def bearer(text: str) -> str:
    """The header that carries a key or token."""
    return f"Bearer {text}"


# --- open or not -----------------------------------------------------------------------------------------------------------------


def test_without_keys_and_issuer_this_machine_is_let_in_and_no_other(vault) -> None:
    door = door_of(vault)
    assert door.is_open()
    assert door.caller(None, HERE) == Caller()
    with pytest.raises(OnlyThisMachine):
        door.caller(None, AWAY)


@pytest.mark.parametrize(
    "origin",
    [
        From("192.0.2.7", "127.0.0.1", "localhost"),
        From("127.0.0.1", "0.0.0.0", "localhost"),
        From("127.0.0.1", "127.0.0.1", "screening.example"),
        From("127.0.0.1", "127.0.0.1", "127.0.0.1.rebound.example:8000"),
        From("", "", "screening.example"),
    ],
    ids=[
        "from elsewhere",
        "to every address",
        "by a public name",
        "by a name that was made to lead here",
        "over a socket by a public name",
    ],
)
def test_an_open_service_answers_nobody_who_may_come_from_elsewhere(vault, origin: From) -> None:
    with pytest.raises(OnlyThisMachine):
        door_of(vault).caller(None, origin)


@pytest.mark.parametrize(
    "origin",
    [
        From("::1", "::1", "[::1]:8000"),
        From("", "", "localhost"),
        From("", "/run/screening.sock", "localhost"),
        From("127.0.0.1", "localhost", "localhost"),
    ],
)
def test_every_way_of_this_machine_leads_in(vault, origin: From) -> None:
    assert door_of(vault).caller(None, origin) == Caller()


def test_the_first_key_closes_the_service_at_once_and_for_good(vault, keys) -> None:
    running = door_of(vault)
    assert running.is_open()
    made = keys.create(Caller(), "default", Wanted("onboarding", ("screener",)))
    for door in (running, door_of(vault)):
        assert not door.is_open()
        with pytest.raises(Unauthenticated, match="no credentials"):
            door.caller(None, HERE)
    keys.revoke(Caller(), "default", made.key.id)
    for door in (running, door_of(vault)):
        assert not door.is_open()
        with pytest.raises(Unauthenticated):
            door.caller(None, HERE)


def test_an_issuer_or_the_setting_closes_the_service_without_a_key(vault, issuer) -> None:
    tokens = Tokens(Rules(ISSUER, AUDIENCE), KeySet(ISSUER, "https://issuer.example/keys", lambda _: issuer.jwks()))
    for door in (door_of(vault, tokens), door_of(vault, required=True)):
        assert not door.is_open()
        with pytest.raises(Unauthenticated):
            door.caller(None, HERE)


def test_nobody_is_let_in_while_the_database_cannot_be_asked() -> None:
    def down():
        raise DatabaseError("down")

    door = Door(down, None, LastUse(down, None))
    for header in (None, bearer("scr_aaaaaaaaaaaa_" + "a" * 43)):
        with pytest.raises(DatabaseError):
            door.caller(header, HERE)


# --- keys ------------------------------------------------------------------------------------------------------------------------


def test_a_key_is_its_client(vault, keys) -> None:
    made = keys.create(Caller(), "bank-a", Wanted("onboarding", ("screener", "auditor"), rate=9))
    caller = door_of(vault).caller(bearer(made.text), AWAY)
    assert caller == Caller("bank-a", "key:onboarding", frozenset({Role.SCREENER, Role.AUDITOR}), made.key.id, 9)


def test_both_keys_are_the_same_client_while_they_overlap(vault, keys) -> None:
    old = keys.create(Caller(), "default", Wanted("onboarding", ("screener",)))
    new = keys.rotate(Caller(), "default", old.key.id)
    door = door_of(vault)
    callers = [door.caller(bearer(text), AWAY) for text in (old.text, new.text)]
    assert {(caller.tenant, caller.name) for caller in callers} == {("default", "key:onboarding")}
    assert [caller.key for caller in callers] == [old.key.id, new.key.id]


def refused(door: Door, header: str) -> str:
    """Why a header is refused."""
    with pytest.raises(Unauthenticated) as caught:
        door.caller(header, HERE)
    assert caught.value.allowed
    assert header.partition(" ")[2] not in str(caught.value) or not header.partition(" ")[2]
    return str(caught.value)


def test_a_key_that_is_over_is_refused_and_told_why(vault, keys) -> None:
    revoked, rotated = (keys.create(Caller(), "default", Wanted(name, ("screener",))) for name in ("one", "two"))
    keys.revoke(Caller(), "default", revoked.key.id)
    keys.rotate(Caller(), "default", rotated.key.id, overlap_hours=0)
    door = door_of(vault)
    assert refused(door, bearer(revoked.text)) == "the key is revoked"
    assert refused(door, bearer(rotated.text)) == "the key is expired"


def test_a_key_expires_by_itself(vault, keys) -> None:
    past = Administrator(vault.engine, recorder(vault), vault.sealer.notice, lambda: datetime.now(UTC) - timedelta(days=1))
    made = past.create(Caller(), "default", Wanted("onboarding", ("screener",), days=1))
    assert refused(door_of(vault), bearer(made.text)) == "the key is expired"


def test_who_knows_a_key_in_part_learns_nothing_of_it(vault, keys) -> None:
    made = keys.create(Caller(), "default", Wanted("onboarding", ("screener",)))
    keys.revoke(Caller(), "default", made.key.id)
    door = door_of(vault)
    last = "a" if made.text[-1] != "a" else "b"
    guesses = [made.text[:-1] + last, f"scr_{made.key.id}_" + "a" * 43, "scr_" + "a" * 12 + made.text[16:], f"scr_{made.key.id}", "scr_"]
    assert {refused(door, bearer(guess)) for guess in guesses} == {"the key is none of this service"}


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Bearer",
        "Bearer ",
        "Basic dXNlcjpwYXNz",
        "scr_aaaaaaaaaaaa_x",
        "Bearer a b",
        "Bearer a, Bearer b",
        "Bearer\ta",
        "Bearer é",
        "Digest x",
    ],
)
def test_a_header_of_another_form_is_refused(vault, header: str) -> None:
    assert "another form" in refused(door_of(vault, required=True), header)


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
def test_the_scheme_is_known_in_any_case(vault, keys, scheme: str) -> None:
    made = keys.create(Caller(), "default", Wanted("onboarding", ("screener",)))
    assert door_of(vault).caller(f"{scheme} {made.text}", HERE).key == made.key.id


# --- tokens ----------------------------------------------------------------------------------------------------------------------


def test_a_token_is_refused_where_no_issuer_is_set(vault, issuer) -> None:
    assert "tokens are not accepted here" in refused(door_of(vault, required=True), bearer(issuer.token()))


def test_keys_and_tokens_stand_side_by_side(vault, keys, issuer) -> None:
    made = keys.create(Caller(), "default", Wanted("onboarding", ("screener",)))
    door = door_of(vault, Tokens(Rules(ISSUER, AUDIENCE), KeySet(ISSUER, "https://issuer.example/keys", lambda _: issuer.jwks())))
    assert door.caller(bearer(made.text), AWAY).name == "key:onboarding"
    assert door.caller(bearer(issuer.token()), AWAY).name == "token:user-1"


def test_a_token_of_a_subject_cannot_pass_for_a_key(vault, issuer) -> None:
    door = door_of(vault, Tokens(Rules(ISSUER, AUDIENCE), KeySet(ISSUER, "https://issuer.example/keys", lambda _: issuer.jwks())))
    assert door.caller(bearer(issuer.token(sub="key:onboarding")), AWAY).name == "token:key:onboarding"
