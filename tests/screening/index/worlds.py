"""Small random worlds for the tests of the index: parties and queries made of names that look alike, and policies."""

from __future__ import annotations

from hypothesis import strategies as st

from screening import (
    AliasStrength,
    DesignatedParty,
    Designation,
    Identifier,
    IdentifierType,
    ListedName,
    Measure,
    NameKind,
    PartialDate,
    PartyCountry,
    PartyKind,
    Policy,
    Query,
)

# Each line is one neighbourhood: its words are similar by some rule, or nearly so.
NEIGHBOURHOODS = (
    "mohammed muhammad mohamed mohamad mehmet m محمد मोहम्मद",
    "wang wong vang 王 w jun zheng junzheng junzhengwang chun cheng 君正 王君正",
    "gahler kahler gehler galer gaehler gähler g",
    "reinhard reinhart rheinhard rein hard r рейнхард",
    "butikofer bütikofer buetikofer butikoffer buti kofer батикофер",
    "putin putina putyn poutine путин путина p",
    "ali aly alli al li aali علي a",
    "nasr al din nasreddine nasraldin nasser ناصر الدين",
    "kim gim jong jung un eun 김 정은 김정은 金 正恩",
    "howard hayward hawod h 하워드 ハワード 霍华德 john jon 존 ジョン 约翰",
    "tan chan chen ng wong 陈 黄 庆炎 qingyan",
    "smirnov smirnova smirnoff смирнов smyrnov",
    "abdul abd al rahman abdulrahman abdurrahman عبد الرحمن",
    "trading company group international industries technology",
    "llc gmbh ltd ooo ооо s.a.r.l. 有限公司",
    "44 45 brigade 7 one forty",
    "bank of armenia america the",
    "irgc islamic revolutionary guard corps",
    "jon john jonh johan j smith smyth",
    "bin ibn abu haji dr mullah jr iii",
)
LONG_WORD = "pneumonoultramicroscopicsilicovolcano" * 2
EDGE_WORDS = ("o'brien", "obrien", "x", "1l1ya", "g00gle", "straße", "strasse", "yılmaz", "ölçer", "コバヤシ", "כהן", LONG_WORD)
_PLAIN_WORDS = st.sampled_from([word for line in NEIGHBOURHOODS for word in line.split()] + list(EDGE_WORDS))
_LETTERS = st.sampled_from("abcdeghiklmnorstuvyz")


@st.composite
def _typed_words(draw: st.DrawFn) -> str:
    """A word with one slip of the keyboard."""
    word: str = draw(_PLAIN_WORDS)
    place = draw(st.integers(0, len(word) - 1))
    letter = draw(_LETTERS)
    before, here, after = word[:place], word[place], word[place + 1 :]
    slips = (before + letter + after, before + letter + here + after, (before + after) or word, before + after[:1] + here + after[1:])
    return draw(st.sampled_from(slips))


WORDS = _PLAIN_WORDS | _typed_words()
NAMES = st.lists(WORDS, min_size=1, max_size=5).map(" ".join).filter(lambda name: any(map(str.isalnum, name)))
KINDS = st.sampled_from(list(PartyKind))
LISTS = ("first", "second")
PROGRAMMES = ("north", "south")
MEASURES = (Measure.ASSET_FREEZE, Measure.TRAVEL_BAN)
DATES = st.sampled_from(["1953", "1953-01", "1953-01-26", "~1954", "1950/1955", "1970-02-03"]).map(PartialDate.parse)
COUNTRIES = st.sampled_from(["CN", "DE", "RU"])
IDENTIFIERS = st.builds(Identifier, st.sampled_from([IdentifierType.PASSPORT, IdentifierType.OTHER]), st.sampled_from(["A 123", "B-77"]))


@st.composite
def _parties(draw: st.DrawFn, reference: int) -> DesignatedParty:
    texts = draw(st.lists(NAMES, min_size=1, max_size=3))
    strengths = [draw(st.sampled_from(AliasStrength)) for _ in texts]
    names = [
        ListedName(text, NameKind.ALIAS if place else NameKind.PRIMARY, strength)
        for place, (text, strength) in enumerate(zip(texts, strengths, strict=True))
    ]
    act = Designation(draw(st.sampled_from((None, *PROGRAMMES))), (draw(st.sampled_from(MEASURES)),))
    return DesignatedParty(
        draw(st.sampled_from(LISTS)),
        str(reference),
        draw(KINDS),
        tuple(names),
        birth_dates=tuple(draw(st.lists(DATES, max_size=2))),
        countries=tuple(map(PartyCountry, draw(st.lists(COUNTRIES, max_size=2, unique=True)))),
        identifiers=tuple(draw(st.lists(IDENTIFIERS, max_size=1))),
        designations=(act,),
    )


PARTIES = st.integers(1, 12).flatmap(lambda size: st.tuples(*(_parties(reference) for reference in range(size))))
QUERIES = st.builds(
    Query,
    NAMES,
    kind=st.none() | KINDS,
    birth_date=st.none() | DATES,
    countries=st.lists(COUNTRIES, max_size=1),
    identifiers=st.lists(IDENTIFIERS, max_size=1),
    other_names=st.lists(NAMES, max_size=1),
)
_SHARES = st.floats(0.0, 0.5)


@st.composite
def _policies(draw: st.DrawFn) -> Policy:
    threshold = draw(st.floats(0.3, 1.0) | st.sampled_from([0.3, 0.85, 1.0]))
    return Policy(
        threshold=threshold,
        block_threshold=1.0,
        limit=draw(st.sampled_from([1, 3, 1000])),
        weak_alias_factor=draw(st.floats(0.0, 1.0)),
        birth_date_agrees=draw(_SHARES),
        birth_date_contradicts=draw(_SHARES),
        country_agrees=draw(_SHARES),
        evidence_may_drop=draw(st.booleans()),
        lists=draw(st.sampled_from([None, ("first",), LISTS])),
        programmes=draw(st.sampled_from([None, None, ("north",)])),
        measures=draw(st.sampled_from([None, None, (Measure.TRAVEL_BAN,)])),
        kinds=draw(st.sampled_from([None, None, (PartyKind.INDIVIDUAL,), (PartyKind.ENTITY, PartyKind.VESSEL)])),
    )


POLICIES = _policies()
EDITIONS = {"first": "1", "second": "2"}
