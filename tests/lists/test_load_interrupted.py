"""Loads that are killed, that have no room, and that run at the same time: what was in force stays whole, and the next one succeeds."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.source_tree import ROOT


def run(scenario: str, url: str, folder: Path) -> dict[str, Any]:
    """Run a scenario of the driver; what it saw."""
    command = [sys.executable, "-m", "tests.lists.driver", scenario, url, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr[-4000:]
    seen: dict[str, Any] = json.loads(done.stdout)
    return seen


def test_a_load_killed_before_any_of_its_steps_leaves_the_old_edition_or_the_new_one_whole(database: str, tmp_path: Path) -> None:
    seen = run("kill", database, tmp_path / "data")
    assert all(one["killed"] for one in seen["seen"])
    steps = [one["step"] for one in seen["seen"]]
    assert {"open .column", "os.rename", "INSERT INTO listed_parties (li", "INSERT INTO lists_in_force (li"} < {*steps}
    came = [one["came"] for one in seen["seen"]]
    assert came == sorted(came), "up to one step the old edition is in force, from then on the new one"
    assert came[-1]
    assert came.index(True) > steps.index("INSERT INTO lists_in_force (li")
    assert seen["left"] == ["lists.lock", "prepared"]


def test_a_load_without_room_for_its_files_leaves_the_old_edition_and_the_next_one_succeeds(database: str, tmp_path: Path) -> None:
    seen = run("full", database, tmp_path / "data")["seen"]
    assert all(came == (0 if end == 0 else -1) for end, came in seen)
    assert [end for end, _ in seen][:2] == [3, 3]


def test_loads_of_several_processes_at_once_all_come_into_force(database: str, tmp_path: Path) -> None:
    seen = run("together", database, tmp_path / "data")
    assert seen["ends"] == [0, 0, 0, 0]
    for there in seen["in_force"]:
        assert there["house"] in (1, 2)
        assert (there["other"], there["third"]) == (3, 4)
    assert any(seen["prepared"])
