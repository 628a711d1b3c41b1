"""How well the engine finds listed parties and leaves others alone, on real names.

Usage: `python -m benchmarks.accuracy [--half tune|report|all] [--sample N] [--only persons_alias,...] [--errors FILE] [--freeze FILE]
[--compare FILE] [--plot FILE]`. Tables go to standard output, progress to standard error. The measures:

=====================  ========================================================================================
`persons_alias`        OFAC persons, primary names indexed, each alias asked; athletes are the negatives
`entities_alias`       the same for entities; SEC registrants are the negatives
`persons_distorted`    every listed name indexed, distorted names asked (`benchmarks/measure/distort.py`)
`entities_distorted`   the same for entities
`two_scripts`          names in Latin and in another script, compared in pairs
`labelled`             pairs of our own, `tests/cases/pairs_*.csv`
=====================  ========================================================================================

"Found at 1 %" is the share of questions whose right party reaches the threshold at which 1 % of the negatives raise any alert. What is
tuned on (`--half tune`) and what is reported (`--half report`) are different parties, chosen by a hash.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.measure import curve, data, labelled, listed, report, scripts
from benchmarks.measure.errors import write_errors
from benchmarks.measure.result import Measured
from benchmarks.measure.split import HALVES
from screening import ENGINE_VERSION

Measure = Callable[[str, "int | None"], Measured]

MEASURES: dict[str, Measure] = {
    "persons_alias": lambda half, size: listed.aliases(data.PERSONS, half, size),
    "entities_alias": lambda half, size: listed.aliases(data.ENTITIES, half, size),
    "persons_distorted": lambda half, size: listed.distorted(data.PERSONS, half, size),
    "entities_distorted": lambda half, size: listed.distorted(data.ENTITIES, half, size),
    "two_scripts": scripts.two_scripts,
    "labelled": lambda half, _size: labelled.labelled(half),
}


def main() -> int:
    """Measure, print, and do what the options ask; 1 when a figure is worse than the frozen one."""
    arguments = _arguments()
    before = json.loads(arguments.compare.read_text(encoding="utf-8")) if arguments.compare else None
    if before:
        _take_over(arguments, before)
    results: dict[str, Measured] = {}
    for name in arguments.only:
        started = time.monotonic()
        results[name] = MEASURES[name](arguments.half, arguments.sample)
        print(report.markdown(results[name]), flush=True)
        print(f"{name}: {time.monotonic() - started:.0f} s", file=sys.stderr)
    if arguments.errors:
        write_errors(arguments.errors, results, arguments.most, _primary_names(results))
    if arguments.freeze:
        how = {"half": arguments.half, "sample": arguments.sample, "only": arguments.only}
        report.write_json(arguments.freeze, report.frozen(results, how, ENGINE_VERSION))
    if arguments.plot:
        arguments.plot.parent.mkdir(parents=True, exist_ok=True)
        arguments.plot.write_text(curve.svg(curve.chosen(results)), encoding="utf-8")
    return _compare(results, before) if before else 0


def _primary_names(results: dict[str, Measured]) -> dict[str, str]:
    """Primary name by party id, where a measure asked about OFAC's parties."""
    kinds = [kind for kind, name in listed.NAMES.items() if any(one.startswith(name) for one in results)]
    return {party.id: party.primary_name for kind in kinds for party in data.ofac(kind)[0]}


def _compare(results: dict[str, Measured], before: dict[str, object]) -> int:
    worse = report.worse(results, before)
    for line in worse:
        print(f"worse: {line}")
    print(f"{len(worse)} figures worse than the frozen result" if worse else "no figure is worse than the frozen result")
    return 1 if worse else 0


def _take_over(arguments: argparse.Namespace, before: dict[str, dict[str, object]]) -> None:
    """A comparison is fair only on the same questions: half, sample and measures are those of the frozen run."""
    how = before["arguments"]
    arguments.half, arguments.sample = how["half"], how["sample"]
    frozen = how["only"]
    arguments.only = [name for name in arguments.only if isinstance(frozen, list) and name in frozen]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="How well the engine finds listed parties and leaves others alone.")
    parser.add_argument("--half", choices=HALVES, default="report", help="the parties asked about: tune, report (default) or all")
    parser.add_argument("--sample", type=_count, help="at most this many parties, aliases or pairs of each sort; all when left out")
    parser.add_argument("--only", type=_measures, default=list(MEASURES), help=f"some of {','.join(MEASURES)}")
    parser.add_argument("--errors", type=Path, help="write the worst misses and false alerts to this file")
    parser.add_argument("--most", type=_count, default=200, help="how many of each sort to write (200)")
    parser.add_argument("--freeze", type=Path, help="write the figures to this JSON file")
    parser.add_argument("--compare", type=Path, help="measure as this frozen file was made, and fail when anything is worse")
    parser.add_argument("--plot", type=Path, help="draw recall and false alerts over the threshold into this SVG file")
    return parser.parse_args()


def _measures(text: str) -> list[str]:
    names = text.split(",")
    unknown = [name for name in names if name not in MEASURES]
    if unknown:
        raise argparse.ArgumentTypeError(f"unknown measure {', '.join(unknown)}; known: {', '.join(MEASURES)}")
    return names


def _count(text: str) -> int:
    if not text.isdigit() or not int(text):
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1")
    return int(text)


if __name__ == "__main__":
    sys.exit(main())
