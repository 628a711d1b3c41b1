"""The text of an API key."""

from __future__ import annotations

import hashlib
import hmac
import re

import pytest

from api.access import secret
from api.access.secret import hash_of, id_in, make_key, proves


def test_a_key_names_itself_and_proves_itself() -> None:
    made = make_key()
    assert re.fullmatch(r"scr_[A-Za-z0-9]{12}_[A-Za-z0-9]{43}", made.text)
    assert id_in(made.text) == made.id
    assert made.hash == hashlib.sha256(made.text.encode()).hexdigest()
    assert proves(made.text, made.hash)


def test_keys_are_random() -> None:
    assert len({make_key().text for _ in range(200)}) == 200


def test_a_key_holds_256_bits_that_nobody_is_told() -> None:
    assert len(secret._ALPHABET) ** secret.PROOF_LENGTH > 2**256


@pytest.mark.parametrize("changed", [lambda text: text[:-1], lambda text: text + "a", lambda text: text.swapcase(), lambda _: ""])
def test_another_text_proves_nothing(changed) -> None:
    made = make_key()
    assert not proves(changed(made.text), made.hash)


def test_nothing_is_proved_against_no_hash() -> None:
    assert not proves(make_key().text, None)
    assert not proves("", None)


@pytest.mark.parametrize(
    "text", ["", "scr_", "scr_abc", "scr_aaaaaaaaaaaa_" + "a" * 42, "scr_aaaaaaaaaaaa_" + "a" * 43 + "\n", "Scr_" + "a" * 56]
)
def test_what_is_not_a_key_has_no_id(text: str) -> None:
    assert id_in(text) is None


def test_hashes_are_compared_in_constant_time(monkeypatch) -> None:
    compared = []

    def note(one: str, other: str) -> bool:
        compared.append((one, other))
        return hmac.compare_digest.__wrapped__(one, other) if hasattr(hmac.compare_digest, "__wrapped__") else one == other

    monkeypatch.setattr(secret.hmac, "compare_digest", note)
    made = make_key()
    assert proves(made.text, made.hash)
    assert not proves(made.text, None)
    assert [one for one, _ in compared] == [hash_of(made.text)] * 2


def test_a_new_key_does_not_show_itself() -> None:
    made = make_key()
    assert made.text not in repr(made)
    assert made.hash not in repr(made)
    assert made.text not in f"{made} {[made]}"
