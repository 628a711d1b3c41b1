"""Arabic and Persian names are spelt with their vowels by a network where the extra [arabic] is installed, beside the rules."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace

import pytest

from screening import ENGINE_VERSION, PartyKind, ScreeningError, compare, names, romanize, version
from screening.romanize import NETWORK, name_readings
from screening.romanize.arabic import rules as arabic
from screening.romanize.arabic import spellings as arabic_spellings
from screening.romanize.arabic.spellings import LONGEST_WORD, network_spellings
from screening.romanize.spelled import spelled_words
from screening.several import spellings_of
from screening.version import ARABIC, ARABIC_LIBRARY
from tests.source_tree import ROOT

PERSON = PartyKind.INDIVIDUAL
needs_extra = pytest.mark.skipif(not ARABIC, reason="the extra [arabic] is not installed")

FINGERPRINT = """
import hashlib
from screening.romanize.arabic.spellings import network_spellings
letters = "ابتثجحخدذرزسشصضطظعغفقكلمنهويپچگی"
words = ["".join(letters[(number * step + number // 7) % 32] for step in (3, 5, 11, 17, 29)[: 2 + number % 4]) for number in range(240)]
assert all(map(network_spellings, words))
print(hashlib.sha256(repr([network_spellings(word) for word in words]).encode()).hexdigest())
"""
SPELT = "498d1867e6ace661fd25513f9251ca4df1cd8ed812efabc01c3d219cc3c24b56"
"""The digest of the spellings of 240 words of every length and letter, likely and unlikely, on every machine."""


def forget() -> None:
    """Empty what is remembered of names."""
    names.forms_of.cache_clear()
    romanize._name_readings.cache_clear()
    spelled_words.cache_clear()


@pytest.fixture
def forgotten() -> Iterator[None]:
    """Nothing is remembered of names, before and after."""
    forget()
    yield
    forget()


@needs_extra
@pytest.mark.parametrize(
    ("word", "spelling"),
    [("التكريتي", "tikriti"), ("زقزوق", "zakzouk"), ("عبدالرحمن", "abderrahmane"), ("جوادي", "djouadi"), ("حاجیزاده", "hajizadeh")],
)
def test_a_word_has_the_vowels_its_bearers_write(word: str, spelling: str) -> None:
    assert spelling in network_spellings(word)


@needs_extra
def test_a_reading_says_where_it_comes_from() -> None:
    assert NETWORK in {reading.system for reading in name_readings("معمر زقزوق", "individual")}


@needs_extra
@pytest.mark.parametrize("name", ["معمر زقزوق", "عبد الرحمن ولد العامر", "محمد رضا نقدی", "Ali زقزوق", "شركة زقزوق التجارية"])
@pytest.mark.parametrize("kind", [PERSON, PartyKind.ENTITY, None])
def test_what_is_read_without_the_network_is_read_with_it(
    monkeypatch: pytest.MonkeyPatch, forgotten: None, name: str, kind: PartyKind | None
) -> None:
    with_network = names.forms_of(name, kind)
    forget()
    monkeypatch.setattr(arabic, "network_spellings", lambda _word: ())
    without = names.forms_of(name, kind)
    assert {form.key for form in without if form.system != "spelled"} <= {form.key for form in with_network}
    assert without[0] == with_network[0]
    for few, many in zip(*([form for form in forms if form.system == "spelled"] for forms in (without, with_network)), strict=True):
        assert all(set(spellings_of(one.text)) <= set(spellings_of(other.text)) for one, other in zip(few.tokens, many.tokens, strict=True))


@needs_extra
@pytest.mark.parametrize(
    "machine",
    [
        {},
        {"OPENBLAS_CORETYPE": "Prescott", "OPENBLAS_NUM_THREADS": "1"},
        {"OPENBLAS_NUM_THREADS": "3", "NPY_DISABLE_CPU_FEATURES": "X86_V4 X86_V3"},
    ],
    ids=["as it is", "an old processor", "three threads, no vector instructions"],
)
def test_every_machine_spells_alike(machine: dict[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FINGERPRINT], env=os.environ | machine, cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == SPELT


@pytest.mark.parametrize("word", ["", "ع", "م" * (LONGEST_WORD + 1), "smith", "محمدΩ"])
def test_what_is_no_word_of_its_script_has_no_spelling(word: str) -> None:
    assert network_spellings(word) == ()


@pytest.mark.skipif(bool(ARABIC), reason="the extra [arabic] is installed")
def test_without_the_extra_nothing_is_read() -> None:
    assert network_spellings("زقزوق") == ()
    assert all(NETWORK not in reading.system for reading in name_readings("معمر زقزوق", "individual"))


def test_the_engine_names_the_networks_it_reads_with() -> None:
    assert ("+arabic." in ENGINE_VERSION or ".arabic." in ENGINE_VERSION) is bool(ARABIC)
    assert ENGINE_VERSION.endswith(ARABIC)


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The library in a folder of its own, which is found instead of the installed one."""
    found = find_spec(ARABIC_LIBRARY)
    assert found is not None
    assert found.origin is not None
    folder = tmp_path / ARABIC_LIBRARY
    shutil.copytree(Path(found.origin).parent / "resources", folder / "resources")
    for module in (version, arabic_spellings):
        monkeypatch.setattr(module, "find_spec", lambda _name: SimpleNamespace(origin=str(folder / "__init__.py")))
    arabic_spellings._network.cache_clear()
    yield folder / "resources"
    arabic_spellings._network.cache_clear()


@needs_extra
def test_other_weights_are_another_engine(copied: Path) -> None:
    before = version._arabic()
    path = copied / "persian" / "decoder.onnx"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    assert version._arabic() != before
    path.unlink()
    assert version._arabic() != before


@needs_extra
@pytest.mark.parametrize("harm", ["cut", "gone", "letters"])
def test_networks_that_cannot_be_used_are_an_error_not_a_missing_reading(copied: Path, harm: str) -> None:
    path = copied / ("vocab.json" if harm == "letters" else "encoder.onnx")
    if harm == "gone":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes()[:1000] if harm == "cut" else b"{}")
    network_spellings.cache_clear()
    with pytest.raises(ScreeningError, match="pip install --force-reinstall"):
        network_spellings("زقزوق")
    network_spellings.cache_clear()


@needs_extra
@pytest.mark.parametrize(
    ("native", "latin"),
    [
        ("منير المتصدق", "MOUNIR EL MOTASSADEQ"),
        ("عمر محمد قدير", "AMOR MOHAMED GHEDEIR"),
        ("عبد التواب ملا حويش", "ABD-AL-TAWWAB MULLAH HUWAYSH"),
        ("يحيى جوادي", "YAHIA DJOUADI"),
    ],
)
def test_a_listed_name_is_found_in_its_own_script(native: str, latin: str) -> None:
    assert compare(native, latin, PERSON).name_score > 0.85
    assert compare(latin, native, PERSON).name_score > 0.85
