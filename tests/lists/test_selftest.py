"""The self-test, in one process and in several."""

from __future__ import annotations

import multiprocessing
from pathlib import Path

import pytest

import lists
from lists import selftest, workers
from lists.errors import WorkerDied
from lists.progress import Stage, Working
from screening import DesignatedParty, Index, ListedName, NameKind, PartyKind


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """The index of the seeded lists."""
    loaded = lists.load_all()
    Index.build(loaded.parties, loaded.editions).save(tmp_path / "index")
    return tmp_path / "index"


@pytest.fixture
def parties() -> list[DesignatedParty]:
    """Those of one list, and one that is not in the index."""
    stranger = DesignatedParty("cn-mfa", "stranger", PartyKind.INDIVIDUAL, (ListedName("Mira Wyrdmann", NameKind.PRIMARY),))
    return [*(party for party in lists.load_all().parties if party.list_id == "cn-mfa"), stranger]


@pytest.mark.parametrize("number", [1, 2])
def test_who_is_not_found_is_told_however_many_processes_ask(
    saved: Path, parties: list[DesignatedParty], number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selftest, "MANY", 1)
    monkeypatch.setattr(selftest, "BATCH", 10)
    heard: list[tuple[Stage, int, int]] = []
    done = selftest.self_test(saved, "cn-mfa", selftest.strong_names(parties), Working(lambda *said: heard.append(said), number))
    assert [(one.party_id, one.name) for one in done.not_found] == [("cn-mfa:stranger", "Mira Wyrdmann")]
    strong = {(party.id, name.text) for party in parties for name in party.names if name.strength.value == "strong"}
    assert done.asked == len(strong)
    names = len({text for _, text in strong})
    assert heard[-1] == (Stage.TESTING, names, names)


def test_a_party_of_another_list_is_not_found_for_this_one(saved: Path) -> None:
    others = [party for party in lists.load_all().parties if party.list_id == "uk-fcdo"]
    done = selftest.self_test(saved, "cn-mfa", selftest.strong_names(others))
    assert len(done.not_found) == done.asked > 0


def test_a_worker_that_dies_is_told(saved: Path, parties: list[DesignatedParty], monkeypatch: pytest.MonkeyPatch) -> None:
    class Dying(workers.ProcessPoolExecutor):
        def submit(self, *arguments: object, **more: object) -> object:  # type: ignore[override]
            future = super().submit(*arguments, **more)  # type: ignore[arg-type]
            for process in multiprocessing.active_children():
                process.kill()
            return future

    monkeypatch.setattr(workers, "ProcessPoolExecutor", Dying)
    monkeypatch.setattr(selftest, "MANY", 1)
    with pytest.raises(WorkerDied, match="a worker died"):
        selftest.self_test(saved, "cn-mfa", selftest.strong_names(parties), Working(workers=2))
