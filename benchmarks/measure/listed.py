"""Measures 1 and 2: aliases held out of the index, and listed names distorted, against people and bodies who are not listed."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.measure import data
from benchmarks.measure.ask import Question, Reply, ask
from benchmarks.measure.distort import distortions
from benchmarks.measure.result import DEFAULT_THRESHOLD, Errors, Figure, Measured, false_alert_figure, found_figures, share
from benchmarks.measure.split import in_half, sample
from benchmarks.measure.statistics import threshold_for
from screening import Index, PartyKind

ALIASES_PER_LISTED = 4
"""In a sample, aliases asked for each listed name that is distorted, which is asked in some fifteen ways."""

NAMES = {PartyKind.INDIVIDUAL: "persons", PartyKind.ENTITY: "entities"}


def aliases(kind: PartyKind, half: str, size: int | None) -> Measured:
    """Index primary names only, ask with each alias: is the party found, and first?"""
    parties, others = data.ofac(kind)
    primary = {party.id: data.plain(party.primary_name) for party in parties}
    mine = [one for one in others if in_half(one.party, half) and data.plain(one.text) != primary[one.party]]
    chosen = sample(mine, lambda one: f"{one.party} {one.text}", size and size * ALIASES_PER_LISTED)
    questions = [Question(data.natural(one.text, kind), one.party, "weak" if one.weak else "strong") for one in chosen]
    index = Index.build(parties)
    replies = ask(questions, index, f"{NAMES[kind]}: aliases")
    negatives = _ask_unlisted(kind, half, index, [*primary.values(), *(data.plain(one.text) for one in others)])
    measured = Measured(f"OFAC alias hold-out, {NAMES[kind]}")
    strong = [reply for reply in replies if reply.question.group == "strong"]
    weak = [reply for reply in replies if reply.question.group == "weak"]
    scores = [reply.top_score for reply in negatives]
    for group, some in (("", strong), ("weak.", weak)):
        measured.figures[f"{group}first"] = share(sum(reply.first for reply in some), len(some))
        measured.figures |= {f"{group}{name}": figure for name, figure in _found(some, scores).items()}
    measured.figures["false_alerts"] = false_alert_figure(scores)
    measured.positives, measured.negatives = [reply.score for reply in strong], scores
    measured.notes = [_thresholds(scores)]
    measured.errors = _errors(strong, negatives)
    return measured


def distorted(kind: PartyKind, half: str, size: int | None) -> Measured:
    """Index all names of the parties, ask with listed names distorted in one way each."""
    primaries, others = data.ofac(kind)
    parties = data.with_aliases(primaries, others)
    names = [(party.id, name.text) for party in parties for name in party.names if name.strength == "strong"]
    mine = sample([one for one in names if in_half(one[0], half)], " ".join, size)
    questions = []
    for party, text in mine:
        for group, name in distortions(data.natural(text, kind), kind):
            questions.append(Question(name, party, group, text))
    index = Index.build(parties)
    replies = ask(questions, index, f"{NAMES[kind]}: distorted")
    negatives = _ask_unlisted(kind, half, index, [data.plain(text) for _, text in names])
    scores = [reply.top_score for reply in negatives]
    measured = Measured(f"Distorted listed {NAMES[kind]}")
    groups: dict[str, list[Reply]] = {}
    for reply in replies:
        groups.setdefault(reply.question.group, []).append(reply)
    by_group = {group: _found(some, scores) for group, some in groups.items()}
    for name in ("found_1", "found_01", "recall"):
        measured.figures[f"mean.{name}"] = _mean([figures[name] for figures in by_group.values()])
    for group, figures in by_group.items():
        measured.figures |= {f"{group}.{name}": figure for name, figure in figures.items()}
    measured.figures["false_alerts"] = false_alert_figure(scores)
    measured.positives, measured.negatives = [reply.score for reply in replies], scores
    measured.notes = [_thresholds(scores)]
    measured.errors = _errors(replies, negatives)
    return measured


def _ask_unlisted(kind: PartyKind, half: str, index: Index, listed: Sequence[str]) -> list[Reply]:
    """Ask with every name of the half that is not listed: on a few of them hangs the threshold for 0.1 %, in a sample on one or two.

    Whoever bears exactly a listed name is left out, since no name alone tells them apart.
    """
    known = set(listed)
    names = [name for name in data.unlisted(kind) if in_half(name, half) and data.plain(name) not in known]
    return ask([Question(name, None, "unlisted") for name in names], index, f"{NAMES[kind]}: not listed")


def _found(replies: Sequence[Reply], negatives: Sequence[float]) -> dict[str, Figure]:
    owners = [reply.question.right or "" for reply in replies]
    return found_figures([reply.score for reply in replies], owners, negatives)


def _mean(figures: Sequence[Figure]) -> Figure:
    """The mean over groups; its interval is the mean of theirs, a little too wide since groups vary independently."""
    count = len(figures)
    low, high = (sum(getattr(figure, bound) for figure in figures) / count for bound in ("low", "high"))
    return Figure(sum(figure.value for figure in figures) / count, low, high, sum(figure.count for figure in figures))


def _thresholds(negatives: Sequence[float]) -> str:
    one, tenth = threshold_for(negatives, 0.01), threshold_for(negatives, 0.001)
    return f"threshold for 1 % {one:.3f}, for 0.1 % {tenth:.3f}; default {DEFAULT_THRESHOLD:.2f}; {len(negatives)} names not listed"


def _errors(asked: Sequence[Reply], negatives: Sequence[Reply]) -> Errors:
    bar = threshold_for([reply.top_score for reply in negatives], 0.01)
    misses = [reply for reply in asked if reply.score < bar or not reply.first]
    alerts = [reply for reply in negatives if reply.top]
    return Errors(sorted(misses, key=lambda reply: reply.score), sorted(alerts, key=lambda reply: -reply.top_score))
