"""The sentence in which a link stands: what a page that is linked to can say of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape

from plugins.base.html_tokens import BLOCKS
from plugins.framework.render.document import Document

__all__ = ["LONGEST", "Sentence", "sentence_around"]

LONGEST = 240
"""The most characters of a sentence."""
LETTERS, TOKENS = 400, 80
"""How much is looked at on each side of a link, so that a thousand links in a paragraph take their time once."""
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "pre"})
WHITE_SPACE = re.compile(r"[ \t\n\r\f]+")
END = re.compile(
    r"(?<!\b[A-Zpv])(?<!\bcf)(?<!\bpp)(?<!\bal)"  # no initial, and no abbreviation of a reference
    r"[.!?…]+(?:[\xa0\u202f]?[»”\")\]])* (?=[«“\"(\xa0\u202f]*[A-ZÀ-ÖØ-Þ\d])"
)
"""The end of a sentence that another follows."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence in plain text: what stands before the link, its words, and what stands after them."""

    before: str
    link: str
    after: str


def sentence_around(document: Document, number: int) -> Sentence | None:
    """Return the sentence around the link of a start tag, at most :data:`LONGEST` characters.

    None for a link in a heading, and for one that stands alone in its block, as in a list of links.

    >>> sentence_around(Document.of('<p>Un. Voir <a href="b">deux</a>, puis trois. Quatre.</p>'), 2)
    Sentence(before='Voir ', link='deux', after=', puis trois.')
    """
    end = document.ends.get(number)
    if end is None:
        return None
    link, _ = _words(document, range(number + 1, end))
    before, block = _words(document, range(number - 1, -1, -1))
    after, _ = _words(document, range(end + 1, len(document)))
    if block in HEADINGS or not link.strip() or not re.search(r"\w", before + after):
        return None
    before = END.split(before)[-1].lstrip(" ")
    if found := END.search(after):
        after = after[: found.end()]
    return _cut(before, link.strip(), after.rstrip(" "))


def _words(document: Document, numbers: Iterable[int]) -> tuple[str, str]:
    """Return the words of tokens up to the next edge of a block, on one line, and the name of that block."""
    parts: list[str] = []
    block, letters, passed = "", 0, -1
    backwards = isinstance(numbers, range) and numbers.step < 0
    for seen, number in enumerate(numbers):
        kind, text, name = document.tokens[number]
        if (name in BLOCKS and name != "br") or letters > LETTERS or seen > TOKENS:
            block = name
            break
        if passed >= 0:  # within the call of a footnote, whose number is no word
            passed = -1 if number == passed else passed
        elif name == "sup" and kind in ("start", "end"):
            other = document.start_of(number) if backwards else document.ends.get(number, -1)
            start = other if backwards else number
            passed = other if "fnref" in document.tokens[max(start, 0)].text else -1
        elif kind == "text" or name == "br":
            parts.append(text if kind == "text" else " ")
            letters += len(text)
    return WHITE_SPACE.sub(" ", unescape("".join(reversed(parts) if backwards else parts))), block


def _cut(before: str, link: str, after: str) -> Sentence:
    """Return a sentence that is not too long: words at both ends give way to an ellipsis."""
    left = LONGEST - len(link)
    if left < 0:
        return Sentence("", f"{link[: LONGEST - 1].rstrip()}…", "")
    if len(before) + len(after) <= left:
        return Sentence(before, link, after)
    wide = max(left // 2, left - len(after))
    if len(before) > wide:
        before = f"…{before[len(before) - max(wide - 1, 0) :].partition(' ')[2]}" if wide else ""
    wide = left - len(before)
    if len(after) > wide:
        after = f"{after[: max(wide - 1, 0)].rpartition(' ')[0]}…" if wide else ""
    return Sentence(before, link, after)
