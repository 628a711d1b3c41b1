from __future__ import annotations

import doctest

import pytest

import lists
from lists.errors import InvalidListFile
from tests.lists.world import World


def test_all_lists_come_as_one_value(world: World):
    loaded = lists.load_all(world.lists, world.records)
    assert [party.id for party in loaded.parties] == ["erewhon:mira-wyrdmann", "utopia:bureau-of-tides", "utopia:mira-wyrdmann"]
    assert loaded.editions == {one.source.id: one.edition.id for one in loaded.lists}
    utopia = loaded.list("utopia")
    assert utopia is not None
    assert utopia.source.title == "Utopian list"
    assert loaded.list("atlantis") is None


def test_a_pointer_leads_to_what_the_statement_says(world: World):
    loaded = lists.load_all(world.lists, world.records)
    for party in loaded.parties:
        pointer = party.designations[0].statement
        assert pointer is not None
        assert loaded.says(pointer)
    assert loaded.says("tides#2") == "Erewhon names the same person."
    for unknown in ("tides#9", "tides#x", "tides", "waves#1"):
        assert loaded.says(unknown) is None


def test_one_problem_keeps_everything_from_loading(world: World):
    world.remove("seeded/curated.toml")
    with pytest.raises(InvalidListFile, match=r"seeded/curated\.toml: cannot be read"):
        lists.load_all(world.lists, world.records)


def test_people_the_document_only_mentions_are_on_no_list():
    loaded = lists.load_all()
    listed = {name.text for party in loaded.parties for name in party.names}
    mentioned = {name for document in loaded.documents.values() for statement in document.statements for name in statement.mentioned}
    assert {"Antony Blinken", "Zhang Ming", "Xinjiang Production and Construction Corps"} <= mentioned
    assert mentioned.isdisjoint(listed)


def test_the_example_of_the_package_runs():
    results = doctest.testmod(lists)
    assert (results.attempted, results.failed) == (4, 0)
