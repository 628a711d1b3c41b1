from __future__ import annotations

import hashlib

import pytest
from sqlalchemy import delete, update

from lists.changes import changes_between
from lists.database import reading, writing
from lists.errors import UnknownEdition
from lists.manage import changes_of, damage, roll_back, withdraw
from lists.store import editions_in_force, history
from lists.store.tables import list_edition_parties, listed_parties
from screening import AliasStrength, DesignatedParty, ListedName, NameKind, PartialDate, PartyKind
from screening.party import Provenance
from tests.lists.house import ROWS, hour, take


def party(**facts):
    return DesignatedParty("l", "1", PartyKind.INDIVIDUAL, **{"names": (ListedName("Mira", NameKind.PRIMARY),), **facts})


def fields(before, after):
    return [
        (each.field, each.removed, each.added, each.reordered)
        for each in changes_between("l", ("a", "b"), [before], [after]).changed[0].fields
    ]


def test_added_removed_and_changed_parties_are_told_apart(store):
    first = take(store)
    rows = [ROWS[0].replace("1968-05-17", "1968"), *ROWS[1:3], "C-005,individual,Olo Brandt,,,"]
    second = take(store, rows, at=1, accept_change="a test")
    with reading(store.engine) as connection:
        changes = changes_of(connection, "house", first.edition.edition.id, second.edition.edition.id)
    assert [each.id for each in changes.added] == ["house:C-005"]
    assert [each.id for each in changes.removed] == ["house:C-004"]
    [changed] = changes.changed
    assert changed.party_id == "house:C-001"
    assert [(each.field, each.removed, each.added) for each in changed.fields] == [("birth_dates", ("1968-05-17",), ("1968",))]


def test_an_edition_does_not_differ_from_itself(store):
    edition = take(store).edition.edition.id
    with reading(store.engine) as connection:
        assert not changes_of(connection, "house", edition, edition)


def test_a_new_alias_is_told_alone_and_not_with_the_names_that_stayed():
    name = ListedName("Mïra", strength=AliasStrength.WEAK)
    after = party(names=(ListedName("Mira", NameKind.PRIMARY), name))
    assert fields(party(), after) == [("names", (), ({"text": "Mïra", "strength": "weak"},), False)]


def test_a_single_value_is_told_with_what_it_was():
    assert fields(party(remarks="old"), party(remarks="new")) == [("remarks", ("old",), ("new",), False)]
    assert fields(party(), party(remarks="new")) == [("remarks", (), ("new",), False)]


def test_another_order_is_told_as_such():
    one, other = PartialDate.parse("1968"), PartialDate.parse("1969")
    assert fields(party(birth_dates=(one, other)), party(birth_dates=(other, one))) == [("birth_dates", (), (), True)]


def test_where_a_fact_stands_is_no_change_of_the_party():
    moved = party(provenance=(Provenance("names/0", "file line 7"),))
    assert not changes_between("l", ("a", "b"), [party()], [moved])


def test_an_unknown_edition_is_named_with_those_there_are(store):
    edition = take(store).edition.edition.id
    with reading(store.engine) as connection:
        with pytest.raises(UnknownEdition, match=f"house has no edition 1999-01-01-00000000; there are {edition}"):
            changes_of(connection, "house", "1999-01-01-00000000", edition)
        with pytest.raises(UnknownEdition, match="nothing of this list was ever loaded"):
            changes_of(connection, "nowhere", edition, edition)


def test_an_edition_loaded_before_comes_into_force_again(store):
    first, second = take(store), take(store, [*ROWS, "C-005,individual,Olo Brandt,,,"], at=1)
    roll_back(store, "house", first.edition.edition.id, reason="C-005 is wrong", by="Ada", at=hour(2))
    with reading(store.engine) as connection:
        assert editions_in_force(connection)["house"] == first.edition
        past = history(connection, "house")
    assert [(one.edition, one.how, one.reason, one.by) for one in past] == [
        (first.edition.edition.id, "rollback", "C-005 is wrong", "Ada"),
        (second.edition.edition.id, "load", None, "tester"),
        (first.edition.edition.id, "load", None, "tester"),
    ]
    with pytest.raises(UnknownEdition, match="is in force already"):
        roll_back(store, "house", first.edition.edition.id, reason="again", by="Ada", at=hour(3))


def test_a_list_can_be_withdrawn_and_brought_back(store):
    take(store, list_id="other")
    first = take(store)
    withdraw(store, "house", reason="not ours any more", by="Ada", at=hour(1))
    with reading(store.engine) as connection:
        assert list(editions_in_force(connection)) == ["other"]
        assert history(connection, "house")[0].edition is None
    assert take(store, at=2).edition.number == first.edition.number
    with reading(store.engine) as connection:
        assert set(editions_in_force(connection)) == {"house", "other"}


def test_the_last_list_cannot_be_withdrawn(store):
    take(store)
    with pytest.raises(UnknownEdition, match="the only list in force"):
        withdraw(store, "house", reason="a test", by="Ada", at=hour(1))
    with pytest.raises(UnknownEdition, match="no list in force is called other"):
        withdraw(store, "other", reason="a test", by="Ada", at=hour(1))


def test_sound_editions_pass_the_check_and_changed_ones_do_not(store):
    done = take(store)
    take(store, [*ROWS, "C-005,individual,Olo Brandt,,,"], at=1)
    assert list(damage(store)) == []
    forged = b'{"kind":"individual","list_id":"house","names":[{"kind":"primary","text":"Somebody Else"}],"reference":"C-003"}'
    with writing(store.engine) as connection:
        connection.execute(update(listed_parties).where(listed_parties.c.reference == "C-003").values(content=forged))
        connection.execute(delete(list_edition_parties).where(list_edition_parties.c.edition == done.edition.number + 1))
    found = list(damage(store))
    assert any("the record of house:C-003 is not the one that was stored" in line for line in found)
    assert any("its set of records is not the one that was stored" in line for line in found)
    assert hashlib.sha256(forged).hexdigest() not in "".join(found)
