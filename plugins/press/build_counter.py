"""Counts what a build has done so far, in one line of a terminal; elsewhere, nothing is said."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from typing import TextIO, TypeVar

from plugins.i18n.messages import Translator

__all__ = ["BuildCounter"]

Item = TypeVar("Item")

PAUSE = 0.1
"""Seconds between two counts that are shown."""
ERASED = "\r\x1b[K"
"""Takes a line away (ECMA-48, EL), so that what is said next stands in its place."""


class BuildCounter:
    """The counter of one build.

    Args:
        stream: Where it is shown, if that is a terminal.
        words: The author's language.
    """

    def __init__(self, stream: TextIO, words: Translator) -> None:
        self._stream, self._words = stream, words
        self._shown = stream.isatty()

    def counted(self, items: Iterable[Item], said: str) -> Iterator[Item]:
        """Yield items, and show how many there were.

        Args:
            items: The items.
            said: A message with ``{count}``.
        """
        if not self._shown:
            yield from items
            return
        told = self._words.gettext(said)
        due = time.monotonic() + PAUSE
        try:
            for count, item in enumerate(items, 1):
                if time.monotonic() >= due:
                    self._stream.write(f"{ERASED}{told.format(count=count)}\r")  # a message goes over it
                    self._stream.flush()
                    due = time.monotonic() + PAUSE
                yield item
        finally:
            self._stream.write(ERASED)
            self._stream.flush()
