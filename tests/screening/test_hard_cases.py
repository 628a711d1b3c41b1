"""Cases that name matching is known to get wrong, each with the answer it must get at the default policy."""

from __future__ import annotations

import pytest

from screening import AliasStrength, DesignatedParty, Index, ListedName, NameKind, PartyKind, Policy, Query, compare, screen

PERSON, ENTITY, VESSEL = PartyKind.INDIVIDUAL, PartyKind.ENTITY, PartyKind.VESSEL


def index_of(*names: str, kind: PartyKind = PERSON, weak: bool = False) -> Index:
    """One party with these names, the first primary."""
    strength = AliasStrength.WEAK if weak else AliasStrength.STRONG
    listed = [
        ListedName(name, NameKind.ALIAS if rank else NameKind.PRIMARY, strength if rank else AliasStrength.STRONG)
        for rank, name in enumerate(names)
    ]
    return Index.build([DesignatedParty("demo", "1", kind, tuple(listed))])


def is_hit(asked: str, *names: str, kind: PartyKind = PERSON, asked_kind: PartyKind | None = None) -> bool:
    [hits] = screen([Query(asked, kind=asked_kind)], index_of(*names, kind=kind), Policy())
    return bool(hits)


@pytest.mark.parametrize(
    ("asked", "listed", "kind"),
    [
        ("Jon Smith", "John Smith", PERSON),
        ("Ann Lee", "Anne Lee", PERSON),
        ("SIS DOO", "Sis d.o.o.", ENTITY),
        ("Haji Mullah Mohammed Omar", "Mohammed Omar", PERSON),
        ("Sheikh Dr. Mohammed Omar", "Mullah Mohammed Omar", PERSON),
        ("Ansarullah", "ANSAR ALLAH", ENTITY),
        ("ABC Company", "A-B-C Company", ENTITY),
        ("A.B.C. Company", "A-B-C Company", ENTITY),
        ("JP Morgan", "J P Morgan", ENTITY),
        ("Plant 558", "558 Plant", ENTITY),
        ("Plant Five Hundred", "Plant Five Hundred", ENTITY),
        ("Ocean Star 7", "OCEAN STAR VII", VESSEL),
        ("Salman bin Mohammed", "Salman bin Mohammed", PERSON),
        ("Bush George", "George Bush", PERSON),
        ("IRISL", "Islamic Republic of Iran Shipping Lines", ENTITY),
        ("Wаng Junzheng", "Wang Junzheng", PERSON),
        ("Reinh4rd Bütikofer", "Reinhard Bütikofer", PERSON),
        ("W\u200bang Jun\u202ezheng", "Wang Junzheng", PERSON),
        ("Ｗａｎｇ Ｊｕｎｚｈｅｎｇ", "Wang Junzheng", PERSON),
        ("Kosem Tajidoun", "Kasim Tajidoun", PERSON),
        ("يفغيني فيكتورفتش بريغجن", "Yevgeniy Viktorovich PRIGOZHIN", PERSON),
        ("الينا الكساندرفنا شابورفا", "Olena Oleksandrivna SHAPUROVA", PERSON),
        ("Ξινγκμπιαο Σεν", "Xingbiao SHEN", PERSON),
        ("Σαριφ Ομαρ Χακανι", "Shariff Omar HAQQANI", PERSON),
        ("AAWT", "Al Amin Welfare Trust", ENTITY),
        ("Joit Stock Company Genbank", "Joint Stock Company Genbank", ENTITY),
        ("جوينت ستك كومباني كوزنتسك الباين", "Joint Stock Company Kuznetsk Albain", ENTITY),
        ("Obshschestvo s organichennoi otvetstvennostyu Aqua Solid", "OOO Aqua Solid", ENTITY),
    ],
)
def test_the_same_party_is_found(asked: str, listed: str, kind: PartyKind) -> None:
    assert is_hit(asked, listed, kind=kind)
    assert is_hit(asked, listed, kind=kind, asked_kind=kind)


