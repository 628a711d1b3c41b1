"""A name to its forms, each a sequence of tokens with roles.

A *form* is one way to read a name in comparable tokens: as written in its own script, as folded Latin (Bütikofer ->
butikofer), with the other usual spelling of its special letters (buetikofer), or romanised (王君正 -> wang junzheng). Two
names are as alike as their most alike forms.

A token's ``text`` is what is compared. Three kinds are marked by their first character, which no comparable name holds:
``§llc`` is a class of legal form (GmbH, OOO and Sdn Bhd are one class), ``~mhmd`` is the consonant skeleton of a word whose
script writes no vowels, everything else is text: ASCII for Latin and romanised words, the script's own letters otherwise.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from screening import romanize, tables
from screening.party import PartyKind
from screening.text import comparable

LEGAL_MARK = "§"
SKELETON_MARK = "~"
MOST_FORMS = 10
UNVOCALISED = frozenset({"arabic", "hebrew"})

_DIGIT_LETTERS = str.maketrans("01345678", "oleasgtb")


class TokenRole(StrEnum):
    """What a token does in its name; it decides the token's weight."""

    NAME = "name"
    INITIAL = "initial"
    NUMBER = "number"
    GENERIC = "generic"
    PARTICLE = "particle"
    PATRONYMIC = "patronymic"
    GENERATION = "generation"
    HONORIFIC = "honorific"
    LEGAL_FORM = "legal_form"
    STOP = "stop"


# Weight of a token by its role, before rarity; each beside the pair of names that justifies it.
ROLE_WEIGHTS: dict[TokenRole, float] = {
    TokenRole.NAME: 1.0,  # Reinhard Butikofer / Reinhard Schmidt: the surname decides
    TokenRole.INITIAL: 0.35,  # R. Butikofer / Reinhard Butikofer: little said, little lost
    TokenRole.NUMBER: 0.9,  # 44 Brigade / 45 Brigade: two units
    TokenRole.GENERIC: 0.35,  # Belletech Trading / Belletech: a hit; Belletech Trading / Alfa Trading: none
    TokenRole.PARTICLE: 0.10,  # Saleh al Majid / Saleh Majid
    TokenRole.PATRONYMIC: 0.10,  # Osama bin Laden / Osama Laden
    TokenRole.GENERATION: 0.10,  # Robert Mueller III / Robert Mueller
    TokenRole.HONORIFIC: 0.05,  # Mullah Mohammed Omar / Mohammed Omar
    TokenRole.LEGAL_FORM: 0.08,  # Sis d.o.o. / Sis
    TokenRole.STOP: 0.04,  # Bank of Armenia / Bank Armenia
}


class Bearer(StrEnum):
    """As whose name a form was read; it decides what is a legal form, a generic word, an ordinal."""

    PERSON = "person"
    ORGANISATION = "organisation"
    EITHER = "either"


@dataclass(frozen=True, slots=True)
class Token:
    """One comparable word. `text` is compared, `surface` is shown, `weight` (0.0-1.0) is that of the role before rarity."""

    text: str
    surface: str
    role: TokenRole
    weight: float


@dataclass(frozen=True, slots=True)
class Form:
    """A way to read a name. `system` says which: ``written``, ``folded``, ``native``, ``skeleton`` or a romanisation."""

    tokens: tuple[Token, ...]
    system: str
    script: str
    bearer: Bearer

    @property
    def romanised(self) -> bool:
        """Whether the form is a reading in Latin letters of a name in another script."""
        return self.script != "latin" and self.system not in ("native", "skeleton")

    @property
    def key(self) -> tuple[tuple[str, float], ...]:
        """What decides how the form compares: the texts and weights of its tokens."""
        return tuple((token.text, token.weight) for token in self.tokens)

    def comparable_with(self, other: Form) -> bool:
        """Whether both can be read as the same sort of party: a person's name is not compared as an organisation's."""
        return self.bearer is other.bearer or Bearer.EITHER in (self.bearer, other.bearer)


