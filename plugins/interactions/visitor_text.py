"""Cleans what visitors and other sites wrote: texts, names, titles.

Every function is idempotent, and its result is preserved by YAML, XML and JSON.
"""

from __future__ import annotations

import re
import unicodedata

from plugins.base.safe_text import clean

__all__ = ["LONGEST_NAME", "LONGEST_TEXT", "LONGEST_TITLE", "REL", "as_line", "as_shown", "as_text", "is_invisible"]

REL = "nofollow ugc"
"""The ``rel`` of every link of a visitor's (https://html.spec.whatwg.org/#linkTypes; ``ugc`` is Google's)."""

LONGEST_TEXT = 10_000
"""The most characters of a comment, after cleaning."""
LONGEST_NAME = 80
LONGEST_TITLE = 300

LINE_ENDS = re.compile("\r\n|[\r\x85\u2028\u2029\x0b\x0c]")
"""Line breaks other than the line feed (Unicode Standard Annex 14, classes BK, CR and NL)."""
DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Embeddings, overrides and isolates (Unicode Standard Annex 9): they may affect the text that follows."""
INVISIBLE = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp", "Zs"})


def as_text(typed: str) -> str:
    r"""Return a text without characters invalid in files and feeds, and without surrounding blank lines.

    Line ends of all kinds become line feeds, control characters are removed, and everything else is kept, markup too.

    >>> as_text("\r\nBonjour\x00,\r\n<b>dit-il</b>\u202f!  \n\n")
    'Bonjour,\n<b>dit-il</b>\u202f!'
    """
    text = clean(LINE_ENDS.sub("\n", typed)).replace("\ufeff", "")
    return re.sub(r"\A(?:[^\S\n]*\n)+", "", text.rstrip())


def as_line(typed: str) -> str:
    r"""Return a name or a title on one line, without bidirectional controls.

    >>> as_line(" Camille\u202e\n Durand ")
    'Camille Durand'
    """
    text = DIRECTION.sub("", as_text(typed))
    return re.sub(r"[ \t\n]+", " ", text).strip()


def as_shown(given: str, most: int) -> str:
    r"""Return a name or a title of another site, cut to ``most`` characters; empty if nothing in it is visible.

    >>> as_shown("Camille Durand", 8), as_shown("\u200b\u2060", 8)
    ('Camille', '')
    """
    line = as_line(as_line(given)[:most])
    return "" if is_invisible(line) else line


def is_invisible(line: str) -> bool:
    """Tell whether no character of a line shows."""
    return all(unicodedata.category(character) in INVISIBLE for character in line)
