"""Where in the Markdown stands what its HTML is about: looked for within one block, in time linear in the body."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property
from html import escape
from urllib.parse import unquote

from plugins.base.findings import Position

__all__ = ["LINE", "Locator", "masked"]

LINE = r"^(?:[ \t>]|[*+-][ \t]|\d+\.[ \t]|:[ \t])*"
"""A pattern for what may stand before a block in its line: indents, quotations, marks of lists and definitions."""

PLAIN = r"""[^\s()<>"'\[\]]"""
TARGET = r"\](?:\(|:)\s*<?"
ADDRESS = re.compile(rf"""(?:{TARGET}|<|=\s*["']?)({PLAIN}+(?:\({PLAIN}*\){PLAIN}*)*)""")
"""An address in a link, an attribute or a definition."""
SPACED = re.compile(rf"""(?:{TARGET}|=\s*["'])((?:{PLAIN}+ +)+{PLAIN}+)""")
"""An address with spaces in it, which Python-Markdown allows."""
FRAGMENT = re.compile(r"""[(<"'=:]\s*<?#""")
"""What an author's link within a text begins with."""
DEFINITION = re.compile(r"^[ \t>]*\[[^\]\n]+\]:\s*<?([^\s<>]+)", re.MULTILINE)
"""A reference definition, which belongs to no block."""


class Locator:
    """Finds the source positions of what stands in the blocks of a Markdown body, asked for in the order of its HTML.

    A block is named by the 1-based line of the body at which it begins, and ends where the next one begins; 0 is what
    stands before all of them.

    Args:
        body: The Markdown.
        first_line: The 1-based line of the file at which it begins.
        blocks: The lines of its blocks, in any order.
    """

    def __init__(self, body: str, first_line: int, blocks: Iterable[int] = ()) -> None:
        self._body, self._first_line = body, first_line
        self._blocks = sorted({line for line in blocks if line})
        self._last: dict[str, int] = {}
        self._after: dict[tuple[str | re.Pattern[str], int], int] = {}

    def find(self, address: str, block: int = 0) -> Position:
        """Return the position of a URL's next occurrence in its block, else of its definition, else of the block.

        Words and code of the block count where it is no address; where they have none of it, the rest of the body.
        """
        if address.startswith("#") and not self._has_fragments:  # a transform made it, as of notes and headings
            return self.start(block)
        forms = dict.fromkeys((address, unquote(address), escape(address, quote=False))) if address else {}
        for known, start, end in self._places(tuple(forms), *self._span(block)):
            for form in forms:
                places = known.get(form, [])
                first, behind = bisect_left(places, start), bisect_left(places, end)
                if first < behind:
                    following = bisect_right(places, self._last.get(form, -1))
                    self._last[form] = places[following if first <= following < behind else first]
                    return self._position(self._last[form])
        return self.start(block)

    def _places(self, forms: tuple[str, ...], start: int, end: int) -> Iterator[tuple[dict[str, list[int]], int, int]]:
        """Yield the places of addresses, and the offsets between which they count, from the likeliest on."""
        whole = len(self._body)
        yield self._addresses, start, end
        yield self._definitions, 0, whole
        typed = [re.compile(f"({re.escape(form)})") for form in forms if self._body.find(form, start, end) >= 0]
        yield _index(self._masked, typed), start, end
        yield _index(self._body, typed), start, end
        yield self._addresses, 0, whole

    def near(self, words: str | re.Pattern[str], block: int = 0) -> Position | None:
        """Return the position of the next occurrence of some words in a block outside code; None when none is left.

        That of a pattern is the end of its match.
        """
        start, end = self._span(block)
        after = self._after.get((words, block), start)
        if isinstance(words, str):
            offset = self._masked.find(words, after, end)
        else:
            offset = found.end() if (found := words.search(self._masked, after, end)) else -1
        self._after[words, block] = offset + 1 if offset >= 0 else end
        return self._position(offset) if offset >= 0 else None

    def start(self, block: int = 0) -> Position:
        """Return the position of a block."""
        return self._position(self._span(block)[0])

    def _span(self, block: int) -> tuple[int, int]:
        """Return the offsets at which a block begins and ends."""
        following = bisect_right(self._blocks, block)
        end = self._lines[self._blocks[following] - 1] if following < len(self._blocks) else len(self._body)
        return self._lines[max(0, block - 1)], end

    def _position(self, offset: int) -> Position:
        line = bisect_right(self._lines, offset) - 1
        return Position(self._first_line + line, offset - self._lines[line] + 1)

    @cached_property
    def _has_fragments(self) -> bool:
        return bool(FRAGMENT.search(self._body))

    @cached_property
    def _lines(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self._body))]

    @cached_property
    def _masked(self) -> str:
        return masked(self._body)

    @cached_property
    def _addresses(self) -> dict[str, list[int]]:
        return _index(self._masked, (ADDRESS, SPACED))

    @cached_property
    def _definitions(self) -> dict[str, list[int]]:
        return _index(self._masked, (DEFINITION,))


def _index(text: str, patterns: Iterable[re.Pattern[str]]) -> dict[str, list[int]]:
    """Return where the groups of some patterns stand in a text, each in order."""
    found: dict[str, list[int]] = {}
    for pattern in patterns:
        for match in pattern.finditer(text):
            found.setdefault(match[1], []).append(match.start(1))
    return found


def masked(body: str) -> str:
    r"""Return the body with its code replaced by spaces, character for character.

    >>> masked("a `b` c\n~~~\nd\n~~~\ne")
    'a     c\n   \n \n   \ne'
    """
    lines, fence = [], ""
    for line in body.split("\n"):
        opening = re.match(r" {0,3}(`{3,}(?=[^`]*\Z)|~{3,})", line)
        if fence:
            lines.append(" " * len(line))
            if opening and opening[1].startswith(fence) and not line[opening.end() :].strip():
                fence = ""
        elif opening:
            fence = opening[1]
            lines.append(" " * len(line))
        else:
            lines.append(re.sub(r"(?<![`\\])(`+)(?!`)[^`\n]*\1(?!`)", lambda m: " " * len(m[0]), line))
    return "\n".join(lines)