@lru_cache(maxsize=65_536)
def forms_of(name: str, kind: PartyKind | None = None) -> tuple[Form, ...]:
    """Return the forms of `name`, best first, 1 to `MOST_FORMS` a reading; none when nothing is left after normalisation.

    Without a kind the name is read both as a person's and as an organisation's; forms that come out alike are one.
    """
    text = comparable(name)
    if not text:
        return ()
    if kind is not None:
        return _read(text, Bearer.PERSON if kind is PartyKind.INDIVIDUAL else Bearer.ORGANISATION)
    person, organisation = _read(text, Bearer.PERSON), _read(text, Bearer.ORGANISATION)
    shared = {form.key for form in person}.intersection(form.key for form in organisation)
    forms = [replace(form, bearer=Bearer.EITHER) if form.key in shared else form for form in person]
    return (*forms, *(form for form in organisation if form.key not in shared))


def _read(text: str, bearer: Bearer) -> tuple[Form, ...]:
    words = text.split()
    if text.isascii():
        forms = [_form(words, words, bearer, "written", "latin"), *_with_digits_read(words, bearer)]
    else:
        forms = _other_script_forms(words, bearer)
    distinct = {form.key: form for form in reversed(forms) if form.tokens}
    return tuple(reversed(distinct.values()))[:MOST_FORMS]


def tokens_of(name: str, kind: PartyKind | None = None) -> tuple[Token, ...]:
    """Return the tokens of the name as first understood: folded Latin, or the best romanisation of another script."""
    forms = forms_of(name, kind)
    return next((form.tokens for form in forms if form.system not in ("native", "skeleton")), forms[0].tokens if forms else ())


def _other_script_forms(words: list[str], bearer: Bearer) -> list[Form]:
    words = [romanize.unmix(word) for word in words]
    text = " ".join(words)
    scripts = romanize.scripts(text)
    if not scripts or scripts == ("latin",):
        return _latin_forms(words, bearer)
    native = romanize.fold_native(text).split()
    script = scripts[0] if len(scripts) == 1 else "mixed"
    forms = [_form(native, native, bearer, "native", script)] if native else []
    for reading in romanize.name_readings(text, _KINDS[bearer]):
        parts = reading.text.split()
        surfaces = words if len(words) == len(parts) else parts
        forms.append(_form(parts, surfaces, bearer, reading.system, script))
    if any(script in UNVOCALISED for script in scripts) and len(forms) > 1:
        forms.append(_skeleton_form(forms[1], script))
    return forms


def _latin_forms(words: list[str], bearer: Bearer) -> list[Form]:
    readings = [romanize.latin_readings(word) or (word,) for word in words]
    forms = []
    for choice in range(min(3, max(map(len, readings)))):
        parts = [reading[min(choice, len(reading) - 1)] for reading in readings]
        if all(parts):
            forms.append(_form(parts, words, bearer, "folded" if choice == 0 else "respelt", "latin"))
    return forms + _with_digits_read(words, bearer)


def _with_digits_read(words: list[str], bearer: Bearer) -> list[Form]:
    """Read digits inside words as the letters they look like (g00gle): one more form, when there are any."""
    read = [_digits_read(word) for word in words]
    if read == words or not all(word.isascii() for word in read):
        return []
    return [_form(read, words, bearer, "look-alikes", "latin")]


def _digits_read(word: str) -> str:
    """Read the digits of a word that is mostly letters and begins with one as the letters they look like."""
    letters = sum(character.isalpha() for character in word)
    mixed = letters < len(word) <= 2 * letters and letters >= 2
    return word.translate(_DIGIT_LETTERS) if mixed and word[0].isalpha() and word[-1].isalpha() else word


