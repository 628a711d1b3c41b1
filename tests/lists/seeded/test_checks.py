from __future__ import annotations

import pytest

from lists.documents import read_documents
from lists.errors import ListProblem
from lists.seeded.checks import check_seeded
from lists.seeded.reading import read_curated, read_lists
from tests.lists.world import World

RECORD, UTOPIA, EREWHON, CURATED = "seeds/tides.toml", "seeded/utopia.toml", "seeded/erewhon.toml", "seeded/curated.toml"


def problems(world: World) -> tuple[ListProblem, ...]:
    return check_seeded(read_lists(world.lists), read_curated(world.lists), read_documents(world.records))


def test_the_sound_world_has_no_problem(world: World):
    assert problems(world) == ()


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        (UTOPIA, 'reference = "bureau-of-tides"', 'reference = "mira-wyrdmann"', (UTOPIA, "mira-wyrdmann", "stands 2 times in the list")),
        (UTOPIA, "entities = 1", "entities = 2", (UTOPIA, "", "names 1 individual, 2 entities, it holds 1 individual, 1 entity")),
        (UTOPIA, "announced = { individuals = 2", "announced = { individuals = 0", (UTOPIA, "", "names more parties")),
        (UTOPIA, "announced = { individuals = 2", "announced = { individuals = 3", (UTOPIA, "", "say: 2 individuals, 1 entity")),
        (EREWHON, "terms", "announced = { individuals = 1, entities = 0 }\nterms", (EREWHON, "", "say: nothing")),
        (UTOPIA, 'document = "tides"', 'document = "waves"', (UTOPIA, "", "document 'waves' has no record")),
        (UTOPIA, "statement = 1", "statement = 9", (UTOPIA, "mira-wyrdmann", "statement 9 is not in seeds/tides.toml")),
        (UTOPIA, "statement = 1", "statement = 2", (UTOPIA, "mira-wyrdmann", "carries no designation by this list")),
        (EREWHON, "statement = 2", "statement = 1", (EREWHON, "mira-wyrdmann", "carries no designation by this list")),
        (EREWHON, '"Mira Wyrdmann"', '"Olo Brandt"', (EREWHON, "mira-wyrdmann", "does not designate anyone as 'Olo Brandt'")),
        (EREWHON, '"Mira Wyrdmann"', '"Mira"', (EREWHON, "", "designates 'Mira Wyrdmann', who is not on the list")),
        (UTOPIA, '["asset_freeze"]', '["travel_ban"]', (UTOPIA, "mira-wyrdmann", "measures travel_ban, but statement 1")),
        (EREWHON, '["unspecified"]', '["asset_freeze"]', (EREWHON, "mira-wyrdmann", "states unspecified")),
        (EREWHON, '["unspecified"]', "[]", (EREWHON, "mira-wyrdmann", "measures nothing, but")),
        (EREWHON, "basis", "measures_statement = 9\nbasis", (EREWHON, "mira-wyrdmann", "statement 9 is not in")),
        (EREWHON, "basis", "measures_statement = 1\nbasis", (EREWHON, "mira-wyrdmann", "states no measure of this list")),
        (UTOPIA, '"Warden", statement = 1', '"Warden", statement = 9', (UTOPIA, "mira-wyrdmann", "position: statement 9 is not in")),
        (
            RECORD,
            '["Mira Wyrdmann", ',
            '["Mira Wyrd", ',
            (UTOPIA, "mira-wyrdmann", "position: statement 1 of seeds/tides.toml does not name"),
        ),
        (UTOPIA, "2020-02-03", "2020-02-04", (UTOPIA, "", "announced on 2020-02-04, later than seeds/tides.toml is dated (2020-02-03)")),
        (UTOPIA, 'kind = "entity"', 'kind = "vessel"', (UTOPIA, "bureau-of-tides", "kind 'vessel' is not counted")),
        (RECORD, '["erewhon"]', '["erewhon", "atlantis"]', (RECORD, "statement 2", "designates for 'atlantis', which has no file")),
        (CURATED, '"bureau-of-tides"', '"mira-wyrdmann"', (CURATED, "mira-wyrdmann", "more than one table")),
        (CURATED, '"bureau-of-tides"', '"bureau"', (CURATED, "bureau", "no list has the reference")),
        (
            CURATED,
            '"BOT"',
            '"Bureau of Tides"',
            (CURATED, "bureau-of-tides", "is not curated: statement 1 of seeds/tides.toml has the name"),
        ),
        (CURATED, '"BOT"', '"Olo Brandt"', (CURATED, "bureau-of-tides", "is not curated: statement 2 of seeds/tides.toml has the name")),
    ],
)
def test_what_disagrees_is_told_with_file_entry_and_reason(world: World, file: str, old: str, new: str, expected: tuple[str, str, str]):
    world.edit(file, old, new)
    label, entry, reason = expected
    assert any((one.file, one.entry) == (label, entry) and reason in one.reason for one in problems(world)), problems(world)


def test_a_curated_name_stands_once(world: World):
    world.edit(CURATED, "names = [", 'names = [{ text = "Mïra Wyrdmann", language = "nl", strength = "strong", note = "again" }, ')
    assert [str(one) for one in problems(world)] == [f"{CURATED}: mira-wyrdmann: 'Mïra Wyrdmann' stands 2 times"]
