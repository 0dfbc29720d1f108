"""A lint of regular expressions: ``python -m tests.expressions`` tells where one repeats possessively.

Python before 3.11.5 matches possessive repeats of groups wrongly (python/cpython#106052, #100061), and Debian 12 has
3.11.2. A repeat that what follows cannot begin inside, or a look-ahead that says so, does the same in any Python.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PART = re.compile(
    r"\\. | \[\^?\]?(?:\\.|[^\]\\])*\] | \(\? | (?P<possessive>(?:[*+?]|\{\d*,?\d*\})\+) | .", re.DOTALL | re.VERBOSE
)
"""An escape, a class, the beginning of a group with a meaning, a possessive repeat, or any other character."""
EXPRESSION = "re"
"""The module whose functions take expressions."""


def possessive(expression: str) -> bool:
    """Tell whether a regular expression holds a possessive repeat.

    >>> possessive(r"a++"), possessive(r"(?:a|b){2,}+c"), possessive(r"a?+")
    (True, True, True)
    >>> possessive(r"[a*+]+"), possessive(r"\\++"), possessive(r"a+ \\*+"), possessive(r"(?>a+)")
    (False, False, False, False)
    """
    return any(part["possessive"] for part in PART.finditer(expression))


def findings(source: str) -> Iterator[tuple[int, int]]:
    """Yield line and column, from 1, of each string of a module that is an expression and repeats possessively.

    What is raw, and what a function of ``re`` is called with, is an expression.
    """
    tree = ast.parse(source)
    called = {
        id(argument)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func).startswith(f"{EXPRESSION}.")
        for argument in ast.walk(node)
    }
    inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        text = _text(node)
        if text is None or id(node) in inside or not possessive(text):
            continue
        segment = ast.get_source_segment(source, node) or ""
        if id(node) in called or re.match(r"(?i)\(?[bf]?r", segment):
            yield node.lineno, node.col_offset + 1  # type: ignore[attr-defined]


def _text(node: ast.AST) -> str | None:
    """Return a string's text, what is put into it left out, or None for anything else."""
    if isinstance(node, ast.JoinedStr):
        parts = (part.value if isinstance(part, ast.Constant) else "\ufffc" for part in node.values)
        return "".join(map(str, parts))
    if isinstance(node, ast.Constant):
        value = node.value
        return value if isinstance(value, str) else value.decode("latin-1") if isinstance(value, bytes) else None
    return None


def main() -> int:
    """Print a line for each finding, and return 1 if there is one."""
    files = [*ROOT.glob("*.py"), *(ROOT / "plugins").rglob("*.py"), *(ROOT / "tests").rglob("*.py")]
    told = [
        f"{file.relative_to(ROOT)}:{line}:{column}: possessive repeat: Python 3.11.2 matches it wrongly"
        for file in sorted(files)
        if "node_modules" not in file.parts
        for line, column in findings(file.read_text("utf-8"))
    ]
    print(*told, sep="\n", end="\n" if told else "")
    return bool(told)


if __name__ == "__main__":
    sys.exit(main())
