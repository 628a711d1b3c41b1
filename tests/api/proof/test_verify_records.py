"""Records that were edited, removed, inserted or swapped are found, and the first of them is named."""

from __future__ import annotations

import pytest

from api.proof.chain import GENESIS, link_of
from tests.api.proof.tampering import behind_the_back, check, cleared, id_at, in_public, inserted
from tests.api.store.vaults import asked, opened


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
        facts, edited = cleared(run, found)
    assert facts != edited
    assert check(vault).problems[0].startswith("sequence 4")
    assert "does not follow" in check(vault).problems[0]


def test_a_chain_built_anew_from_an_edited_record_on_does_not_meet_its_checkpoints(vault) -> None:
    found = id_at(vault, 4)
    with behind_the_back(vault) as run:
        cleared(run, found)
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
