"""Verification: what is untouched passes, whatever was tampered with is found and the first of it named."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta

import psycopg
import pytest

from api.proof import sealer, verify
from api.proof.chain import GENESIS, link_of
from api.proof.checkpoints import FILE
from api.proof.keys import open_keys
from api.store.erasure import erase, expire, find_subject
from tests.api.store.vaults import CALLER, NOW, asked, asked_many, opened


@pytest.fixture
def vault(tmp_path, database, monkeypatch):
    """Nine records in the chain, a checkpoint at the fifth and one at the end."""
    monkeypatch.setattr(sealer.Sealer, "notice", lambda _: None)
    vault = opened(tmp_path / "data", database)
    for number in range(5):
        asked(vault, ["Reinhard Butikofer", "Zhang Ming", "王君正"][number % 3], reference=f"customer-{number}")
    vault.sealer.seal()
    asked_many(vault, [{"name": "MERICS"}, {"name": "-"}, {"name": "Antony Blinken"}])
    asked(vault, "Adrian Zenz")
    vault.sealer.seal()
    yield vault
    vault.close()


@contextmanager
def behind_the_back(vault):
    """A connection that no rule of the database binds, as somebody with the file or the superuser has it."""
    url = vault.engine.url
    vault.engine.dispose()
    if url.get_backend_name() == "sqlite":
        with closing(sqlite3.connect(url.database)) as connection:
            yield lambda statement, *values: connection.execute(statement, values)
            connection.commit()
    else:
        with psycopg.connect(url.set(drivername="postgresql").render_as_string(hide_password=False)) as connection:
            connection.execute("SET session_replication_role = replica")
            yield lambda statement, *values: connection.execute(statement.replace("?", "%s"), values)


def check(vault, **options):
    return verify.verify(vault.engine, vault.keys, vault.folder, **options)


def id_at(vault, sequence: int) -> str:
    with behind_the_back(vault) as run:
        [row] = run("SELECT record FROM chain WHERE sequence = ?", sequence).fetchall()
    return row[0]


def test_what_is_untouched_passes(vault) -> None:
    report = check(vault)
    assert report.ok
    assert (report.records, report.unlinked, report.checkpoints) == (9, 0, 2)
    assert report.notes == ()


def test_an_empty_store_passes(tmp_path) -> None:
    assert check(opened(tmp_path / "data")).ok


def test_records_that_wait_for_their_link_are_counted_and_checked(vault) -> None:
    found = asked(vault).answer["id"]
    assert (check(vault).ok, check(vault).unlinked) == (True, 1)
    with behind_the_back(vault) as run:
        run("UPDATE records SET outcome = 'clear' WHERE id = ?", found)
    [problem] = check(vault).problems
    assert found in problem


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE records SET outcome = 'clear' WHERE id = ?",
        "UPDATE records SET caller = 'somebody' WHERE id = ?",
        "UPDATE records SET tenant = 'other' WHERE id = ?",
        "UPDATE records SET facts = replace(facts, '\"hits\":1', '\"hits\":0') WHERE id = ?",
        "UPDATE records SET facts = replace(facts, '{', '{ ') WHERE id = ?",
        "UPDATE records SET at = '2020-01-01 00:00:00' WHERE id = ?",
        "UPDATE records SET content = NULL WHERE id = ?",
        "UPDATE subjects SET key = NULL WHERE id = (SELECT subject FROM records WHERE id = ?)",
        "UPDATE documents SET content = '{}' WHERE hash = (SELECT policy FROM records WHERE id = ?)",
        "DELETE FROM documents WHERE hash = (SELECT basis FROM records WHERE id = ?)",
    ],
)
def test_an_edited_record_is_named(vault, change: str) -> None:
    found = id_at(vault, 4)
    with behind_the_back(vault) as run:
        assert run(change, found).rowcount == 1
    problems = check(vault).problems
    concerned = 1 if "documents" in change else 4  # the first record that refers to the document
    assert problems[0].startswith(f"sequence {concerned}: record {id_at(vault, concerned)}")


def test_a_content_that_was_replaced_is_named(vault) -> None:
    with behind_the_back(vault) as run:
        run("UPDATE records SET content = (SELECT content FROM records WHERE id = ?) WHERE id = ?", id_at(vault, 2), id_at(vault, 3))
    assert "sequence 3" in check(vault).problems[0]
    assert "content" in check(vault).problems[0]


def test_an_edit_with_a_hash_to_match_breaks_the_link(vault) -> None:
    found = id_at(vault, 4)
    with behind_the_back(vault) as run:
        [[facts]] = run("SELECT facts FROM records WHERE id = ?", found).fetchall()
        edited = facts.replace('"outcome":"review"', '"outcome":"clear"')
        digest = __import__("hashlib").sha256(edited.encode()).hexdigest()
        run("UPDATE records SET facts = ?, hash = ?, outcome = 'clear' WHERE id = ?", edited, digest, found)
    assert facts != edited
    assert check(vault).problems[0].startswith("sequence 4")
    assert "does not follow" in check(vault).problems[0]


def test_a_chain_built_anew_from_an_edited_record_on_does_not_meet_its_checkpoints(vault) -> None:
    found = id_at(vault, 4)
    with behind_the_back(vault) as run:
        [[facts]] = run("SELECT facts FROM records WHERE id = ?", found).fetchall()
        edited = facts.replace('"outcome":"review"', '"outcome":"clear"')
        digest = __import__("hashlib").sha256(edited.encode()).hexdigest()
        run("UPDATE records SET facts = ?, hash = ?, outcome = 'clear' WHERE id = ?", edited, digest, found)
        link = GENESIS
        for sequence, record in run("SELECT sequence, record FROM chain ORDER BY sequence").fetchall():
            [[hashed]] = run("SELECT hash FROM records WHERE id = ?", record).fetchall()
            link = link_of(link, hashed, sequence)
            run("UPDATE chain SET link = ? WHERE sequence = ?", link, sequence)
    assert check(vault).problems[0] == "sequence 5: the link is not the one a checkpoint was signed for"


def test_a_removed_record_is_named(vault) -> None:
    found = id_at(vault, 4)
    with behind_the_back(vault) as run:
        run("DELETE FROM records WHERE id = ?", found)
    assert check(vault).problems[0] == f"sequence 4: record {found} was removed"


def test_a_record_removed_with_its_place_leaves_a_gap(vault) -> None:
    found = id_at(vault, 4)
    with behind_the_back(vault) as run:
        run("DELETE FROM chain WHERE sequence = 4")
        run("DELETE FROM records WHERE id = ?", found)
    assert check(vault).problems == ("sequence 4: missing; the next place in the chain is 5",)


def test_a_gap_closed_by_counting_anew_does_not_follow(vault) -> None:
    found = id_at(vault, 4)
    with behind_the_back(vault) as run:
        run("DELETE FROM chain WHERE sequence = 4")
        run("DELETE FROM records WHERE id = ?", found)
        for sequence in range(5, 10):
            run("UPDATE chain SET sequence = ? WHERE sequence = ?", sequence - 1, sequence)
    assert check(vault).problems[0].startswith("sequence 4")


def inserted(run, source: str, new: str) -> None:
    """Copy a record under another id, consistent in itself."""
    [[facts]] = run("SELECT facts FROM records WHERE id = ?", source).fetchall()
    forged = json.dumps({**json.loads(facts), "id": new}, sort_keys=True, separators=(",", ":"))
    digest = __import__("hashlib").sha256(forged.encode()).hexdigest()
    columns = "kind, tenant, caller, at, subject, content, outcome, policy, basis, batch"
    run(
        f"INSERT INTO records (id, facts, hash, {columns}) SELECT ?, ?, ?, {columns} FROM records WHERE id = ?", new, forged, digest, source
    )


def test_an_inserted_record_is_named(vault) -> None:
    source, new = id_at(vault, 2), "01900000-0000-7000-8000-000000000000"
    with behind_the_back(vault) as run:
        inserted(run, source, new)
    assert check(vault).problems == (f"record {new} was inserted: it is not in the chain and does not wait for a place in it",)


def test_a_record_inserted_into_the_chain_does_not_follow(vault) -> None:
    source, new = id_at(vault, 2), "01900000-0000-7000-8000-000000000000"
    with behind_the_back(vault) as run:
        inserted(run, source, new)
        for sequence in range(9, 3, -1):
            run("UPDATE chain SET sequence = ? WHERE sequence = ?", sequence + 1, sequence)
        run("INSERT INTO chain (sequence, record, link) VALUES (4, ?, ?)", new, "ab" * 32)
    assert check(vault).problems[0].startswith(f"sequence 4: record {new}")


def test_two_records_that_were_swapped_are_named(vault) -> None:
    first, second = id_at(vault, 3), id_at(vault, 4)
    with behind_the_back(vault) as run:
        run("UPDATE chain SET record = 'x' WHERE sequence = 3")
        run("UPDATE chain SET record = ? WHERE sequence = 4", first)
        run("UPDATE chain SET record = ? WHERE sequence = 3", second)
    problems = check(vault).problems
    assert problems[0].startswith(f"sequence 3: record {second} does not follow")
    assert problems[1].startswith(f"sequence 4: record {first} does not follow")


@pytest.mark.parametrize("checkpoints_too", [False, True], ids=["records", "records and checkpoints"])
def test_an_end_that_was_cut_off_is_told(vault, checkpoints_too: bool) -> None:
    with behind_the_back(vault) as run:
        for [record] in run("SELECT record FROM chain WHERE sequence > 7").fetchall():
            run("DELETE FROM records WHERE id = ?", record)
        run("DELETE FROM chain WHERE sequence > 7")
        if checkpoints_too:  # the file still has them
            run("DELETE FROM checkpoints WHERE sequence > 7")
    assert check(vault).problems == ("the end was cut off: the chain ends at sequence 7, and a checkpoint was signed at 9",)


def test_a_forged_checkpoint_is_told(vault, tmp_path) -> None:
    with behind_the_back(vault) as run:
        run("UPDATE checkpoints SET statement = replace(statement, '\"sequence\":9', '\"sequence\":8') WHERE sequence = 9")
    assert "its signature is not that of its statement" in check(vault).problems[0]
    other = open_keys(tmp_path / "others", make=True)
    (vault.folder / FILE).write_text(
        json.dumps({"statement": {"sequence": 9, "link": "ab" * 32}, "signature": "x", "key": other.signing_id}) + "\n", encoding="utf-8"
    )
    assert any("not trusted" in problem for problem in check(vault).problems)


def test_a_file_of_checkpoints_that_was_garbled_is_told(vault) -> None:
    (vault.folder / FILE).write_text("garbled\n", encoding="utf-8")
    assert "line 1: not a checkpoint" in check(vault).problems[0]


def test_an_erased_subject_is_no_tampering(vault) -> None:
    subject = find_subject(vault.engine, vault.keys, CALLER.tenant, "customer-3")
    erase(vault.engine, vault.keys, CALLER, subject, NOW)
    assert check(vault).ok
    vault.sealer.seal()
    report = check(vault)
    assert (report.ok, report.records) == (True, 10)


def test_what_expired_is_no_tampering_and_what_did_not_is(vault) -> None:
    expire(vault.engine, vault.keys, CALLER, datetime.now(UTC) + timedelta(seconds=1), datetime.now(UTC))
    vault.sealer.seal()
    assert check(vault).ok
    later = asked(vault).answer["id"]
    with behind_the_back(vault) as run:
        run("DELETE FROM records WHERE kind = 'expiry'")
        run("UPDATE records SET content = NULL WHERE id = ?", later)
    assert not check(vault).ok


def test_only_the_records_of_the_range_are_checked(vault) -> None:
    report = check(vault, since=datetime.now(UTC) + timedelta(hours=1))
    assert (report.ok, report.records) == (True, 0)
    report = check(vault, until=datetime.now(UTC) + timedelta(hours=1))
    assert (report.ok, report.records) == (True, 9)


def test_a_range_is_followed_from_the_link_before_it(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(sealer.Sealer, "notice", lambda _: None)
    vault = opened(tmp_path / "data")
    moments = []
    for _ in range(4):
        asked(vault)
        moments.append(datetime.now(UTC))
        __import__("time").sleep(0.003)
    vault.sealer.seal()
    with behind_the_back(vault) as run:
        run("UPDATE records SET caller = 'somebody' WHERE id = ?", id_at(vault, 1))
    assert check(vault, since=moments[0]).records == 3
    assert check(vault, since=moments[0]).ok
    assert not check(vault, until=moments[1]).ok


def test_it_stops_after_as_many_problems_as_were_asked_for(vault) -> None:
    with behind_the_back(vault) as run:
        run("UPDATE records SET caller = 'somebody'")
    report = check(vault, most=3)
    assert len(report.problems) == 3
    assert report.notes == ("stopped after 3 problems",)


def test_a_clock_that_went_backwards_is_noted_and_nothing_is_wrong(vault, monkeypatch) -> None:
    import api.record

    class Earlier(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime.now(tz) - timedelta(hours=2)

    monkeypatch.setattr(api.record, "datetime", Earlier)
    asked(vault)
    vault.sealer.seal()
    report = check(vault)
    assert report.ok
    assert "before its predecessor" in report.notes[0]
