from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

import lists.incoming
import lists.refresh
import lists.status
from lists.database import reading, writing
from lists.errors import UnknownEdition
from lists.fetch import Limits
from lists.load import Occasion
from lists.manage import roll_back
from lists.place import locked
from lists.readers.registry import OFFICIAL_SOURCES
from lists.refresh import Network, due, refresh
from lists.status import RETRY_HOURS, State, list_states
from lists.store import editions_in_force
from lists.store.attempts import Result
from lists.store.ledger import exclude
from tests.lists.fetch.server import cut_off, says, serving
from tests.lists.house import HEADER, ROWS, hour

NETWORK = Network(Limits(connect=2, silence=2, total=5, tries=1), allow_http=True)
HOURS = 12


def body(rows=ROWS):
    return "\n".join([HEADER, *rows, ""]).encode()


@pytest.fixture
def publisher():
    with serving() as server:
        yield server


@pytest.fixture
def source(publisher, monkeypatch):
    """An official list, `ours`, published at /ours.csv of the server."""
    base = OFFICIAL_SOURCES["un-sc"]
    made = replace(
        base, id="ours", format="house-csv", addresses=(publisher.address + "/ours.csv",), hosts=(), hours=HOURS, least=1, most=100
    )
    for module in (lists.incoming, lists.refresh, lists.status):
        monkeypatch.setattr(module, "OFFICIAL_SOURCES", {"ours": made})
    return made


def run(store, at=0, **options):
    return refresh(store, "ours", Occasion("timer", hour(at), "refresh", **options), NETWORK)


def state(store):
    with reading(store.engine) as connection:
        return list_states(connection)["ours"]


def test_a_list_is_fetched_loaded_and_then_asked_for_only_if_it_changed(store, publisher, source):
    publisher.at("/ours.csv", says(body(), ETag='"1"'), says(b"", 304), says(body([*ROWS, "C-005,entity,Newcomer,,,"]), ETag='"2"'))
    first = run(store)
    assert first.result is Result.IN_FORCE
    assert first.edition.source.address == source.addresses[0]
    assert run(store, 13).result is Result.CONFIRMED
    assert publisher.asked[-1][1]["If-None-Match"] == '"1"'
    assert run(store, 26).edition.edition.loaded == 5


def test_the_same_content_sent_again_confirms_what_is_in_force(store, publisher, source):
    publisher.at("/ours.csv", says(body()))
    first = run(store)
    again = run(store, 13)
    assert (again.result, again.edition) == (Result.CONFIRMED, first.edition)


def test_a_publisher_out_of_reach_leaves_what_is_in_force_and_is_asked_again_sooner(store, publisher, source):
    publisher.at("/ours.csv", says(body()), says(b"", 503), cut_off(body()))
    first = run(store)
    failed = run(store, 13)
    assert (failed.result, failed.edition) == (Result.FAILED, first.edition)
    assert "answers 503" in failed.report["error"]
    now = state(store)
    assert now.state(hour(13), 168) is State.FAILED
    assert now.due_at == hour(13) + timedelta(hours=RETRY_HOURS)
    assert run(store, 14).result is Result.FAILED


def test_what_was_fetched_goes_through_the_gate(store, publisher, source):
    publisher.at("/ours.csv", says(body()), says(body(ROWS[:1])))
    first = run(store)
    small = run(store, 13)
    assert (small.result, small.edition) == (Result.QUARANTINED, first.edition)
    assert (small.quarantine / "ours.csv").exists()
    assert state(store).state(hour(13), 168) is State.QUARANTINED
    accepted = run(store, 14, accept_change="the programme ended")
    assert accepted.result is Result.IN_FORCE


def test_a_list_is_due_by_its_schedule(store, publisher, source):
    assert due(store, hour(0)) == ()
    publisher.at("/ours.csv", says(body()))
    run(store)
    assert due(store, hour(HOURS - 0.1)) == ()
    assert due(store, hour(HOURS)) == ("ours",)
    run(store, HOURS)
    assert due(store, hour(HOURS + 1)) == ()


def test_a_list_goes_stale_when_nobody_confirms_it(store, publisher, source):
    publisher.at("/ours.csv", says(body()), says(b"", 500))
    run(store)
    run(store, 100)
    assert not state(store).is_stale(hour(168), 168)
    assert state(store).is_stale(hour(168.1), 168)
    assert state(store).state(hour(169), 168) is State.STALE


def test_a_refresh_does_not_undo_a_rollback_but_a_person_may(store, publisher, source):
    publisher.at("/ours.csv", says(body(), ETag='"1"'), says(body([*ROWS, "C-005,entity,Newcomer,,,"]), ETag='"2"'))
    first, second = run(store), run(store, 13)
    roll_back(store, "ours", first.edition.edition.id, reason="C-005 is wrong", by="Ada", at=hour(14))
    again = run(store, 26)
    assert "If-None-Match" not in publisher.asked[-1][1]
    assert again.result is Result.QUARANTINED
    assert "Ada rolled back from edition" in again.report["error"]
    assert "C-005 is wrong" in again.report["error"]
    with reading(store.engine) as connection:
        assert editions_in_force(connection)["ours"] == first.edition
    assert second.edition is not None


def test_an_exclusion_takes_effect_at_the_next_refresh_though_the_file_has_not_changed(store, publisher, source):
    from lists.store.files import forget_files

    publisher.at("/ours.csv", says(body(), ETag='"1"'))
    run(store)
    with writing(store.engine) as connection:
        exclude(connection, "ours", "C-003", reason="a test", by="Ada", at=hour(1))
        forget_files(connection, "ours")
    assert run(store, 13, accept_change="one excluded").edition.edition.excluded == 1


def test_a_list_that_is_fetched_nowhere_is_named_with_those_that_are(store):
    with pytest.raises(UnknownEdition, match=r"house is not fetched from anywhere; lists that are: .*un-sc"):
        refresh(store, "house", Occasion("timer", hour(0), "refresh"), NETWORK)


def test_folders_of_killed_fetches_are_removed_and_those_of_living_ones_stay(store, publisher, source):
    publisher.at("/ours.csv", says(body()))
    for name in ("incoming-dead", "incoming-living"):
        (store.folder / name).mkdir(parents=True)
        (store.folder / name / ".lock").touch()
    with locked(store.folder / "incoming-living" / ".lock"):
        assert run(store).result is Result.IN_FORCE
    assert [path.name for path in store.folder.glob("incoming-*")] == ["incoming-living"]
