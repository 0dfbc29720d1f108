"""The response headers that docs/headers.md promises: the tests' server sends what is written there.

Contains no I/O but the reading of that file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "headers.md"


@dataclass(frozen=True)
class Rule:
    """The headers of the addresses that a pattern such as ``/theme/*`` matches."""

    pattern: str
    headers: tuple[tuple[str, str], ...]


def block(text: str, language: str) -> str:
    """Return the first code block of a language in a Markdown text.

    >>> block("a\\n```ini\\nx = 1\\n```\\nb", "ini")
    'x = 1\\n'
    """
    found = re.search(rf"^```{re.escape(language)}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    if found is None:
        raise ValueError(f"no block of {language}")
    return found[1]


def parse(text: str) -> tuple[Rule, ...]:
    """Return the rules of a ``_headers`` file: a pattern a paragraph, its headers below it, indented.

    >>> parse("# all\\n/*\\n  X-A: 1\\n")
    (Rule(pattern='/*', headers=(('X-A', '1'),)),)
    """
    rules: list[Rule] = []
    for line in text.splitlines():
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if line.startswith("/"):
            rules.append(Rule(line.strip(), ()))
            continue
        name, _, value = line.strip().partition(":")
        rules[-1] = Rule(rules[-1].pattern, (*rules[-1].headers, (name, value.strip())))
    return tuple(rules)


def documented() -> tuple[Rule, ...]:
    """Return the rules that docs/headers.md gives to static hosts."""
    return parse(block(DOCUMENT.read_text("utf-8"), "headers"))


def of(rules: tuple[Rule, ...], path: str) -> dict[str, str]:
    """Return the headers of an address: those of every rule that matches it, a later one over an earlier one."""
    return {name: value for rule in rules if fnmatchcase(path, rule.pattern) for name, value in rule.headers}
