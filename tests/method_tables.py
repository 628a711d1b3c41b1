"""The tables of docs/method.md, made from the code and the results they speak of."""

from __future__ import annotations

import inspect
import json
import re
from collections import Counter
from collections.abc import Callable
from types import ModuleType

from screening import alignment, heard, policy, rarity, runs, similarity, tables, tokens
from tests.source_tree import ROOT

BLOCK = re.compile(r"(<!-- made: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
"""A block of the document: its name, and what stands between the two marks."""


def constants(module: ModuleType) -> str:
    """Every public number of a module that a comment justifies: name, value, reason."""
    found = re.findall(r"^([A-Z][A-Z_, ]*) = (.+?)  # (.+)$", inspect.getsource(module), flags=re.MULTILINE)
    rows = "\n".join(f"| `{name}` | {_value(module, name, value)} | {reason} |" for name, value, reason in found if name[0] != "_")
    return f"| constant | value | the pair of names that justifies it, or the reason |\n|---|---|---|\n{rows}\n"


def _value(module: ModuleType, names: str, written: str) -> str:
    values = [getattr(module, name) for name in names.split(", ")]
    shown = ", ".join(f"{value:g}" if isinstance(value, int | float) else re.sub(r"\s+", " ", written) for value in values)
    return f"`{written}`" if "Similarity(" in written else shown


def knobs() -> str:
    """Every field of the policy."""
    rows = [
        f"| `{knob.name}` | {knob.default} | {'' if knob.low is None else f'{knob.low} to {knob.high}'} | {knob.meaning} |"
        for knob in policy.knobs()
    ]
    return "| field | default | bounds | meaning |\n|---|---|---|---|\n" + "\n".join(rows) + "\n"


def roles() -> str:
    """Weight of a token by its role."""
    reasons = dict(re.findall(r"TokenRole\.(\w+): [0-9.]+,  # (.+)$", inspect.getsource(tokens), flags=re.MULTILINE))
    rows = [f"| {role.value.replace('_', ' ')} | {weight:g} | {reasons[role.name]} |" for role, weight in tokens.ROLE_WEIGHTS.items()]
    return "| role | weight | the pair of names that justifies it |\n|---|---|---|\n" + "\n".join(rows) + "\n"


def legal_forms() -> str:
    """Classes of legal forms, with how many phrases each has and some of them."""
    by_class: dict[str, list[str]] = {}
    for phrase, form in tables.legal_forms().items():
        by_class.setdefault(form, []).append(phrase)
    rows = [
        f"| {form} | {len(phrases)} | {', '.join(phrases[:: max(1, len(phrases) // 6)][:6])} |"
        for form, phrases in sorted(by_class.items())
    ]
    return "| class | phrases | some of them |\n|---|---:|---|\n" + "\n".join(rows) + "\n"


def table_sizes() -> str:
    """How much the tables know."""
    kinds = Counter(tables.roles().values())
    sizes = {
        "legal forms (phrases)": len(tables.legal_forms()),
        **{f"words that are {kind.replace('_', ' ')}": count for kind, count in sorted(kinds.items())},
        "abbreviations, inflections and translations of organisation words": len(tables.abbreviations()),
        "number words": len(tables.number_words()),
        "names in groups of equivalent personal names": len(tables.variant_groups()),
        "names of countries and cities in their variants": len(tables.places()),
        "common tokens, with their share of names": len(tables.common_tokens()),
    }
    return "| table | entries |\n|---|---:|\n" + "\n".join(f"| {name} | {count:,} |" for name, count in sizes.items()) + "\n"


_MEASURES = {
    "persons_alias": "held-out aliases, persons",
    "entities_alias": "held-out aliases, entities",
    "persons_distorted": "distorted listed persons",
    "entities_distorted": "distorted listed entities",
    "two_scripts": "same person in two scripts",
}


def accuracy() -> str:
    """The frozen result of benchmarks/accuracy.py: the row of all cases of each measure."""
    result = json.loads((ROOT / "benchmarks/results/accuracy.json").read_text(encoding="utf-8"))
    lines = [
        "| measure | right party first | found at 1 % | found at 0.1 % | recall at the default | false alerts per 1,000 |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for name, title in _MEASURES.items():
        measured = result["measures"].get(name, {})
        keys = [
            ("first", "first"),
            ("found_1", "found_1"),
            ("found_01", "found_01"),
            ("recall", "recall"),
            ("false_alerts", "false_alerts"),
        ]
        lines.append(f"| {title} | " + " | ".join(_figure(measured, key) for key, _ in keys) + " |")
    return "\n".join(lines) + "\n"


def _figure(measured: dict[str, dict[str, float]], key: str) -> str:
    found = measured.get(key) or measured.get(f"mean.{key}") or measured.get(f"all.{key}")
    if not found:
        return ""
    digits = 1 if key == "false_alerts" else 3
    return f"{found['value']:.{digits}f} ({found['low']:.{digits}f}-{found['high']:.{digits}f})"


MAKERS: dict[str, Callable[[], str]] = {
    "similarity": lambda: constants(similarity),
    "heard": lambda: constants(heard),
    "alignment": lambda: constants(alignment),
    "runs": lambda: constants(runs),
    "rarity": lambda: (
        "| constant | value | meaning |\n|---|---|---|\n"
        + "".join(
            f"| `{name}` | {getattr(rarity, name):g} | {meaning} |\n"
            for name, meaning in re.findall(r'^([A-Z_]+) = [^\n]+\n"""(.+?)"""$', inspect.getsource(rarity), flags=re.MULTILINE)
        )
    ),
    "policy": knobs,
    "roles": roles,
    "legal_forms": legal_forms,
    "tables": table_sizes,
    "accuracy": accuracy,
}


def made(text: str) -> str:
    """The document with every block made anew."""
    return BLOCK.sub(lambda block: f"{block[1]}\n{MAKERS[block[2]]()}\n{block[3]}", text)
