"""The benchmark's own arithmetic: what it reports must mean what it says."""

from __future__ import annotations

import itertools

import pytest

from benchmarks.measure import foreign
from benchmarks.measure.curve import curve
from benchmarks.measure.data import natural, plain
from benchmarks.measure.distort import distortions
from benchmarks.measure.organisations import legal_form
from benchmarks.measure.report import frozen, worse
from benchmarks.measure.result import Figure, Measured
from benchmarks.measure.split import in_half, sample
from benchmarks.measure.statistics import best_f1, found_interval, threshold_for, wilson
from screening import PartyKind


@pytest.mark.parametrize("share", [0.01, 0.05, 0.2])
def test_at_the_threshold_no_more_negatives_alert_than_the_share(share: float):
    negatives = [place / 200 for place in range(200)]
    bar = threshold_for(negatives, share)
    assert sum(score >= bar for score in negatives) == int(share * 200)


def test_negatives_that_tie_at_the_threshold_all_stay_below_it():
    negatives = [0.9] * 50 + [0.1] * 50
    bar = threshold_for(negatives, 0.01)
    assert sum(score >= bar for score in negatives) == 0


def test_without_negatives_every_score_reaches_the_threshold():
    assert threshold_for([], 0.01) == 0.0


def test_wilson_agrees_with_the_published_example():
    # Newcombe 1998, table I: 81 of 263 gives 0.2553 to 0.3662.
    low, high = wilson(81, 263)
    assert (round(low, 4), round(high, 4)) == (0.2553, 0.3662)


def test_the_interval_of_what_is_found_holds_the_share_and_is_the_same_each_time():
    scores, owners = [0.5 + place / 400 for place in range(200)], [str(place % 90) for place in range(200)]
    negatives = [place / 500 for place in range(500)]
    low, high = found_interval(scores, owners, negatives, 0.1)
    bar = threshold_for(negatives, 0.1)
    assert low <= sum(score >= bar for score in scores) / 200 <= high
    assert (low, high) == found_interval(scores, owners, negatives, 0.1)


def test_best_f1_is_one_when_a_threshold_parts_the_labels():
    assert best_f1([0.9, 0.8], [0.7, 0.1]) == (1.0, 0.8)
    assert best_f1([0.9, 0.2], [0.5])[0] == pytest.approx(0.8)


def test_the_halves_share_nothing_and_leave_nothing_out():
    keys = [f"us-ofac-sdn:{number}" for number in range(2_000)]
    tune, report = ([key for key in keys if in_half(key, half)] for half in ("tune", "report"))
    assert sorted(tune + report) == sorted(keys)
    assert 900 < len(tune) < 1_100


def test_a_larger_sample_holds_the_smaller_one_in_any_order_of_input():
    items = [str(number) for number in range(100)]
    assert sample(items[::-1], str, 30)[:10] == sample(items, str, 10)


def test_every_distortion_changes_the_name_and_is_the_same_each_time():
    name = "Johann Sebastian KALTENEGGER"
    first = dict(distortions(name, PartyKind.INDIVIDUAL))
    assert first == dict(distortions(name, PartyKind.INDIVIDUAL))
    assert name not in first.values()
    assert {"typo", "two typos", "order", "dropped word", "added word", "initial", "joined words", "split word"} <= set(first)
    assert {"vowels", "sound", "look-alike digits", "title", "cyrillic", "arabic", "greek"} <= set(first)


def test_distortions_of_companies_leave_the_legal_form_in_its_place():
    changed = dict(distortions("Korvand and Delvar Shipping Co., Ltd.", PartyKind.ENTITY))
    assert changed["typo"].endswith("Co., Ltd.")
    assert changed["order"].endswith("Co., Ltd.")
    assert changed["legal form dropped"] == "Korvand and Delvar Shipping"
    assert changed["ampersand"] == "Korvand & Delvar Shipping Co., Ltd."
    assert changed["acronym"] == "KDS"


def test_a_legal_form_is_found_at_either_end_but_is_never_the_whole_name():
    assert legal_form(["OOO", "Paskal"]) == (0, 1)
    assert legal_form(["Vendaval", "Comercio", "S.A.", "de", "C.V."]) == (2, 5)
    assert legal_form(["Limited"]) is None


def test_names_are_written_in_other_letters_entirely():
    for spell, first in ((foreign.cyrillic, "\u0400"), (foreign.greek, "\u0370"), (foreign.arabic, "\u0600")):
        written = spell("Khalid al-Shariff Wojciech")
        assert all(letter >= first for letter in written if letter.isalpha()), written


def test_persons_are_asked_given_name_first_and_companies_as_they_are():
    assert natural("MADURO MOROS, Nicolas", PartyKind.INDIVIDUAL) == "Nicolas MADURO MOROS"
    assert natural("KORVAND CO., LTD.", PartyKind.ENTITY) == "KORVAND CO., LTD."
    assert plain("MADURO MOROS, Nicolas") == plain("Nicolas Maduro Moros")


def test_the_curve_falls_in_both_recall_and_false_alerts():
    points = curve([0.95, 0.8, 0.6], [0.7, 0.2])
    assert points[0].recall == 1.0
    assert points[0].false_alerts == 500.0
    assert all(one.recall >= two.recall and one.false_alerts >= two.false_alerts for one, two in itertools.pairwise(points))


def measured(**figures: Figure) -> dict[str, Measured]:
    return {"persons": Measured("Persons", dict(figures), [0.9], [0.1])}


def of(recall: float, false_alerts: float) -> dict[str, Measured]:
    return measured(
        recall=Figure(recall, 0.0, 1.0, 1000),
        false_alerts=Figure(false_alerts, 0.0, 1000.0, 1000, higher_is_better=False),
    )


def test_a_figure_worse_than_the_frozen_one_fails_the_check_and_a_better_one_does_not():
    before = frozen(of(recall=0.9, false_alerts=5.0), {}, "0")
    assert worse(of(recall=0.95, false_alerts=1.0), before) == []
    fallen = worse(of(recall=0.88, false_alerts=15.0), before)
    assert [line.split(":")[0] for line in fallen] == ["persons.recall", "persons.false_alerts"]


def test_a_figure_that_is_no_longer_measured_fails_the_check():
    before = frozen(measured(recall=Figure(0.9, 0.8, 1.0, 1000)), {}, "0")
    assert worse(measured(), before) == ["persons.recall: no longer measured"]
