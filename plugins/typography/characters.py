"""The characters that typesetting speaks of, and an edit."""

from __future__ import annotations

NBSP = "\u00a0"
"""No-break space: before ``:``, inside guillemets, before units, after titles."""

NNBSP = "\u202f"
"""Narrow no-break space: before ``;`` ``!`` ``?``, between groups of three digits."""

SPACES = " \t\n\r\f\u00a0\u2009\u202f"
"""What counts as a space between words, typed by hand or set by an earlier pass."""

SPACE = f"[{SPACES}]"
"""One of them, as a piece of an expression."""

OPAQUE = "\ufffc"
"""Stands in a text for what is not text: code, an image, a passage in another language, an address."""

QUOTED, UNQUOTED = "\ufdd0", "\ufdd1"
"""Stand in a text for the ends of a ``<q>`` element, whose quotes the browser draws (noncharacters)."""

TYPESET = "\ufdd2"
"""Stands in English for a span that typogrify made on an earlier pass."""

UPPER = "A-ZÀ-ÖØ-ÞŒ"
"""Capital letters of French, for a character class."""

LETTER_END = r"(?![\w\u0300-\u036f])"
"""The end of a word, as a piece of an expression; a combining accent still belongs to it."""

Edit = tuple[int, int, int, str, bool]
"""A change to a text: start, end, number of the rule, new characters, and whether they stand raised (``<sup>``).

Edits never lie between two characters: an insertion replaces its neighbour by the neighbour and what is new. An
edit may say what stands there already: when two rules ask for the same space, the one that sorts first has it, and
it must win on the second pass as it did on the first.
"""
