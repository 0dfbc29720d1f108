"""English typography, by typogrify, block by block.

typogrify applies regular expressions to HTML, which hostile markup can mislead; so it gets the text of one block at a
time, with bare ``<i>`` and ``<u>`` for its tags and a letter for content that is no prose, and its result is split
again at these. A result that cannot be split changes nothing.
"""

from __future__ import annotations

import re
from html import escape, unescape

import smartypants
from typogrify.filters import typogrify

from plugins.typography.characters import TYPESET
from plugins.typography.element_families import TYPOGRIFY_BLOCKS
from plugins.typography.html_blocks import Block, Role

__all__ = ["set_english", "set_english_text"]

STAND_IN = "ꙮ"
"""The placeholder of content that is no prose: a letter no text uses, since typogrify needs letters around quotes."""

TAG = re.compile("</?[iu]>")
PLACEHOLDER = re.compile(f"(</?[iu]>|{STAND_IN})")
LAST_GAP = re.compile(r".*(\s|&nbsp;|&#160;)", re.DOTALL)
GLUE = frozenset({"&nbsp;", "&#160;", "\u00a0"})
LONGEST = 20_000
"""The most characters of a block; longer ones are left alone, since typogrify may take more than linear time."""


def set_english(block: Block) -> list[tuple[int, str]]:
    """Return the index and the new text of each part of a document that typogrify changes in an English block.

    >>> block = Block("en", "p", [(1, 'The "', Role.TEXT), (-1, "<i>", Role.TAG), (3, 'pot"', Role.TEXT)])
    >>> set_english(block)
    [(1, 'The &#8220;'), (3, 'pot&#8221;')]
    """
    given: list[str] = []
    owners: list[int] = []
    owner = -1
    for part, text, role in block.pieces:
        prose = role in (Role.TEXT, Role.RAISED)
        if text == TYPESET or (prose and ("<" in text or STAND_IN in text)):
            return []
        if not prose or owner >= 0:
            given.append("<u>" if prose else text if role is Role.TAG else STAND_IN)
            owners.append(owner)
            owner = -1
        if prose:
            given.append(text)
            owner = part
    owners.append(owner)
    before = "".join(given)
    after = _typogrified(before, block.element in TYPOGRIFY_BLOCKS)
    old, new = PLACEHOLDER.split(before), PLACEHOLDER.split(after)
    if old[1::2] != new[1::2] or any(text and owner < 0 for owner, text in zip(owners, new[::2], strict=True)):
        return []
    pairs = zip(owners, old[::2], new[::2], strict=True)
    return [(owner, text) for owner, untouched, text in pairs if text != untouched]


def _is_glued(text: str) -> bool:
    """Return whether the last two words of a block are joined by a no-break space already."""
    gap = LAST_GAP.match(TAG.sub("", text).rstrip())
    return gap is not None and gap[1] in GLUE


def _typogrified(text: str, at_ends: bool) -> str:
    """Return typogrify's result for a block, or the block itself when it fails."""
    if len(text) > LONGEST or text.isspace():
        return text
    glue = at_ends and not _is_glued(text)
    try:
        answer = str(typogrify(f"<p>{text}</p>" if at_ends else text, initial_quotes=at_ends, widont=glue))
    except Exception:  # noqa: BLE001  # a bug of typogrify's must not end a build
        return text
    return answer.removeprefix("<p>").removesuffix("</p>") if at_ends else answer


def set_english_text(text: str) -> str:
    """Return a line of plain English with typographic quotes, dashes and ellipses, in Unicode.

    >>> set_english_text('The "pot" -- AT&T')
    'The “pot” — AT&T'
    """
    wanted = smartypants.Attr.set1 | smartypants.Attr.u
    try:
        return unescape(str(smartypants.smartypants(escape(text, quote=False), wanted)))
    except Exception:  # noqa: BLE001  # as above
        return text
