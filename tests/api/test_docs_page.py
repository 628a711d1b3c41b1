"""The documentation page asks nothing of any other host, and runs under a strict policy."""

from __future__ import annotations

import hashlib
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

STATIC = Path(__file__).resolve().parents[2] / "api" / "pages" / "static"

# SHA-256 of the files as swagger-ui-dist 5.35.0 distributes them: they are kept as they are.
VENDORED = {
    "swagger-ui-bundle.js": "e6a898692f2d768e807c3ba4626068a69a2c5dd960dd6c76f3e4d3a3de180af2",
    "swagger-ui.css": "5ed08757e53da3e026d6cbecc61fe5d43585c9560b302d534ad56692519a273d",
}


class References(HTMLParser):
    """Collects what a page loads or links to, and what it runs inline."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.inline: list[str] = []
        self._within = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._within = tag
        for name, value in attrs:
            if name in {"src", "href", "data-document"}:
                self.found.append(value or "")
            if name.startswith("on") or name == "style":
                self.inline.append(f"{tag} {name}")

    def handle_data(self, data: str) -> None:
        if self._within in {"script", "style"} and data.strip():
            self.inline.append(data)

    def handle_endtag(self, _tag: str) -> None:
        self._within = ""


@pytest.fixture
def page(client) -> References:
    """What the page refers to."""
    references = References()
    references.feed(client.get("/docs").text)
    return references


def test_the_page_refers_to_nothing_but_this_service_and_all_of_it_is_there(page, client) -> None:
    addresses = [address for address in page.found if not address.startswith("data:")]
    assert len(addresses) >= 6
    for address in addresses:
        assert address.startswith("/"), address
        assert not address.startswith("//"), address
        with client.get(address) as response:
            assert response.status_code == 200, address


def test_the_page_runs_nothing_inline(page) -> None:
    assert page.inline == []


def test_the_page_is_under_a_strict_policy(client) -> None:
    policy = client.get("/docs").headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'self';")
    assert "unsafe" not in policy
    assert "http" not in policy


def test_our_own_script_sends_the_document_to_no_validator() -> None:
    script = (STATIC / "docs.js").read_text(encoding="utf-8")
    assert "validatorUrl: null" in script
    assert not re.search(r"https?://", script)


@pytest.mark.parametrize("name", sorted(VENDORED))
def test_vendored_files_are_as_distributed(name: str) -> None:
    assert hashlib.sha256((STATIC / "swagger-ui" / name).read_bytes()).hexdigest() == VENDORED[name]


def test_vendored_files_come_with_their_licences() -> None:
    assert {path.name for path in (STATIC / "swagger-ui").iterdir()} == {
        *VENDORED,
        "LICENSE",
        "NOTICE",
        "swagger-ui-bundle.js.LICENSE.txt",
    }


def test_the_home_page_leads_to_the_documentation(client) -> None:
    response = client.get("/")
    assert (response.status_code, response.headers["Location"]) == (302, "/docs")


@pytest.mark.parametrize("path", ["/docs", "/v1/lists", "/healthz", "/static/docs.js", "/nope", "/"])
def test_every_response_carries_the_security_headers(client, path: str) -> None:
    with client.get(path) as response:
        headers = response.headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Content-Security-Policy"].startswith("default-src '")
    assert headers["Cache-Control"]


@pytest.mark.parametrize("path", ["/static/../app.py", "/static/%2e%2e/app.py", "/static/nope.js", "/static/", "/static/swagger-ui"])
def test_nothing_but_the_static_files_is_handed_out(client, problem, path: str) -> None:
    problem(client.get(path), 404)
