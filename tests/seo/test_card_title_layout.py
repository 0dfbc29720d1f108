"""Titles on lines."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.seo.card_title_layout import Box, fit, one_line

BOX = Box(120, 60, (12, 10, 8), lines=4, leading=1)
WORDS = st.lists(
    st.sampled_from(
        ["la", "marmite", "«\u00a0tient\u00a0»", "dire\u00a0:", "qui\u202f?", "«", "»", ":", "anticonstitutionnel"]
    ),
    min_size=1,
    max_size=30,
)


def measure(text: str) -> float:
    """Every character is as wide as high."""
    return float(len(text))


@pytest.mark.parametrize(
    ("text", "size", "lines"),
    [
        ("Tenir", 12, ("Tenir",)),
        ("La marmite tient", 12, ("La marmite", "tient")),
        ("Qui vient\u202f? Oui", 12, ("Qui", "vient ?", "Oui")),
        ("Le mot «\u00a0pot\u00a0» dit\u00a0: non", 12, ("Le mot", "« pot »", "dit : non")),
        ("Le mot « pot » dit : non", 12, ("Le mot", "« pot »", "dit : non")),
    ],
)
def test_lines(text: str, size: int, lines: tuple[str, ...]) -> None:
    """Lines are much alike, and none begins with the punctuation that French sets apart."""
    found = fit(text, BOX, measure)
    assert (found.size, found.lines) == (size, lines)


@pytest.mark.parametrize(
    ("height", "leading", "lines"),
    [
        (9, 1, ("un…",)),
        (10, 1, ("un…",)),
        (29, 1, ("un", "deux…")),
        (30, 1, ("un", "deux", "trois")),
        (34, 1.25, ("un", "deux…")),
        (35, 1.25, ("un", "deux", "trois")),
    ],
)
def test_a_box_has_room_for_so_many_lines(height: float, leading: float, lines: tuple[str, ...]) -> None:
    """The first line takes its size, each further one its leading; one line there always is."""
    assert fit("un deux trois", Box(55, height, (10,), leading=leading), measure).lines == lines


def test_a_long_title_is_cut() -> None:
    """At the smallest size, what has no room gives way to an ellipsis."""
    found = fit(" ".join(["mot"] * 60), BOX, measure)
    assert found.size == 8
    assert found.lines == ("mot mot mot mot", "mot mot mot mot", "mot mot mot mot", "mot mot mot…")


def test_a_long_word_is_broken() -> None:
    """At its hyphens and slashes, else anywhere."""
    assert fit("a/bcdefghijklmnop/qrstuvwxyz", BOX, measure).lines == ("a/", "bcdefghijklmnop", "/qrstuvwxyz")
    assert fit("x" * 20, BOX, measure).lines == ("x" * 15, "x" * 5)


@given(WORDS)
def test_nothing_is_lost_and_all_fits(words: list[str]) -> None:
    """Every line fits in the box; unless cut, the lines hold the whole text."""
    text = " ".join(words)
    found = fit(text, BOX, measure)
    assert len(found.lines) <= 4
    assert all(measure(line) * found.size <= 120 for line in found.lines)
    whole = "".join(re.sub("[ \u00a0\u202f]", "", line) for line in found.lines)
    if not whole.endswith("…"):
        assert whole == re.sub("[ \u00a0\u202f]", "", text)
    if found.size > 8:
        assert not [line for line in found.lines[1:] if re.match(r"[:;!?»]", line)]


@given(st.text(alphabet="ab .,«»", max_size=40), st.integers(2, 20))
def test_one_line_fits(text: str, width: int) -> None:
    """One line is never wider than asked for."""
    assert len(one_line(text, width, measure)) <= width
