"""A name to its forms, each a sequence of tokens with roles.

A *form* is one way to read a name in comparable tokens: as written in its own script, as folded Latin (Bütikofer ->
butikofer), with the other usual spelling of its special letters (buetikofer), or romanised (王君正 -> wang junzheng). Two
names are as alike as their most alike forms.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from screening import romanize, tables
from screening.mending import may_be_misspelt
from screening.party import PartyKind
from screening.several import is_heard, several
from screening.text import comparable
from screening.tokens import ROLE_WEIGHTS, SKELETON_MARK, Bearer, Token, TokenRole, plain_tokens, tokens_from

MOST_FORMS = 10
MOST_SKELETONS = 3
LEAST_CONSONANTS = 2
SKELETAL = frozenset({"arabic", "hebrew"})
"""Scripts whose words are compared by their consonants too, since they write no vowels. A known name is not: محمود is Mahmoud, and
Mohammed another."""

_NO_NAME = (TokenRole.PARTICLE, TokenRole.PATRONYMIC)
_BEARERS = dict.fromkeys(PartyKind, Bearer.ORGANISATION) | {None: Bearer.EITHER, PartyKind.INDIVIDUAL: Bearer.PERSON}
_KINDS = {Bearer.PERSON: PartyKind.INDIVIDUAL.value, Bearer.ORGANISATION: PartyKind.ENTITY.value}
_INITIALS = re.compile(r"(?<![\w.])[^\W\d_]\.(?:[^\W\d_]\.)?[^\W\d_]\.?(?![\w.])")
_DIGIT_LETTERS = (str.maketrans("01345678", "oleasgtb"), str.maketrans("01345678", "oieasgtb"))


@dataclass(frozen=True, slots=True)
class Form:
    """A way to read a name. `system` says which: ``written``, ``folded``, ``native``, ``skeleton``, ``spelled`` or a romanisation."""

    tokens: tuple[Token, ...]
    system: str
    script: str
    bearer: Bearer

    @property
    def romanised(self) -> bool:
        """Whether the form is a reading in Latin letters of a name in another script."""
        return self.script != "latin" and self.system not in ("native", "skeleton")

    @property
    def latin(self) -> bool:
        """Whether the name is written in Latin letters."""
        return self.script == "latin"

    @property
    def heard(self) -> bool:
        """Whether it is the name of a foreigner in a script of syllables, each word with all its spellings."""
        return self.system == "spelled" and any(is_heard(token.text) for token in self.tokens)

    @property
    def key(self) -> tuple[tuple[str, float], ...]:
        """What decides how the form compares: the texts and weights of its tokens."""
        return tuple((token.text, token.weight) for token in self.tokens)

    def comparable_with(self, other: Form) -> bool:
        """Whether both can be read as the same sort of party: a person's name is not compared as an organisation's."""
        if self.system == other.system == "spelled" and self.script == other.script:
            return False  # names of one script are compared as they are written there
        return self.bearer is other.bearer or Bearer.EITHER in (self.bearer, other.bearer)


@lru_cache(maxsize=16_384)
def forms_of(name: str, kind: PartyKind | None = None) -> tuple[Form, ...]:
    """Return the forms of `name`, best first; none when nothing is left after normalisation.

    Read as a person's or as an organisation's it has at most `MOST_FORMS`, and those of `romanize.MOST_OF_NETWORK` readings more where a
    network reads it too. Without a kind the name is read both ways; forms that come out alike are one.
    """
    text = comparable(name)
    if not text:
        return ()
    plain = plain_tokens(text.split()) if "," not in name and "." not in name else None
    if plain is not None:
        return (Form(plain, "written", "latin", _BEARERS[kind]),)
    return _read_as(name, text, kind)


def _read_as(name: str, text: str, kind: PartyKind | None) -> tuple[Form, ...]:
    if kind is not None and kind is not PartyKind.INDIVIDUAL:
        return _read(text, Bearer.ORGANISATION)
    person = _read(comparable(_initials_apart(_given_first(name))), Bearer.PERSON)
    if kind is not None:
        return person
    organisation = _read(text, Bearer.ORGANISATION)
    if len(person) == len(organisation) == 1 and person[0].tokens == organisation[0].tokens:
        return (replace(person[0], bearer=Bearer.EITHER),)
    shared = {form.key for form in person}.intersection(form.key for form in organisation)
    forms = [replace(form, bearer=Bearer.EITHER) if form.key in shared else form for form in person]
    return (*forms, *(form for form in organisation if form.key not in shared))


def _given_first(name: str) -> str:
    """Put a person's name that a comma turns round (BIN LADIN, Usama) into the order in which it is spoken."""
    family, comma, given = name.partition(",")
    turned = comma and "," not in given and comparable(family) and comparable(given)
    return f"{given} {family}" if turned else name


def _initials_apart(name: str) -> str:
    """Part two or three initials that a person's name has without a space (Isakov V.P.); titles are words (M.D., H.E.)."""
    return _INITIALS.sub(lambda found: found[0] if comparable(found[0]) in tables.roles() else found[0].replace(".", ". "), name)


