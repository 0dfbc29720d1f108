"""HTML as a list of pieces whose elements know their ends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from plugins.base.html_tokens import Token, attributes, block_text, tokens, with_attributes

__all__ = ["Text", "tag"]


@dataclass(slots=True)
class Text:
    """A text in pieces: what was read, and what is to be written in its stead.

    Attributes:
        tokens: The pieces that were read.
        parts: What stands for each of them; they join to the text that is written.
        ends: The number of the end tag by that of its start tag; elements without an end tag are left out.
        starts: The same the other way round.
    """

    tokens: list[Token]
    parts: list[str] = field(default_factory=list)
    ends: dict[int, int] = field(default_factory=dict)
    starts: dict[int, int] = field(default_factory=dict)

    @classmethod
    def read(cls, html: str) -> Text:
        """Return HTML in pieces, in linear time; an end tag ends the last open element of its name.

        >>> Text.read("<p>a<br></p>").ends
        {0: 3}
        """
        found = list(tokens(html))
        text = cls(found, [token.text for token in found])
        opened: dict[str, list[int]] = {}
        for index, token in enumerate(found):
            if token.kind == "start":
                opened.setdefault(token.name, []).append(index)
            elif token.kind == "end" and opened.get(token.name):
                start = opened[token.name].pop()
                text.ends[start], text.starts[index] = index, start
        return text

    def __str__(self) -> str:
        """Return the text that is written."""
        return "".join(self.parts)

    def elements(self, *names: str) -> Iterator[tuple[int, int, dict[str, str]]]:
        """Yield the elements of some names in order: numbers of both tags, and the attributes."""
        for index, token in enumerate(self.tokens):
            if token.kind == "start" and token.name in names and index in self.ends:
                yield index, self.ends[index], attributes(token.text)

    def inside(self, start: int, end: int) -> str:
        """Return what stands between two pieces, as it will be written."""
        return "".join(self.parts[start + 1 : end])

    def words(self, start: int, end: int) -> str:
        """Return the words that a reader sees between two pieces, on one line."""
        return " ".join(block_text("".join(token.text for token in self.tokens[start + 1 : end])).split("\n"))

    def is_gap(self, index: int) -> bool:
        """Tell whether a piece is white space between tags."""
        return index < len(self.tokens) and self.tokens[index].kind == "text" and self.tokens[index].text.isspace()

    def after(self, index: int) -> int:
        """Return the number of the piece after another, white space passed over."""
        return index + 2 if self.is_gap(index + 1) else index + 1

    def before(self, index: int) -> int:
        """Return the number of the piece before another, white space passed over; -1 when there is none."""
        return index - 2 if index > 0 and self.is_gap(index - 1) else index - 1

    def is_start(self, index: int, *names: str) -> bool:
        """Tell whether a piece is a start tag of one of the names."""
        if not 0 <= index < len(self.tokens):
            return False
        return self.tokens[index].kind == "start" and self.tokens[index].name in names


def tag(name: str, **named: str | None) -> str:
    """Return a start tag; a trailing ``_`` of an attribute's name falls off, and ``_`` within becomes ``-``.

    >>> tag("a", class_="anchor", aria_label='"x"')
    '<a class="anchor" aria-label="&quot;x&quot;">'
    """
    return with_attributes(f"<{name}>", {key.rstrip("_").replace("_", "-"): value for key, value in named.items()})
