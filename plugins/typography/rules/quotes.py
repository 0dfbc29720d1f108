"""Rule 2: double quotes become guillemets, nested ones ``“ ”``, with no-break spaces inside.

Each mark is first classified as opening or closing by its neighbours; pairs are then matched with a stack, in one
pass. Sources: Imprimerie nationale, "Guillemets"; OQLF, "Guillemets", for nested quotations.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from plugins.typography.characters import NBSP, QUOTED, SPACES, UNQUOTED, Edit

MARK = re.compile(f'["«»“”{QUOTED}{UNQUOTED}]')
KINDS = {"«": "«", "»": "«", "“": "“", "”": "“", QUOTED: QUOTED, UNQUOTED: QUOTED}
OPENING = frozenset({"«", "“", QUOTED})
CLOSING = frozenset({"»", "”", UNQUOTED})
OPENS_BEFORE = frozenset(f"{SPACES}([{{|—–«“{QUOTED}")
JOINS_BEFORE = frozenset("'’-/+")
WORD_ENDS = frozenset(".,!?…)")
CLOSES_AFTER = frozenset(f"{SPACES})]}}.,;:!?…»”|{UNQUOTED}")


@dataclass(slots=True)
class Mark:
    """A quotation mark.

    Attributes:
        start: Its offset.
        kind: The opening mark of its kind: ``"``, ``«``, ``“``, or that of a ``<q>``.
        opens: Whether it opens rather than closes.
        sure: Whether its neighbours decide that; an unsure one without a match is left alone.
        paired: Whether it has a match.
        literal: Whether it belongs to code (``a="b"``) and is left alone.
        nested: Whether it is inside a pair.
    """

    start: int
    kind: str
    opens: bool
    sure: bool = True
    paired: bool = False
    literal: bool = False
    nested: bool = False

    def sign(self) -> str:
        """Return the typographic quotation mark to replace it with."""
        if self.literal or self.kind == QUOTED or not (self.sure or self.paired):
            return ""
        if self.nested:
            return "“" if self.opens else "”"
        return "«" if self.opens else "»"


def set_quotes(text: str, rules: frozenset[int]) -> tuple[str, list[Edit]]:
    """Return the text with its quotation marks replaced, of the same length, and the edits.

    Args:
        text: The text of a block.
        rules: The numbers of the enabled rules: 1 for spaces inside guillemets, 2 for quotes.

    >>> text, edits = set_quotes('Un "mot".', frozenset({1, 2}))
    >>> text, [(start, end, new) for start, end, _, new, _ in edits]
    ('Un «mot».', [(3, 4, '«\\xa0'), (7, 8, '\\xa0»')])
    """
    if not MARK.search(text):
        return text, []
    signs: list[tuple[Mark, str]] = []
    pieces: list[str] = []
    position = 0
    for mark in find_marks(text):
        old = text[mark.start]
        sign = mark.sign() if 2 in rules else old if old in "«»" else ""
        if sign:
            signs.append((mark, sign))
            pieces += (text[position : mark.start], sign)
            position = mark.start + 1
    settled = "".join([*pieces, text[position:]])
    edits: list[Edit] = []
    for mark, sign in signs:
        changed = sign != text[mark.start]
        if changed or 1 in rules:
            edits += _edits(settled, mark, sign, 1 if 1 in rules else 2, changed)
    return settled, edits


@dataclass(slots=True)
class Level:
    """The stack of unmatched opening marks in a block or in one ``<q>``: no pair crosses a ``<q>``.

    Attributes:
        element: The start of the ``<q>``, if any.
        marks: The opening marks, the innermost last.
        waiting: Their number by kind.
    """

    element: Mark | None = None
    marks: list[Mark] = field(default_factory=list)
    waiting: dict[str, int] = field(default_factory=dict)

    def open(self, mark: Mark) -> None:
        """Push an opening mark."""
        self.marks.append(mark)
        self.waiting[mark.kind] = self.waiting.get(mark.kind, 0) + 1

    def close(self, mark: Mark) -> None:
        """Match a closing mark with the innermost of its kind, else with a straight one, else with the innermost."""
        if not self.marks:
            return
        kind = next((kind for kind in (mark.kind, '"') if self.waiting.get(kind)), self.marks[-1].kind)
        while self.marks:
            mate = self.marks.pop()
            self.waiting[mate.kind] -= 1
            if mate.kind == kind:
                mate.paired = mark.paired = True
                mark.literal = mate.literal
                return


def find_marks(text: str) -> list[Mark]:
    """Return the quotation marks of a text, matched; primes and empty quotes are left out."""
    marks: list[Mark] = []
    levels = [Level()]
    for match in MARK.finditer(text):
        start, character = match.start(), match[0]
        level = levels[-1]
        if character == '"':
            mark = _classified(text, start, bool(level.waiting.get('"')))
            if mark is None:
                continue
        elif character == "“" and _is_german(text, start):
            continue
        else:
            mark = Mark(start, KINDS[character], character in OPENING)
        marks.append(mark)
        if character == QUOTED:
            levels.append(Level(mark))
        elif character == UNQUOTED:
            if level.element is not None:
                mark.paired = level.element.paired = True
                levels.pop()
        elif mark.opens:
            level.open(mark)
        else:
            level.close(mark)
    depth = 0
    for mark in marks:
        depth -= not mark.opens and mark.paired and not mark.literal
        mark.nested = depth > 0
        depth += mark.opens and mark.paired and not mark.literal
    return marks


def _classified(text: str, start: int, quoting: bool) -> Mark | None:
    """Return a straight quote, opening or closing by its neighbours, or None when it is no quotation mark."""
    before = text[start - 1] if start else " "
    after = text[start + 1] if start + 1 < len(text) else " "
    if before == '"' or after == '"':
        return None
    if before.isdigit():
        return Mark(start, '"', False) if quoting else None
    opens = before in OPENS_BEFORE
    closes = after in CLOSES_AFTER and not (opens and after in ".…")
    if opens != closes:
        return Mark(start, '"', opens)
    if not opens and before in JOINS_BEFORE:
        return Mark(start, '"', True)
    return Mark(start, '"', not quoting, sure=False, literal=before == "=")


def _is_german(text: str, start: int) -> bool:
    """Return whether ``“`` closes a German quotation, as in ``„so“``, by its neighbours."""
    spaced_after = start + 1 == len(text) or text[start + 1] in SPACES
    before = text[start - 1 : start]
    return spaced_after and (before.isalnum() or before in WORD_ENDS)


def _edits(text: str, mark: Mark, sign: str, rule: int, changed: bool) -> Iterator[Edit]:
    """Yield the edits of a mark and of the space on its inner side; ``“ ”`` and empty pairs have no space."""
    first = last = mark.start
    if mark.opens:
        first = last = mark.start + 1
        while last < len(text) and text[last] in SPACES:
            last += 1
        at_edge = last == len(text) or (first == last and text[last] in CLOSING)
    else:
        while first and text[first - 1] in SPACES:
            first -= 1
        at_edge = not first or (first == last and text[first - 1] in OPENING)
    wanted = "" if mark.nested else NBSP
    new = sign
    if not at_edge and first < last:
        yield first, last, rule, wanted, False
    elif not at_edge:
        new = sign + wanted if mark.opens else wanted + sign
    if changed or new != sign:
        yield mark.start, mark.start + 1, 2 if changed else rule, new, False
