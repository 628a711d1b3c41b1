"""Recording: all or nothing, many at once, idempotency keys, what is kept of each screening."""

from __future__ import annotations

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from api.caller import Caller
from api.errors import KeyReused, NotRecorded
from api.proof.errors import NotCanonical
from api.recording import BASIS, POLICY
from api.retrieving import kept_document, screening_record, stored_answer, stored_view
from api.store.append import Stored
from api.store.entry import BATCH, REFUSAL, SCREENING, Entry, Idempotency
from api.store.erasure import drop_idempotency_keys
from api.store.reading import Filter, Readable, page_of, record_of
from api.store.subjects import reference_hash
from api.store.tables import documents, idempotency, pending, records, subjects
from api.wire.identity import uuid7_at
from lists.database import reading
from screening import ENGINE_VERSION, Policy
from screening.errors import ScreeningError
from tests.api.store.vaults import CALLER, NOW, asked, asked_many, catalogue, opened


@pytest.fixture
def vault(tmp_path, database):
    vault = opened(tmp_path / "data", database)
    yield vault
    vault.close()


def counted(vault, table) -> int:
    with reading(vault.engine) as connection:
        return connection.execute(select(func.count()).select_from(table)).scalar_one()


def entry(number: int = 0, **fields) -> Entry:
    return replace(Entry(uuid7_at(NOW), "event", NOW, CALLER, {"number": number}), **fields)


def test_a_screening_is_kept_with_everything_that_proves_it(vault) -> None:
    given = asked(vault, "Reinhard Buetikofer", reference="customer-1", birth_date="1953")
    record = screening_record(vault, "default", given.answer["id"])
    facts = record.facts
    [screening] = given.screenings
    assert (facts["kind"], facts["tenant"], facts["caller"], facts["outcome"]) == ("screening", "default", "tester", "review")
    assert (facts["hits"], facts["candidates"], facts["best_below"]) == (1, screening.answer.candidates, screening.answer.best_below)
    assert facts["at"] == given.answer["screened_at"]
    assert json.loads(kept_document(vault, facts["policy"], POLICY).content)["threshold"] == Policy().threshold
    basis = json.loads(kept_document(vault, facts["basis"], BASIS).content)
    assert (basis["engine"], basis["index"]) == (ENGINE_VERSION, catalogue().index.hash)
    assert {each["id"]: each["edition"] for each in basis["lists"]} == dict(catalogue().index.editions)
    assert all(len(each["sha256"]) == 64 and each["published"] and each["size"] for each in basis["lists"])
    assert record.content == {
        "received": {"name": "Reinhard Buetikofer", "reference": "customer-1", "birth_date": "1953"},
        "answer": given.answer,
    }
    assert stored_answer(vault, record) == given.answer


def test_a_clear_screening_is_kept_too_with_what_came_closest(vault) -> None:
    given = asked(vault, "Wang Junsheng")
    record = screening_record(vault, "default", given.answer["id"])
    assert record.facts["outcome"] == "clear"
    assert record.facts["best_below"] is not None
    assert round(record.facts["best_below"], 4) == given.answer["best_below"]


def test_nothing_personal_stands_in_the_facts(vault) -> None:
    given = asked(
        vault,
        "Reinhard Buetikofer",
        reference="customer-4711",
        birth_date="1953-01-26",
        identifiers=[{"type": "passport", "value": "X98765"}],
    )
    facts = json.dumps(screening_record(vault, "default", given.answer["id"]).facts)
    assert not [word for word in ("Buetikofer", "Butikofer", "4711", "1953", "X98765") if word.lower() in facts.lower()]


def test_the_content_is_encrypted(vault, tmp_path) -> None:
    asked(vault, "Reinhard Buetikofer", reference="customer-4711")
    with reading(vault.engine) as connection:
        [content] = connection.execute(select(records.c.content)).scalars()
        [kept] = connection.execute(select(subjects)).all()
    assert b"Buetikofer" not in content
    assert "customer-4711" not in str(kept)
    assert kept.reference_hash == reference_hash(vault.keys, "default", "customer-4711")


def test_policies_and_bases_are_kept_once(vault) -> None:
    for threshold in (0.85, 0.85, 0.9):
        asked(vault, threshold=threshold)
    assert counted(vault, documents) == 3


def test_the_index_is_kept_before_the_record_that_rests_on_it(vault) -> None:
    given = asked(vault)
    assert given.answer["engine"]["index"] in vault.indexes.hashes()


