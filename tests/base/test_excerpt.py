"""Summaries, words and reading time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.base.excerpt import count_words, excerpt, reading_minutes


@pytest.mark.parametrize(
    ("text", "longest", "expected"),
    [
        pytest.param("Un deux.", 40, "Un deux.", id="short enough"),
        pytest.param(" Un\n deux \t.\n", 40, "Un deux .", id="folded"),
        pytest.param("", 40, "", id="empty"),
        pytest.param("Un deux trois. Quatre cinq", 20, "Un deux trois.", id="a sentence ends in the second half"),
        pytest.param("Un. Deux trois quatre cinq", 20, "Un. Deux trois…", id="a sentence ends in the first half"),
        pytest.param("Un deux d. Trois quatre cinq", 20, "Un deux d.", id="a sentence ends right in the middle"),
        pytest.param("Un deux. Trois quatre cinq", 20, "Un deux. Trois…", id="a sentence ends before the middle"),
        pytest.param(
            "Un deux d. Trois quatre cinq", 22, "Un deux d. Trois…", id="a sentence ends one before the middle"
        ),
        pytest.param("Un deux trois. Quatre", 14, "Un deux trois.", id="a sentence ends exactly there"),
        pytest.param("Un deux trois, quatre", 15, "Un deux trois…", id="no comma before the ellipsis"),
        pytest.param("Un deux (trois quatre)", 12, "Un deux…", id="no open bracket before the ellipsis"),
        pytest.param("Dire «\xa0oui\xa0» ou non", 12, "Dire…", id="no open quote before the ellipsis"),
        pytest.param("Que faire\u202f? Rien de plus ici", 15, "Que faire\u202f?", id="no-break spaces stay"),
        pytest.param("x" * 30, 20, "x" * 19 + "…", id="one word without end"),
        pytest.param("Un deux trois quatre", 13, "Un deux…", id="room for the ellipsis"),
        pytest.param("Un deux trois quatre", 14, "Un deux trois…", id="just room for the ellipsis"),
    ],
)
def test_excerpt(text: str, longest: int, expected: str) -> None:
    """The beginning of a text ends after a sentence, else after a word with an ellipsis."""
    assert excerpt(text, longest) == expected
    assert len(expected) <= max(longest, 0)


@given(
    st.lists(st.sampled_from(["mot", "été,", "fin.", "Oui\u202f!", "«\xa0", "x" * 30, "…", "(", "\n"])),
    st.integers(1, 60),
)
def test_excerpt_is_a_beginning(words: list[str], longest: int) -> None:
    """An excerpt is never longer than asked for, and is the text's beginning."""
    text = " ".join(words)
    found = excerpt(text, longest)
    assert len(found) <= longest
    flat = " ".join(text.replace("\n", " ").split(" "))
    assert "".join(flat.split()).startswith("".join(found.removesuffix("…").split()))


@pytest.mark.parametrize(
    ("text", "expected"),
    [("", 0), ("L’été, aujourd'hui.", 2), ("a_b", 2), ("1 000 000", 3), ("— !", 0), ("peut-être ⋅ mi‑temps", 2)],
)
def test_count_words(text: str, expected: int) -> None:
    """Apostrophes and hyphens join words, punctuation is none."""
    assert count_words(text) == expected


@pytest.mark.parametrize(
    ("words", "minutes"),
    [(0, 1), (229, 1), (344, 1), (345, 2), (460, 2), (574, 2), (576, 3), (1200, 5), (22_884, 99), (22_886, 100)],
)
def test_reading_minutes(words: int, minutes: int) -> None:
    """Reading takes at least a minute, and one for 230 words: halves are rounded."""
    assert reading_minutes(words) == minutes
