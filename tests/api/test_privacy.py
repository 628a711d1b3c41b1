"""Nothing personal where it must not be: logs, addresses, metrics, the plain part of the store, file names; after a full run."""

from __future__ import annotations

import contextlib
import io
import json

import pytest
from click.testing import CliRunner

from api import create_app
from api.cli import cli
from api.config import Config
from api.vault import EXTENSION

PERSONAL = {
    "name": "Reinhard Xylophonius Buetikofer",
    "other_names": ["Bütikofer Xylophonius"],
    "birth_date": "1953-01-26",
    "identifiers": [{"type": "passport", "value": "C01Q7Z06H"}, {"type": "email", "value": "quaggatest@example.org"}],
    "reference": "customer-reference-74117",
}
WORDS = ("xylophonius", "buetikofer r", "bütikofer", "1953-01-26", "c01q7z06h", "quaggatest", "74117")


def found_in(text: str) -> list[str]:
    return [word for word in WORDS if word in text.lower()]


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Everything a client, an auditor and an operator do, with the log and every address that was used."""
    data, addresses = tmp_path / "var", []
    log = io.StringIO()
    with contextlib.redirect_stderr(log):
        app = create_app(Config(data=str(data), log_level="debug"))
        client = app.test_client()

        def call(method: str, path: str, body: object = None, **options):
            addresses.append(path)
            answer = client.open(path, method=method, json=body, **options)
            addresses.append(answer.headers.get("Location", ""))
            return answer

        given = call("POST", "/v1/screenings", PERSONAL, headers={"Idempotency-Key": "a"}).json
        call("POST", "/v1/screenings", PERSONAL, headers={"Idempotency-Key": "a"})
        call("POST", "/v1/screenings", {**PERSONAL, "kind": "entity"}, headers={"Idempotency-Key": "a"})
        call("POST", "/v1/screenings", {**PERSONAL, "birth_date": "26.1.1953 Xylophonius"})
        call("POST", "/v1/screenings", {**PERSONAL, "Xylophonius": 1})
        call("POST", "/v1/screenings/batch", {"queries": [PERSONAL, {**PERSONAL, "name": "-"}]}, headers={"Idempotency-Key": "b"})
        call("POST", "/v1/why", {"name": PERSONAL["name"], "party": "cn-mfa:reinhard-butikofer"})
        place = f"/v1/screenings/{given['id']}"
        for path in ("/v1/screenings?limit=2", place, f"{place}/receipt", "/v1/audit/checkpoint", "/v1/audit/keys"):
            call("GET", path)
        for on in ("recorded", "current"):
            call("POST", f"{place}/replay", {"on": on})
        subject = call("POST", "/v1/subjects/search", {"reference": PERSONAL["reference"]}).json["subject"]
        hold = call("POST", f"/v1/subjects/{subject}/holds", {"reason": "case 1"}).json["id"]
        call("POST", f"/v1/subjects/{subject}/erasure", {})
        call("GET", "/v1/holds")
        call("POST", f"/v1/holds/{hold}/lift", {})
        with monkeypatch.context() as patch:
            patch.setattr("api.asking.screen_all", lambda questions, *_: 1 / 0 if questions else [])
            call("POST", "/v1/screenings", PERSONAL)
        with monkeypatch.context() as patch:
            patch.setattr("api.store.writer.append", lambda *_: __import__("sqlalchemy").text("x").compile() and _fail(PERSONAL["name"]))
            call("POST", "/v1/screenings", PERSONAL)
        app.extensions[EXTENSION].sealer.seal()
    yield data, log.getvalue(), addresses, app
    app.extensions[EXTENSION].close()


def _fail(text: str) -> None:
    from sqlalchemy.exc import OperationalError

    raise OperationalError("INSERT INTO records", {"name": text}, OSError("disk I/O error"), hide_parameters=True)


def test_logs_hold_nothing_personal(run) -> None:
    _, log, _, _ = run
    events = [json.loads(line)["event"] for line in log.splitlines()]
    assert {"screened", "screened a batch", "answered", "unforeseen error", "not answered", "placed a hold"} <= set(events)
    assert found_in(log) == []


def test_addresses_hold_nothing_personal(run) -> None:
    _, _, addresses, _ = run
    assert len([address for address in addresses if address]) > 20
    assert found_in(" ".join(addresses)) == []


def test_the_data_folder_holds_nothing_personal_in_the_plain(run) -> None:
    data, _, _, app = run
    app.extensions[EXTENSION].engine.dispose()
    looked_at = 0
    for path in sorted(data.rglob("*")):
        assert found_in(path.name) == []
        if path.is_file() and "prepared" not in path.parts and "indexes" not in path.parts:
            content = path.read_bytes().lower()
            hits = [word for word in WORDS if word != "bütikofer" and (word.encode() in content or word.encode("utf-16-le") in content)]
            assert hits == [], path
            looked_at += 1
    assert looked_at >= 4


def test_the_command_line_takes_no_reference_as_an_argument(run) -> None:
    data, _, _, _ = run
    done = CliRunner().invoke(cli, ["subjects", "find"], input=f"{PERSONAL['reference']}\n", env={"SCREENING_DATA": str(data)})
    assert done.exit_code == 0
    assert len(done.stdout.strip()) == 36
    assert found_in(done.stdout) == []
