"""Autolinks: finds the URLs in a visitor's plain text.

It takes linear time: one regular expression without alternatives finds candidates, and one pass trims their ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from plugins.base.addresses import web_address

__all__ = ["pieces"]

CANDIDATE = re.compile(r"(?<![\w@./:-])https?://[^\s<>\"`]+", re.IGNORECASE)
CLOSING = ".,;:!?'’”»…*_~)]}"
"""The trailing characters that end a sentence rather than a URL."""


def pieces(text: str) -> Iterator[tuple[str, str | None]]:
    """Yield the pieces of a text, each with its URL, or None for plain text.

    >>> list(pieces("(voir https://a.example/b_(c)), puis…"))
    [('(voir ', None), ('https://a.example/b_(c)', 'https://a.example/b_(c)'), ('), puis…', None)]
    """
    shown = 0
    for match in CANDIDATE.finditer(text):
        typed = _without_closing(match[0])
        address = web_address(typed)
        if address is None:
            continue
        if match.start() > shown:
            yield text[shown : match.start()], None
        shown = match.start() + len(typed)
        yield typed, address
    if shown < len(text):
        yield text[shown:], None


def _without_closing(typed: str) -> str:
    """Return a URL without trailing punctuation; a closing bracket is kept if it was opened within the URL."""
    surplus = {closing: typed.count(closing) - typed.count(opening) for closing, opening in (")(", "][", "}{")}
    end = len(typed)
    while end and typed[end - 1] in CLOSING:
        mark = typed[end - 1]
        if mark in surplus:
            if surplus[mark] <= 0:
                break
            surplus[mark] -= 1
        end -= 1
    return typed[:end]
