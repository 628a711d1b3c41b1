from __future__ import annotations

import pytest

from lists.errors import InvalidListFile
from lists.seeded.reading import read_curated, read_lists
from screening.party import AliasStrength, NameKind, NameOrigin
from tests.lists.world import World

UTOPIA, CURATED = "seeded/utopia.toml", "seeded/curated.toml"


def test_lists_are_read_in_id_order_and_the_curated_names_are_no_list(world: World):
    erewhon, utopia = read_lists(world.lists)
    assert (erewhon.source.id, utopia.source.id) == ("erewhon", "utopia")
    assert erewhon.source.announced is None
    assert utopia.source.announced is not None
    assert [entry.reference for entry in utopia.entries] == ["mira-wyrdmann", "bureau-of-tides"]
    assert utopia.entries[0].measures_statement == 1


def test_curated_names_are_aliases_of_curated_origin_with_their_strength(world: World):
    mira, bureau = read_curated(world.lists)
    assert (mira.reference, mira.names[0].text) == ("mira-wyrdmann", "Mïra Wyrdmann")
    assert {(name.kind, name.origin) for party in (mira, bureau) for name in party.names} == {(NameKind.ALIAS, NameOrigin.CURATED)}
    assert bureau.names[0].strength is AliasStrength.WEAK


@pytest.mark.parametrize(
    ("old", "new", "entry", "reason"),
    [
        ('id = "utopia"', 'id = "dystopia"', "", "the id is 'dystopia', the file's name says 'utopia'"),
        ('terms = "', 'colour = 1\nterms = "', "", "unknown field 'colour'"),
        ('country = "US"', 'country = "UK"', "", "allowed: ISO 3166-1 alpha-2"),
        ("announced_on = 2020-02-03", 'announced_on = "2020-02-03"', "", "field 'announced_on' is text, not a date"),
        ("announced_on = 2020-02-03", "announced_on = 0020-02-03", "", "allowed: years 1000 to 2100"),
        ("announced_on", "announced_at", "", "missing field 'announced_on'"),
        ("individuals = 1", "people = 1", "named", "missing field 'individuals'"),
        ('remarks = "', 'remark = "', "bureau-of-tides", "unknown field 'remark'"),
        ('kind = "entity"', 'kind = "office"', "bureau-of-tides", "field 'kind' is 'office'; allowed: individual, entity"),
        ('basis = "named"', 'basis = "guessed"', "mira-wyrdmann", "allowed: named, joint_announcement"),
        ("statement = 1", 'statement = "1"', "mira-wyrdmann", "field 'statement' is text, not a whole number"),
        ('text = "Warden"', 'text = "Warden", since = 1', "mira-wyrdmann positions 1", "unknown field 'since'"),
        ('reference = "bureau-of-tides"', "", "party 2", "missing field 'reference'"),
    ],
)
def test_a_wrong_list_is_refused_with_file_entry_and_reason(world: World, old: str, new: str, entry: str, reason: str):
    world.edit(UTOPIA, old, new)
    with pytest.raises(InvalidListFile) as error:
        read_lists(world.lists)
    problem = error.value.problems[0]
    assert (problem.file, problem.entry) == (UTOPIA, entry)
    assert reason in problem.reason


def test_problems_of_all_files_are_told_at_once(world: World):
    world.edit(UTOPIA, 'kind = "entity"', 'kind = "office"')
    world.edit("seeded/erewhon.toml", "measures", "measure")
    with pytest.raises(InvalidListFile) as error:
        read_lists(world.lists)
    assert [problem.file for problem in error.value.problems] == ["seeded/erewhon.toml", UTOPIA]


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('strength = "strong"', 'strength = "good"', "field 'strength' is 'good'; allowed: strong, weak"),
        ('note = "own spelling"', 'note = "own spelling", origin = "source"', "unknown field 'origin'"),
        ('language = "nl", ', "", "missing field 'language'"),
    ],
)
def test_a_wrong_curated_name_is_refused(world: World, old: str, new: str, reason: str):
    world.edit(CURATED, old, new)
    with pytest.raises(InvalidListFile) as error:
        read_curated(world.lists)
    (problem,) = error.value.problems
    assert (problem.file, problem.entry) == (CURATED, "mira-wyrdmann names 1")
    assert reason in problem.reason
