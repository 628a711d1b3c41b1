"""Cursors come back as they went out, and nothing else is one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from api.wire.cursor import decode, encode


@given(st.text(), st.text(), st.text())
def test_a_cursor_reads_back_as_it_was_written(list_id: str, edition: str, after: str) -> None:
    written = encode(list_id, edition, after)
    assert decode(written) == (list_id, edition, after)
    assert written.replace("-", "").replace("_", "").isalnum()


@given(st.text(st.characters(exclude_categories=[])))
def test_any_text_is_a_cursor_or_none(text: str) -> None:
    read = decode(text)
    assert read is None or encode(*read)
