"""Erasure, expiry, legal holds and the keys of subjects: what was done by the service passes, what was forged is told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from api.store.erasure import erase, expire, find_subject
from api.store.holds import lift_hold, place_hold
from tests.api.proof.tampering import behind_the_back, check, id_at, inserted, subject_of
from tests.api.store.vaults import CALLER, NOW, asked


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