def _read(text: str, bearer: Bearer) -> tuple[Form, ...]:
    words = text.split()
    if text.isascii():
        forms = [_form(words, words, bearer, "written", "latin"), *_with_digits_read(words, bearer)]
        if bearer is Bearer.ORGANISATION and may_be_misspelt(words):
            forms.append(_form(words, words, bearer, "guessed", "latin"))
    else:
        forms = _other_script_forms(words, bearer)
    if len(forms) == 1:
        return tuple(forms) if forms[0].tokens else ()
    distinct = {form.key: form for form in reversed(forms) if form.tokens}
    return tuple(reversed(distinct.values()))[: MOST_FORMS + romanize.MOST_OF_NETWORK]


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
    read: list[Form] = []
    more: list[Form] = []  # On top of the forms that there are without a network, so that it costs none.
    readings = romanize.name_readings(text, _KINDS[bearer])
    for reading in readings:
        parts = reading.text.split()
        surfaces = words if len(words) == len(parts) else parts
        of_network = romanize.NETWORK in reading.system
        (more if of_network else read).append(_form(parts, surfaces, bearer, reading.system, script))
    skeletons: dict[tuple[tuple[str, float], ...], Form] = {}
    if any(script in SKELETAL for script in scripts):
        for form in read:
            skeleton = _skeleton_form(form, script)
            skeletons.setdefault(skeleton.key, skeleton)
    # Those of few tokens first: they take no letters for an article.
    some = sorted(skeletons.values(), key=lambda form: len(form.tokens))[:MOST_SKELETONS]
    forms = [_form(native, native, bearer, "native", script)] if native else []
    if bearer is Bearer.PERSON:
        spelled = _spelled_forms(text, readings, script)
        forms, some = forms + spelled, [] if spelled else some
    return forms + read[: MOST_FORMS - len(forms) - len(some)] + some + more


def _spelled_forms(text: str, readings: tuple[romanize.Reading, ...], script: str) -> list[Form]:
    """The forms whose words have all their spellings, if there are any: each is as near to another's as its nearest spelling."""
    ways = romanize.spelled_words(text, readings), romanize.spelled_as_korean(text)
    return [_spelled_form(words, script) for words in ways if words]


def _spelled_form(words: tuple[romanize.Spelled, ...], script: str) -> Form:
    read = tokens_from([word.spellings[0] for word in words], [word.surface for word in words], Bearer.PERSON)
    tokens = tuple(
        token if token.role in _NO_NAME else _token_of(word.surface, _text_of(word)) for word, token in zip(words, read, strict=True)
    )
    return Form(tokens, "spelled", script, Bearer.PERSON)


def _text_of(word: romanize.Spelled) -> str:
    spellings = list(word.spellings)
    if word.sort is romanize.Sort.UNVOWELLED:
        skeletons = [romanize.consonant_skeleton(spelling, article=False) for spelling in spellings]
        spellings += [SKELETON_MARK + skeleton for skeleton in skeletons if len(skeleton) >= LEAST_CONSONANTS]
    return several(spellings, heard=word.sort is romanize.Sort.HEARD)


def _token_of(surface: str, text: str) -> Token:
    return Token(text, surface, TokenRole.NAME, ROLE_WEIGHTS[TokenRole.NAME])


def _latin_forms(words: list[str], bearer: Bearer) -> list[Form]:
    readings = [romanize.latin_readings(word) or (word,) for word in words]
    forms = []
    for choice in range(min(3, max(map(len, readings)))):
        parts = [reading[min(choice, len(reading) - 1)] for reading in readings]
        if all(parts):
            forms.append(_form(parts, words, bearer, "folded" if choice == 0 else "respelt", "latin"))
    return forms + _with_digits_read(words, bearer)


def _with_digits_read(words: list[str], bearer: Bearer) -> list[Form]:
    """Read digits inside words as the letters they look like (g00gle; 1 as l and as i): more forms, when there are any."""
    forms: list[Form] = []
    if all(map(str.isalpha, words)):
        return forms
    for letters in _DIGIT_LETTERS:
        folded = [romanize.fold_latin(word) for word in words]
        read = [_digits_read(word, letters) for word in folded]
        if read != folded and all(word.isascii() for word in read):
            forms.append(_form(read, words, bearer, "look-alikes", "latin"))
    return forms


def _digits_read(word: str, letters: dict[int, int]) -> str:
    """Read the digits of a word that is mostly letters, two and more."""
    if word.isalpha() or word.isdigit():
        return word
    alphabetic = sum(character.isalpha() for character in word)
    return word.translate(letters) if alphabetic >= 2 and 2 * alphabetic > len(word) else word


def _skeleton_form(form: Form, script: str) -> Form:
    tokens = []
    for token in form.tokens:
        # Letters that look like an article are part of the word here: a reading that takes them for one has it as its own token.
        skeleton = romanize.consonant_skeleton(token.text, article=script != "arabic") if token.role is TokenRole.NAME else ""
        text = SKELETON_MARK + skeleton if len(skeleton) >= LEAST_CONSONANTS else token.text
        tokens.append(Token(text, token.surface, token.role, token.weight))
    return Form(tuple(tokens), "skeleton", script, form.bearer)


def _form(parts: Sequence[str], surfaces: Sequence[str], bearer: Bearer, system: str, script: str) -> Form:
    heard = script != "latin" and system != "native"
    return Form(tokens_from(parts, surfaces, bearer, heard=heard, guessed=system == "guessed"), system, script, bearer)
