"""What Markdown would take too long to read: brackets and tags by the thousand that nothing closes.

Python-Markdown looks for the end of each up to the end of its block, and Python's HTML parser for the end of each tag
up to the end of the text: time grows with their number times that length. Nobody writes so; a file that was cut or
pasted by mistake may hold it, and would hold a build up for minutes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from plugins.framework.render.source_positions import masked
from plugins.i18n.messages import N_, Message, message

__all__ = ["unclosed"]

MOST_STEPS = 20_000_000
"""Characters that would be looked at for brackets: a few seconds."""
TAG_STEPS = 10
"""How many of them one looks at for tags in the same time."""
GAP = re.compile(r"\n[ \t]*(?=\n)")
"""What ends a block of Markdown: a line without a character."""
BRACKET = re.compile(r"\\.|\]\(|[\[\])]", re.DOTALL)
TAG = re.compile(r"<[/a-zA-Z!?][^<>]*(>?)")


def unclosed(body: str) -> Iterator[tuple[int, Message, Message]]:
    """Yield where a text cannot be read in good time, as an offset, with what is wrong and how to mend it.

    >>> [problem.text() for _, problem, _ in unclosed("[" * 5000)]
    ['5000 brackets here are closed by nothing']
    >>> list(unclosed("[a](b) " * 5000))
    []
    """
    size = len(body)
    if size * (body.count("[") + body.count("](")) <= MOST_STEPS and size * body.count("<") <= MOST_STEPS * TAG_STEPS:
        return  # whatever of it is open, it is not enough: this is nearly every text
    text = masked(body)
    steps = 0
    for start, block in _blocks(text):
        count = _open_brackets(block)
        steps += count * len(block)
        if steps > MOST_STEPS:
            problem = message(N_("{count} brackets here are closed by nothing"), count=count)
            yield start, problem, message(N_("close them, or write a backslash before each"))
            return
    tags = [match.start() for match in TAG.finditer(text) if not match[1]]
    if len(tags) * len(text) > MOST_STEPS * TAG_STEPS:
        problem = message(N_("{count} tags from here on are closed by nothing"), count=len(tags))
        yield tags[0], problem, message(N_("end each with '>', or write '&lt;' for '<'"))


def _blocks(text: str) -> Iterator[tuple[int, str]]:
    """Yield the blocks of a text with their offsets."""
    start = 0
    for gap in (*GAP.finditer(text), None):
        end = gap.start() if gap else len(text)
        block = text[start:end]
        yield start + len(block) - len(block.lstrip()), block
        start = gap.end() if gap else end


def _open_brackets(text: str) -> int:
    """Return how many brackets of links stay open: square ones, and round ones behind them."""
    square = around = 0
    for match in BRACKET.finditer(text):
        mark = match[0]
        if mark == "[":
            square += 1
        elif mark == ")":
            around = max(0, around - 1)
        elif mark in ("]", "]("):
            square = max(0, square - 1)
            around += mark == "]("
    return square + around
