from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import update

from lists import load_seeded
from lists.database import reading, writing
from lists.errors import CannotStore, ChangedMeanwhile, DamagedEdition
from lists.incoming import seeded_incoming
from lists.indexes import folder_of, open_index
from lists.load import Occasion, load, take_in
from lists.store import editions_as_of, editions_in_force, editions_of, history, members_of_edition, parties_of, put_in_force, revision
from lists.store.attempts import GOOD, Result, last_attempts
from lists.store.ledger import exclude, excluded, include, ledger
from lists.store.tables import listed_parties
from screening import Policy, Query, screen
from screening.errors import IndexFileError
from tests.lists.house import HOUSE, ROWS, hour, many, take, write


def in_force(store, moment=None):
    with reading(store.engine) as connection:
        return editions_in_force(connection) if moment is None else editions_as_of(connection, moment)


def names(store, edition):
    with reading(store.engine) as connection:
        return [party.primary_name for party in parties_of(connection, edition.number)]


def refusals(loading):
    return [(one["check"], one["entry"]) for one in loading.report["refusals"]]


def test_a_first_edition_comes_into_force_whole(store):
    done = take(store)
    assert done.result is Result.IN_FORCE
    assert in_force(store)["house"] == done.edition
    assert names(store, done.edition) == ["Pavel Vydumannov", "Invented Holding", "Mira Wyrdmann", "Invented Star"]
    edition = done.edition.edition
    assert (edition.individuals, edition.entities, edition.vessels, edition.names, edition.records) == (2, 1, 1, 5, 4)
    assert edition.id == f"2026-11-24-{edition.sha256[:8]}"
    assert done.edition.source.title == "Whom we do not deal with"
    assert [file.name for file in done.edition.files] == ["house.csv"]
    assert (done.report["records"], done.report["indexed"], done.report["names_asked"], done.report["names_found"]) == (4, 4, 5, 5)


def test_the_index_of_what_is_in_force_is_there_before_it_is(store):
    done = take(store)
    editions = in_force(store)
    assert folder_of(store, editions).is_dir()
    index = open_index(store, editions)
    assert index.editions == {"house": done.edition.edition.id}
    [hits] = screen([Query(name="Vydumannov Pavel")], index, Policy())
    assert [hit.party.id for hit in hits] == ["house:C-001"]


def test_the_same_content_is_the_same_edition_whatever_the_order_of_its_rows(store):
    first = take(store)
    again = take(store, reversed(ROWS), at=1)
    assert again.result is Result.CONFIRMED
    assert again.edition == first.edition
    with reading(store.engine) as connection:
        assert revision(connection) == 1
        assert last_attempts(connection, GOOD)["house"].at == hour(1)


def test_a_record_that_did_not_change_is_stored_once(store):
    take(store)
    after = take(store, [*ROWS[:3], ROWS[3].replace("Star", "Moon")], at=1)
    with reading(store.engine) as connection:
        first, second = reversed([members_of_edition(connection, each.number) for each in editions_of(connection, "house")])
        count = connection.exec_driver_sql("SELECT count(*) FROM listed_parties").scalar_one()
    assert after.result is Result.IN_FORCE
    assert count == 5
    assert {reference for reference in first if first[reference] != second[reference]} == {"C-004"}


def test_any_edition_ever_in_force_can_be_opened_again(store):
    first = take(store)
    second = take(store, [*ROWS, "C-005,individual,Olo Brandt,,,"], at=5)
    assert in_force(store, hour(-1)) == {}
    assert in_force(store, hour(4.9)) == {"house": first.edition}
    assert in_force(store, hour(5)) == {"house": second.edition}
    index = open_index(store, in_force(store, hour(1)))
    assert index.party("house:C-005") is None
    assert len(index) == 4


