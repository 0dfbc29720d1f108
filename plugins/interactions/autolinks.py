"""Addresses that visitors typed, found in plain text.

Linear: one expression without alternatives finds the candidates, and one count mends their ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from plugins.base.addresses import web_address

__all__ = ["pieces"]

CANDIDATE = re.compile(r"(?<![\w@./:-])https?://[^\s<>\"`]+", re.IGNORECASE)
CLOSING = ".,;:!?'’”»…*_~)]}"
"""What ends a sentence rather than an address."""


def pieces(text: str) -> Iterator[tuple[str, str | None]]:
    """Yield a text piece by piece, each with the address that it is, or None.

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
    """Return an address less the marks behind it; a bracket stays that was opened within it."""
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