@pytest.mark.parametrize(
    ("asked", "listed", "kind"),
    [
        ("Li Wei", "Lu Wei", PERSON),
        ("Jon Smith", "Jan Smith", PERSON),
        ("Wang Jun", "Wang Junzheng", PERSON),
        ("George Bush", "George Habbash", PERSON),
        ("Emma Daniels", "EMMA LLC", ENTITY),
        ("Emma", "Emma Daniels", PERSON),
        ("BELLETECH CORP", "11420 CORP", ENTITY),
        ("Bank of Armenia", "Bank of America", ENTITY),
        ("Industrial and Commercial Bank of Chad", "Industrial and Commercial Bank of China", ENTITY),
        ("Delta Company", "A-B-C Company", ENTITY),
        ("Company", "A-B-C Company", ENTITY),
        ("Trading", "Alfa Trading LLC", ENTITY),
        ("Brigade 44", "Brigade 45", ENTITY),
        ("Ocean Star 7", "Ocean Star 8", VESSEL),
        ("Mohammed", "Mohammed Omar", PERSON),
        ("Maria Garcia", "Mario Garza", PERSON),
        ("Qiang Li", "YANG, Qi", PERSON),
        ("Sally Yee", "JONES, Sally", PERSON),
        ("Nasser Al-Attiya", "IMAMOVIC, Nusret", PERSON),
        ("Seung Chan Shin", "CHANG, Chin Sung", PERSON),
        ("Josefina Fernandez", "CONTRERAS HERNANDEZ, Marleny Josefina", PERSON),
    ],
)
def test_another_party_is_not_found(asked: str, listed: str, kind: PartyKind) -> None:
    assert not is_hit(asked, listed, kind=kind), compare(asked, listed, kind)


def test_a_name_of_500_characters_finds_itself_and_nobody_else() -> None:
    name = " ".join(f"Abcdefg{chr(97 + number % 26)}{chr(97 + number // 26)}" for number in range(50))[:500]
    index = Index.build(
        [
            DesignatedParty("demo", "1", ENTITY, (ListedName(name, NameKind.PRIMARY),)),
            DesignatedParty("demo", "2", ENTITY, (ListedName("Abcdefgaa Trading", NameKind.PRIMARY),)),
        ]
    )
    [hits] = screen([Query(name)], index, Policy())
    assert [(hit.party.id, hit.score) for hit in hits] == [("demo:1", 1.0)]


def test_a_party_with_eighty_aliases_is_one_hit_by_the_best_of_them() -> None:
    aliases = [f"Qwert{chr(97 + number % 26)}{chr(97 + number // 26)} Zuiopas" for number in range(80)]
    [hits] = screen([Query(aliases[57])], index_of("Reinhard Butikofer", *aliases), Policy())
    assert [(hit.listed_name.text, hit.score) for hit in hits] == [(aliases[57], 1.0)]


def test_a_weak_alias_alone_is_below_threshold() -> None:
    [alone] = screen([Query("The Engineer")], index_of("Reinhard Butikofer", "The Engineer", weak=True), Policy())
    assert alone == ()


def test_father_and_son_swapped_are_shown_below_the_right_order() -> None:
    index = index_of("Salman bin Mohammed")
    [[right]] = screen([Query("Salman bin Mohammed")], index, Policy())
    [[swapped]] = screen([Query("Mohammed bin Salman")], index, Policy())
    assert swapped.score < right.score == 1.0
    assert "in another order" in swapped.explanation


def test_an_exact_name_with_a_birth_year_one_off_stays_a_hit() -> None:
    from dataclasses import replace

    from screening import PartialDate

    party = replace(index_of("Reinhard Butikofer").party_at(0), birth_dates=(PartialDate(1953, 1, 26),))
    for asked in ("1954", "1954-01-26", "1952-12-31", "1999-09-09"):
        [hits] = screen([Query("Reinhard Butikofer", birth_date=asked)], Index.build([party]), Policy())  # type: ignore[arg-type]
        assert len(hits) == 1, asked
