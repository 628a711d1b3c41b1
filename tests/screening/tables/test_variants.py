"""Names that are one name share a group; names that only look alike do not."""

from itertools import pairwise

import pytest

from screening.tables import group_strength, variant_groups


def strength(first: str, second: str) -> float:
    """The greatest strength of a group that holds both, 0.0 when none does."""
    groups = variant_groups()
    return max((group_strength(group) for group in set(groups.get(first, ())).intersection(groups.get(second, ()))), default=0.0)


SPELLINGS = """
mohammed muhammad mohamed mohamad muhammed|ahmad ahmed ahmet|hussein husayn hussain hossein|hassan hasan
umar omar oumar|yusuf youssef yousef
ibrahim ebrahim|ismail esmail|uthman othman osman|qasim qassem ghasem
qadhafi gaddafi kaddafi|abdulrahman abdurrahman abderrahmane|nur noor nour
aleksandr alexander oleksandr aliaksandr|sergey sergei serhiy siarhei|dmitry dmitriy dmytro dzmitry
yevgeny evgeny evgeniy|vladimir volodymyr
mikhailovich mikhaylovich|yuryevich yurevich|rodriguez rodrigues|vasquez vazquez|schroder schroeder|mueller muller|john jon jhon|ann anne
usama osama|masud masood|daud dawood|ilhan ilkhan|parviz pervez|chaudhry chowdhury|georgios giorgos|gevorg kevork|chaim haim
"""
SURNAMES = "kim gim|lee yi rhee ri|park pak|choi choe|jung jeong|li lee|hwang whang|mehmet muhammad|magomed muhammad"
LANGUAGES = """
joseph yusuf|joseph giuseppe|youssef giuseppe|abraham ibrahim|moses musa|john ivan|john juan|john giovanni
george jorge|michael miguel|paul pavel
peter pedro|james jacques|elizabeth isabel|mary maryam|miriam maryam|david dawud|solomon suleiman|jesus isa
william guillermo|stephen esteban
alexander alejandro|alexander iskandar|charles carlos|henry enrique|louis luigi|francis francisco|catherine yekaterina|gabriel jibril
"""
NICKNAMES = (
    "william bill|robert bob|richard dick|edward ted|elizabeth betty|margaret peggy|vladimir vova|aleksandr sasha|francisco paco|jose pepe"
)
DIFFERENT = """
hassan hussein|abdi abdul|karim karima|said sayyid|saeed sayed|hamid hamad|hamid ahmad|mahmud muhammad|mahmoud mohamed|salim saleh
jamal jamil|kamal kamil
amin amir|nasir nazir|rashad rashid|bashar bashir|omar amr|ali aliyev|mario maria|jean jane|julian julia|victor victoria|alexander alexandra
louis louise|paul paula|christian christine|daniel daniela|khalid khalil|khalifa khalil|li lu|mohammed ahmed|yahya isa|rahim rahman|nur nuri
valentin valentina|reinhard richard|raphael michael|wang wei|chen cheng|wang zhang
miriam marina|ivan igor|habib habibi|george gregory|johnson johnston
"""


def pairs(text: str) -> list[tuple[str, str]]:
    groups = [group.split() for line in text.strip().splitlines() for group in line.split("|")]
    return [pair for group in groups for pair in pairwise(group)]


@pytest.mark.parametrize(("first", "second"), pairs(SPELLINGS))
def test_spellings_of_one_name_are_nearly_the_same(first: str, second: str) -> None:
    assert strength(first, second) >= 0.9


@pytest.mark.parametrize(("first", "second"), pairs(SURNAMES))
def test_surnames_and_related_languages_are_a_little_less(first: str, second: str) -> None:
    assert 0.9 <= strength(first, second) <= 0.95


@pytest.mark.parametrize(("first", "second"), pairs(LANGUAGES))
def test_one_name_in_two_languages_is_equivalent(first: str, second: str) -> None:
    assert 0.85 <= strength(first, second) <= 0.9


@pytest.mark.parametrize(("first", "second"), pairs(NICKNAMES))
def test_a_nickname_is_equivalent(first: str, second: str) -> None:
    assert strength(first, second) >= 0.8


@pytest.mark.parametrize(("first", "second"), pairs(DIFFERENT))
def test_names_that_look_alike_but_differ_share_no_group(first: str, second: str) -> None:
    assert strength(first, second) == 0.0


def test_groups_are_not_transitive() -> None:
    assert strength("bill", "william") > 0 < strength("william", "guillermo")
    assert strength("bill", "guillermo") == 0.0
