"""How far back a rule looks for what decides."""

from __future__ import annotations

import pytest

from plugins.typography.typeset import typeset_text


@pytest.mark.parametrize(("length", "space"), [(1, "\u00a0"), (198, "\u00a0"), (199, " ")])
def test_a_parenthesis_reaches_over_200_characters(length: int, space: str) -> None:
    """``:)`` is a colon and the end of a parenthesis that began no further back; else it is a smiley, and stays."""
    words = "a" * length
    assert typeset_text(f"({words} :)", "fr") == f"({words}{space}:)"
