r"""Typographic letters folded for the index, and put back for readers.

Pagefind parts words at ASCII punctuation only: « l’entreprise » with its right apostrophe (U+2019) would be one word,
which "entreprise" does not find. So the index is made of folded words, and what a reader sees of them is restored.
Accents need nothing: Pagefind ignores them, though it ranks a word that has them as typed higher.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

__all__ = ["fold", "originals", "restore"]

FOLDED = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u02bc", "'"),
        **dict.fromkeys("\u2010\u2011", "-"),
        "œ": "oe",
        "Œ": "Oe",
        "æ": "ae",
        "Æ": "Ae",
        "\u00ad": None,  # a soft hyphen
        "\u2060": None,  # a word joiner
    }
)
DASH = re.compile(r"(?<=\w)[\u2012-\u2014](?=\w)")
"""A dash that joins two words; one between spaces is no part of any."""


def fold(text: str) -> str:
    """Return text with the apostrophes, hyphens and ligatures that a keyboard has.

    >>> fold("L’œuvre, vis‑à‑vis")
    "L'oeuvre, vis-à-vis"
    """
    return DASH.sub("-", text.translate(FOLDED))


def originals(texts: Iterable[str]) -> dict[str, str]:
    """Return the words that folding changes, by what they become; the first of two spellings counts.

    >>> originals(["L’eau, l'eau et l’eau"])
    {"L'eau,": 'L’eau,', "l'eau": 'l’eau'}
    """
    found: dict[str, str] = {}
    for text in texts:
        for word in text.split():
            folded = fold(word)
            if folded != word:
                found.setdefault(folded, word)
    return found


def restore(text: str, words: Mapping[str, str]) -> str:
    """Return folded text with the words as they were; Pagefind may have put a full stop after one.

    >>> restore("L'eau. monte", originals(["L’eau"]))
    'L’eau. monte'
    """
    return " ".join(_restored(word, words) for word in text.split(" "))


def _restored(word: str, words: Mapping[str, str]) -> str:
    if word.endswith(".") and word not in words:
        return words.get(word[:-1], word[:-1]) + "."
    return words.get(word, word)
