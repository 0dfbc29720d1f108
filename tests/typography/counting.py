"""Counted steps: a backtracking matcher in Python that counts, and a count of the lines that a call runs.

The matcher reads the tree that ``re`` itself parses an expression into and tries alternatives in the same order,
but remembers nothing and skips nothing: it takes at least the steps that ``re`` takes. Tests compare its matches with
those of ``re`` on the same text, so that its count can be believed.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from re import _constants as ops  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from types import FrameType
from typing import Any

Continue = Callable[[int], int]
"""What must match next: from a position to the match's end, or -1."""

DEPTH = 5_000
"""Calls within calls, for the longest match."""

ONE_CHARACTER = (ops.LITERAL, ops.NOT_LITERAL, ops.ANY, ops.IN)
CATEGORIES: dict[Any, Callable[[str], bool]] = {
    ops.CATEGORY_DIGIT: str.isdecimal,
    ops.CATEGORY_NOT_DIGIT: lambda character: not character.isdecimal(),
    ops.CATEGORY_SPACE: str.isspace,
    ops.CATEGORY_NOT_SPACE: lambda character: not character.isspace(),
    ops.CATEGORY_WORD: lambda character: character.isalnum() or character == "_",
    ops.CATEGORY_NOT_WORD: lambda character: not (character.isalnum() or character == "_"),
}


class Matcher:
    """Finds an expression's matches in a text and counts the characters it looks at."""

    def __init__(self, expression: re.Pattern[str], text: str) -> None:
        self.tree = parser.parse(expression.pattern, expression.flags & ~re.UNICODE)
        self.fold = bool(expression.flags & re.IGNORECASE)
        self.lines = not expression.flags & re.DOTALL
        self.text = text
        self.steps = 0

    def spans(self) -> Iterator[tuple[int, int]]:
        """Yield the bounds of the matches that do not overlap, as ``finditer`` does for non-empty ones."""
        position = 0
        while position <= len(self.text):
            end = self.match(position)
            if end > position:
                yield position, end
            position = max(end, position + 1)

    def match(self, position: int) -> int:
        """Return the end of the match at a position, or -1."""
        before = sys.getrecursionlimit()
        sys.setrecursionlimit(max(before, DEPTH))
        try:
            return self._sequence(list(self.tree), 0, position, lambda end: end)
        finally:
            sys.setrecursionlimit(before)

    def _sequence(self, nodes: list[Any], index: int, position: int, after: Continue) -> int:
        if index == len(nodes):
            return after(position)
        return self._node(nodes[index], position, lambda end: self._sequence(nodes, index + 1, end, after))

    def _node(self, node: Any, position: int, after: Continue) -> int:
        operation, value = node
        if operation in ONE_CHARACTER:
            return after(position + 1) if self._one(node, position) else -1
        self.steps += 1
        if operation is ops.BRANCH:
            for branch in value[1]:  # no generator: each is a call of C's, of which Python 3.12 allows few
                end = self._sequence(list(branch), 0, position, after)
                if end >= 0:
                    return end
            return -1
        if operation is ops.SUBPATTERN:
            return self._sequence(list(value[3]), 0, position, after)
        if operation is ops.ATOMIC_GROUP:
            end = self._sequence(list(value), 0, position, lambda end: end)
            return after(end) if end >= 0 else -1
        if operation in (ops.ASSERT, ops.ASSERT_NOT):
            direction, body = value
            start = position if direction > 0 else position - body.getwidth()[0]
            held = start >= 0 and self._sequence(list(body), 0, start, lambda end: end) >= 0
            return after(position) if held == (operation is ops.ASSERT) else -1
        if operation is ops.AT:
            return after(position) if self._at(value, position) else -1
        return self._repeat(operation, value, position, after)

    def _repeat(self, operation: Any, value: Any, position: int, after: Continue) -> int:
        least, most, body = value
        nodes = list(body)
        if operation is ops.POSSESSIVE_REPEAT or (len(nodes) == 1 and nodes[0][0] in ONE_CHARACTER):
            ends = [position]
            while len(ends) <= most:
                end = self._sequence(nodes, 0, ends[-1], lambda end: end)
                if end < 0 or end == ends[-1]:
                    break
                ends.append(end)
            if len(ends) <= least:
                return -1
            if operation is ops.POSSESSIVE_REPEAT:
                return after(ends[-1])
            for start in reversed(ends[least:]):
                end = after(start)
                if end >= 0:
                    return end
            return -1

        def more(count: int, start: int) -> int:
            if count < most:
                found = self._sequence(nodes, 0, start, lambda end: more(count + 1, end) if end > start else -1)
                if found >= 0:
                    return found
            return after(start) if count >= least else -1

        return more(0, position)

    def _one(self, node: Any, position: int) -> bool:
        self.steps += 1
        if position >= len(self.text):
            return False
        character = self.text[position]
        forms = {character, character.lower(), character.upper()} if self.fold else {character}
        return any(self._is(node, form) for form in forms)

    def _is(self, node: Any, character: str) -> bool:
        operation, value = node
        if operation is ops.LITERAL:
            return bool(ord(character) == value)
        if operation is ops.NOT_LITERAL:
            return bool(ord(character) != value)
        if operation is ops.ANY:
            return not self.lines or character != "\n"
        negated = value[0][0] is ops.NEGATE
        return bool(negated) != any(_in(item, character) for item in value[negated:])

    def _at(self, place: Any, position: int) -> bool:
        if place is ops.AT_BEGINNING_STRING:
            return position == 0
        if place is ops.AT_END_STRING:
            return position == len(self.text)
        if place is ops.AT_BOUNDARY:
            sides = (self.text[max(0, position - 1) : position], self.text[position : position + 1])
            before, after = (bool(side) and CATEGORIES[ops.CATEGORY_WORD](side) for side in sides)
            return before != after
        raise ValueError(f"the matcher does not know {place}: teach it here before using it in an expression")


def _in(item: Any, character: str) -> bool:
    operation, value = item
    if operation is ops.LITERAL:
        return bool(ord(character) == value)
    if operation is ops.RANGE:
        return bool(value[0] <= ord(character) <= value[1])
    return CATEGORIES[value](character)


def lines_run(call: Callable[[], object]) -> int:
    """Return how many lines of Python a call runs."""
    count = 0

    def trace(frame: FrameType, event: str, argument: object) -> Any:
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        call()
    finally:
        sys.settrace(before)
    return count