def test_the_seeded_lists_go_the_same_way_and_keep_their_own_ids(store):
    for one in load_seeded():
        done = take_in(store, seeded_incoming(one), Occasion("system", hour(0), "seed"))
        assert done.result is Result.IN_FORCE
        assert done.edition.edition == one.edition
        assert done.edition.source == one.source
        with reading(store.engine) as connection:
            assert sorted(parties_of(connection, done.edition.number), key=lambda party: party.id) == list(one.parties)


# --- what does not pass --------------------------------------------------------------------------------------------------------------


def test_what_cannot_be_read_is_quarantined_with_its_file_and_report_and_the_old_edition_stays(store):
    first = take(store)
    done = take(store, [*ROWS, "C-005,robot,Olo Brandt,,,"], at=1)
    assert done.result is Result.QUARANTINED
    assert "robot" in done.report["error"]
    assert in_force(store) == {"house": first.edition}
    assert (done.quarantine / "house.csv").read_text().endswith("C-005,robot,Olo Brandt,,,\n")
    assert json.loads((done.quarantine / "report.json").read_text())["error"] == done.report["error"]
    with reading(store.engine) as connection:
        last = last_attempts(connection)["house"]
    assert last.result is Result.QUARANTINED
    assert last.reasons == (done.report["error"],)


def test_only_the_newest_quarantined_files_are_kept(store):
    for number in range(8):
        done = take(store, ["C-005,robot,Olo Brandt,,,"], at=number)
    assert len(list(done.quarantine.parent.iterdir())) == 5
    assert done.quarantine.is_dir()


@pytest.mark.parametrize(("count", "passes"), [(90, True), (89, False), (150, True), (151, False)])
def test_numbers_that_move_far_need_a_persons_word(store, count, passes):
    first = take(store, many(100))
    done = take(store, many(count), at=1)
    assert (done.result is Result.IN_FORCE) is passes
    if not passes:
        assert {check for check, _ in refusals(done)} == {"numbers"}
        assert "accept the change with a reason" in done.report["refusals"][0]["reason"]
        assert in_force(store) == {"house": first.edition}
        accepted = take(store, many(count), at=2, accept_change="the programme ended")
        assert accepted.result is Result.IN_FORCE
        assert accepted.report["accepted"] == "the programme ended"
        assert accepted.report["changes"]
        with reading(store.engine) as connection:
            assert history(connection, "house")[0].reason == "the programme ended"


def test_a_kind_that_vanishes_is_noticed_though_the_total_hardly_moves(store):
    ships = [row.replace("individual", "vessel").replace("P-", "V-") for row in many(60, 800)]
    take(store, [*many(740), *ships])
    done = take(store, [*many(740), *ships[:50]], at=1)
    assert [one["reason"].partition(":")[0] for one in done.report["refusals"]] == ["vessels"]


def test_aliases_that_vanish_are_noticed_though_every_party_is_there(store):
    with_aliases = [row.replace(",,,", f",{row.split(',')[2]} Zweitname,,") for row in many(20)]
    take(store, with_aliases)
    done = take(store, many(20), at=1)
    assert [one["reason"].partition(":")[0] for one in done.report["refusals"]] == ["names"]


def test_a_name_of_which_nothing_is_left_is_refused_with_its_entry(store):
    done = take(store, [*ROWS, "C-005,individual,Olo Brandt,؟؟؟,,"])
    assert refusals(done) == [("index", "C-005/names/1")]
    assert in_force(store) == {}


def test_a_party_its_own_name_does_not_find_is_refused(store, monkeypatch):
    import lists.selftest

    real = lists.selftest.finds

    def blind(queries, wanted, index, policy):
        found = real(queries, wanted, index, policy)
        return [frozenset() if query.name == "Mira Wyrdmann" else ids for query, ids in zip(queries, found, strict=True)]

    monkeypatch.setattr(lists.selftest, "finds", blind)
    done = take(store)
    assert refusals(done) == [("self-test", "C-003")]
    assert "'Mira Wyrdmann'" in done.report["refusals"][0]["reason"]
    assert (done.report["names_asked"], done.report["names_found"]) == (5, 4)


