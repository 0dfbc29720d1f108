"""Editable HTML: a list of tokens with matched start and end tags, for transforms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from plugins.base.html_tokens import Token, attributes, block_text, tokens, with_attributes

__all__ = ["EditableHtml", "tag"]


@dataclass(slots=True)
class EditableHtml:
    """An HTML text as tokens, with a replacement for each.

    Attributes:
        tokens: The tokens of the source.
        parts: The replacement of each token, initially its own text; joined, they are the result.
        ends: The index of the end tag by that of its start tag; elements without an end tag are left out.
        starts: The index of the start tag by that of its end tag.
    """

    tokens: list[Token]
    parts: list[str] = field(default_factory=list)
    ends: dict[int, int] = field(default_factory=dict)
    starts: dict[int, int] = field(default_factory=dict)

    @classmethod
    def read(cls, html: str) -> EditableHtml:
        """Return HTML as tokens, in linear time; an end tag matches the last open element of its name.

        >>> EditableHtml.read("<p>a<br></p>").ends
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
        """Return the resulting HTML."""
        return "".join(self.parts)

    def elements(self, *names: str) -> Iterator[tuple[int, int, dict[str, str]]]:
        """Yield the elements of the given names in order: indices of both tags, and the attributes."""
        for index, token in enumerate(self.tokens):
            if token.kind == "start" and token.name in names and index in self.ends:
                yield index, self.ends[index], attributes(token.text)

    def inside(self, start: int, end: int) -> str:
        """Return the resulting HTML between two tokens."""
        return "".join(self.parts[start + 1 : end])

    def words(self, start: int, end: int) -> str:
        """Return the visible text between two tokens, on one line."""
        return " ".join(block_text("".join(token.text for token in self.tokens[start + 1 : end])).split("\n"))

    def is_white_space(self, index: int) -> bool:
        """Return whether a token is white space between tags."""
        return index < len(self.tokens) and self.tokens[index].kind == "text" and self.tokens[index].text.isspace()

    def after(self, index: int) -> int:
        """Return the index of the next token that is no white space."""
        return index + 2 if self.is_white_space(index + 1) else index + 1

    def before(self, index: int) -> int:
        """Return the index of the previous token that is no white space; -1 when there is none."""
        return index - 2 if index > 0 and self.is_white_space(index - 1) else index - 1

    def is_start(self, index: int, *names: str) -> bool:
        """Return whether a token is a start tag of one of the names."""
        if not 0 <= index < len(self.tokens):
            return False
        return self.tokens[index].kind == "start" and self.tokens[index].name in names


def tag(name: str, **named: str | None) -> str:
    """Return a start tag; in attribute names a trailing ``_`` is removed, and another ``_`` becomes ``-``.

    >>> tag("a", class_="anchor", aria_label='"x"')
    '<a class="anchor" aria-label="&quot;x&quot;">'
    """
    return with_attributes(f"<{name}>", {key.rstrip("_").replace("_", "-"): value for key, value in named.items()})
