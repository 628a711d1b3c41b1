"""Loads in processes that are killed, hampered, or run at the same time. Run as a program, so that forking finds one thread alone.

Usage: `python -m tests.lists.driver SCENARIO DATABASE_URL FOLDER`; prints one JSON value, what the test of the scenario expects to see.
Each load is of an edition of its own: a row more than the one before.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from sqlalchemy import event

from api.store import upgrade
from lists.database import connect, reading
from lists.indexes import folder_of, open_index
from lists.load import Occasion, load
from lists.manage import damage
from lists.place import ListStore
from lists.store import editions_in_force
from screening.errors import ScreeningError
from tests.lists.house import HOUSE, hour, many, write

KILLED = -signal.SIGKILL
CHANGES = {"os.rename", "os.remove", "os.rmdir"}
BASE, OLD = 12, 5

Step = Callable[[str], None]
"""Called with what is about to be done: a kind of change to files, or a statement of SQL."""


class Place:
    """Where the editions are, opened anew by each process."""

    def __init__(self, url: str, folder: Path) -> None:
        self.url, self.folder = url, folder

    def opened(self) -> ListStore:
        return ListStore(connect(self.url, timeout=60), self.folder)

    def file(self, number: int, list_id: str = "house") -> Path:
        """The file of the edition of that number."""
        return write(self.folder / f"in-{number}", many(BASE + number), f"{list_id}.csv")

    def load(self, file: Path, step: Step | None = None) -> str:
        """Load a file; return how it ended. `step` is called before everything that changes something."""
        store = self.opened()
        if step:
            _tell_steps(store, step)
        try:
            return str(load(store, file.stem, [file], Occasion("tester", hour(0), accept_change="a test"), description=HOUSE).result)
        except ScreeningError as error:
            return type(error).__name__
        finally:
            store.engine.dispose()

    def in_force(self) -> dict[str, int]:
        """How many rows more than the first edition each list has; every edition and the index were looked through."""
        store = self.opened()
        try:
            with reading(store.engine) as connection:
                editions = editions_in_force(connection)
            wrong = list(damage(store))
            if wrong:
                raise AssertionError(wrong)
            if editions and len(open_index(store, editions)) != sum(one.edition.loaded for one in editions.values()):
                raise AssertionError("the index is not that of the editions")
            return {list_id: one.edition.loaded - BASE for list_id, one in editions.items()}
        finally:
            store.engine.dispose()


def _tell_steps(store: ListStore, step: Step) -> None:
    def heard(name: str, arguments: tuple[Any, ...]) -> None:
        writes = name == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+")
        if name in CHANGES or writes:
            step(f"{name} {Path(str(arguments[0])).suffix}" if writes else name)

    def executing(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if not statement.startswith(("SELECT", "SET", "RESET", "PRAGMA", "BEGIN")):
            step(statement[:30])

    sys.addaudithook(heard)
    event.listen(store.engine, "before_cursor_execute", executing)
    event.listen(store.engine, "commit", lambda _: step("COMMIT"))


def in_child(work: Callable[[], str]) -> int:
    """Start the work in a process of its own; return its id. It ends with code 0 for `in_force` or `confirmed`, 3 for anything else."""
    child = os.fork()
    if child:
        return child
    code = 4
    try:
        code = 0 if work() in ("in_force", "confirmed") else 3
    finally:
        os._exit(code)


def ended(child: int) -> int:
    """How a child ended: its exit code, or minus the signal that killed it."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def kill(place: Place) -> dict[str, Any]:
    """Kill a load before each of its steps (of many of one kind in a row before the first); look what is there, and load again."""
    steps = _steps(place)
    chosen = [number for number, step in enumerate(steps) if number == 0 or step != steps[number - 1]]
    seen = []
    for number, turn in enumerate(chosen, OLD + 1):
        file = place.file(number)
        end = ended(in_child(lambda: place.load(file, _killer(turn))))  # noqa: B023 (the child has them at once)
        came = place.in_force()["house"] - number
        if ended(in_child(lambda: place.load(file))) or place.in_force()["house"] != number:  # noqa: B023
            raise AssertionError(f"after a kill before {steps[turn]} the next load did not come into force")
        seen.append({"step": steps[turn], "killed": end == KILLED, "came": came == 0})
    return {"seen": seen, "left": sorted(path.name for path in place.folder.iterdir() if not path.name.startswith("in-"))}


def _steps(place: Place) -> list[str]:
    """The steps of one load, which is done, after so many others that it forgets old indexes at its end."""
    for number in range(OLD):
        ended(in_child(lambda: place.load(place.file(number))))  # noqa: B023 (the child has it at once)
    file, told = place.file(OLD), place.folder / "steps"

    def work() -> str:
        steps: list[str] = []
        result = place.load(file, steps.append)
        told.write_text(json.dumps(steps))
        return result

    ended(in_child(work))
    steps: list[str] = json.loads(told.read_text())
    told.unlink()
    return steps


def _killer(turn: int) -> Step:
    left = turn

    def step(_: str) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)

    return step


def full(place: Place) -> dict[str, Any]:
    """Let a load write no file longer than so many bytes, then load again without a limit."""
    ended(in_child(lambda: place.load(place.file(0))))
    seen = []
    for number, most in enumerate((0, 512, 4096, 20_000, 80_000), 1):
        file = place.file(number)

        def hampered() -> str:
            resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))  # noqa: B023 (the child has it at once)
            return place.load(file)  # noqa: B023

        end = ended(in_child(hampered))
        seen.append((end, place.in_force()["house"] - number))
        if ended(in_child(lambda: place.load(file))) or place.in_force()["house"] != number:  # noqa: B023
            raise AssertionError(f"after a full disk ({most} bytes) the next load did not come into force")
    return {"seen": seen}


def together(places: Iterable[Place]) -> dict[str, Any]:
    """Load editions of the same list and of others at the same time, from processes (and machines) of their own."""
    places = list(places)
    wanted = [("house", 1), ("house", 2), ("other", 3), ("third", 4)]
    files = [places[0].file(number, list_id) for list_id, number in wanted]
    children = [in_child(lambda: places[turn % len(places)].load(file)) for turn, file in enumerate(files)]  # noqa: B023
    ends = [ended(child) for child in children]
    return {"ends": ends, "in_force": [place.in_force() for place in places], "prepared": [_prepared(place) for place in places]}


def _prepared(place: Place) -> bool:
    store = place.opened()
    with reading(store.engine) as connection:
        editions = editions_in_force(connection)
    store.engine.dispose()
    return folder_of(store, editions).is_dir()


def main() -> None:
    """Run a scenario."""
    scenario, url, folder = sys.argv[1:]
    place = Place(url, Path(folder))
    engine = connect(url)
    upgrade(engine)
    engine.dispose()
    machines = [place] if scenario != "together" or url.startswith("sqlite") else [place, Place(url, Path(folder) / "another")]
    seen = together(machines) if scenario == "together" else {"kill": kill, "full": full}[scenario](place)
    sys.stdout.write(json.dumps(seen))


if __name__ == "__main__":
    main()