def test_a_list_nobody_describes_is_refused(store):
    done = load(store, "house", [write(store.folder / "in")], Occasion("tester", hour(0)))
    assert done.result is Result.QUARANTINED
    assert "say what it is: title, authority, country and terms" in done.report["error"]


def test_what_was_described_once_need_not_be_again(store):
    take(store)
    done = load(store, "house", [write(store.folder / "in", [*ROWS, "C-005,entity,Other Holding,,,"])], Occasion("tester", hour(1)))
    assert done.result is Result.IN_FORCE
    assert done.edition.source.authority == HOUSE.authority


def test_the_files_of_another_publisher_are_refused(store):
    done = take(store, list_id="un-sc")
    assert "is house-csv; the list un-sc is published as un-xml" in done.report["error"]


def test_an_official_list_of_an_implausible_size_needs_a_persons_word(store, monkeypatch):
    import lists.incoming
    from lists.readers.registry import OFFICIAL_SOURCES

    source = replace(OFFICIAL_SOURCES["un-sc"], id="ours", format="house-csv")
    monkeypatch.setattr(lists.incoming, "OFFICIAL_SOURCES", {"ours": source})
    done = take(store, list_id="ours")
    assert "at least 700 are expected" in done.report["refusals"][0]["reason"]
    assert take(store, list_id="ours", accept_change="an extract for training").result is Result.IN_FORCE


# --- the ledger ----------------------------------------------------------------------------------------------------------------------


def test_an_excluded_entry_is_left_out_by_name_reason_person_and_date(store):
    with writing(store.engine) as connection:
        assert exclude(connection, "house", "C-003", reason="deceased", by="Ada", at=hour(0))
        assert not exclude(connection, "house", "C-003", reason="again", by="Bob", at=hour(0))
    done = take(store, at=1)
    assert done.result is Result.IN_FORCE
    assert "Mira Wyrdmann" not in names(store, done.edition)
    assert done.report["excluded"] == {"C-003": "deceased"}
    assert done.edition.edition.completeness == "3 of 4 records, 1 excluded"
    with reading(store.engine) as connection:
        [entry] = ledger(connection, "house")
    assert (entry.reason, entry.by, entry.at, entry.ended_at) == ("deceased", "Ada", hour(0), None)


def test_an_exclusion_that_ended_stays_in_the_ledger(store):
    with writing(store.engine) as connection:
        exclude(connection, "house", "C-003", reason="deceased", by="Ada", at=hour(0))
    take(store, at=1)
    with writing(store.engine) as connection:
        assert include(connection, "house", "C-003", by="Bob", at=hour(2))
        assert not include(connection, "house", "C-003", by="Bob", at=hour(2))
        assert excluded(connection, "house") == {}
        assert [(entry.reason, entry.ended_by) for entry in ledger(connection)] == [("deceased", "Bob")]
    assert "Mira Wyrdmann" in names(store, take(store, at=3, accept_change="she is back").edition)


def test_when_an_excluded_entry_vanishes_the_edition_says_so_once(store):
    with writing(store.engine) as connection:
        exclude(connection, "house", "C-002", reason="dissolved", by="Ada", at=hour(0))
    first = take(store, at=1)
    rest = [row for row in ROWS if not row.startswith("C-002")]
    second = take(store, rest, at=2)
    assert [one.edition.edition.completeness for one in (first, second)] == ["3 of 4 records, 1 excluded", "all 3 records"]
    assert first.edition.members_sha256 == second.edition.members_sha256
    assert take(store, rest, at=3).result is Result.CONFIRMED


def test_an_exclusion_of_nobody_is_a_warning(store):
    with writing(store.engine) as connection:
        exclude(connection, "house", "C-999", reason="typo", by="Ada", at=hour(0))
    assert take(store, at=1).report["warnings"] == ["the ledger excludes C-999, which is not in this edition"]


