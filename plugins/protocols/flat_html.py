"""A stranger's page, parsed in a time and a memory that follow its length.

What HTML asks of a parser (HTML Standard, 13.2) grows with the square of what is nested: 40 KB of unclosed ``<font>``
and ``<p>`` become 1.3 GB, and 1 MB of ``<div>`` takes minutes, in every conforming parser. So the names of the elements
that do not matter here become that of one that holds nothing, and nothing nests. Comments, templates and what is text
and no markup (``<script>``, ``<textarea>``) stay what they are.
"""

from __future__ import annotations

import re
from itertools import islice

from selectolax.lexbor import LexborHTMLParser

__all__ = ["flat"]

KEPT = "a|base|link|template|title|style|script|textarea|xmp|iframe|noembed|noframes"
OTHERS = re.compile(rf"(</?)(?!(?:{KEPT})(?:[\s/>]|\Z))[a-z][^\s/>]*", re.IGNORECASE)

TEMPLATE = re.compile("<template", re.IGNORECASE)
MOST_TEMPLATES = 500
"""They do nest; what comes after so many is not looked at."""


def flat(text: str) -> LexborHTMLParser:
    """Return a page of which only ``a``, ``link`` and ``base`` can be asked, in the document's order.

    >>> page = flat('<p>&lt;a href=x> <!-- <a href=y> --><b><a href="/?a&amp;b">z</a>')
    >>> [node.attributes for node in page.css("a")]
    [{'href': '/?a&b'}]
    """
    beyond = next(islice(TEMPLATE.finditer(text), MOST_TEMPLATES, None), None)
    return LexborHTMLParser(OTHERS.sub(r"\1meta", text[: beyond.start()] if beyond else text))
