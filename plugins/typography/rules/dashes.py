"""Rule 5: spaced hyphens and dashes become en dashes, with no-break spaces inside.

Source: Imprimerie nationale, "Tiret". Two dashes of one sentence, at one level of parentheses, enclose a
parenthetical; a single one introduces what follows. An en or em dash at the start of a block marks dialogue.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from plugins.typography.characters import NBSP, SPACE, SPACES, UPPER, Edit
from plugins.typography.rules.numbers import UNITS

TAIL = r"[,;:.!?…)\]}»”]"
DASH = re.compile(rf"[-–—](?<={SPACE}[-–—])-{{0,2}}(?={SPACE}|{TAIL}|\Z)")
EVENT = re.compile(
    r"(?P<opening>[(\[{])|(?P<closing>[)\]}])"
    rf"|(?P<dash>{DASH.pattern})"
    rf"|(?P<stop>;|(?:[!?…]|\.(?<![{UPPER}]\.))"
    rf"(?=(?:{SPACE}*[»”’)]){{0,3}}{SPACE}+(?:[«“(]{SPACE}*)?[{UPPER}]))"
)
SPEECH = re.compile(rf"{SPACE}*([–—]|--)({SPACE}+)(?!{SPACE}|{TAIL}|\Z)")
NO_WORD_BEFORE = frozenset("«“‘([{-–—")
AMOUNT = re.compile(rf"(?:[0-9]{SPACE}?(?:{UNITS})?|(?<![^\W_])[A-Za-z])\Z")


@dataclass(slots=True)
class Dash:
    """A dash between words.

    Attributes:
        before: The start of the space before it.
        start, end: Its bounds.
        after: The end of the space after it.
        closes: Whether it closes a parenthetical.
    """

    before: int
    start: int
    end: int
    after: int
    closes: bool = False


def set_dashes(text: str) -> Iterator[Edit]:
    """Yield the edits to the dashes of a block.

    >>> [(start, end, new) for start, end, _, new, _ in set_dashes("RSE - terrain de jeu - innove")]
    [(4, 5, '–'), (5, 6, '\\xa0'), (3, 4, ' '), (21, 22, '–'), (20, 21, '\\xa0'), (22, 23, ' ')]
    """
    speech = SPEECH.match(text)
    if speech:
        yield *speech.span(1), 5, "—" if speech[1] == "--" else speech[1], False
        yield *speech.span(2), 5, NBSP, False
    if not DASH.search(text):
        return
    for dash in find_dashes(text):
        yield dash.start, dash.end, 5, "–", False
        inner, outer = (dash.before, dash.start), (dash.end, dash.after)
        if not dash.closes:
            inner, outer = outer, inner
        yield *inner, 5, NBSP, False
        spaces = text[slice(*outer)]
        if spaces:
            yield *outer, 5, spaces if spaces.isascii() else " ", False


def find_dashes(text: str) -> list[Dash]:
    """Return the dashes of a block between words, each opening or closing."""
    found: list[Dash] = []
    pending: list[Dash | None] = [None]
    for match in EVENT.finditer(text):
        kind = match.lastgroup
        if kind == "opening":
            pending.append(None)
        elif kind == "closing":
            if len(pending) > 1:
                pending.pop()
        elif kind == "stop":
            pending[-1] = None
        else:
            dash = _dash(text, match.start(), match.end())
            if dash is None:
                continue
            follower = text[dash.after : dash.after + 1]
            if pending[-1] is not None:
                dash.closes = True
                pending[-1] = None
            elif dash.after == dash.end or follower in ("", "»", "”", ")", "]", "}"):
                continue
            else:
                pending[-1] = dash
            found.append(dash)
    return found


def _dash(text: str, start: int, end: int) -> Dash | None:
    """Return the dash at a position, or None for a list marker, a row of dashes, a subtraction or a range."""
    before, after = start, end
    while before and text[before - 1] in SPACES:
        before -= 1
    while after < len(text) and text[after] in SPACES:
        after += 1
    if not before or text[before - 1] in NO_WORD_BEFORE:
        return None
    if text[start] == "-" and "\n" in text[before:start]:
        return None
    follower = text[after : after + 1]
    if follower in ("-", "–", "—"):
        return None
    if follower.isdigit() and AMOUNT.search(text, max(0, before - 8), before):
        return None
    return Dash(before, start, end, after)
