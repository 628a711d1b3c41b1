"""The tables the matching engine reads: legal forms, roles, abbreviations, equivalent names, places, common tokens.

The files are in `data/`, one table each, with its scope and sources stated at the top. Nothing is read at import; each
function reads its table once, at its first call, and returns the same read-only mapping ever after. A table that breaks
its own rules raises `TableError`.
"""

from __future__ import annotations

from screening.tables.files import column_headings, country_codes_of_three
from screening.tables.geography import country_codes_by_name, nationalities, places
from screening.tables.organisations import abbreviations, legal_form_ambiguous, legal_forms, number_words
from screening.tables.personal import common_tokens, group_strength, ordinary_words, variant_groups
from screening.tables.reader import TableError
from screening.tables.roles import ROLES, role_weight, roles, roles_ambiguous

__all__ = [
    "ROLES",
    "TableError",
    "abbreviations",
    "column_headings",
    "common_tokens",
    "country_codes_by_name",
    "country_codes_of_three",
    "group_strength",
    "legal_form_ambiguous",
    "legal_forms",
    "nationalities",
    "number_words",
    "ordinary_words",
    "places",
    "role_weight",
    "roles",
    "roles_ambiguous",
    "variant_groups",
]
