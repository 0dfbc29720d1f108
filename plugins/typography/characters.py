"""The special characters of typesetting, as constants, and the type of an edit."""

from __future__ import annotations

NBSP = "\u00a0"
"""No-break space: before ``:``, inside guillemets, before units, after titles."""

NNBSP = "\u202f"
"""Narrow no-break space: before ``;`` ``!`` ``?``, between groups of three digits."""

SPACES = " \t\n\r\f\u00a0\u2009\u202f"
"""The characters that count as a space between words, typed or set by an earlier pass."""

SPACE = f"[{SPACES}]"
"""One of them, for a regular expression."""

OPAQUE = "\ufffc"
"""The placeholder of content that is no prose: code, an image, a passage in another language, a URL."""

QUOTED, UNQUOTED = "\ufdd0", "\ufdd1"
"""The placeholders of the tags of a ``<q>`` element, whose quotes the browser draws (noncharacters)."""

TYPESET = "\ufdd2"
"""The placeholder, in English, of a span that typogrify made on an earlier pass."""

UPPER = "A-ZÀ-ÖØ-ÞŒ"
"""Capital letters of French, for a character class."""

LETTER_END = r"(?![\w\u0300-\u036f])"
"""The end of a word, for a regular expression; a combining accent still belongs to the word."""

Edit = tuple[int, int, int, str, bool]
"""An edit of a text: start, end, number of the rule, new characters, and whether they are superscript (``<sup>``).

No edit is empty: an insertion replaces its neighbour by the neighbour and the new characters. An edit may leave the
text as it is: when two rules edit the same space, the first in order wins, and must win on a second pass too.
"""
