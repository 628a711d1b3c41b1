"""A store to tamper with."""

from __future__ import annotations

import pytest

from api.proof import sealer
from tests.api.store.vaults import asked, asked_many, opened


@pytest.fixture
def vault(tmp_path, database, monkeypatch):
    """Nine records in the chain, a checkpoint at the fifth and one at the end."""
    monkeypatch.setattr(sealer.Sealer, "notice", lambda _: None)
    vault = opened(tmp_path / "data", database)
    for number in range(5):
        asked(vault, ["Reinhard Butikofer", "Zhang Ming", "王君正"][number % 3], reference=f"customer-{number}")
    vault.sealer.seal()
    asked_many(vault, [{"name": "MERICS"}, {"name": "Antony Blinken"}])
    asked(vault, "Adrian Zenz")
    vault.sealer.seal()
    yield vault
    vault.close()
