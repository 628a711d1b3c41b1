"""Verification: what is untouched passes, in whole, in part, and with public keys alone."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import pytest

from api.proof import sealer, verify
from api.proof.errors import KeyUnusable
from api.proof.keys import open_keys
from tests.api.proof.tampering import behind_the_back, check, id_at, in_public
from tests.api.store.vaults import asked, opened


def test_what_is_untouched_passes(vault) -> None:
    report = check(vault)
    assert report.ok
    assert (report.records, report.unlinked, report.checkpoints) == (9, 0, 2)
    assert report.notes == ()


def test_an_empty_store_passes(tmp_path) -> None:
    assert check(opened(tmp_path / "data")).ok


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
        time.sleep(0.003)
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
