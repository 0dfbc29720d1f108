"""Marks of source lines: Python-Markdown's blocks with the line of the body at which each begins.

A mark is an attribute of the block's element. Its name holds a character that Python-Markdown takes out of every
source, so that no author can write it; :meth:`plugins.framework.render.document.Document.of_marked` takes it off.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.fenced_code import FencedBlockPreprocessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import HTML_PLACEHOLDER, STX

__all__ = ["MARK", "MARKED", "LineMarks", "without_marks"]

MARK = f"{STX}line"
MARKED = re.compile(rf' {MARK}="(\d+)"')
RAW = re.compile(HTML_PLACEHOLDER % "[0-9]+")
FENCES = "fenced_code_block"
"""The name of Python-Markdown's preprocessor that takes fenced code out."""
MOST_COMPARED = 16
"""How many lines that end alike are compared with a block's first one."""


def without_marks(html: str) -> str:
    """Return HTML without the marks."""
    return MARKED.sub("", html) if STX in html else html


class LineMarks(Extension):
    """The extension; it comes first, since it sees the source as it stands."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's own name
        """Register the recording of the source, and the parser's marking loop."""
        marking = _Marking(md)
        md.preprocessors.register(marking, "source_lines", 200)
        md.treeprocessors.register(_Unmarking(md), "raw_blocks", 19.5)
        md.parser.parseBlocks = marking.parse_blocks  # type: ignore[method-assign]


class _Unmarking(Treeprocessor):
    """Takes marks off paragraphs that hold raw HTML alone, which Python-Markdown puts in the stead of all of them."""

    def run(self, root: Element) -> None:
        """Look at each paragraph, once inline patterns have been found."""
        for paragraph in root.iter("p"):
            if MARK in paragraph.attrib and not len(paragraph) and RAW.fullmatch(paragraph.text or ""):
                del paragraph.attrib[MARK]


class _Marking(Preprocessor):
    """The lines of one text, and the place in them that blocks have been found up to."""

    def run(self, lines: list[str]) -> list[str]:
        """Remember the lines of a text, those of fenced code as empty ones: no block begins there."""
        text = "\n".join(lines)
        if FENCES in self.md.preprocessors:
            text = FencedBlockPreprocessor.FENCED_BLOCK_RE.sub(lambda match: "\n" * match[0].count("\n"), text)
        self._lines = [line.expandtabs(4).rstrip() for line in text.split("\n")]
        self._by_last_word: dict[str, list[int]] = defaultdict(list)
        for number, line in enumerate(self._lines):
            if line:
                self._by_last_word[line.rsplit(None, 1)[-1]].append(number)
        self._next = 0
        return lines

    def parse_blocks(self, parent: Element, blocks: list[str]) -> None:
        """Parse blocks as Python-Markdown's ``BlockParser.parseBlocks`` does, and mark their elements."""
        parser: Any = self.md.parser
        while blocks:
            block, before, count = blocks[0], len(parent), len(blocks)
            line = self._find(block)
            for processor in parser.blockprocessors:
                if processor.test(parent, blocks[0]) and processor.run(parent, blocks) is not False:
                    break
            is_begun = len(blocks) >= count and block.endswith(blocks[0])  # a processor has put back what it left
            rest = blocks[0].count("\n") + 1 if is_begun else 0
            only_blank_lines = is_begun and block.strip() == blocks[0].strip()
            if block.strip() and not only_blank_lines:
                self._next = max(self._next, line + max(1, block.strip("\n").count("\n") + 1 - rest))
            for child in parent[before:]:
                if MARK not in child.attrib:
                    child.set(MARK, str(line + 1))

    def _find(self, block: str) -> int:
        """Return the 0-based line at which a block begins; the next free one where none is like it."""
        first = next((line.strip() for line in block.split("\n") if line.strip()), "")
        if first:
            numbers = self._by_last_word.get(first.rsplit(None, 1)[-1], [])
            for start in (bisect_left(numbers, self._next), 0):
                for number in numbers[start : start + MOST_COMPARED]:
                    if self._lines[number].endswith(first):
                        self._next = number
                        return number
        return min(self._next, max(0, len(self._lines) - 1))
