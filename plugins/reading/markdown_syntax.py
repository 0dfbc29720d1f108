"""The Python-Markdown extension: language names of code blocks, "try it" headings, passages in another language.

The setting ``MARKDOWN`` names this module as an extension. Code blocks keep the name of their language, which
Python-Markdown drops; the title of a "try it" box becomes a heading before the table of contents is made; and
``[words]{lang=en}`` marks a passage in another language (after Pandoc's bracketed spans).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

from markdown import Markdown
from markdown.extensions.codehilite import CodeHiliteExtension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from pygments.formatters import HtmlFormatter

from plugins.reading.callouts import BOX, DEFAULT, KINDS, TITLE

__all__ = ["ReadingExtension", "makeExtension"]

PASSAGE = r"\[([^\]\[\n]+)\]\{:?[ ]*lang=[\"']?([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)[\"']?[ ]*\}"
NO_STYLES = {"noclasses": False, "cssstyles": "", "prestyles": ""}
"""Options that a fenced code block cannot set: the site's Content-Security-Policy allows no ``style=``."""

AFTER_INLINE = 15
"""The priority of the tree processor: after inline patterns (20), before attributes (8) and contents (5)."""


class NamedFormatter(HtmlFormatter[str]):
    """Pygments' formatter, with the language's name on ``<code>`` as the HTML Standard proposes (4.5.15)."""

    def __init__(self, lang_str: str = "", **options: Any) -> None:
        numbered = "inline" if options.get("linenos") else None  # a table would be taken for one of the author's
        super().__init__(**(options | {"linenos": numbered, **NO_STYLES}))
        self.language = re.sub(r"[^\w#.+-]", "", lang_str)

    def _wrap_code(self, inner: Iterator[tuple[int, str]]) -> Iterator[tuple[int, str]]:
        yield 0, f'<code class="{self.language}">'
        yield from inner
        yield 0, "</code>"


class TryTitles(Treeprocessor):
    """Makes the title of a "try it" box a heading; a missing title becomes a placeholder."""

    def run(self, root: ElementTree.Element) -> None:
        """Replace the titles in the tree."""
        for box in root.iter("div"):
            words = box.get("class", "").split()
            title = next(iter(box), None)
            if words[:1] != [BOX] or title is None or title.get("class") != TITLE:
                continue
            if KINDS.get(words[1]) == "try":
                title.tag = "h2"
                if not len(title) and title.text == words[1].capitalize():
                    title.text, mark = "", ElementTree.SubElement(title, "span", {"class": DEFAULT})
                    mark.text = NAMES[words[1]]


NAMES = {"try": "Try it", "essayer": "À essayer"}
"""The texts that the anchors of untitled boxes are made of, by keyword."""


class Passage(InlineProcessor):
    """A passage in another language: ``[lean management]{lang=en}``."""

    def handleMatch(  # type: ignore[override]  # noqa: N802 - Python-Markdown's name
        self, m: re.Match[str], data: str
    ) -> tuple[ElementTree.Element, int, int]:
        """Return the element, and the bounds of the match."""
        del data
        span = ElementTree.Element("span", {"lang": m[2]})
        span.text = m[1]
        return span, m.start(0), m.end(0)


class ReadingExtension(CodeHiliteExtension):
    """Python-Markdown's codehilite extension, with its options, language names and the two other additions."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.setConfig("pygments_formatter", NamedFormatter)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Register the processors with Python-Markdown."""
        super().extendMarkdown(md)
        md.treeprocessors.register(TryTitles(md), "reading_try", AFTER_INLINE)
        md.inlinePatterns.register(Passage(PASSAGE, md), "reading_passage", 165)


def makeExtension(**options: Any) -> ReadingExtension:  # noqa: N802 - Python-Markdown's name
    """Return the extension: the entry point of Python-Markdown."""
    return ReadingExtension(**options)
