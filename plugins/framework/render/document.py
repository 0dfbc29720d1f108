"""A text as HTML tokens, which transforms edit in place, and report mistakes in: parsed once, serialised once.

A transform looks at tokens by their numbers and gives some of them other markup (``document[number] = …``). Numbers
stay what they are until it has ended, when :meth:`Document.commit` makes tokens of what it wrote, and of that alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from plugins.base.html_tokens import Token, attributes, block_text, tokens, with_attributes
from plugins.framework.render.line_marks import MARK, MARKED, without_marks
from plugins.i18n.messages import Message

__all__ = ["Document", "Report", "tag"]

Context = TypeVar("Context")


@dataclass(frozen=True, slots=True)
class Report:
    """A mistake of the author's that a transform has seen: a finding whose column nobody has looked for yet.

    Attributes:
        block: The 1-based line of the body at which its block begins; 0 where it is not known.
        problem, mend, advice: As of :class:`~plugins.base.findings.Finding`.
        near: The words of the source that it is about, or a pattern that ends where they begin.
        typed: Whether it is none where the block has no such words (left): what looks like it there is escaped, or
            HTML of the author's.
    """

    block: int
    problem: Message
    mend: Message | None
    near: str | re.Pattern[str]
    advice: bool
    typed: bool


class Document:
    """The tokens of a text, and what a transform writes in their stead.

    Args:
        found: The tokens, in order.

    Attributes:
        tokens: As the last transform left them.
        lines: The 1-based line of the body at which the block of each token begins; 0 where it is not known.
        reports: The mistakes that transforms have seen.
    """

    __slots__ = ("_ends", "_html", "_starts", "_written", "lines", "reports", "tokens")

    def __init__(self, found: list[Token]) -> None:
        self.tokens = found
        self.lines = [0] * len(found)
        self.reports: list[Report] = []
        self._written: dict[int, str] = {}
        self._html: str | None = None
        self._ends: dict[int, int] | None = None
        self._starts: dict[int, int] = {}

    @classmethod
    def of(cls, html: str) -> Document:
        """Return the document of some HTML.

        >>> Document.of("<p>a</p>").html
        '<p>a</p>'
        """
        document = cls(list(tokens(html)))
        document._html = html
        return document

    @classmethod
    def of_marked(cls, html: str) -> Document:
        """Return the document of HTML with marks of source lines, which tell of each token the line of its block."""
        found: list[Token] = []
        lines: list[int] = []
        line = 0
        for token in tokens(html):
            kind, text, name = token
            if MARK in text:
                if kind == "start" and (mark := MARKED.search(text)):
                    line = int(mark[1])
                    token = Token("start", text.replace(mark[0], ""), name)
                else:  # within raw text or a tag that nothing closes
                    token = Token(kind, without_marks(text), name)
            found.append(token)
            lines.append(line)
        document = cls(found)
        document.lines = lines
        return document

    @property
    def html(self) -> str:
        """The HTML as the last transform left it."""
        if self._html is None:
            self._html = "".join([token.text for token in self.tokens])
        return self._html

    def __len__(self) -> int:
        return len(self.tokens)

    def __getitem__(self, number: int) -> str:
        """Return the markup of a token as it will be."""
        written = self._written.get(number)
        return self.tokens[number].text if written is None else written

    def __setitem__(self, number: int, markup: str) -> None:
        """Write markup in a token's stead: tags and text, each whole, or nothing."""
        self._written[number] = markup

    def clear(self, start: int, end: int) -> None:
        """Write nothing in the stead of the tokens from one number to another, which stays."""
        self._written.update(dict.fromkeys(range(start, end), ""))

    def report(
        self,
        number: int,
        problem: Message,
        mend: Message | None = None,
        *,
        near: str | re.Pattern[str] = "",
        advice: bool = False,
        typed: bool = False,
    ) -> None:
        """Report a mistake in the block of a token; the arguments are the attributes of :class:`Report`.

        Only the body of a text is told of: in a title, nothing comes of it.
        """
        self.reports.append(Report(self.lines[number], problem, mend, near, advice, typed))

    def commit(self) -> None:
        """Make tokens of what was written; texts that meet become one."""
        if not self._written:
            return
        found: list[Token] = []
        lines: list[int] = []
        done = 0
        for number, written in sorted(self._written.items()):
            if written != self.tokens[number].text:
                self._take(found, lines, done, number)
                self._append(found, lines, tokens(written), self.lines[number])
                done = number + 1
        self._take(found, lines, done, len(self.tokens))
        self.tokens, self.lines = found, lines
        self._html, self._ends = None, None
        self._written, self._starts = {}, {}

    def _take(self, found: list[Token], lines: list[int], start: int, end: int) -> None:
        """Append tokens as they are."""
        if start < end:
            self._append(found, lines, self.tokens[start : start + 1], self.lines[start])
            found += self.tokens[start + 1 : end]
            lines += self.lines[start + 1 : end]

    def _append(self, found: list[Token], lines: list[int], new: Iterable[Token], line: int) -> None:
        for token in new:
            if token.kind == "text" and found and found[-1].kind == "text":
                found[-1] = Token("text", found[-1].text + token.text, "")
            else:
                found.append(token)
                lines.append(line)

    def edited(self, transform: Callable[[Document, Context], None], context: Context) -> str:
        """Return the HTML as a transform leaves it, which knows a context."""
        transform(self, context)
        self.commit()
        return self.html

    @property
    def ends(self) -> dict[int, int]:
        """The number of the end tag by that of its start tag; elements without an end tag are left out.

        An end tag ends the last open element of its name.

        >>> Document.of("<p>a<br></p>").ends
        {0: 3}
        """
        if self._ends is None:
            self._ends = {}
            opened: dict[str, list[int]] = {}
            for number, (kind, _, name) in enumerate(self.tokens):
                if kind == "start":
                    opened.setdefault(name, []).append(number)
                elif kind == "end" and opened.get(name):
                    start = opened[name].pop()
                    self._ends[start], self._starts[number] = number, start
        return self._ends

    def start_of(self, end: int) -> int:
        """Return the number of the start tag of an end tag; -1 where it has none."""
        return self._starts.get(end, -1) if self.ends else -1

    def elements(self, *names: str) -> Iterator[tuple[int, int, dict[str, str]]]:
        """Yield the elements of some names in order: numbers of both tags, and the attributes."""
        for number, (kind, text, name) in enumerate(self.tokens):
            if kind == "start" and name in names and number in self.ends:
                yield number, self.ends[number], attributes(text)

    def inside(self, start: int, end: int) -> str:
        """Return what stands between two tokens, as it will be."""
        return "".join([self[number] for number in range(start + 1, end)])

    def words(self, start: int, end: int) -> str:
        """Return the words that a reader sees between two tokens, as they were, on one line."""
        return " ".join(block_text(self.tokens[start + 1 : end]).split("\n"))

    def is_white_space(self, number: int) -> bool:
        """Tell whether a token is white space between tags."""
        return number < len(self.tokens) and self.tokens[number].kind == "text" and self.tokens[number].text.isspace()

    def after(self, number: int) -> int:
        """Return the number of the token after another, white space passed over."""
        return number + 2 if self.is_white_space(number + 1) else number + 1

    def before(self, number: int) -> int:
        """Return the number of the token before another, white space passed over; -1 when there is none."""
        return number - 2 if number > 0 and self.is_white_space(number - 1) else number - 1

    def is_start(self, number: int, *names: str) -> bool:
        """Tell whether a token is a start tag of one of the names."""
        if not 0 <= number < len(self.tokens):
            return False
        return self.tokens[number].kind == "start" and self.tokens[number].name in names

    def is_text(self, number: int, text: str) -> bool:
        """Tell whether a token stands exactly so."""
        return 0 <= number < len(self.tokens) and self.tokens[number].text == text


def tag(name: str, **named: str | None) -> str:
    """Return a start tag; a trailing ``_`` of an attribute's name falls off, and ``_`` within becomes ``-``.

    >>> tag("a", class_="anchor", aria_label='"x"')
    '<a class="anchor" aria-label="&quot;x&quot;">'
    """
    return with_attributes(f"<{name}>", {key.rstrip("_").replace("_", "-"): value for key, value in named.items()})
