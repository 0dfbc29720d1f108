"""Links and headings of a Markdown document, as GitHub reads them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

FENCE = re.compile(r"^( *)(`{3,}|~{3,}).*?^\1\2`*~* *$", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)", re.DOTALL)
LINK = re.compile(r"!?\[(?:[^\[\]]|\[[^\]]*\])*\]\(\s*<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\s*\)")
HEADING = re.compile(r"^#{1,6} +(.+?) *#*$", re.MULTILINE)
SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


def prose(text: str) -> str:
    """Return a document without its blocks of code."""
    return FENCE.sub("", text)


def targets(text: str) -> Iterator[str]:
    """Yield where the links and pictures of a document lead, but for other hosts.

    >>> list(targets("[a](b.md#c) `[d](e)` [f](https://g.example/) ![h](i.svg)"))
    ['b.md#c', 'i.svg']
    """
    for match in LINK.finditer(CODE.sub("", prose(text))):
        if not SCHEME.match(match[1]):
            yield unquote(match[1])


def anchors(text: str) -> set[str]:
    """Return the anchors that GitHub gives to a document's headings.

    >>> sorted(anchors("# Why `a_b`, and how?\\n\\n## Why [x](y)\\n\\n## Why x\\n"))
    ['why-a_b-and-how', 'why-x', 'why-x-1']
    """
    found: dict[str, int] = {}
    for title in HEADING.findall(prose(text)):
        words = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", title).replace("`", "")
        slug = re.sub(r"[^\w\- ]", "", words.lower()).replace(" ", "-")
        found[slug] = found.get(slug, -1) + 1
        if found[slug]:
            found[f"{slug}-{found[slug]}"] = 0
    return set(found)


def broken(document: Path) -> list[str]:
    """Return the links of a document that lead to no file, or to no heading of one."""
    text = document.read_text("utf-8")
    return [target for target in targets(text) if not _leads(document, target)]


def _leads(document: Path, target: str) -> bool:
    path, _, anchor = target.partition("#")
    file = document.parent / path if path else document
    if not file.exists():
        return False
    return not anchor or (file.suffix == ".md" and anchor in anchors(file.read_text("utf-8")))
