"""Which identifiers are one, however people and lists write them, and that the index finds them."""

from __future__ import annotations

import pytest

from screening import DesignatedParty, Identifier, IdentifierType, Index, ListedName, NameKind, PartyKind, Policy, Query, screen
from screening.identifiers import normalised_identifier, same_identifier


def identifier(written: str) -> Identifier:
    """Read "type value" or "type value @country"."""
    kind, _, rest = written.partition(" ")
    value, _, country = rest.partition(" @")
    return Identifier(IdentifierType(kind), value, country or None)


ONE = [
    ("passport AB 123-456", "passport ab123456"),
    ("passport AB123456 @DE", "passport AB123456"),
    ("passport № 4510 123456", "passport 4510123456"),
    ("passport No. AB123456", "passport AB123456"),
    ("passport Passport No: AB123456", "passport AB123456"),
    ("passport \uff21\uff22123456", "passport AB123456"),
    ("passport \u0410\u0412123456", "passport AB123456"),
    ("passport ٤٥٦٧٨٩١", "passport 4567891"),
    ("passport NO 1234567", "passport NO1234567"),
    ("imo IMO No. 9187629", "imo 9187629"),
    ("imo 9187629", "imo IMO9187629"),
    ("other IMO 9187629", "imo 9187629"),
    ("mmsi MMSI572469210", "mmsi 572469210"),
    ("lei 253400-LKLV8Z-8X9Y-1234", "lei 253400LKLV8Z8X9Y1234"),
    ("bic SABRRUMM", "bic SABRRUMMXXX"),
    ("bic SABR RU MM VO1", "bic sabrrumm"),
    ("bic SWIFT: SABRRUMM", "bic SABRRUMMVO1"),
    ("tax_id INN 7707083893", "tax_id 7707083893"),
    ("tax_id ИНН 7707083893", "tax_id 7707083893"),
    ("tax_id DE123456789 @DE", "tax_id 123456789 @DE"),
    ("tax_id EL123456789 @GR", "tax_id 123456789 @GR"),
    ("tax_id 7707083893 @RU", "registration 7707083893"),
    ("registration OGRN 1027700132195", "registration 1027700132195"),
    ("phone 00 7 495 123-45-67", "phone +7 (495) 1234567"),
    ("website https://www.example.com/", "website example.com"),
]

TWO = [
    ("passport AB123456 @DE", "passport AB123456 @FR"),
    ("passport AB123456", "national_id AB123456"),
    ("passport AB123456", "passport AB123457"),
    ("passport AB123456", "passport 123456"),
    ("registration 9187629", "imo 9187629"),
    ("registration 0012345", "registration 12345"),
    ("registration 12345", "tax_id 12345"),
    ("bic SABRRUMM", "bic SABRUS33"),
    ("other SABRRUMMVO1", "registration SABRRUMM"),
    ("tax_id DE123456789 @AT", "tax_id 123456789 @DE"),
]


@pytest.mark.parametrize(("one", "other"), ONE)
def test_an_identifier_written_otherwise_is_the_same_and_makes_a_hit_alone(one: str, other: str) -> None:
    for asked, listed in ((identifier(one), identifier(other)), (identifier(other), identifier(one))):
        party = DesignatedParty("demo", "1", PartyKind.ENTITY, (ListedName("Korvand", NameKind.PRIMARY),), identifiers=(listed,))
        [hits] = screen([Query("Somebody Else", identifiers=(asked,))], Index.build([party]), Policy())
        assert [hit.party.id for hit in hits] == ["demo:1"]
        assert "no word of the two names is alike" in hits[0].explanation


@pytest.mark.parametrize(("one", "other"), TWO)
def test_identifiers_of_other_types_countries_or_values_are_two(one: str, other: str) -> None:
    assert not same_identifier(identifier(one), identifier(other))
    assert not same_identifier(identifier(other), identifier(one))


def test_a_branch_of_an_institution_is_said_to_be_one() -> None:
    party = DesignatedParty(
        "demo", "1", PartyKind.ENTITY, (ListedName("Korvand", NameKind.PRIMARY),), identifiers=(identifier("bic SABRRUMM"),)
    )
    [[hit]] = screen([Query("Somebody Else", identifiers=(identifier("bic SABRRUMMVO1"),))], Index.build([party]), Policy())
    assert "the same institution by the first eight characters" in hit.explanation


def test_a_label_is_not_taken_from_what_would_be_left_without_a_number() -> None:
    assert normalised_identifier("No Name") == "NONAME"
