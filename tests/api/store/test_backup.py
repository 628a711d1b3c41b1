"""A copy taken while the service runs is a whole store: restored, it answers, verifies, and says what it lacks."""

from __future__ import annotations

import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from api.cli import cli
from api.proof.verify import verify
from api.replaying import On, replay
from api.retrieving import screening_record
from api.store.backups import backup
from api.store.erasure import erase, expire, find_subject
from api.store.errors import UnderHold
from api.store.holds import place_hold
from lists.database import DatabaseError, connect
from tests.api.store.vaults import CALLER, NOW, asked, opened


def restored(source: Path, copy: Path, target: Path):
    """The folder of a store with the database put back from a copy, as docs/audit.md says."""
    target.mkdir()
    shutil.copy(copy, target / "screening.db")
    for part in ("keys", "indexes"):
        shutil.copytree(source / part, target / part)
    shutil.copy(source / "checkpoints.jsonl", target)
    return opened(target)


def test_a_copy_of_sqlite_is_a_whole_store(tmp_path) -> None:
    vault = opened(tmp_path / "var")
    ids = [asked(vault, reference=f"c{number}").answer["id"] for number in range(3)]
    vault.sealer.seal()
    backup(vault.engine, tmp_path / "copy.db")
    assert (tmp_path / "copy.db").stat().st_mode & 0o077 == 0
    again = restored(vault.folder, tmp_path / "copy.db", tmp_path / "restored")
    assert verify(again.engine, again.keys, again.folder).ok
    assert all(replay(again, screening_record(again, "default", each), On.RECORDED, None).identical for each in ids)
    assert asked(again, reference="c1").answer["outcome"] == "review"
    again.close()
    vault.close()


def test_a_copy_that_is_older_than_a_checkpoint_says_so(tmp_path) -> None:
    vault = opened(tmp_path / "var")
    asked(vault)
    vault.sealer.seal()
    backup(vault.engine, tmp_path / "copy.db")
    asked(vault)
    vault.sealer.seal()
    again = restored(vault.folder, tmp_path / "copy.db", tmp_path / "restored")
    assert verify(again.engine, again.keys, again.folder).problems == (
        "the end was cut off: the chain ends at sequence 1, and a checkpoint was signed at 2",
    )
    again.close()
    vault.close()


def test_what_was_erased_held_or_has_expired_is_so_in_the_copy_too_and_its_chain_is_sound(tmp_path) -> None:
    vault = opened(tmp_path / "var")
    ids = [asked(vault, reference=f"c{number}").answer["id"] for number in range(3)]
    held, gone = (str(find_subject(vault.engine, vault.keys, "default", reference)) for reference in ("c1", "c2"))
    before = tmp_path / "before.db"
    vault.sealer.seal()
    backup(vault.engine, before)
    place_hold(vault.engine, vault.keys, CALLER, held, reason="case 1", now=NOW)
    erase(vault.engine, vault.keys, CALLER, gone, NOW)
    now = datetime.now(UTC)
    expire(vault.engine, vault.keys, CALLER, now + timedelta(seconds=1), now)
    vault.sealer.seal()
    backup(vault.engine, tmp_path / "after.db")
    again = restored(vault.folder, tmp_path / "after.db", tmp_path / "restored")
    assert verify(again.engine, again.keys, again.folder).ok
    assert [screening_record(again, "default", each).readable for each in ids] == ["expired", "yes", "expired"]
    with pytest.raises(UnderHold):
        erase(again.engine, again.keys, CALLER, held, NOW)
    again.close()
    # An older copy still has what was erased since: it can be erased again, and the chain is sound once the loss is noted.
    older = restored(vault.folder, before, tmp_path / "older")
    assert screening_record(older, "default", ids[2]).readable == "yes"
    assert "the end was cut off" in verify(older.engine, older.keys, older.folder).problems[0]
    (older.folder / "checkpoints.jsonl").rename(older.folder / "checkpoints.before.jsonl")
    erase(older.engine, older.keys, CALLER, gone, NOW)
    older.sealer.seal()
    assert screening_record(older, "default", ids[2]).readable == "erased"
    assert verify(older.engine, older.keys, older.folder).ok
    older.close()
    vault.close()


def test_a_copy_is_taken_while_others_write(tmp_path) -> None:
    vault = opened(tmp_path / "var")
    asked(vault)
    for number in range(3):
        asked(vault)
        backup(vault.engine, tmp_path / f"copy{number}.db")
    assert CliRunner().invoke(cli, ["db", "check"], env={"SCREENING_DATABASE": f"sqlite:///{tmp_path}/copy2.db"}).exit_code == 0
    vault.close()


def test_a_file_that_is_there_is_not_overwritten(tmp_path) -> None:
    vault = opened(tmp_path / "var")
    (tmp_path / "copy.db").write_text("precious", encoding="utf-8")
    with pytest.raises(DatabaseError, match="File exists"):
        backup(vault.engine, tmp_path / "copy.db")
    assert (tmp_path / "copy.db").read_text(encoding="utf-8") == "precious"
    vault.close()


def test_the_command_copies(tmp_path) -> None:
    settings = {"SCREENING_DATA": str(tmp_path / "var")}
    CliRunner().invoke(cli, ["db", "upgrade"], env=settings)
    assert CliRunner().invoke(cli, ["db", "backup", str(tmp_path / "copy.db")], env=settings).exit_code == 0
    assert (tmp_path / "copy.db").exists()


@pytest.mark.postgres
def test_a_dump_of_postgresql_is_a_whole_store(tmp_path, postgres_server) -> None:
    from tests.databases import emptied, postgres_database, schema_of

    if shutil.which("pg_dump") is None:
        pytest.skip("no pg_dump")
    database = emptied(postgres_server)
    vault = opened(tmp_path / "var", database)
    found = asked(vault, reference="c1").answer["id"]
    vault.sealer.seal()
    with pytest.raises(DatabaseError, match="pg_dump"):
        backup(vault.engine, tmp_path / "copy.db")
    dump = str(tmp_path / "copy.dump")
    subprocess.run(
        ["pg_dump", "--format=custom", f"--schema={schema_of(database)}", f"--file={dump}", postgres_server],
        check=True,
        capture_output=True,
    )
    with postgres_database() as other:
        subprocess.run(["pg_restore", f"--dbname={other}", "--no-owner", dump], check=True, capture_output=True)
        copied = other + database.removeprefix(postgres_server)
        again = opened(vault.folder, copied)
        assert verify(again.engine, again.keys, again.folder).ok
        assert replay(again, screening_record(again, "default", found), On.RECORDED, None).identical
        again.close()
        connect(copied).dispose()
    vault.close()
