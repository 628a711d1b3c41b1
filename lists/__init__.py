"""Where designated parties come from: sanctions lists, read strictly, checked, and loaded whole or not at all.

>>> import lists
>>> loaded = lists.load_all()
>>> [one.source.id for one in loaded.lists]
['ca-gac', 'cn-mfa', 'eu-council', 'uk-fcdo', 'us-treasury']
>>> loaded.list("cn-mfa").edition.completeness
'named 10 of 14 announced'
"""

from __future__ import annotations

from lists.documents import SourceDocument, Statement
from lists.errors import InvalidListFile, ListProblem
from lists.loaded import Loaded, load_all
from lists.seeded import SeededList, load_seeded
from lists.source import ListEdition, ListInForce, ListSource, PartyCounts
from lists.verify import VerifyReport, verify

__all__ = [
    "InvalidListFile",
    "ListEdition",
    "ListInForce",
    "ListProblem",
    "ListSource",
    "Loaded",
    "PartyCounts",
    "SeededList",
    "SourceDocument",
    "Statement",
    "VerifyReport",
    "load_all",
    "load_seeded",
    "verify",
]