# --- when things go wrong ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("where", "error"),
    [
        ("lists.load.keep_edition", CannotStore("No space left on device")),
        ("lists.load.prepare_index", IndexFileError("No space left on device")),
        ("lists.load.put_in_force", ChangedMeanwhile("another one came first")),
    ],
)
def test_an_error_at_any_step_leaves_the_old_edition_in_force_and_is_written_down(store, monkeypatch, where, error):
    first = take(store)

    def full(*_, **__):
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(where, full)
        with pytest.raises(type(error)):
            take(store, many(5), at=1)
    assert in_force(store) == {"house": first.edition}
    with reading(store.engine) as connection:
        assert last_attempts(connection)["house"].result is Result.FAILED
    assert take(store, many(5), at=2).result is Result.IN_FORCE


def test_a_full_disk_while_the_index_is_written_leaves_nothing_half_done(store, monkeypatch):
    first = take(store)
    before = sorted(path.name for path in store.indexes.iterdir() if path.is_dir())

    def full(*_, **__):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("screening.index.columns._seal", full)
        with pytest.raises(IndexFileError, match="No space left"):
            take(store, many(5), at=1)
    assert sorted(path.name for path in store.indexes.iterdir() if path.is_dir()) == before
    assert in_force(store) == {"house": first.edition}


def test_quarantine_without_room_for_the_files_still_tells_why(store, monkeypatch):
    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("shutil.copyfile", full)
    done = take(store, ["C-005,robot,Olo Brandt,,,"])
    assert (done.result, done.quarantine) == (Result.QUARANTINED, None)
    with reading(store.engine) as connection:
        assert "robot" in last_attempts(connection)["house"].reasons[0]


def test_loads_at_the_same_time_come_one_after_another_and_all_arrive(store):
    with ThreadPoolExecutor(4) as pool:
        for number in range(4):
            write(store.folder / f"in{number}", many(4, 10 * number))
        done = list(
            pool.map(
                lambda number: load(
                    store,
                    f"house-{number}",
                    [store.folder / f"in{number}" / "house.csv"],
                    Occasion("tester", hour(number)),
                    description=HOUSE,
                ),
                range(4),
            )
        )
    assert [one.result for one in done] == [Result.IN_FORCE] * 4
    editions = in_force(store)
    assert set(editions) == {f"house-{number}" for number in range(4)}
    assert folder_of(store, editions).is_dir()


def test_who_looked_before_another_load_cannot_overwrite_it(store):
    first = take(store)
    second = take(store, many(5), at=1)
    with writing(store.engine) as connection, pytest.raises(ChangedMeanwhile, match="house came into force meanwhile"):
        put_in_force(connection, "house", first.edition, instead_of=first.edition.number, since=hour(2), how="load", by="tester")
    assert in_force(store) == {"house": second.edition}


def test_a_damaged_index_is_built_again(store):
    take(store)
    editions = in_force(store)
    (folder_of(store, editions) / "index.json").write_text("{}")
    assert len(open_index(store, editions)) == 4


def test_what_a_killed_load_left_of_an_index_is_built_again(store):
    take(store)
    second = take(store, many(5), at=1, accept_change="a test")
    folder = folder_of(store, in_force(store))
    with writing(store.engine) as connection:
        put_in_force(connection, "house", None, instead_of=second.edition.number, since=hour(2), how="withdraw", by="tester")
    (folder / "entry_name.column").unlink()
    assert take(store, many(5), at=3).result is Result.IN_FORCE
    assert len(open_index(store, in_force(store))) == 5


def test_old_indexes_go_but_not_the_one_in_use(store):
    for number in range(7):
        take(store, many(4 + number), at=number, accept_change="a test")
    kept = [path for path in store.indexes.iterdir() if path.is_dir()]
    assert len(kept) == 4
    assert folder_of(store, in_force(store)) in kept


def test_a_record_changed_in_the_database_is_noticed(store):
    done = take(store)
    with writing(store.engine) as connection:
        connection.execute(update(listed_parties).values(content=b"{"))
    with pytest.raises(DamagedEdition, match="house:C-001"):
        names(store, done.edition)
