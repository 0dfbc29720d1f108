"""Word count, reading time and excerpt of a plain text."""

from __future__ import annotations

import re

WORD = re.compile(r"[^\W_]+(?:['’\-‑.][^\W_]+)*")
WORDS_A_MINUTE = 230
"""Silent reading of French prose; Brysbaert, "How many words do we read per minute?", JML 109 (2019), gives
238 for English non-fiction and slightly less for languages with more short words."""


def count_words(text: str) -> int:
    """Return how many words a text has.

    >>> count_words("L’été, aujourd’hui : 3,5 peut-être.")
    5
    """
    return len(WORD.findall(text))


def reading_minutes(words: int) -> int:
    """Return the whole minutes that reading takes, at least one.

    >>> reading_minutes(0), reading_minutes(230), reading_minutes(800)
    (1, 1, 3)
    """
    return max(1, round(words / WORDS_A_MINUTE))


def excerpt(text: str, longest: int) -> str:
    """Return the beginning of a text, cut after a sentence if one ends in its second half, else after a word.

    Args:
        text: Plain text, a line for each block.
        longest: Characters, the ellipsis included.

    >>> excerpt("Un deux. Trois quatre cinq.", 14), excerpt("Un deux trois quatre", 12)
    ('Un deux.', 'Un deux…')
    """
    flat = re.sub(r"[ \t\n\r\f\v]+", " ", text).strip()  # no-break spaces stay
    if len(flat) <= longest:
        return flat
    sentence = max(flat.rfind(mark, 0, longest + 1) for mark in (". ", "! ", "? ", "… "))
    if sentence >= max(0, longest // 2 - 1):
        return flat[: sentence + 1]
    words = flat[:longest].rpartition(" ")[0] or flat[: longest - 1]
    return re.sub(r"[\s,;:–—(«]+\Z", "", words) + "…"
