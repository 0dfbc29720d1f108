"""Source positions of URLs in a Markdown body, in time linear in the body."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from functools import cached_property

from plugins.base.findings import Position

__all__ = ["Locator", "masked"]

RUN = re.compile(r"""[^\s)>"']+""")
"""What holds addresses: none has white space in it, or a mark that ends it in Markdown or HTML."""
INSIDE = re.compile("[(<=]")
"""What an address may stand behind within a run."""
BEFORE, BEHIND = frozenset("(<\"'="), frozenset(")>\"'")
SEARCHED = 64
"""How many addresses are searched for one by one, before an index of all pays."""
LONGEST = 2_000
"""Characters of an address that has a place in the index; longer ones are searched for."""


class Locator:
    """Finds the source positions of URLs in a Markdown body, asked for in the order of its HTML.

    Args:
        body: The Markdown.
        first_line: The 1-based line of the file at which it begins.
        blocks: The 1-based lines of the body at which its blocks begin.
    """

    def __init__(self, body: str, first_line: int, blocks: Iterable[int] = ()) -> None:
        self._body, self._first_line = body, first_line
        self._blocks = sorted({line for line in blocks if line})
        self._next: dict[str, int] = {}
        self._found = 0

    def holds(self, words: str) -> bool:
        """Tell whether some words stand anywhere in the body."""
        return words in self._body

    def first(self, words: str) -> Position:
        """Return the place of some words, or of the body."""
        return self._position(max(0, self._body.find(words)))

    def find(self, address: str, block: int = 0) -> Position:
        """Return the position of the URL's next occurrence outside code, else of any, else the start of the body."""
        if not address or address not in self._body:  # a transform made it: nothing to look for
            return Position(self._first_line)
        after = self._next.get(address, 0)
        offset = self._within(address, block, after) if block else -1
        offset = offset if offset >= 0 else self._offset(address, after)
        self._next[address] = offset + len(address)
        return self._position(offset)

    def _within(self, address: str, block: int, after: int) -> int:
        """Return the offset of a URL in the block that begins at a line; -1 where it has none, or in code alone."""
        following = bisect_right(self._blocks, block)
        start = self._lines[block - 1]
        end = self._lines[self._blocks[following] - 1] if following < len(self._blocks) else len(self._body)
        found = _search(self._masked, address, max(start, after), end)
        return found if found >= 0 or after <= start else _search(self._masked, address, start, end)

    def _offset(self, address: str, after: int) -> int:
        self._found += 1
        if self._found <= SEARCHED or len(address) > LONGEST or not RUN.fullmatch(address):
            found = _search(self._masked, address, after)
            found = found if found >= 0 or not after else _search(self._masked, address, 0)
            found = found if found >= 0 else _search(self._body, address, 0)
            return found if found >= 0 else self._body.find(address)
        places = self._places.get(address)
        if places:
            return places[bisect_left(places, after) % len(places)]
        inside_code = self._all_places.get(address)
        return inside_code[0] if inside_code else self._body.find(address)

    def _position(self, offset: int) -> Position:
        line = bisect_right(self._lines, offset) - 1
        return Position(self._first_line + line, offset - self._lines[line] + 1)

    @cached_property
    def _lines(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self._body))]

    @cached_property
    def _masked(self) -> str:
        return masked(self._body)

    @cached_property
    def _places(self) -> dict[str, list[int]]:
        return _index(self._masked)

    @cached_property
    def _all_places(self) -> dict[str, list[int]]:
        return _index(self._body)


def _index(text: str) -> dict[str, list[int]]:
    """Return where each possible address stands that is no part of another, in order."""
    found: dict[str, list[int]] = {}
    for run in RUN.finditer(text):
        start, end = run.span()
        if start == 0 or text[start - 1] in BEFORE or text[start - 1].isspace():
            found.setdefault(run[0], []).append(start)
        for mark in INSIDE.finditer(text, max(start, end - LONGEST - 1), end):
            if mark.end() < end:
                found.setdefault(text[mark.end() : end], []).append(mark.end())
    return found


def _search(text: str, address: str, after: int, end: int | None = None) -> int:
    """Return where an address stands that is no part of another; -1 when there is none."""
    offset = text.find(address, after, end)
    while offset >= 0:
        before, behind = text[offset - 1 : offset], text[offset + len(address) : offset + len(address) + 1]
        if (not before or before in BEFORE or before.isspace()) and (
            not behind or behind in BEHIND or behind.isspace()
        ):
            return offset
        offset = text.find(address, offset + 1, end)
    return -1


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