def test_screenings_with_the_same_reference_have_one_subject_within_a_tenant(vault) -> None:
    answers = [asked(vault, reference="c1"), asked(vault, "Zhang Ming", reference="c1"), asked(vault), asked(vault)]
    answers.append(asked(vault, reference="c1", caller=Caller("other", "tester")))
    with reading(vault.engine) as connection:
        held = dict(connection.execute(select(records.c.id, records.c.subject)).all())
    subject = [held[each.answer["id"]] for each in answers]
    assert subject[0] == subject[1]
    assert len(set(subject)) == 4


def test_a_record_is_out_of_reach_of_another_tenant(vault) -> None:
    found = asked(vault).answer["id"]
    assert record_of(vault.engine, vault.keys, "default", found, SCREENING)
    assert record_of(vault.engine, vault.keys, "other", found, SCREENING) is None
    assert page_of(vault.engine, vault.keys, "other", Filter(), 10) == ([], False)


def test_a_batch_is_recorded_whole_with_the_rows_that_were_refused(vault) -> None:
    given = asked_many(vault, [{"name": "MERICS"}, {"name": "-", "reference": "r"}, {"name": "Zhang Ming"}])
    head = record_of(vault.engine, vault.keys, "default", given.answer["batch"], BATCH)
    assert (head.facts["rows"], head.facts["screened"], head.facts["refused"]) == (3, 2, 1)
    found, _ = page_of(vault.engine, vault.keys, "default", Filter(batch=given.answer["batch"]), 10, content=True)
    assert sorted((record.facts["place"], record.kind) for record in found) == [(0, SCREENING), (1, REFUSAL), (2, SCREENING)]
    [refused] = [record for record in found if record.kind == REFUSAL]
    assert refused.content == given.answer["results"][1]
    assert refused.facts["outcome"] == "error"


def test_all_of_a_call_is_recorded_or_none(vault) -> None:
    twice = entry()
    with pytest.raises(Exception, match=r"(?i)unique"):
        vault.record([entry(), twice, twice])
    assert (counted(vault, records), counted(vault, pending)) == (0, 0)


def test_a_call_that_breaks_a_rule_does_not_take_others_with_it(vault) -> None:
    writer, known = vault._ready().writer, entry()
    vault.record([known])
    waits = [([entry()], []), ([known], []), ([entry()], [])]
    with writer._turn:  # all of them queue up behind this
        threads = [threading.Thread(target=_recorded, args=(vault, *wait)) for wait in waits]
        for thread in threads:
            thread.start()
        while len(writer._waiting) < 3:
            pass
    for thread in threads:
        thread.join()
    assert [type(result).__name__ for _, [result] in waits] == ["list", "Conflict", "list"]
    assert counted(vault, records) == 3


def _recorded(vault, entries, into) -> None:
    try:
        into.append(vault.record(entries))
    except ScreeningError as error:
        into.append(error)


def test_what_cannot_be_written_is_told_to_everyone_who_waited(vault) -> None:
    with pytest.raises(NotCanonical):
        vault.record([entry(facts={"number": float("nan")})])
    assert counted(vault, records) == 0
    vault.record([entry()])
    assert counted(vault, records) == 1


def test_those_who_wait_together_are_written_together(vault, monkeypatch) -> None:
    writer, together = vault._ready().writer, []
    commit = writer._commit
    monkeypatch.setattr(writer, "_commit", lambda waits: together.append(len(waits)) or commit(waits))
    with writer._turn:
        threads = [threading.Thread(target=vault.record, args=([entry(number)],)) for number in range(6)]
        for thread in threads:
            thread.start()
        while len(writer._waiting) < 6:
            pass
    for thread in threads:
        thread.join()
    assert together == [6]
    assert counted(vault, records) == 6


# --- idempotency keys ------------------------------------------------------------------------------------------------------------


def test_the_same_key_and_body_get_the_answer_on_record(vault) -> None:
    first = asked(vault, key="k1", reference="c1")
    again = asked(vault, key="k1", reference="c1")
    assert (first.repeated, again.repeated) == (False, True)
    assert again.answer == first.answer
    assert counted(vault, records) == 1


def test_the_same_key_with_another_body_is_refused(vault) -> None:
    asked(vault, key="k1")
    with pytest.raises(KeyReused):
        asked(vault, "Zhang Ming", key="k1")
    assert counted(vault, records) == 1


def test_the_order_of_members_is_no_other_body(vault) -> None:
    first = asked(vault, key="k1", kind="individual", reference="c1")
    again = asked(vault, key="k1", reference="c1", kind="individual")
    assert again.answer["id"] == first.answer["id"]


def test_a_key_belongs_to_its_caller_and_tenant(vault) -> None:
    callers = [Caller("a", "x"), Caller("a", "y"), Caller("b", "x")]
    assert len({asked(vault, key="k1", caller=caller).answer["id"] for caller in callers}) == 3


