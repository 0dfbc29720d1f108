"""Text that every feed format can carry."""

from __future__ import annotations

import lxml.etree
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.base.safe_text import clean, clean_json
from plugins.feeds.xml_writer import LinesXML

ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=()))
"""Every code point, lone surrogates and controls too."""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("Été — 🫕 \u202bعربي\u202c", "Été — 🫕 \u202bعربي\u202c"),
        ("a\tb\nc", "a\tb\nc"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("a\x00\x08\x0b\x0c\x0e\x1f\x7f\x80\x85\x9fb", "ab"),
        ("a\ud800\udfffb", "ab"),
        ("\ufdd0\ufdef\ufffe\uffff\ufffd", "\ufffd"),
        ("\U0001f9c6\U0010fffd", "\U0001f9c6\U0010fffd"),
        ("<script>]]>&", "<script>]]>&"),
    ],
)
def test_clean(text: str, expected: str) -> None:
    """What XML 1.0 can carry stays, all else goes, and lines end in one way."""
    assert clean(text) == expected


def test_clean_json() -> None:
    """Every string of a JSON value is cleaned, and nothing else changes."""
    value = {"a\x0b": ["b\ud800", {"c": "d\r\n"}], "n": 1.5, "t": True, "z": None}
    assert clean_json(value) == {"a": ["b", {"c": "d\n"}], "n": 1.5, "t": True, "z": None}


@given(ANY_TEXT)
def test_clean_text_survives_xml(text: str) -> None:
    """Whatever goes into an element or an attribute, an XML parser gets the clean text back."""
    handler = LinesXML(whole=True)
    handler.leaf("a", text, b=text)
    root = lxml.etree.fromstring(handler.document())
    assert (root.text or "") == clean(text)
    assert root.get("b", "") == clean(text)


@given(ANY_TEXT)
def test_clean_is_settled(text: str) -> None:
    """Cleaning twice is cleaning once, adds nothing, and leaves a text that UTF-8 can hold."""
    once = clean(text)
    assert clean(once) == once
    assert len(once.encode("utf-8").decode("utf-8")) <= len(text)
