"""Receipts: good as they were signed, and anything changed in them is found, without any database."""

from __future__ import annotations

import copy
import json
from pathlib import Path

import pytest

from api.proof.canonical import canonical, digest
from api.proof.errors import ReceiptUnusable
from api.proof.keys import open_keys
from api.proof.receipt import read_receipt, receipt_problems
from api.retrieving import receipt_for
from api.store.erasure import erase
from tests.api.store.vaults import CALLER, NOW, asked, opened


@pytest.fixture
def vault(tmp_path, database):
    vault = opened(tmp_path / "data", database)
    yield vault
    vault.close()


def problems(vault, receipt) -> list[str]:
    return receipt_problems(json.loads(json.dumps(receipt)), vault.keys.trusted)


@pytest.mark.parametrize(("name", "outcome"), [("Antony Blinken", "clear"), ("Reinhard Butikofer", "review")])
def test_a_receipt_states_what_was_asked_and_answered_and_is_good(vault, name: str, outcome: str) -> None:
    given = asked(vault, name, reference="c1")
    receipt = receipt_for(vault, "default", given.answer["id"])
    statement = receipt["statement"]
    assert problems(vault, receipt) == []
    assert (statement["outcome"], statement["query"]) == (outcome, {"name": name, "reference": "c1"})
    assert statement["answer_sha256"] == digest(given.answer)
    assert {each["id"] for each in statement["basis"]["lists"]} == {each["id"] for each in given.answer["lists"]}
    assert statement["policy"]["threshold"] == given.answer["policy"]["threshold"]


def test_a_record_gets_its_place_when_a_receipt_asks_for_it(vault) -> None:
    first, second = asked(vault).answer["id"], asked(vault).answer["id"]
    statement = receipt_for(vault, "default", second)["statement"]
    assert statement["sequence"] == 2
    assert statement["previous"] == receipt_for(vault, "default", first)["statement"]["link"]


def changes():
    """Ways to change a receipt: what is changed, and how."""
    return [
        ("outcome", lambda receipt: receipt["statement"].update(outcome="clear")),
        ("query", lambda receipt: receipt["statement"]["query"].update(name="Somebody Else")),
        ("facts", lambda receipt: receipt["statement"]["facts"].update(hits=0)),
        ("list edition", lambda receipt: receipt["statement"]["basis"]["lists"][0].update(edition="2030-01-01-00000000")),
        ("policy", lambda receipt: receipt["statement"]["policy"].update(threshold=0.3)),
        ("link", lambda receipt: receipt["statement"].update(link="ab" * 32)),
        ("something added", lambda receipt: receipt["statement"].update(remark="added")),
        ("signature", lambda receipt: receipt.update(signature="AAAA" + receipt["signature"][4:])),
        ("key", lambda receipt: receipt.update(key="ab" * 32)),
    ]


@pytest.mark.parametrize("change", [change for _, change in changes()], ids=[name for name, _ in changes()])
def test_whatever_is_changed_is_found(vault, change) -> None:
    receipt = receipt_for(vault, "default", asked(vault).answer["id"])
    changed = copy.deepcopy(receipt)
    change(changed)
    assert changed != receipt
    assert len(problems(vault, changed)) == 1


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda statement: statement["facts"].update(hits=0), "link"),
        (lambda statement: statement.update(outcome="clear"), "another record"),
        (lambda statement: statement["policy"].update(threshold=0.3), "policy"),
        (lambda statement: statement["basis"].update(engine="9"), "editions"),
        (lambda statement: statement.update(format=2), "form"),
        (lambda statement: statement.pop("facts"), "not one of a screening"),
    ],
)
def test_a_statement_that_is_signed_and_contradicts_itself_is_found(vault, change, says: str) -> None:
    receipt = receipt_for(vault, "default", asked(vault).answer["id"])
    change(receipt["statement"])
    receipt["signature"] = vault.keys.sign(canonical(receipt["statement"]))
    assert any(says in problem for problem in problems(vault, receipt))


def test_a_stranger_cannot_sign(vault, tmp_path) -> None:
    stranger = open_keys(tmp_path / "others", make=True)
    receipt = receipt_for(vault, "default", asked(vault).answer["id"])
    forged = {**receipt, "key": stranger.signing_id, "signature": stranger.sign(canonical(receipt["statement"]))}
    assert "not trusted" in problems(vault, forged)[0]
    assert problems(vault, {**forged, "key": receipt["key"]}) == ["its signature is not that of its statement: something in it was changed"]


def test_the_receipt_of_an_erased_screening_still_proves_its_outcome(vault) -> None:
    found = asked(vault, reference="c1").answer["id"]
    erase(vault.engine, vault.keys, CALLER, receipt_for(vault, "default", found)["statement"]["facts"]["subject"], NOW)
    statement = receipt_for(vault, "default", found)["statement"]
    assert (statement["readable"], statement["query"], statement["answer_sha256"]) == ("erased", None, None)
    assert problems(vault, receipt_for(vault, "default", found)) == []


@pytest.mark.parametrize("content", [b"", b"nonsense", b"[]", b'{"statement": 1}', b"\xff"])
def test_a_file_that_is_no_receipt_is_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "receipt.json"
    path.write_bytes(content)
    with pytest.raises(ReceiptUnusable, match=r"receipt\.json"):
        read_receipt(path)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ReceiptUnusable, match="No such file"):
        read_receipt(tmp_path / "receipt.json")
