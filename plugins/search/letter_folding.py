r"""Folds typographic characters for the search index, and restores them for display.

Pagefind splits words at ASCII punctuation only: « l’entreprise » with its typographic apostrophe (U+2019) would be one
word, which "entreprise" does not match. So the index has folded words, and displayed excerpts are restored. Accents
need no folding: Pagefind ignores them, though it ranks an exact match higher.
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
"""A dash between two words without spaces."""


def fold(text: str) -> str:
    """Return text with ASCII apostrophes and hyphens, and without ligatures.

    >>> fold("L’œuvre, vis‑à‑vis")
    "L'oeuvre, vis-à-vis"
    """
    return DASH.sub("-", text.translate(FOLDED))


def originals(texts: Iterable[str]) -> dict[str, str]:
    """Return the words that folding changes, by their folded form; of several spellings the first counts.

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
    """Return folded text with the original words; Pagefind may have appended a full stop to one.

    >>> restore("L'eau. monte", originals(["L’eau"]))
    'L’eau. monte'
    """
    return " ".join(_restored(word, words) for word in text.split(" "))


def _restored(word: str, words: Mapping[str, str]) -> str:
    if word.endswith(".") and word not in words:
        return words.get(word[:-1], word[:-1]) + "."
    return words.get(word, word)
