"""Splits HTML into blocks of text in one language, each of pieces that map back to the source.

A block is the text between two block boundaries (or ``<br>``) in one language: inline tags and comments are left out,
so that rules apply across them. Content that is no prose (rule 12) is one opaque character.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum, auto
from html import unescape

from plugins.base.html_tokens import BLOCKS, Token, attributes, tokens
from plugins.typography.characters import OPAQUE, QUOTED, TYPESET, UNQUOTED
from plugins.typography.element_families import (
    FOREIGN,
    INVISIBLE,
    PROTECTED,
    REPLACED,
    TYPOGRIFY_CLASSES,
    TYPOGRIFY_INLINE,
    VOID,
    family,
)

__all__ = ["Block", "HtmlParts", "Piece", "Role", "read"]

ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
LETTER = re.compile(r"[^\W\d_]")
NUMERO = {"o": "º", "os": "ºs"}


class Role(Enum):
    """The role of a piece of a block: text, text in ``<sup>`` or ``<sub>``, a tag (in English only), or no prose."""

    TEXT = auto()
    RAISED = auto()
    TAG = auto()
    OTHER = auto()


Piece = tuple[int, str, Role]
"""A piece of a block: the index of its part of the document (-1 for none), its text, its role."""


@dataclass(slots=True)
class Block:
    """The text of a block.

    Attributes:
        language: ``fr`` or ``en``.
        element: The name of the block element around it, or an empty string.
        pieces: Its pieces, in order.
    """

    language: str
    element: str
    pieces: list[Piece] = field(default_factory=list)

    def text(self) -> str:
        """Return the text of its pieces."""
        return self.pieces[0][1] if len(self.pieces) == 1 else "".join([piece[1] for piece in self.pieces])


@dataclass(slots=True)
class HtmlParts:
    """HTML in parts, which join to the source, and its blocks, whose pieces refer to parts by index.

    Attributes:
        parts: A tag or a comment each, or a part of a text.
        blocks: What the parts say.
        firsts: The number of the first part of each token.
    """

    parts: list[str] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    firsts: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Element:
    """An open element, and the state to restore after it."""

    name: str
    language: str
    element: str
    switched: bool


def read(html: str | Iterable[Token], language: str) -> HtmlParts:
    """Return the parts and blocks of HTML in a language; ``lang`` attributes inside it are respected.

    >>> document = read("<p>Un <em>mot</em></p>", "fr")
    >>> document.parts, [block.text() for block in document.blocks]
    (['<p>', 'Un ', '<em>', 'mot', '</em>', '</p>'], ['Un mot'])
    """
    reader = _Reader(family(language))
    parts, firsts = reader.document.parts, reader.document.firsts
    for kind, text, name in tokens(html) if isinstance(html, str) else html:
        firsts.append(len(parts))
        if kind == "text" and reader.language and not reader.hidden:
            reader.read_text(text)
            continue
        parts.append(text)
        if kind == "start":
            reader.start(name, text)
        elif kind == "end":
            reader.end(name)
    reader.end_blocks()
    return reader.document


class _Reader:
    """The parser's state. Every stack is popped once for each push, so the whole takes linear time."""

    def __init__(self, language: str) -> None:
        self.document = HtmlParts()
        self.language = language
        self.element = ""
        self.block: Block | None = None
        self.suspended: list[Block | None] = []
        self.ended_below = 0
        self.open: list[Element] = []
        self.counts: Counter[str] = Counter()
        self.hidden = ""
        self.depth = 0

    def add(self, part: int, text: str, role: Role) -> None:
        """Add a piece to the block being read."""
        if self.block is None:
            self.block = Block(self.language, self.element)
        self.block.pieces.append((part, text, role))

    def end_blocks(self) -> None:
        """End the current block, and the enclosing ones that a passage in another language interrupts."""
        if self.block is not None:
            self.document.blocks.append(self.block)
            self.block = None
        for index in range(self.ended_below, len(self.suspended)):
            waiting = self.suspended[index]
            if waiting is not None:
                self.document.blocks.append(waiting)
                self.suspended[index] = None
        self.ended_below = len(self.suspended)

    def read_text(self, source: str) -> None:
        """Read text that is prose."""
        parts = self.document.parts
        role = Role.TEXT
        if self.counts["sup"] or self.counts["sub"]:
            role = Role.RAISED if LETTER.search(unescape(source)) else Role.OTHER
        if role is Role.OTHER or (self.block is None and source.isspace()):
            parts.append(source)
            return
        position = 0
        if "&" in source and self.language == "fr":
            for match in ENTITY.finditer(source):
                character = unescape(match[0])
                if character == match[0]:
                    continue
                for part, text in ((source[position : match.start()],) * 2, (match[0], character)):
                    self.add(len(parts), text, role)
                    parts.append(part)
                position = match.end()
        text = source[position:]
        self.add(len(parts), NUMERO.get(text, text) if role is Role.RAISED else text, role)
        parts.append(text)

    def start(self, name: str, tag: str) -> None:
        """Read a start tag."""
        if self.hidden:
            self.depth += name == self.hidden and not (name in FOREIGN and tag.endswith("/>"))
            return
        boundary = name in BLOCKS and not (name == "br" and self.language == "en")
        if boundary:
            self.end_blocks()
            if name != "br" and self.counts["p"]:
                self.close("p")
        if name in PROTECTED:
            if not (name in FOREIGN and tag.endswith("/>")):
                self.hidden, self.depth = name, 1
            if self.language and not boundary and name not in INVISIBLE:
                self.add(-1, OPAQUE, Role.OTHER)
            return
        language = self.language
        plain = len(tag) - len(name) < 5
        if not plain and "lang" in tag.lower():
            named = attributes(tag)
            said = named.get("lang", named.get("xml:lang"))
            language = language if said is None else family(said)
        if not plain and language == "en" and TYPOGRIFY_CLASSES.intersection(attributes(tag).get("class", "").split()):
            self.hidden, self.depth = name, 1
            self.add(-1, TYPESET, Role.OTHER)
            return
        if name in VOID:
            if self.language == "en" and not boundary:
                self.add(-1, "<u>", Role.TAG)
            elif self.language and name in REPLACED:
                self.add(-1, OPAQUE, Role.OTHER)
            return
        self.open.append(Element(name, self.language, self.element, language != self.language))
        self.counts[name] += 1
        if boundary:
            self.element = name
        if language != self.language:
            if self.language and not boundary:
                self.add(-1, OPAQUE, Role.OTHER)
            self.suspended.append(self.block)
            self.block = None
            self.language, self.element = language, name
        elif language == "en" and not boundary:
            self.add(-1, "<i>" if name in TYPOGRIFY_INLINE else "<u>", Role.TAG)
        elif language == "fr" and (name == "q" or name in REPLACED):
            self.add(-1, QUOTED if name == "q" else OPAQUE, Role.OTHER)

    def end(self, name: str) -> None:
        """Read an end tag."""
        if self.hidden:
            self.depth -= name == self.hidden
            if not self.depth:
                self.hidden = ""
            return
        boundary = name in BLOCKS
        if boundary:
            self.end_blocks()
        if self.counts[name]:
            self.close(name)
        if self.language == "en" and not boundary:
            self.add(-1, "</i>" if name in TYPOGRIFY_INLINE else "</u>", Role.TAG)

    def close(self, name: str) -> None:
        """Close the innermost open element of a name, and with it what is open inside."""
        while self.open:
            element = self.open.pop()
            self.counts[element.name] -= 1
            if element.switched:
                if self.block is not None:
                    self.document.blocks.append(self.block)
                self.block = self.suspended.pop()
                self.ended_below = min(self.ended_below, len(self.suspended))
            elif element.name == "q" and self.block is not None and self.language == "fr":
                self.add(-1, UNQUOTED, Role.OTHER)
            self.language, self.element = element.language, element.element
            if element.name == name:
                return
