"""A small invented document with its record, two lists and curated names, in folders a test may change."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

FIRST = "Utopia – “the first” – sanctioned Mira Wyrdmann and the Bureau of Tides, freezing their assets."
SECOND = "Erewhon joined in, naming Mira Wyrdmann. Its minister Olo Brandt spoke."
ORIGINAL = f"Ünlike others:\n{FIRST}\n\n{SECOND}\n"
RECORD, UTOPIA, EREWHON, CURATED = "tides.toml", "utopia.toml", "erewhon.toml", "curated.toml"
ORIGINAL_NAME = "tides.txt"


def digest(text: str) -> str:
    """SHA-256 (hex) of the text in UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()


def span(passage: str) -> str:
    """The span of a passage of the original, as the record writes it."""
    start = ORIGINAL.index(passage)
    return f'{{ start = {start}, end = {start + len(passage)}, sha256 = "{digest(passage)}" }}'


FILES = {
    f"seeds/{RECORD}": f"""
id = "tides"
file = "{ORIGINAL_NAME}"
sha256 = "{digest(ORIGINAL)}"
characters = {len(ORIGINAL)}
date = 2020-02-03
title = "Invented report"

[[statement]]
number = 1
says = "Utopia freezes the assets of one person and one body."
lists = ["utopia"]
designated = ["Mira Wyrdmann", "Bureau of Tides"]
mentioned = []
measures = ["asset_freeze"]
announced = {{ individuals = 2, entities = 1 }}
spans = [{span(FIRST)}]

[[statement]]
number = 2
says = "Erewhon names the same person."
lists = ["erewhon"]
designated = ["Mira Wyrdmann"]
mentioned = ["Olo Brandt"]
spans = [{span(SECOND)}]
""",
    f"seeded/{UTOPIA}": """
id = "utopia"
title = "Utopian list"
authority = "Utopia"
country = "US"
document = "tides"
announced_on = 2020-02-03
named = { individuals = 1, entities = 1 }
announced = { individuals = 2, entities = 1 }
terms = "invented"

[[party]]
reference = "mira-wyrdmann"
kind = "individual"
name = "Mira Wyrdmann"
statement = 1
basis = "named"
measures = ["asset_freeze"]
positions = [{ text = "Warden", statement = 1 }]

[[party]]
reference = "bureau-of-tides"
kind = "entity"
name = "Bureau of Tides"
statement = 1
basis = "named"
measures = ["asset_freeze"]
remarks = "By the sea."
""",
    f"seeded/{EREWHON}": """
id = "erewhon"
title = "Erewhonian list"
authority = "Erewhon"
country = "GB"
document = "tides"
announced_on = 2020-02-03
named = { individuals = 1, entities = 0 }
terms = "invented"

[[party]]
reference = "mira-wyrdmann"
kind = "individual"
name = "Mira Wyrdmann"
statement = 2
basis = "joint_announcement"
measures = ["unspecified"]
""",
    f"seeded/{CURATED}": """
[[party]]
reference = "mira-wyrdmann"
names = [{ text = "Mïra Wyrdmann", language = "nl", strength = "strong", note = "own spelling" }]

[[party]]
reference = "bureau-of-tides"
names = [{ text = "BOT", language = "en", strength = "weak", note = "acronym" }]
""",
    f"originals/{ORIGINAL_NAME}": ORIGINAL,
}


@dataclass(frozen=True)
class World:
    """The folders of the invented world."""

    root: Path

    @property
    def records(self) -> Path:
        return self.root / "seeds"

    @property
    def lists(self) -> Path:
        return self.root / "seeded"

    @property
    def originals(self) -> Path:
        return self.root / "originals"

    def write(self, name: str, text: str) -> None:
        """Write the file `folder/name`."""
        path = self.root / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")

    def edit(self, name: str, old: str, new: str) -> None:
        """Replace the first `old` in the file `folder/name`, which must hold it."""
        text = (self.root / name).read_text(encoding="utf-8")
        assert old in text
        self.write(name, text.replace(old, new, 1))

    def remove(self, name: str) -> None:
        """Remove the file `folder/name`."""
        (self.root / name).unlink()
