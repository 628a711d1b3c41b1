"""What each threshold would give: recall and false alerts, as data and as a plot drawn by plain code."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from benchmarks.measure.ask import FLOOR
from benchmarks.measure.result import DEFAULT_THRESHOLD, Measured

STEP = 0.01
_WIDTH, _HEIGHT, _LEFT, _TOP, _PANEL = 760, 640, 64, 40, 230
_COLOURS = ("#1f5fa8", "#b4501f", "#2f7d4f", "#7a3f98", "#8a6d1a", "#444444")


class Point(NamedTuple):
    """At this threshold: the share found (0.0-1.0) and the false alerts per 1,000 names."""

    threshold: float
    recall: float
    false_alerts: float


def curve(positives: Sequence[float], negatives: Sequence[float]) -> list[Point]:
    """One point for each threshold from `FLOOR` to 1.0 in steps of `STEP`."""
    found, false = sorted(positives), sorted(negatives)
    points = []
    for step in range(round((1.0 - FLOOR) / STEP) + 1):
        bar = round(FLOOR + step * STEP, 4)
        points.append(Point(bar, _share_from(found, bar), 1000 * _share_from(false, bar)))
    return points


def _share_from(ordered: Sequence[float], bar: float) -> float:
    return (len(ordered) - bisect_left(ordered, bar)) / len(ordered) if ordered else 0.0


def svg(curves: Mapping[str, Sequence[Point]]) -> str:
    """Two panels over one axis of thresholds: recall above, false alerts per 1,000 (square-root scale) below."""
    most = max((point.false_alerts for points in curves.values() for point in points if point.threshold >= 0.7), default=1.0) or 1.0
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" font-family="sans-serif" font-size="13">',
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="white"/>',
        *_panel(_TOP, "share of listed names found", [(share / 10, f"{share / 10:.1f}") for share in range(0, 11, 2)]),
    ]
    ticks = [tick for tick in (0, 1, 5, 10, 25, 50, 100, 200, 400, 800) if tick <= most]
    lower = _TOP + _PANEL + 50
    parts += _panel(lower, "false alerts per 1,000 names", [((tick / most) ** 0.5, str(tick)) for tick in ticks])
    for (title, points), colour in zip(curves.items(), _COLOURS, strict=False):
        row = 24 + 16 * list(curves).index(title)
        parts.append(f'<text x="{_LEFT + 12}" y="{_TOP + _PANEL - row + 12}" fill="{colour}">{title}</text>')
        parts.append(_line([(point.threshold, point.recall) for point in points], _TOP, colour))
        below = [(point.threshold, (point.false_alerts / most) ** 0.5) for point in points if point.false_alerts <= most]
        parts.append(_line(below, lower, colour))
    return "\n".join([*parts, "</svg>", ""])


def _x(threshold: float) -> float:
    return _LEFT + (threshold - FLOOR) / (1.0 - FLOOR) * (_WIDTH - _LEFT - 24)


def _line(points: Sequence[tuple[float, float]], top: float, colour: str) -> str:
    path = " ".join(f"{_x(x):.1f},{top + (1.0 - y) * _PANEL:.1f}" for x, y in points)
    return f'<polyline fill="none" stroke="{colour}" stroke-width="2" points="{path}"/>'


def _panel(top: float, title: str, ticks: Sequence[tuple[float, str]]) -> list[str]:
    parts = [f'<text x="{_LEFT}" y="{top - 12}" font-weight="bold">{title}</text>']
    for value, label in ticks:
        y = top + (1.0 - value) * _PANEL
        parts.append(f'<line x1="{_LEFT}" x2="{_WIDTH - 24}" y1="{y:.1f}" y2="{y:.1f}" stroke="#ddd"/>')
        parts.append(f'<text x="{_LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{label}</text>')
    for tenth in range(round(FLOOR * 10), 11):
        threshold = tenth / 10
        parts.append(f'<text x="{_x(threshold):.1f}" y="{top + _PANEL + 18}" text-anchor="middle">{threshold:.1f}</text>')
    x = _x(DEFAULT_THRESHOLD)
    parts.append(f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{top}" y2="{top + _PANEL}" stroke="#888" stroke-dasharray="4 4"/>')
    return parts


def rounded(measured: Measured) -> list[list[float]]:
    """The curve of one measure as rows of threshold, share found, false alerts per 1,000: what a frozen result keeps."""
    return [[round(value, 4) for value in point] for point in curve(measured.positives, measured.negatives)]


def chosen(measured: Mapping[str, Measured]) -> dict[str, list[Point]]:
    """The curves to draw, by title: of all measures but the labelled pairs, whose negatives are picked to alert."""
    return {one.title: curve(one.positives, one.negatives) for name, one in measured.items() if name != "labelled"}
