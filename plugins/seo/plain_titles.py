r"""Plain text for metadata: no-break spaces as U+00A0, invisible characters removed, shortened between words.

Titles and summaries come typeset, without tags and entities. No-break spaces are kept, as U+00A0: every font has that
character, so that a preview in a social network breaks no line before « ? », while U+202F, which French typography
requires there, is missing in some and displayed as a box. Soft hyphens, zero-width spaces and bidirectional controls
are removed.
"""

from __future__ import annotations

import re

from plugins.base.safe_text import clean

__all__ = ["plain", "shortened"]

NARROW = re.compile("[\u2007\u202f]")
INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
SPACES = re.compile("[\t\n\v\f\r \u2028\u2029]+")


def plain(text: str) -> str:
    r"""Return a text on one line, for metadata.

    >>> plain("Qui\u202f? \u00ab\u00a0Nous\u00a0\u00bb,\n l\u2019\u00e9\u00adquipe")
    'Qui\xa0? «\xa0Nous\xa0», l’équipe'
    """
    return SPACES.sub(" ", INVISIBLE.sub("", NARROW.sub("\u00a0", clean(text)))).strip()


def shortened(text: str, longest: int) -> str:
    """Return a text of at most ``longest`` characters, cut between words.

    >>> shortened("Un seul moteur ne suffit jamais", 20)
    'Un seul moteur ne…'
    """
    if len(text) <= longest:
        return text
    cut = text[: longest - 1]
    whole = cut.rpartition(" ")[0] if " " in cut else cut
    return whole.rstrip(" \u00a0,;:·–-") + "…"
