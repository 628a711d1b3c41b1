"""Making, replacing, changing and revoking keys, and the record of each act. On SQLite and PostgreSQL."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from api.access.administration import Administrator, Wanted, caller_name
from api.access.errors import Forbidden, KeyConflict, UnknownKey
from api.access.events import recorder
from api.access.roles import Role
from api.access.secret import hash_of, id_in
from api.caller import Caller
from api.config import Config
from api.store import keys as stored
from api.store.keys import ACTIVE, EXPIRED, REVOKED
from api.store.tables import api_keys, chain, records
from api.vault import Vault, open_vault
from api.wire.log import logger
from lists.database import reading, writing
from screening.errors import InvalidInput

NOW = datetime(2026, 5, 3, 12, tzinfo=UTC)
ROOT = Caller(name="command line: root")
SCREENER = Wanted("onboarding", ("screener",))


class Clock:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **span: int) -> None:
        self.now += timedelta(**span)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def vault(database: str, tmp_path) -> Iterator[Vault]:
    """Records in an empty database."""
    config = Config(data=str(tmp_path / "data"), database=database, log_level="critical")
    vault = open_vault(config, logger(config))
    yield vault
    vault.close()


@pytest.fixture
def keys(vault: Vault, clock: Clock) -> Administrator:
    """Who keeps the keys."""
    return Administrator(vault.engine, recorder(vault), vault.sealer.notice, clock)


def events(vault: Vault) -> list[dict]:
    """The facts of every act on record, in the order of the chain."""
    vault.sealer.seal()
    with reading(vault.engine) as connection:
        found = select(records.c.facts).join(chain, chain.c.record == records.c.id).order_by(chain.c.sequence)
        return [json.loads(row.facts) for row in connection.execute(found)]


def test_a_key_is_made_with_what_was_wanted(keys, clock) -> None:
    made = keys.create(ROOT, "bank-a", Wanted("onboarding", ("screener", "auditor"), days=90, rate=600))
    assert made.key == keys.key("bank-a", made.key.id)
    assert (made.key.tenant, made.key.name, made.key.generation, made.key.rate) == ("bank-a", "onboarding", 1, 600)
    assert made.key.roles == {Role.SCREENER, Role.AUDITOR}
    assert (made.key.created_at, made.key.created_by, made.key.expires_at) == (NOW, ROOT.name, NOW + timedelta(days=90))
    assert made.key.state(NOW) == ACTIVE
    assert caller_name(made.key) == "key:onboarding"


def test_the_text_of_a_key_is_kept_nowhere(keys, vault, tmp_path) -> None:
    made = keys.create(ROOT, "default", SCREENER)
    proof = made.text.rpartition("_")[2]
    with reading(vault.engine) as connection:
        rows = [tuple(row) for table in (api_keys, records) for row in connection.execute(select(table))]
    assert proof not in str(rows)
    assert hash_of(made.text) in str(rows)
    assert all(proof.encode() not in path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert id_in(made.text) == made.key.id
    assert proof not in repr(made)
    assert made.key.hash not in repr(made)


@pytest.mark.parametrize(
    ("wanted", "at_fault"),
    [
        (Wanted("", ("screener",)), "/name"),
        (Wanted("Onboarding", ("screener",)), "/name"),
        (Wanted("x" * 64, ("screener",)), "/name"),
        (Wanted("a\n", ("screener",)), "/name"),
        (Wanted("x", ()), "/roles"),
        (Wanted("x", ("root",)), "/roles"),
        (Wanted("x", ("screener",), days=0), "/days"),
        (Wanted("x", ("screener",), days=1096), "/days"),
        (Wanted("x", ("screener",), rate=0), "/rate"),
    ],
)
def test_what_is_not_allowed_is_named_and_nothing_is_made(keys, vault, wanted: Wanted, at_fault: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        keys.create(ROOT, "default", wanted)
    [problem] = caught.value.problems
    assert problem.pointer == at_fault
    assert problem.allowed
    assert keys.keys("default") == []
    assert events(vault) == []


def test_a_tenant_has_a_form(keys) -> None:
    with pytest.raises(InvalidInput, match="/tenant"):
        keys.create(ROOT, "Bank A", SCREENER)


def test_a_name_is_given_once_within_a_tenant(keys, clock) -> None:
    first = keys.create(ROOT, "bank-a", SCREENER)
    keys.create(ROOT, "bank-b", SCREENER)
    with pytest.raises(KeyConflict, match="taken"):
        keys.create(ROOT, "bank-a", SCREENER)
    keys.revoke(ROOT, "bank-a", first.key.id)
    clock.forward(days=2000)
    with pytest.raises(KeyConflict, match="taken"):
        keys.create(ROOT, "bank-a", SCREENER)


def test_of_many_that_want_a_name_at_once_one_gets_it(keys, vault) -> None:
    ready = threading.Barrier(4)

    def make(_: int) -> bool:
        ready.wait()
        try:
            keys.create(ROOT, "default", SCREENER)
        except KeyConflict:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(make, range(4))) == 1
    assert [event["event"] for event in events(vault)] == ["key created"]


# --- rotation --------------------------------------------------------------------------------------------------------------------


def test_a_rotated_key_and_its_successor_overlap(keys, clock) -> None:
    old = keys.create(ROOT, "default", Wanted("onboarding", ("screener",), rate=7))
    clock.forward(days=10)
    new = keys.rotate(ROOT, "default", old.key.id, overlap_hours=48, days=30)
    assert new.text != old.text
    assert (new.key.name, new.key.generation, new.key.roles, new.key.rate) == ("onboarding", 2, {Role.SCREENER}, 7)
    assert new.key.expires_at == clock.now + timedelta(days=30)
    assert caller_name(new.key) == caller_name(old.key)
    assert keys.key("default", old.key.id).expires_at == clock.now + timedelta(hours=48)
    clock.forward(hours=47)
    assert [key.state(clock.now) for key in keys.keys("default")] == [ACTIVE, ACTIVE]
    clock.forward(hours=1)
    assert [key.state(clock.now) for key in keys.keys("default")] == [EXPIRED, ACTIVE]


def test_rotating_never_lengthens_the_life_of_the_old_key(keys, clock) -> None:
    old = keys.create(ROOT, "default", Wanted("onboarding", ("screener",), days=1))
    clock.forward(hours=20)
    keys.rotate(ROOT, "default", old.key.id, overlap_hours=24)
    assert keys.key("default", old.key.id).expires_at == NOW + timedelta(days=1)


def test_without_overlap_the_old_key_ends_at_once(keys, clock) -> None:
    old = keys.create(ROOT, "default", SCREENER)
    keys.rotate(ROOT, "default", old.key.id, overlap_hours=0)
    assert keys.key("default", old.key.id).state(clock.now) == EXPIRED


def test_an_expired_key_can_still_be_replaced_and_its_client_keeps_its_name(keys, clock) -> None:
    old = keys.create(ROOT, "default", SCREENER)
    clock.forward(days=400)
    new = keys.rotate(ROOT, "default", old.key.id)
    assert new.key.state(clock.now) == ACTIVE
    assert keys.key("default", old.key.id).state(clock.now) == EXPIRED


def test_only_the_newest_key_of_a_name_is_rotated(keys) -> None:
    old = keys.create(ROOT, "default", SCREENER)
    new = keys.rotate(ROOT, "default", old.key.id)
    with pytest.raises(KeyConflict, match=new.key.id):
        keys.rotate(ROOT, "default", old.key.id)


def test_a_revoked_key_is_not_rotated(keys) -> None:
    old = keys.create(ROOT, "default", SCREENER)
    keys.revoke(ROOT, "default", old.key.id)
    with pytest.raises(KeyConflict, match="revoked"):
        keys.rotate(ROOT, "default", old.key.id)


@pytest.mark.parametrize(("overlap_hours", "days"), [(-1, 1), (721, 1), (1, 0), (1, 1096)])
def test_a_rotation_out_of_bounds_is_refused(keys, overlap_hours: int, days: int) -> None:
    old = keys.create(ROOT, "default", SCREENER)
    with pytest.raises(InvalidInput):
        keys.rotate(ROOT, "default", old.key.id, overlap_hours, days)
    assert len(keys.keys("default")) == 1


def test_of_many_rotations_at_once_one_succeeds(keys) -> None:
    old = keys.create(ROOT, "default", SCREENER)
    ready = threading.Barrier(4)

    def rotate(_: int) -> bool:
        ready.wait()
        try:
            keys.rotate(ROOT, "default", old.key.id)
        except KeyConflict:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(rotate, range(4))) == 1
    assert [key.generation for key in keys.keys("default")] == [1, 2]


# --- revocation and roles --------------------------------------------------------------------------------------------------------


def test_a_revoked_key_is_over_and_stays_in_the_list(keys, clock, vault) -> None:
    made = keys.create(ROOT, "default", SCREENER)
    assert keys.revoke(ROOT, "default", made.key.id).state(clock.now) == REVOKED
    clock.forward(hours=1)
    assert keys.revoke(ROOT, "default", made.key.id).revoked_at == NOW
    assert [event["event"] for event in events(vault)] == ["key created", "key revoked"]


def test_roles_change_for_every_key_of_the_name(keys) -> None:
    old = keys.create(ROOT, "default", SCREENER)
    other = keys.create(ROOT, "default", Wanted("other", ("screener",)))
    new = keys.rotate(ROOT, "default", old.key.id)
    keys.change_roles(ROOT, "default", new.key.id, ["auditor"])
    assert [key.roles for key in keys.keys("default")] == [{Role.AUDITOR}, {Role.AUDITOR}, {Role.SCREENER}]
    assert keys.key("default", other.key.id).roles == {Role.SCREENER}


def test_nobody_changes_their_own_roles(keys) -> None:
    made = keys.create(ROOT, "default", Wanted("ops", ("operator",)))
    with pytest.raises(Forbidden, match="their own"):
        keys.change_roles(Caller("default", "key:ops", made.key.roles, made.key.id), "default", made.key.id, ["analyst"])
    keys.change_roles(Caller("default", "key:ops-2", made.key.roles, "x"), "default", made.key.id, ["analyst"])


def test_roles_of_a_key_that_is_over_do_not_change(keys) -> None:
    made = keys.create(ROOT, "default", SCREENER)
    keys.revoke(ROOT, "default", made.key.id)
    with pytest.raises(KeyConflict, match="revoked"):
        keys.change_roles(ROOT, "default", made.key.id, ["auditor"])


# --- tenants ---------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "act",
    [
        lambda keys, key_id: keys.key("bank-b", key_id),
        lambda keys, key_id: keys.rotate(ROOT, "bank-b", key_id),
        lambda keys, key_id: keys.revoke(ROOT, "bank-b", key_id),
        lambda keys, key_id: keys.change_roles(ROOT, "bank-b", key_id, ["auditor"]),
    ],
    ids=["show", "rotate", "revoke", "change roles"],
)
def test_a_key_of_another_tenant_is_as_one_that_is_not_there(keys, vault, act) -> None:
    made = keys.create(ROOT, "bank-a", SCREENER)
    before = keys.key("bank-a", made.key.id)
    with pytest.raises(UnknownKey) as theirs:
        act(keys, made.key.id)
    with pytest.raises(UnknownKey) as nobodys:
        act(keys, "a" * 12)
    assert str(theirs.value) == str(nobodys.value)
    assert keys.keys("bank-b") == []
    assert keys.keys("bank-a") == [before]
    assert len(events(vault)) == 1


# --- on record -------------------------------------------------------------------------------------------------------------------


def test_every_act_is_on_record_and_in_the_chain(keys, vault) -> None:
    made = keys.create(ROOT, "bank-a", SCREENER)
    new = keys.rotate(ROOT, "bank-a", made.key.id)
    keys.change_roles(ROOT, "bank-a", new.key.id, ["auditor", "analyst"])
    keys.revoke(ROOT, "bank-a", made.key.id)
    found = events(vault)
    assert [each["event"] for each in found] == ["key created", "key rotated", "roles changed", "key revoked"]
    assert {each["caller"] for each in found} == {ROOT.name}
    assert [each["key"] for each in found] == [made.key.id, new.key.id, new.key.id, made.key.id]
    assert found[1]["replaces"] == made.key.id
    assert (found[2]["roles_before"], found[2]["roles"]) == (["screener"], ["analyst", "auditor"])


def test_without_its_record_there_is_no_change(vault, clock) -> None:
    class Full(Exception):
        pass

    def fails(*_: object) -> None:
        raise Full

    sound = Administrator(vault.engine, recorder(vault), vault.sealer.notice, clock)
    made = sound.create(ROOT, "default", SCREENER)
    before = sound.keys("default")
    broken = replace(sound, record=fails)
    for act in (
        lambda: broken.create(ROOT, "default", Wanted("other", ("screener",))),
        lambda: broken.rotate(ROOT, "default", made.key.id),
        lambda: broken.change_roles(ROOT, "default", made.key.id, ["auditor"]),
        lambda: broken.revoke(ROOT, "default", made.key.id),
    ):
        with pytest.raises(Full):
            act()
    assert sound.keys("default") == before


# --- last use --------------------------------------------------------------------------------------------------------------------


def test_a_later_use_is_not_overwritten_by_an_earlier_one(keys, vault) -> None:
    made = keys.create(ROOT, "default", SCREENER)
    later = NOW + timedelta(minutes=5)
    for at in (later, NOW):
        with writing(vault.engine) as connection:
            stored.note_uses(connection, {made.key.id: at, "nobodys": at})
    assert keys.key("default", made.key.id).last_used_at == later
