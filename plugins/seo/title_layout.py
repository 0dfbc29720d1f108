"""A title on a few lines: how large it may be, and where it breaks.

Knows no font: how wide a text is, is asked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

__all__ = ["Box", "Fitted", "fit", "one_line"]

Measure = Callable[[str], float]
"""Returns the width of a text at size 1."""

GLUE = "\u00a0\u202f\u2007"
CLOSING = re.compile(r"[:;!?»”)\]%…–—]+\Z")
OPENING = re.compile(r"[«“(\[]+\Z")
ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class Box:
    """Where a text is to fit.

    Attributes:
        width, height: In pixels.
        sizes: The sizes of letters that may be taken, the largest first.
        lines: How many lines there may be at most.
        leading: The height of a line, in sizes.
    """

    width: float
    height: float
    sizes: tuple[int, ...]
    lines: int = 5
    leading: float = 1.14

    def room(self, size: int) -> int:
        """Return how many lines of a size there is room for."""
        return max(1, min(self.lines, int((self.height / size - 1) / self.leading) + 1))


@dataclass(frozen=True, slots=True)
class Fitted:
    """A text on its lines, spaces plain, at a size in pixels."""

    lines: tuple[str, ...]
    size: int


def fit(text: str, box: Box, measure: Measure) -> Fitted:
    """Return a text as large as its box lets it be, on lines of much the same width; at the smallest, it may be cut.

    >>> fit("Pourquoi ? Parce que", Box(10, 9, (4, 2, 1)), len)
    Fitted(lines=('Pourquoi ?', 'Parce que'), size=1)
    """
    words = _words(text)
    for size in box.sizes:
        width = box.width / size
        lines = _wrapped(words, width, measure)
        if len(lines) <= box.room(size) and all(measure(line) <= width for line in lines):
            return Fitted(tuple(_balanced(words, width, len(lines), measure)), size)
    size = box.sizes[-1]
    width = box.width / size
    pieces = [piece for word in words for piece in _pieces(word, width, measure)]
    lines = _wrapped(pieces, width, measure)
    room = box.room(size)
    if len(lines) > room:
        lines = [*lines[: room - 1], _cut(" ".join(lines[room - 1 :]), width, measure)]
    return Fitted(tuple(lines), size)


def one_line(text: str, width: float, measure: Measure) -> str:
    """Return a text on one line, cut by an ellipsis where it would be too wide.

    >>> one_line("Un seul moteur", 8, len)
    'Un seul…'
    """
    text = _plain_spaces(text)
    return text if measure(text) <= width else _cut(text, width, measure)


def _plain_spaces(text: str) -> str:
    return re.sub(f"[{GLUE} ]+", " ", text).strip()


def _words(text: str) -> list[str]:
    """Return what may not be broken: words with their punctuation, which French sets apart by a space."""
    words: list[str] = []
    glued = False
    for word in text.split(" "):
        plain = _plain_spaces(word)
        if not plain:
            continue
        if words and (glued or CLOSING.match(plain)):
            words[-1] = f"{words[-1]} {plain}"
        else:
            words.append(plain)
        glued = bool(OPENING.match(plain))
    return words


def _wrapped(words: Sequence[str], width: float, measure: Measure) -> list[str]:
    lines: list[str] = []
    for word in words:
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and measure(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _balanced(words: Sequence[str], width: float, count: int, measure: Measure) -> list[str]:
    """Return the lines in the narrowest box in which they are not more."""
    low, high = 0.0, width
    for _ in range(12):
        middle = (low + high) / 2
        lines = _wrapped(words, middle, measure)
        if len(lines) <= count and all(measure(line) <= middle for line in lines):
            high = middle
        else:
            low = middle
    return _wrapped(words, high, measure)


def _pieces(word: str, width: float, measure: Measure) -> list[str]:
    """Return a word in pieces that fit on a line: at its hyphens and slashes, else anywhere."""
    pieces: list[str] = []
    for part in re.findall(r"[^-/]*[-/]|[^-/]+", word):
        rest = part
        if pieces and measure(pieces[-1] + rest) <= width:
            pieces[-1] += rest
            continue
        while measure(rest) > width and len(rest) > 1:
            count = _fitting(rest, width, measure)
            pieces.append(rest[:count])
            rest = rest[count:]
        pieces.append(rest)
    return pieces


def _fitting(text: str, width: float, measure: Measure) -> int:
    """Return how many characters of a text fit, at least one."""
    low, high = 1, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if measure(text[:middle]) <= width else (low, middle - 1)
    return low


def _cut(text: str, width: float, measure: Measure) -> str:
    """Return the beginning of a text with an ellipsis, cut between words where there are several."""
    count = _fitting(text, width - measure(ELLIPSIS), measure)
    start = text[:count]
    if count < len(text) and text[count] != " " and " " in start:
        start = start.rpartition(" ")[0]
    return start.rstrip(" ,;:.!?«–—-") + ELLIPSIS
