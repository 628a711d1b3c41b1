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
from api.proof.errors import CheckpointFileError, KeyUnusable
from api.proof.keys import PublicKeys, open_keys
from api.store.erasure import erase, expire, find_subject
from api.store.holds import lift_hold, place_hold
from tests.api.store.vaults import CALLER, NOW, asked, asked_many, opened


@pytest.fixture
def vault(tmp_path, database, monkeypatch):
    """Nine records in the chain, a checkpoint at the fifth and one at the end."""
    monkeypatch.setattr(sealer.Sealer, "notice", lambda _: None)
    vault = opened(tmp_path / "data", database)
    for number in range(5):
        asked(vault, ["Reinhard Butikofer", "Zhang Ming", "王君正"][number % 3], reference=f"customer-{number}")
    vault.sealer.seal()
    asked_many(vault, [{"name": "MERICS"}, {"name": "Antony Blinken"}])
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


def in_public(vault, **options):
    """Check as an auditor does who has the public keys alone."""
    return verify.verify(vault.engine, PublicKeys(vault.keys.trusted), vault.folder, **options)


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
        (
            "UPDATE subjects SET key = (SELECT content FROM records JOIN chain ON record = id WHERE sequence = 1)"
            " WHERE id = (SELECT subject FROM records WHERE id = ?)"
        ),
        "UPDATE documents SET kind = 'basis' WHERE hash = (SELECT policy FROM records WHERE id = ?)",
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
    assert check(vault).problems[0].startswith(f"sequence 4: record {found} was not written by this service, or was edited")
    assert in_public(vault).problems[0] == "sequence 5: the link is not the one a checkpoint was signed for"


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


def inserted(run, source: str, new: str, **facts_too: object) -> None:
    """Copy a record under another id, consistent in itself but for what nobody can write without the secret."""
    [[facts]] = run("SELECT facts FROM records WHERE id = ?", source).fetchall()
    forged = json.dumps({**json.loads(facts), "id": new, **facts_too}, sort_keys=True, separators=(",", ":"))
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


@pytest.mark.parametrize("linked", [False, True], ids=["waiting", "linked"])
@pytest.mark.parametrize("form", [1, 2])
def test_a_record_that_was_queued_for_the_chain_without_the_secret_is_named(vault, linked: bool, form: int) -> None:
    source, new = id_at(vault, 2), "01900000-0000-7000-8000-000000000000"
    with behind_the_back(vault) as run:
        inserted(run, source, new, format=form)
        run("INSERT INTO pending (record) VALUES (?)", new)
    if linked:
        vault.sealer.seal()
    [problem] = check(vault).problems
    assert problem.startswith(f"{'sequence 10: ' if linked else ''}record {new}")
    assert ("no authentication code" if form == 1 else "code is wrong") in problem