def _skeleton_form(form: Form, script: str) -> Form:
    tokens = []
    for token in form.tokens:
        skeleton = romanize.consonant_skeleton(token.text) if token.role is TokenRole.NAME else ""
        text = SKELETON_MARK + skeleton if len(skeleton) >= 2 else token.text
        tokens.append(Token(text, token.surface, token.role, token.weight))
    return Form(tuple(tokens), "skeleton", script, form.bearer)


def _form(parts: Sequence[str], surfaces: Sequence[str], bearer: Bearer, system: str, script: str) -> Form:
    return Form(tuple(_tokens(parts, surfaces, bearer)), system, script, bearer)


def _tokens(parts: Sequence[str], surfaces: Sequence[str], bearer: Bearer) -> list[Token]:
    individual = bearer is Bearer.PERSON
    legal = {} if individual else _legal_spans(parts)
    taken = {place for start, span in legal.items() for place in range(start, start + span[0])}
    spans = legal | _place_spans(parts, taken)
    tokens: list[Token] = []
    place = 0
    while place < len(parts):
        length, text, role = spans.get(place) or (1, *_single(parts[place], individual))
        surface = " ".join(surfaces[place : place + length]) if len(surfaces) == len(parts) else text
        weight = tables.role_weight(text) if role is TokenRole.GENERIC else None
        tokens.append(Token(text, surface, role, ROLE_WEIGHTS[role] if weight is None else weight))
        place += length
    return tokens


def _single(word: str, individual: bool) -> tuple[str, TokenRole]:
    role = tables.roles().get(word)
    if individual and role in ("generic", "stop"):
        role = None if role == "generic" or word not in _PERSON_STOPS else role
    if not individual and role is None:
        word = tables.number_words().get(word, word)
    if role == "generation" and not individual and word in tables.number_words():
        word, role = tables.number_words()[word], None
    if role is not None:
        return tables.abbreviations().get(word, word), TokenRole(role)
    if word.isdigit():
        return word.lstrip("0") or "0", TokenRole.NUMBER
    if len(word) == 1 and word.isascii():
        return word, TokenRole.INITIAL
    full = tables.abbreviations().get(word, word)
    full_role = None if individual else tables.roles().get(full)
    return full, TokenRole(full_role) if full_role else TokenRole.NAME


_KINDS = {Bearer.PERSON: PartyKind.INDIVIDUAL.value, Bearer.ORGANISATION: PartyKind.ENTITY.value}
_PERSON_STOPS = frozenset({"y", "e", "of", "the", "and"})


def _legal_spans(parts: Sequence[str]) -> dict[int, tuple[int, str, TokenRole]]:
    """Find legal forms, longest first: place of the first word -> (words, ``§class``, role)."""
    phrases, ambiguous = tables.legal_forms(), tables.legal_form_ambiguous()
    spans: dict[int, tuple[int, str, TokenRole]] = {}
    place = 0
    while place < len(parts):
        for length in range(min(6, len(parts) - place), 0, -1):
            phrase = " ".join(parts[place : place + length])
            if phrase not in phrases or length == len(parts):
                continue
            at_edge = place + length == len(parts) or place == 0
            if phrase in ambiguous and not at_edge:
                continue
            spans[place] = (length, LEGAL_MARK + phrases[phrase], TokenRole.LEGAL_FORM)
            place += length - 1
            break
        place += 1
    return spans


def _place_spans(parts: Sequence[str], taken: set[int]) -> dict[int, tuple[int, str, TokenRole]]:
    """Find names of countries and cities in their variants: place of the first word -> (words, usual name, role)."""
    places = tables.places()
    spans: dict[int, tuple[int, str, TokenRole]] = {}
    for place in range(len(parts)):
        for length in range(min(4, len(parts) - place), 0, -1):
            usual = places.get(" ".join(parts[place : place + length]))
            if usual and not taken.intersection(range(place, place + length)):
                spans[place] = (length, usual, TokenRole.NAME)
                taken = taken | set(range(place, place + length))
                break
    return spans
