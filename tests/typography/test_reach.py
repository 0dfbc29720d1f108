"""How far back a rule looks for what decides."""

from __future__ import annotations

import pytest

from plugins.typography.typeset import typeset_html, typeset_text


@pytest.mark.parametrize(("length", "space"), [(1, "\u00a0"), (198, "\u00a0"), (199, " ")])
def test_a_parenthesis_reaches_over_200_characters(length: int, space: str) -> None:
    """``:)`` is a colon and the end of a parenthesis that began no further back; else it is a smiley, and stays."""
    words = "a" * length
    assert typeset_text(f"({words} :)", "fr") == f"({words}{space}:)"


@pytest.mark.parametrize(("length", "tied"), [(12, True), (13, False)])
def test_a_word_may_be_long_before_its_ligature(length: int, tied: bool) -> None:
    """Twelve letters may stand before ``choeur`` and the like; what is longer is no French word."""
    before = "a" * length
    assert typeset_text(f"{before}choeur", "fr") == f"{before}ch{'œ' if tied else 'oe'}ur"


@pytest.mark.parametrize(("length", "apostrophe"), [(20_000, "&#8217;"), (20_001, "'")])
def test_english_is_set_in_paragraphs_of_20000_characters(length: int, apostrophe: str) -> None:
    """A longer block is no paragraph of prose, and is left alone."""
    words = "it's " + "word " * 3_998
    html = typeset_html(f"<p>{words.ljust(length, '.')}</p>", "en")
    assert html.startswith(f"<p>it{apostrophe}s word")
