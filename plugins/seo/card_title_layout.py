"""Line breaking of a card's title: the largest size that fits, on balanced lines.

Text widths come from a function, so that it depends on no font.
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
    """The box that a text has to fit into.

    Attributes:
        width, height: In pixels.
        sizes: The allowed font sizes, the largest first.
        lines: The most lines.
        leading: The line height, in font sizes.
    """

    width: float
    height: float
    sizes: tuple[int, ...]
    lines: int = 5
    leading: float = 1.14

    def room(self, size: int) -> int:
        """Return the most lines of a size that fit."""
        return max(1, min(self.lines, int((self.height / size - 1) / self.leading) + 1))


@dataclass(frozen=True, slots=True)
class Fitted:
    """A text broken into lines, with ordinary spaces, at a font size in pixels."""

    lines: tuple[str, ...]
    size: int


def fit(text: str, box: Box, measure: Measure) -> Fitted:
    """Return a text in the largest size that fits, on lines of balanced width; in the smallest size it may be cut.

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
    """Return a text on one line, cut with an ellipsis if it is too wide.

    >>> one_line("Un seul moteur", 8, len)
    'Un seul…'
    """
    text = _plain_spaces(text)
    return text if measure(text) <= width else _cut(text, width, measure)


def _plain_spaces(text: str) -> str:
    return re.sub(f"[{GLUE} ]+", " ", text).strip()


def _words(text: str) -> list[str]:
    """Return the unbreakable units: words with their punctuation, which French separates by a no-break space."""
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
    """Return the lines balanced: wrapped at the smallest width that needs no further line."""
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
    """Return a word broken into pieces that fit on a line: after hyphens and slashes, else anywhere."""
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
    """Return the number of characters of a text that fit, at least one."""
    low, high = 1, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if measure(text[:middle]) <= width else (low, middle - 1)
    return low


def _cut(text: str, width: float, measure: Measure) -> str:
    """Return the beginning of a text with an ellipsis, cut between words if there are several."""
    count = _fitting(text, width - measure(ELLIPSIS), measure)
    start = text[:count]
    if count < len(text) and text[count] != " " and " " in start:
        start = start.rpartition(" ")[0]
    return start.rstrip(" ,;:.!?«–—-") + ELLIPSIS
