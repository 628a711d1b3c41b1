"""Past screenings asked again: the same on what they rested on, whatever changed since; or the exact reason why not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from api.asking import ask_one
from api.catalogue import list_store, load_catalogue
from api.errors import CannotReplay
from api.lookback import look_back
from api.proof.verify import verify
from api.replaying import Difference, On, asked, replay
from api.retrieving import screening_record
from api.store.erasure import erase
from lists.manage import withdraw
from screening import Policy
from tests.api.store import vaults
from tests.api.store.vaults import CALLER, NOW, opened
from tests.lists.house import ROWS, hour, take

NAMES = ["Pavel Vydumannov", "Reinhard Buetikofer", "Zhang Ming", "王君正", "Newcomer One", "Wang Junsheng", "MERICS", "Илхан Кючюк"]


class World:
    """A store with lists that change."""

    def __init__(self, folder, database=None, **settings) -> None:
        self.vault = opened(folder, database, **settings)
        self.store = list_store(self.vault.config, self.vault.engine)
        take(self.store)

    @property
    def catalogue(self):
        return load_catalogue(self.vault.config)

    def ask(self, name: str = "Pavel Vydumannov", catalogue=None, **fields) -> str:
        return ask_one({"name": name, **fields}, catalogue or self.catalogue, self.vault, CALLER).answer["id"]

    def record(self, screening: str):
        return screening_record(self.vault, "default", screening)

    def replay(self, screening: str, on: On = On.RECORDED, policy: Policy | None = None):
        return replay(self.vault, self.record(screening), on, self.catalogue if on is On.CURRENT else None, policy)

    def change(self, number: int) -> None:
        """Put another edition of the house list into force."""
        take(
            self.store,
            [*ROWS[1:], f"N-{number},entity,Newcomer {['One', 'Two', 'Three'][number]},,,"],
            at=number + 1,
            accept_change="a test",
        )


@pytest.fixture
def world(tmp_path, database):
    world = World(tmp_path / "var", database)
    yield world
    world.vault.close()


def test_the_same_question_on_the_same_editions_gives_the_same_answer(world) -> None:
    again = world.replay(world.ask(threshold=0.7, limit=3, reference="c1", birth_date="1960", countries=["RU"]))
    assert again.identical
    assert again.differences == ()
    assert again.answer["hits"]


def test_a_thousand_screenings_are_the_same_after_two_list_changes_and_a_policy_change(tmp_path) -> None:
    world = World(tmp_path / "var")
    ids, catalogue = [], world.catalogue
    for number in range(1_000):
        if number == 350:
            world.change(0)
            catalogue = world.catalogue
        if number == 700:
            world.change(1)
            catalogue = world.catalogue
        fields = {"threshold": [0.8, 0.9][number >= 500], "lists": ["cn-mfa", "house"]} if number % 3 else {}
        ids.append(
            world.ask(
                f"{NAMES[number % len(NAMES)]} {'ABCDEFGH'[number % 7]}" if number % 5 else NAMES[number % len(NAMES)], catalogue, **fields
            )
        )
    world.change(2)
    replayed = [world.replay(each) for each in ids]
    assert [each.screening for each in replayed if not each.identical] == []
    assert sum(bool(each.answer["hits"]) for each in replayed) > 300
    assert len({each.answer["engine"]["index"] for each in replayed}) == 3
    world.vault.sealer.seal()
    assert verify(world.vault.engine, world.vault.keys, world.vault.folder).ok
    world.vault.close()


def test_on_what_is_in_force_now_the_differences_are_told(world) -> None:
    found = world.ask()
    before = dict(world.catalogue.index.editions)["house"]
    world.change(0)
    again = world.replay(found, On.CURRENT)
    assert not again.identical
    after = dict(world.catalogue.index.editions)["house"]
    assert Difference("outcome", None, "review", "clear") in again.differences
    assert Difference("list", "house", before, after) in again.differences
    [lost] = [each for each in again.differences if each.what == "hit"]
    assert (lost.key, lost.now) == ("house:C-001", None)


def test_another_policy_is_told_as_a_difference(world) -> None:
    again = world.replay(world.ask("Wang Junsheng"), On.CURRENT, Policy(threshold=0.5))
    assert [each.what for each in again.differences if each.what in ("outcome", "policy")] == ["outcome", "policy"]


def test_an_edition_that_went_out_of_force_can_still_be_asked(world) -> None:
    found = world.ask()
    withdraw(world.store, "house", reason="a test", by="tester", at=hour(5))
    assert world.replay(found).identical
    only = world.ask("MERICS", lists=["cn-mfa"])
    withdraw(world.store, "cn-mfa", reason="a test", by="tester", at=hour(6))
    with pytest.raises(CannotReplay, match="none of the lists"):
        world.replay(only, On.CURRENT)


def test_an_erased_subject_cannot_be_asked_about(world) -> None:
    found = world.ask(reference="c1")
    erase(world.vault.engine, world.vault.keys, CALLER, world.record(found).facts["subject"], NOW)
    with pytest.raises(CannotReplay, match="cannot be read any more: erased"):
        world.replay(found)


def test_hashed_inputs_cannot_be_asked_again(tmp_path) -> None:
    world = World(tmp_path / "var", inputs="hashed")
    with pytest.raises(CannotReplay, match="keyed hashes alone"):
        world.replay(world.ask())
    world.vault.close()


def test_another_engine_is_told(world, monkeypatch) -> None:
    found = world.ask()
    monkeypatch.setattr("api.replaying.ENGINE_VERSION", "9.9.9")
    with pytest.raises(CannotReplay, match=r"this is engine 9\.9\.9"):
        world.replay(found)


def test_an_index_that_cannot_be_had_is_told(tmp_path) -> None:
    vault = opened(tmp_path / "var")  # screened against the lists of the package, none of them in the database
    found = vaults.asked(vault).answer["id"]
    record = screening_record(vault, "default", found)
    assert replay(vault, record, On.RECORDED, None).identical
    [kept] = (vault.folder / "indexes").iterdir()
    (kept / "index.json").unlink()
    vault.indexes.open.cache_clear()
    with pytest.raises(CannotReplay, match="not to be had"):
        replay(vault, record, On.RECORDED, None)
    for file in kept.iterdir():
        file.unlink()
    kept.rmdir()
    with pytest.raises(CannotReplay, match="not every edition in it is in the database"):
        replay(vault, record, On.RECORDED, None)
    vault.close()


def test_indexes_that_can_be_built_again_are_not_kept_as_files(world) -> None:
    found = world.ask()
    assert world.vault.indexes.hashes() == ()
    assert world.replay(found).identical


def test_a_query_this_version_no_longer_accepts_is_told(world) -> None:
    record = world.record(world.ask())
    record.content["received"]["nickname"] = "P"
    with pytest.raises(CannotReplay, match="does not accept the query"):
        asked(record)


# --- looking back ----------------------------------------------------------------------------------------------------------------


def test_looking_back_reports_the_outcomes_that_changed(world, monkeypatch) -> None:
    monkeypatch.setattr("api.lookback._AT_ONCE", 2)
    lost, gained, same, erased = world.ask(), world.ask("Newcomer One"), world.ask("Zhang Ming"), world.ask(reference="c1")
    erase(world.vault.engine, world.vault.keys, CALLER, world.record(erased).facts["subject"], NOW)
    world.change(0)
    found = {each.id: each for each in look_back(world.vault, "default", world.catalogue, Policy(), since=None, until=None)}
    assert list(found) == sorted([lost, gained, same, erased])
    assert (found[lost].then, found[lost].now, found[lost].lost, found[lost].gained) == ("review", "clear", ("house:C-001",), ())
    assert (found[gained].then, found[gained].now, found[gained].gained) == ("clear", "review", ("house:N-0",))
    assert not found[same].changed
    assert found[erased].now is None
    assert "erased" in found[erased].reason


def test_looking_back_keeps_to_its_range_and_tenant(world) -> None:
    world.ask()
    later = datetime.now(UTC) + timedelta(minutes=1)
    assert list(look_back(world.vault, "default", world.catalogue, Policy(), since=later, until=None)) == []
    assert len(list(look_back(world.vault, "default", world.catalogue, Policy(), since=None, until=later))) == 1
    assert list(look_back(world.vault, "other", world.catalogue, Policy(), since=None, until=None)) == []