def test_records_from_before_there_were_codes_are_good(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("api.store.append.FORMAT", 1)
    monkeypatch.setattr("api.store.append.code_of", lambda *_: None)
    vault = opened(tmp_path / "data")
    asked(vault)
    monkeypatch.undo()
    asked(vault)
    vault.sealer.seal()
    assert check(vault).problems == ()
    vault.close()


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

    for _ in range(2):
        asked(vault)
        with monkeypatch.context() as patch:
            patch.setattr(api.record, "datetime", Earlier)
            asked(vault)
    vault.sealer.seal()
    report = check(vault)
    assert report.ok
    [note] = report.notes
    assert note.startswith("sequence 11 is dated")
    assert note.endswith("a clock went backwards 2 times")


def test_the_order_of_what_was_recorded_at_the_same_time_is_worth_no_note(vault, monkeypatch) -> None:
    import api.record

    class Earlier(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime.now(tz) - timedelta(seconds=5)

    asked(vault)
    with monkeypatch.context() as patch:
        patch.setattr(api.record, "datetime", Earlier)
        asked(vault)
    vault.sealer.seal()
    assert (check(vault).ok, check(vault).notes) == (True, ())


# --- with public keys alone, and against checkpoints kept elsewhere ---------------------------------------------------------------


def test_public_keys_are_enough_and_it_is_said_what_they_do_not_show(vault) -> None:
    report = in_public(vault)
    assert (report.ok, report.records, report.checkpoints) == (True, 9, 2)
    assert "public keys alone" in report.notes[0]
    with behind_the_back(vault) as run:
        run("UPDATE records SET outcome = 'clear' WHERE id = ?", id_at(vault, 4))
    assert in_public(vault).problems[0].startswith("sequence 4")


def test_another_secret_is_told_and_not_taken_for_tampering(vault, tmp_path) -> None:
    with pytest.raises(KeyUnusable, match="not the one this database was written with"):
        verify.verify(vault.engine, open_keys(tmp_path / "other", make=True), vault.folder)


def test_an_end_cut_off_with_every_checkpoint_here_is_told_by_one_kept_elsewhere(vault, tmp_path) -> None:
    elsewhere = tmp_path / "elsewhere.jsonl"
    elsewhere.write_bytes((vault.folder / FILE).read_bytes())
    with behind_the_back(vault) as run:
        for [record] in run("SELECT record FROM chain WHERE sequence > 7").fetchall():
            run("DELETE FROM records WHERE id = ?", record)
        run("DELETE FROM chain WHERE sequence > 7")
        run("DELETE FROM checkpoints WHERE sequence > 7")
    (vault.folder / FILE).unlink()
    assert check(vault).ok
    assert "the end was cut off" in check(vault, checkpoint_files=[elsewhere]).problems[0]


@pytest.mark.parametrize("content", [None, ""], ids=["absent", "empty"])
def test_a_file_of_checkpoints_that_holds_none_is_told(vault, tmp_path, content) -> None:
    given = tmp_path / "given.jsonl"
    if content is not None:
        given.write_text(content, encoding="utf-8")
    assert check(vault, checkpoint_files=[given]).problems == (f"{given}: no checkpoint in it",)


def test_a_checkpoint_removed_from_the_database_is_told(vault) -> None:
    with behind_the_back(vault) as run:
        run("DELETE FROM checkpoints WHERE sequence = 5")
    assert check(vault).problems == ("checkpoint at sequence 5: it stands in checkpoints.jsonl and was removed from the database",)


def test_a_line_of_checkpoints_that_was_not_written_to_its_end_is_noted_and_goes_with_the_next(vault) -> None:
    file = vault.folder / FILE
    whole = file.read_text(encoding="utf-8")
    file.write_text(whole + whole[:40], encoding="utf-8")
    report = check(vault)
    assert (report.ok, report.checkpoints) == (True, 2)
    assert "line 3: not written to its end" in report.notes[0]
    asked(vault)
    vault.sealer.seal()
    assert file.read_text(encoding="utf-8").startswith(whole)
    assert len(file.read_text(encoding="utf-8").splitlines()) == 3
    assert (check(vault).ok, check(vault).notes) == (True, ())


def test_a_full_disk_leaves_no_part_of_a_checkpoint(vault, monkeypatch) -> None:
    file = vault.folder / FILE
    whole = file.read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    asked(vault)
    with monkeypatch.context() as patch:
        patch.setattr("api.proof.checkpoints.os.fsync", full)
        with pytest.raises(CheckpointFileError, match="No space left"):
            vault.sealer.seal()
    assert file.read_bytes() == whole
    assert check(vault).ok


# --- legal holds, keys of subjects -------------------------------------------------------------------------------------------------


def subject_of(vault, reference: str) -> str:
    return find_subject(vault.engine, vault.keys, CALLER.tenant, reference)


def test_a_hold_that_was_taken_away_or_forged_is_told(vault) -> None:
    hold = place_hold(vault.engine, vault.keys, CALLER, subject_of(vault, "customer-1"), reason="case 1", now=NOW)
    assert check(vault).ok
    with behind_the_back(vault) as run:
        run("UPDATE holds SET lifted_at = placed_at WHERE id = ?", hold.id)
    assert check(vault).problems == (f"hold {hold.id} was removed, or lifted without a record",)
    with behind_the_back(vault) as run:
        run("UPDATE holds SET lifted_at = NULL, subject = ? WHERE id = ?", subject_of(vault, "customer-2"), hold.id)
    assert "no record says" in check(vault).problems[0]
    with behind_the_back(vault) as run:
        run("UPDATE holds SET subject = ? WHERE id = ?", subject_of(vault, "customer-1"), hold.id)
    lift_hold(vault.engine, vault.keys, CALLER, hold.id, NOW)
    assert check(vault).ok


def test_a_key_given_back_to_an_erased_subject_is_told(vault) -> None:
    subject = subject_of(vault, "customer-3")
    with behind_the_back(vault) as run:
        [[key]] = run("SELECT key FROM subjects WHERE id = ?", subject).fetchall()
    erase(vault.engine, vault.keys, CALLER, subject, NOW)
    with behind_the_back(vault) as run:
        run("UPDATE subjects SET key = ? WHERE id = ?", key, subject)
    assert "was erased, and has a key again" in check(vault).problems[0]


def test_a_forged_erasure_does_not_hide_a_key_that_was_destroyed(vault) -> None:
    source, new, subject = id_at(vault, 2), "01900000-0000-7000-8000-000000000000", subject_of(vault, "customer-3")
    with behind_the_back(vault) as run:
        inserted(run, source, new, kind="erasure", subject=subject, content=None)
        run("UPDATE records SET kind = 'erasure', subject = ?, content = NULL WHERE id = ?", subject, new)
        run("UPDATE subjects SET key = NULL WHERE id = ?", subject)
        run("INSERT INTO pending (record) VALUES (?)", new)
    vault.sealer.seal()
    assert any(f"record {new} was not written by this service" in problem for problem in check(vault).problems)
