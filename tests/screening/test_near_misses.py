"""An answer tells how near the best party that is no hit came, the same however the party was looked for."""

from __future__ import annotations

import pytest

from screening import DesignatedParty, Index, ListedName, NameKind, PartyKind, Policy, Query, examine
from screening.screen import NEAR_MISS

LISTED, ASKED = "Reinhard Hans Peter Butikofer", "Reinhart Butikofer"
INDEX = Index.build([DesignatedParty("demo", "1", PartyKind.INDIVIDUAL, (ListedName(LISTED, NameKind.PRIMARY),))])
SCORE = examine([Query(ASKED)], INDEX, Policy(threshold=0.3))[0].hits[0].score


@pytest.mark.parametrize("exhaustive", [False, True])
@pytest.mark.parametrize(
    ("above", "expected"),
    [
        (0.0, (1, 1, None)),
        (1e-6, (0, 1, SCORE)),
        (NEAR_MISS - 1e-6, (0, 1, SCORE)),
        (NEAR_MISS + 1e-6, (0, 0, None)),
        (0.05, (0, 0, None)),
    ],
)
def test_only_parties_a_little_below_the_threshold_are_told_of(above: float, expected: object, *, exhaustive: bool) -> None:
    policy = Policy(threshold=SCORE + above, block_threshold=1.0)
    [answer] = examine([Query(ASKED)], INDEX, policy, exhaustive=exhaustive)
    assert (answer.total, answer.candidates, answer.best_below) == expected


def test_the_documents_say_how_near() -> None:
    assert NEAR_MISS == 0.02, "docs/api.md and the schemas of screenings name the number"
