"""The chain over the records, its sealing, its checkpoints."""

from __future__ import annotations

import hashlib
import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select

from api.proof import sealer
from api.proof.canonical import canonical
from api.proof.chain import GENESIS, head, link_before, link_of, link_pending, waiting
from api.proof.checkpoints import FILE, in_file, last_checkpoint, make_checkpoint
from api.proof.errors import CheckpointFileError
from api.store.tables import chain, records
from lists.database import reading
from tests.api.store.vaults import NOW, asked, opened


@pytest.fixture
def vault(tmp_path, database, monkeypatch):
    """A vault whose sealer does nothing by itself."""
    monkeypatch.setattr(sealer.Sealer, "notice", lambda _: None)
    vault = opened(tmp_path / "data", database)
    yield vault
    vault.close()


def rows(vault) -> list:
    with reading(vault.engine) as connection:
        return connection.execute(
            select(chain.c.sequence, chain.c.link, records.c.hash, records.c.facts)
            .join(records, records.c.id == chain.c.record)
            .order_by(chain.c.sequence)
        ).all()


def test_a_link_is_the_hash_of_canonical_json() -> None:
    value = {"previous": GENESIS, "record": "ab" * 32, "sequence": 7}
    assert link_of(GENESIS, "ab" * 32, 7) == hashlib.sha256(canonical(value)).hexdigest()


def test_records_wait_and_are_linked_in_the_order_they_were_written(vault) -> None:
    ids = [asked(vault).answer["id"] for _ in range(5)]
    assert waiting(vault.engine) == 5
    assert link_pending(vault.engine).sequence == 5
    assert waiting(vault.engine) == 0
    assert [json.loads(row.facts)["id"] for row in rows(vault)] == ids


def test_each_link_is_that_of_the_one_before_and_the_record(vault) -> None:
    for _ in range(3):
        asked(vault)
        link_pending(vault.engine)
    previous = GENESIS
    for row in rows(vault):
        assert row.hash == hashlib.sha256(row.facts.encode()).hexdigest()
        assert row.link == link_of(previous, row.hash, row.sequence)
        assert link_before(vault.engine, row.sequence) == previous
        previous = row.link


def test_many_may_link_at_once_and_every_record_is_linked_once(vault, monkeypatch) -> None:
    monkeypatch.setattr("api.proof.chain.MOST_AT_ONCE", 3)
    for _ in range(20):
        asked(vault)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: link_pending(vault.engine), range(4)))
    assert [row.sequence for row in rows(vault)] == list(range(1, 21))
    assert link_pending(vault.engine).sequence == 20


def test_a_checkpoint_states_the_end_and_is_kept_in_database_and_file(vault) -> None:
    asked(vault)
    end = link_pending(vault.engine)
    made = make_checkpoint(vault.engine, vault.keys, vault.folder, NOW)
    assert made.head == end
    with reading(vault.engine) as connection:
        assert last_checkpoint(connection) == made
        assert head(connection) == end
    assert list(in_file(vault.folder / FILE)) == [made]
    assert (vault.folder / FILE).stat().st_mode & 0o777 == 0o600


def test_no_checkpoint_is_made_where_the_last_one_says_it_already(vault) -> None:
    assert make_checkpoint(vault.engine, vault.keys, vault.folder, NOW) is None
    asked(vault)
    link_pending(vault.engine)
    assert make_checkpoint(vault.engine, vault.keys, vault.folder, NOW)
    assert make_checkpoint(vault.engine, vault.keys, vault.folder, NOW + timedelta(hours=1)) is None


def test_a_line_that_is_no_checkpoint_is_told_by_its_number(vault) -> None:
    (vault.folder / FILE).write_text('{"statement": {}}\n', encoding="utf-8")
    with pytest.raises(CheckpointFileError, match="line 1"):
        list(in_file(vault.folder / FILE))


def test_what_was_recorded_is_linked_and_signed_soon_without_being_asked(tmp_path, database, monkeypatch) -> None:
    monkeypatch.setattr(sealer, "LINK_SECONDS", 0.01)
    monkeypatch.setattr(sealer, "CHECKPOINT_SECONDS", 0.0)
    vault = opened(tmp_path / "data", database)
    asked(vault)
    patience = time.monotonic() + 20
    while not list(in_file(vault.folder / FILE)):
        assert time.monotonic() < patience
        time.sleep(0.02)
    assert waiting(vault.engine) == 0
    vault.close()


def test_the_background_thread_starts_with_the_first_record_and_once(tmp_path) -> None:
    before = {thread.ident for thread in threading.enumerate()}
    vault = opened(tmp_path / "data")
    assert {thread.ident for thread in threading.enumerate()} == before
    asked(vault)
    asked(vault)
    assert len({thread.ident for thread in threading.enumerate()} - before) == 1


def test_what_an_earlier_process_left_unlinked_is_linked_when_the_next_one_opens(vault, database) -> None:
    asked(vault)
    again = opened(vault.folder, database)
    assert waiting(again.engine) == 0
    again.close()
