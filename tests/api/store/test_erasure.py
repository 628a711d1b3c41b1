"""Erasure, legal holds, expiry: what is personal goes for good, or stays as long as a hold stands; the proof stays in any case."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor, wait
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from api.caller import Caller
from api.proof.verify import verify
from api.retrieving import screening_record, stored_view
from api.store.append import append
from api.store.entry import REFUSAL, SCREENING, Entry
from api.store.erasure import erase, expire, find_subject
from api.store.errors import UnderHold, UnknownHold, UnknownSubject
from api.store.holds import lift_hold, lock_subject, place_hold, standing
from api.store.reading import Filter, Readable, page_of, record_of
from api.store.tables import holds, idempotency, records, subjects
from api.wire.identity import uuid7_at
from lists.database import reading, writing
from tests.api.store.vaults import CALLER, NOW, asked, asked_many, opened

OTHER = Caller("other", "tester")


@pytest.fixture
def vault(tmp_path, database):
    vault = opened(tmp_path / "data", database)
    yield vault
    vault.close()


def subject_of(vault, reference: str, tenant: str = "default") -> str | None:
    return find_subject(vault.engine, vault.keys, tenant, reference)


def erased(vault, subject: str, caller: Caller = CALLER) -> int:
    return erase(vault.engine, vault.keys, caller, subject, NOW)


def record(vault, screening: str):
    return screening_record(vault, "default", screening)


def sound(vault) -> bool:
    vault.sealer.seal()
    return verify(vault.engine, vault.keys, vault.folder).ok


def test_an_erased_subject_can_never_be_read_again_and_the_rest_stands(vault) -> None:
    first, second = asked(vault, reference="c1"), asked(vault, "Zhang Ming", reference="c1")
    other = asked(vault, "Adrian Zenz", reference="c2")
    assert erased(vault, subject_of(vault, "c1")) == 2
    for given in (first, second):
        view = stored_view(vault, record(vault, given.answer["id"]))
        assert (view["query"], view["hits"], view["reference"], view["record"]["readable"]) == (None, None, None, "erased")
        kept = ("id", "outcome", "hits_total", "candidates", "lists", "policy", "engine", "screened_at")
        assert {name: view[name] for name in kept} == {name: given.answer[name] for name in kept}
    assert record(vault, other.answer["id"]).readable is Readable.YES
    assert sound(vault)


def test_nothing_of_the_key_and_the_reference_is_left(vault) -> None:
    asked(vault, reference="c1", key="k1")
    subject = subject_of(vault, "c1")
    erased(vault, subject)
    with reading(vault.engine) as connection:
        row = connection.execute(select(subjects).where(subjects.c.id == subject)).one()
        assert (row.key, row.reference_hash, row.erased_at) == (None, None, NOW)
        assert connection.execute(select(idempotency)).all() == []
    assert subject_of(vault, "c1") is None


def test_the_key_is_gone_from_the_files_of_sqlite(tmp_path) -> None:
    vault = opened(tmp_path / "data")
    asked(vault, reference="c1")
    subject = subject_of(vault, "c1")
    with reading(vault.engine) as connection:
        wrapped = connection.execute(select(subjects.c.key).where(subjects.c.id == subject)).scalar_one()
    files = [vault.folder / name for name in ("screening.db", "screening.db-wal")]
    assert any(wrapped in path.read_bytes() for path in files)
    erased(vault, subject)
    assert not any(wrapped in path.read_bytes() for path in files if path.exists())
    vault.close()


def test_the_same_reference_is_another_subject_afterwards(vault) -> None:
    asked(vault, reference="c1")
    before = subject_of(vault, "c1")
    erased(vault, before)
    again = asked(vault, reference="c1")
    assert subject_of(vault, "c1") not in (None, before)
    assert record(vault, again.answer["id"]).readable is Readable.YES


def test_a_subject_of_another_tenant_or_none_or_erased_is_unknown(vault) -> None:
    asked(vault, reference="c1")
    subject = subject_of(vault, "c1")
    assert subject_of(vault, "c1", "other") is None
    for caller, wanted in [(OTHER, subject), (CALLER, "0196e4a0-5c00-7000-8000-000000000000")]:
        with pytest.raises(UnknownSubject):
            erased(vault, wanted, caller)
    erased(vault, subject)
    with pytest.raises(UnknownSubject):
        erased(vault, subject)


def test_a_row_of_a_batch_that_was_refused_goes_with_its_subject(vault) -> None:
    rows = [{"name": "-", "reference": "c1"}, {"name": "Zhang Ming", "reference": "c1"}, {"name": "-", "reference": "c2"}]
    given = asked_many(vault, rows, key="k1").answer
    assert erased(vault, subject_of(vault, "c1")) == 2
    again = asked_many(vault, rows, key="k1").answer
    assert again["results"][2] == given["results"][2]
    assert (again["results"][0]["reference"], again["results"][0]["problem"]["status"]) == (None, 410)
    assert (again["results"][1]["query"], again["results"][1]["outcome"]) == (None, given["results"][1]["outcome"])
    assert sound(vault)


def test_a_question_about_a_subject_that_is_erased_at_this_moment_is_recorded_about_a_new_one(vault) -> None:
    asked(vault, reference="c1")
    before = subject_of(vault, "c1")
    with ThreadPoolExecutor(1) as pool:
        with writing(vault.engine) as connection:
            lock_subject(connection, "default", before)
            later = pool.submit(asked, vault, reference="c1")
            wait([later], timeout=0.3)  # it waits for this transaction
            gone = update(subjects).where(subjects.c.id == before).values(key=None, reference_hash=None)
            connection.execute(gone)
        found = later.result()
    assert subject_of(vault, "c1") not in (None, before)
    assert record(vault, found.answer["id"]).readable is Readable.YES


def test_an_erasure_is_on_record(vault) -> None:
    asked(vault, reference="c1")
    subject = subject_of(vault, "c1")
    erased(vault, subject)
    [act], _ = page_of(vault.engine, vault.keys, "default", Filter(kind="erasure"), 10)
    assert (act.caller, act.facts["subject"], act.facts["records"]) == ("tester", subject, 1)
    assert act.readable is Readable.NEVER_WAS


# --- holds -----------------------------------------------------------------------------------------------------------------------


def held(vault, subject: str, caller: Caller = CALLER):
    return place_hold(vault.engine, vault.keys, caller, subject, reason="case 17", now=NOW)


def test_a_hold_keeps_its_subject_from_erasure_until_it_is_lifted(vault) -> None:
    found = asked(vault, reference="c1").answer["id"]
    subject = subject_of(vault, "c1")
    first, second = held(vault, subject), held(vault, subject)
    with pytest.raises(UnderHold):
        erased(vault, subject)
    lift_hold(vault.engine, vault.keys, CALLER, first.id, NOW)
    with pytest.raises(UnderHold):
        erased(vault, subject)
    assert record(vault, found).readable is Readable.YES
    lift_hold(vault.engine, vault.keys, CALLER, second.id, NOW)
    assert erased(vault, subject) == 1
    kinds = [act.kind for act in page_of(vault.engine, vault.keys, "default", Filter(ascending=True), 10)[0] if act.kind != "screening"]
    assert sorted(kinds) == ["erasure", "hold", "hold", "lift", "lift"]


def test_holds_that_stand_are_shown_to_their_tenant(vault) -> None:
    asked(vault, reference="c1")
    hold = held(vault, subject_of(vault, "c1"))
    assert standing(vault.engine, "default") == [hold]
    assert standing(vault.engine, "other") == []
    lift_hold(vault.engine, vault.keys, CALLER, hold.id, NOW)
    assert standing(vault.engine, "default") == []


def test_a_hold_of_another_tenant_or_lifted_is_unknown(vault) -> None:
    asked(vault, reference="c1")
    subject = subject_of(vault, "c1")
    hold = held(vault, subject)
    with pytest.raises(UnknownSubject):
        held(vault, subject, OTHER)
    with pytest.raises(UnknownHold):
        lift_hold(vault.engine, vault.keys, OTHER, hold.id, NOW)
    lift_hold(vault.engine, vault.keys, CALLER, hold.id, NOW)
    with pytest.raises(UnknownHold):
        lift_hold(vault.engine, vault.keys, CALLER, hold.id, NOW)


# --- expiry ----------------------------------------------------------------------------------------------------------------------


def expired(vault, seconds: float = 1.0):
    now = datetime.now(UTC)
    return expire(vault.engine, vault.keys, CALLER, now + timedelta(seconds=seconds), now)


def test_what_has_outlived_its_time_goes_but_what_is_held(vault, monkeypatch) -> None:
    monkeypatch.setattr("api.store.erasure._AT_ONCE", 2)
    old = [asked(vault, reference=reference) for reference in ("c1", "c1", "c2", "c3")] + [asked(vault)]
    batch = asked_many(vault, [{"name": "MERICS"}, {"name": "-"}])
    held(vault, subject_of(vault, "c2"))
    foreign = asked(vault, caller=OTHER)
    assert expired(vault) == (6, 5)
    assert [record(vault, each.answer["id"]).readable for each in old] == ["expired", "expired", "yes", "expired", "expired"]
    [refused], _ = page_of(vault.engine, vault.keys, "default", Filter(kind=REFUSAL, batch=batch.answer["batch"]), 2)
    assert refused.readable is Readable.EXPIRED
    assert record_of(vault.engine, vault.keys, "other", foreign.answer["id"], "screening").readable is Readable.YES
    assert subject_of(vault, "c1") is None
    assert sound(vault)


def test_a_hold_placed_while_the_contents_go_keeps_its_subject(vault) -> None:
    found = asked(vault, reference="c1").answer["id"]
    subject = subject_of(vault, "c1")
    with ThreadPoolExecutor(1) as pool:
        with writing(vault.engine) as connection:
            lock_subject(connection, "default", subject)
            later = pool.submit(expired, vault)
            wait([later], timeout=0.3)  # it has read what is due, or waits for this transaction
            row = {"id": "h", "subject": subject, "tenant": "default", "reason": "case 1", "placed_at": NOW, "placed_by": "tester"}
            connection.execute(holds.insert().values(row))
        assert later.result() == (0, 0)
    assert record(vault, found).readable is Readable.YES


def test_a_key_that_is_used_again_at_this_moment_stays(vault) -> None:
    old = asked(vault, reference="c1").answer["id"]
    with writing(vault.engine) as connection:
        connection.execute(update(records).where(records.c.id == old).values(content=None))
    at = datetime.now(UTC) + timedelta(hours=1)
    entry = Entry(uuid7_at(at), SCREENING, at, CALLER, {"inputs": "encrypted"}, content={"received": 1, "answer": 2}, reference="c1")
    with ThreadPoolExecutor(1) as pool:
        with writing(vault.engine) as connection:
            append(connection, vault.keys, [entry], set())
            later = pool.submit(expired, vault)
            wait([later], timeout=0.3)
        later.result()
    assert record(vault, entry.id).content == {"received": 1, "answer": 2}


def test_what_is_younger_stays(vault) -> None:
    found = asked(vault).answer["id"]
    assert expired(vault, -3600) == (0, 0)
    assert record(vault, found).readable is Readable.YES
    assert page_of(vault.engine, vault.keys, "default", Filter(kind="expiry"), 10)[0] == []


def test_the_key_of_a_subject_with_younger_records_stays(vault) -> None:
    old, young = asked(vault, reference="c1").answer["id"], asked(vault, reference="c1").answer["id"]
    long_ago = "00000000-0000-7000-8000-000000000000"
    with writing(vault.engine) as connection:
        connection.execute(update(records).where(records.c.id == old).values(content=None))
    assert record(vault, old).readable is Readable.EXPIRED
    assert expired(vault, -3600) == (0, 0)
    assert record(vault, young).readable is Readable.YES
    assert long_ago < old


def test_an_expiry_that_was_interrupted_goes_on_when_it_is_called_again(vault, monkeypatch) -> None:
    monkeypatch.setattr("api.store.erasure._AT_ONCE", 1)
    found = [asked(vault).answer["id"] for _ in range(3)]
    real = __import__("api.store.erasure", fromlist=["_drop_keys"])._due
    calls = []

    def interrupted(*arguments):
        calls.append(1)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return real(*arguments)

    with monkeypatch.context() as patch:
        patch.setattr("api.store.erasure._due", interrupted)
        with pytest.raises(KeyboardInterrupt):
            expired(vault)
    assert [record(vault, each).readable for each in found] == ["expired", "yes", "yes"]
    assert sound(vault)
    assert expired(vault) == (2, 3)
    assert sound(vault)