def test_a_refused_question_leaves_no_trace_of_its_key(vault) -> None:
    with pytest.raises(Exception, match="nothing is left"):
        asked(vault, "-", key="k1")
    assert not asked(vault, key="k1").repeated


def test_a_batch_is_given_again_as_it_was_refused_rows_too(vault) -> None:
    rows = [{"name": "MERICS"}, {"name": "-"}, {"name": "Zhang Ming", "reference": "c1"}]
    first, again = asked_many(vault, rows, key="k1"), asked_many(vault, rows, key="k1")
    assert again.repeated
    assert again.answer == first.answer
    assert counted(vault, records) == 4


def test_a_key_is_free_again_when_its_time_is_over(vault) -> None:
    def claim(number, at):
        return vault.record([entry(number, at=at, idempotency=Idempotency("key", f"body {number}", at + timedelta(hours=1)))])[0]

    first = claim(1, NOW)
    assert claim(2, NOW + timedelta(minutes=59)) == Stored(first.id, repeated=True, same_body=False)
    later = claim(3, NOW + timedelta(minutes=60))
    assert not later.repeated
    assert claim(3, NOW + timedelta(minutes=61)) == Stored(later.id, repeated=True)


def test_keys_whose_time_is_over_are_dropped(vault) -> None:
    for hours in (1, 3):
        vault.record([entry(idempotency=Idempotency(f"key {hours}", "body", NOW + timedelta(hours=hours)))])
    assert drop_idempotency_keys(vault.engine, NOW + timedelta(hours=2)) == 1
    assert counted(vault, idempotency) == 1


def test_a_question_asked_many_times_at_once_is_recorded_once(vault) -> None:
    with ThreadPoolExecutor(8) as pool:
        given = list(pool.map(lambda _: asked(vault, key="k1", reference="c1"), range(24)))
    assert len({each.answer["id"] for each in given}) == 1
    assert sum(not each.repeated for each in given) == 1
    assert counted(vault, records) == 1


def test_processes_that_record_at_once_neither_lose_nor_double_anything(vault, database, tmp_path) -> None:
    vaults = [vault, opened(tmp_path / "data", database), opened(tmp_path / "data", database)]

    def work(number: int) -> str:
        return asked(vaults[number % 3], key=f"k{number % 10}", reference=f"c{number % 5}").answer["id"]

    with ThreadPoolExecutor(6) as pool:
        ids = list(pool.map(work, range(60)))
    assert len(set(ids)) == 10
    assert counted(vault, records) == 10
    for each in vaults[1:]:
        each.close()


# --- hashed inputs ---------------------------------------------------------------------------------------------------------------


def test_inputs_kept_as_hashes_are_not_readable_and_prove_what_was_asked(tmp_path) -> None:
    vault = opened(tmp_path / "data", inputs="hashed")
    fields = {
        "other_names": ["Buetikofer R."],
        "birth_date": "1953-01-26",
        "identifiers": [{"type": "passport", "value": "X98765"}],
        "countries": ["DE"],
    }
    given = asked(vault, "Reinhard Buetikofer", reference="customer-4711", **fields)
    assert given.answer["query"]["name"] == "Reinhard Buetikofer"
    record = screening_record(vault, "default", given.answer["id"])
    kept = json.dumps([record.content, stored_view(vault, record)])
    assert not [word for word in ("Buetikofer", "buetikofer", "4711", "1953-01-26", "X98765") if word in kept]
    assert record.content["received"]["name"] == "hmac-sha256:" + vault.keys.hashed("input", "name", "Reinhard Buetikofer")
    assert record.content["answer"]["hits"][0]["party"] == given.answer["hits"][0]["party"]
    assert record.readable is Readable.YES


def test_of_a_row_that_was_refused_no_text_is_kept_either(tmp_path) -> None:
    vault = opened(tmp_path / "data", inputs="hashed")
    row = {"name": "Reinhard Buetikofer", "reference": "customer-4711", "birth_date": "26.1.1953", "Xylophonius": 1}
    given = asked_many(vault, [row])
    [refused], _ = page_of(vault.engine, vault.keys, "default", Filter(kind=REFUSAL), 2, content=True)
    kept = json.dumps(refused.content)
    assert not [word for word in ("4711", "1953", "Xylophonius") if word in kept]
    assert refused.content["problem"]["type"] == given.answer["results"][0]["problem"]["type"]
    vault.close()


def test_an_index_that_cannot_be_kept_means_no_answer(vault, monkeypatch) -> None:
    def full(**_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("api.store.indexes.mkdtemp", full)
    with pytest.raises(NotRecorded, match="No space left"):
        asked(vault)
    assert counted(vault, records) == 0
