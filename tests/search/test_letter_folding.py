"""Words folded for the index come back to readers as they were."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.search.letter_folding import fold, originals, restore

CASES = {
    "l’entreprise": "l'entreprise",
    "aujourd’hui": "aujourd'hui",
    "‘single’": "'single'",
    "vis‑à‑vis – ou — Paris–Lyon": "vis-à-vis – ou — Paris-Lyon",
    "Œuvre, cœur, æquo, Æ": "Oeuvre, coeur, aequo, Ae",
    "co\u00adopé\u2060rer": "coopérer",
    "déjà là: 3,5 %": "déjà là: 3,5 %",
}


@pytest.mark.parametrize(("text", "folded"), CASES.items())
def test_folding(text: str, folded: str) -> None:
    """Apostrophes, hyphens and ligatures become what a keyboard has; accents and the rest stay."""
    assert fold(text) == folded
    assert restore(folded, originals([text])) == text


WORDS = st.text("abéœ’‑'-.«», \u00a0\u202fŒ", min_size=1, max_size=30)


@given(WORDS)
def test_what_is_folded_comes_back(text: str) -> None:
    """Every word of a text that spells its words in one way is restored, whatever space parts them."""
    words = text.split()
    if len({fold(word) for word in words}) == len(set(words)) and all(fold(word) != word for word in words):
        assert restore(" ".join(map(fold, words)), originals([text])) == " ".join(words)


@given(WORDS)
def test_folding_is_done_once(text: str) -> None:
    """What is folded has nothing left to fold."""
    assert fold(fold(text)) == fold(text)


def test_a_full_stop_that_pagefind_adds() -> None:
    """The last word of a heading is restored with the full stop that Pagefind puts after it."""
    assert restore("L'eau. de l'eau.", originals(["L’eau", "de l’eau."])) == "L’eau. de l’eau."
