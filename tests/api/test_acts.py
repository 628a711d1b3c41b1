"""Acts of administration: what is on record, who may read it, and how the lists get there."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from api.access.roles import Role
from api.list_acts import IN_FORCE, WITHDRAWN, act_id, note_lists
from api.proof.verify import verify
from api.vault import EXTENSION
from api.watch import Watch
from lists.manage import roll_back, withdraw
from lists.place import ListStore
from tests.api.access.serving import bearer, new_key, service


@pytest.fixture
def served(tmp_path, database: str):
    """A service on an empty database, with all lists of the package."""
    app = service(tmp_path, database=database, lists=None)
    yield app
    app.extensions[EXTENSION].close()


def acts(app, key: str, query: str = "") -> list[dict]:
    """The acts a key may read."""
    answer = app.test_client().get(f"/v1/audit/acts{query}", headers=bearer(key))
    assert answer.status_code == 200, answer.text
    return answer.json["acts"]


def test_what_came_into_force_and_every_key_is_on_record(served) -> None:
    auditor = new_key(served, "auditor", (Role.AUDITOR,))
    found = acts(served, auditor.text)
    assert found[0]["act"] == "key created"
    assert found[0]["facts"] == {
        "key": auditor.key.id,
        "name": "auditor",
        "generation": 1,
        "roles": ["auditor"],
        "expires_at": found[0]["facts"]["expires_at"],
    }
    lists = [act for act in found if act["act"] == IN_FORCE]
    assert {act["facts"]["list"] for act in lists} == {"ca-gac", "cn-mfa", "eu-council", "uk-fcdo", "us-treasury"}
    for act in lists:
        assert act["facts"]["how"] == "seed"
        assert len(act["facts"]["edition_sha256"]) == 64
        assert act["caller"].startswith("lists: ")
        assert act["sequence"] > 0


def test_what_came_into_force_is_noted_once_however_many_processes_note_it(tmp_path, database: str, served) -> None:
    vault = served.extensions[EXTENSION]
    assert note_lists(vault) == 0
    again = service(tmp_path, database=database, lists=None)
    auditor = new_key(again, "auditor", (Role.AUDITOR,)).text
    assert len([act for act in acts(again, auditor) if act["act"] == IN_FORCE]) == 5
    again.extensions[EXTENSION].close()


def test_a_change_of_the_lists_is_on_record_with_who_made_it_and_why(served, tmp_path) -> None:
    vault = served.extensions[EXTENSION]
    store = ListStore(vault.engine, vault.folder)
    now = datetime.now(UTC)
    gone = withdraw(store, "ca-gac", reason="case 7", by="root", at=now)
    assert note_lists(vault) == 1
    roll_back(store, "ca-gac", gone.edition.id, reason="a mistake", by="root", at=datetime.now(UTC))
    assert note_lists(vault) == 1
    vault.sealer.seal()
    back, out = acts(served, new_key(served, "auditor", (Role.AUDITOR,)).text)[1:3]
    assert (out["act"], out["caller"], out["facts"]) == (
        WITHDRAWN,
        "lists: root",
        {"list": "ca-gac", "how": "withdraw", "reason": "case 7"},
    )
    assert (back["act"], back["facts"]["edition"], back["facts"]["reason"]) == (IN_FORCE, gone.edition.id, "a mistake")
    assert verify(vault.engine, vault.keys, vault.folder).ok


def test_the_watch_notes_what_it_takes_up(served) -> None:
    vault, watch = served.extensions[EXTENSION], served.extensions["screening"]
    assert isinstance(watch, Watch)
    withdraw(ListStore(vault.engine, vault.folder), "ca-gac", reason="case 7", by="root", at=datetime.now(UTC))
    watch.look()
    assert note_lists(vault) == 0
    assert acts(served, new_key(served, "auditor", (Role.AUDITOR,)).text)[1]["act"] == WITHDRAWN


def test_many_changes_at_once_are_noted_in_their_order(served, monkeypatch) -> None:
    monkeypatch.setattr("api.list_acts._AT_ONCE", 2)
    vault = served.extensions[EXTENSION]
    store = ListStore(vault.engine, vault.folder)
    for number in range(3):
        gone = withdraw(store, "ca-gac", reason=f"out {number}", by="root", at=datetime.now(UTC))
        roll_back(store, "ca-gac", gone.edition.id, reason=f"back {number}", by="root", at=datetime.now(UTC))
    assert note_lists(vault) == 6
    assert note_lists(vault) == 0
    vault.sealer.seal()
    found = sorted(acts(served, new_key(served, "auditor", (Role.AUDITOR,)).text), key=lambda act: act["sequence"] or 10_000)
    assert [act["facts"]["reason"] for act in found if "reason" in act["facts"]] == [
        "out 0",
        "back 0",
        "out 1",
        "back 1",
        "out 2",
        "back 2",
    ]


def test_a_row_of_the_ledger_has_one_id_everywhere() -> None:
    at = datetime(2026, 5, 3, 12, tzinfo=UTC)
    assert act_id(1, "ca-gac", at) == act_id(1, "ca-gac", at)
    assert len({act_id(number, name, at) for number in (1, 2) for name in ("ca-gac", "cn-mfa")}) == 4
    assert act_id(1, "ca-gac", at)[14] == "7"


def test_acts_come_in_pages(served) -> None:
    auditor = new_key(served, "auditor", (Role.AUDITOR,)).text
    whole = [act["id"] for act in acts(served, auditor)]
    paged, cursor = [], ""
    while True:
        page = served.test_client().get(f"/v1/audit/acts?limit=2{cursor}", headers=bearer(auditor)).json
        paged += [act["id"] for act in page["acts"]]
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={page['next_cursor']}"
    assert paged == whole
    assert len(whole) == 6


@pytest.mark.parametrize("cursor", ["x", "WyJ4IiwgInkiXQ"])
def test_a_cursor_of_something_else_is_refused(served, cursor: str) -> None:
    auditor = new_key(served, "auditor", (Role.AUDITOR,)).text
    answer = served.test_client().get(f"/v1/audit/acts?cursor={cursor}", headers=bearer(auditor))
    assert answer.status_code == 422


def test_screenings_are_no_acts_and_another_tenant_has_acts_of_its_own(served) -> None:
    screener, auditor = new_key(served, "app", (Role.SCREENER,), "bank-a").text, new_key(served, "auditor", (Role.AUDITOR,), "bank-a").text
    assert served.test_client().post("/v1/screenings", json={"name": "A. Nobody"}, headers=bearer(screener)).status_code == 201
    assert [act["act"] for act in acts(served, auditor)] == ["key created", "key created"]


def test_a_database_that_cannot_be_written_keeps_the_service_up(tmp_path, monkeypatch, capsys) -> None:
    from lists.database import DatabaseError

    def full(_: object) -> int:
        raise DatabaseError("disk full")

    monkeypatch.setattr("api.list_acts.note_lists", full)
    app = service(tmp_path, log_level="warning")
    assert app.test_client().get("/readyz").status_code == 200
    assert "not on record yet" in capsys.readouterr().err
