from __future__ import annotations

import pytest

from lists.errors import InvalidListFile
from lists.seeded import load_seeded
from screening.dates import PartialDate
from screening.party import DesignatedParty, Measure, NameKind, NameOrigin, PartyKind
from tests.lists.world import World

UTOPIA, CURATED = "seeded/utopia.toml", "seeded/curated.toml"


def edition_ids(world: World) -> list[str]:
    return [one.edition.id for one in load_seeded(world.lists, world.records)]


def test_a_party_carries_names_measures_dates_and_the_statements_behind_them(world: World):
    _, utopia = load_seeded(world.lists, world.records)
    bureau, mira = utopia.parties
    assert (mira.id, mira.kind, mira.primary_name) == ("utopia:mira-wyrdmann", PartyKind.INDIVIDUAL, "Mira Wyrdmann")
    assert [(name.text, name.kind, name.origin) for name in mira.names] == [
        ("Mira Wyrdmann", NameKind.PRIMARY, NameOrigin.SOURCE),
        ("Mïra Wyrdmann", NameKind.ALIAS, NameOrigin.CURATED),
    ]
    assert (mira.positions, mira.measures, mira.listed_on) == (("Warden",), (Measure.ASSET_FREEZE,), PartialDate(2020, 2, 3))
    assert (mira.designations[0].basis, mira.designations[0].statement) == ("named", "tides#1")
    assert {fact.field: fact.source for fact in mira.provenance} == {
        "/names/0": "tides#1",
        "/designations/0/measures": "tides#1",
        "/positions/0": "tides#1",
    }
    assert bureau.remarks == "By the sea."


def test_an_edition_counts_what_was_loaded(world: World):
    erewhon, utopia = (one.edition for one in load_seeded(world.lists, world.records))
    assert (utopia.individuals, utopia.entities, utopia.names, utopia.named, utopia.announced) == (1, 1, 4, 2, 3)
    assert (erewhon.loaded, erewhon.names, erewhon.announced) == (1, 2, None)
    assert utopia.id == f"2020-02-03-{utopia.sha256[:8]}"


def test_the_edition_does_not_depend_on_layout_or_order(world: World):
    before = edition_ids(world)
    text = (world.root / UTOPIA).read_text(encoding="utf-8")
    head, first, second = text.split("[[party]]")
    world.write(UTOPIA, f"# A remark.\n{head}\n[[party]]{second}\n\n[[party]]{first}")
    assert edition_ids(world) == before


@pytest.mark.parametrize(
    ("file", "old", "new", "changed"),
    [
        (UTOPIA, "Warden", "Keeper", [False, True]),
        (UTOPIA, "Utopian list", "The Utopian list", [False, True]),
        (CURATED, '"BOT"', '"BoT"', [False, True]),
        (CURATED, "Mïra", "Mîra", [True, True]),
    ],
)
def test_any_fact_changes_the_edition_of_the_lists_that_hold_it(world: World, file: str, old: str, new: str, changed: list[bool]):
    before = edition_ids(world)
    world.edit(file, old, new)
    assert [was != now for was, now in zip(before, edition_ids(world), strict=True)] == changed


def test_one_wrong_list_keeps_all_from_loading(world: World):
    world.edit("seeded/erewhon.toml", "individuals = 1", "individuals = 2")
    with pytest.raises(InvalidListFile, match=r"seeded/erewhon\.toml: the list says it names 2 individuals, 0 entities"):
        load_seeded(world.lists, world.records)


def test_a_reference_that_makes_no_id_is_refused_with_file_and_entry(world: World):
    for file in (UTOPIA, CURATED):
        world.edit(file, '"bureau-of-tides"', '"bureau of tides"')
    with pytest.raises(InvalidListFile, match=r"seeded/utopia\.toml: bureau of tides: /reference: 'bureau of tides' is not a reference"):
        load_seeded(world.lists, world.records)


NAMED_TWICE = {"wang-junzheng": "Wang Junzheng", "chen-mingguo": "Chen Mingguo"}


def real(list_id: str) -> dict[str, DesignatedParty]:
    (one,) = (one for one in load_seeded() if one.source.id == list_id)
    return {party.reference: party for party in one.parties}


@pytest.mark.parametrize(
    ("list_id", "country", "individuals", "entities", "announced"),
    [
        ("us-treasury", "US", 2, 0, 2),
        ("eu-council", "EU", 2, 0, 4),
        ("uk-fcdo", "GB", 2, 1, 5),
        ("ca-gac", "CA", 2, 0, None),
        ("cn-mfa", "CN", 6, 4, 14),
    ],
)
def test_each_seeded_list_says_how_complete_it_is(list_id: str, country: str, individuals: int, entities: int, announced: int | None):
    (one,) = (one for one in load_seeded() if one.source.id == list_id)
    assert (one.source.country, one.edition.published.isoformat()) == (country, "2021-03-22")
    assert (one.edition.individuals, one.edition.entities, one.edition.announced) == (individuals, entities, announced)


@pytest.mark.parametrize(
    ("list_id", "measures", "basis"),
    [
        ("us-treasury", {"unspecified"}, "named"),
        ("eu-council", {"asset_freeze", "travel_ban", "financial_assistance_ban"}, "named"),
        ("uk-fcdo", {"unspecified"}, "named"),
        ("ca-gac", {"unspecified"}, "joint_announcement"),
    ],
)
def test_the_four_lists_name_the_same_two_officials(list_id: str, measures: set[str], basis: str):
    parties = real(list_id)
    assert NAMED_TWICE.items() <= {reference: party.primary_name for reference, party in parties.items()}.items()
    for party in parties.values():
        assert set(party.measures) == measures
        assert party.designations[0].basis == basis


def test_the_chinese_list_bars_people_and_leaves_the_measures_on_institutions_open():
    parties = real("cn-mfa").values()
    people = [party for party in parties if party.kind is PartyKind.INDIVIDUAL]
    assert {party.measures for party in people} == {(Measure.ENTRY_BAN, Measure.DEALINGS_BAN)}
    assert {party.remarks for party in people} == {"Family members are barred as well."}
    assert {party.measures for party in parties if party.kind is PartyKind.ENTITY} == {(Measure.UNSPECIFIED,)}


def test_every_name_but_the_primary_one_is_curated():
    for one in load_seeded():
        for party in one.parties:
            assert [name.origin for name in party.names] == [NameOrigin.SOURCE, *[NameOrigin.CURATED] * (len(party.names) - 1)]
