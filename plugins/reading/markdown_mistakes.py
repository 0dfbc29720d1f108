"""Findings about callouts (unknown kind, malformed first line) and headings (empty, skipped level).

Mistakes are detected in the HTML; the source gives only their positions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from plugins.base.findings import Finding, listed, quoted, suggestion
from plugins.base.html_tokens import attributes, tokens
from plugins.framework.frontmatter.source import position_of
from plugins.framework.render.source_positions import masked
from plugins.i18n.messages import N_, message
from plugins.reading.callouts import KINDS, UNKNOWN

__all__ = ["is_suspect", "mistakes"]

BROKEN = re.compile(r"<p>!!!")
BEGINNING = re.compile(r"^[ >\t]*!!! ?([^\n]*)$", re.MULTILINE)
WELL_FORMED = re.compile(r"([\w\-]+(?: +[\w\-]+)*)(?: +\"(.*?)\")? *\Z")
LEVEL = re.compile(r"<h([1-6])[\s>]")
HEADING = re.compile(r"^#{1,6}(?!#).*", re.MULTILINE)
EMPTY = re.compile(r"<h([1-6])(?:\s[^>]*)?>\s*</h\1>")


def is_suspect(html: str) -> bool:
    """Return whether a text may have mistakes: a quick check of its HTML."""
    return UNKNOWN in html or bool(BROKEN.search(html)) or bool(EMPTY.search(html) or _skips(html))


def mistakes(html: str, body: str, path: str, first_line: int) -> Iterator[Finding]:
    """Yield a finding for each callout whose kind is unknown or whose first line is not well formed.

    Args:
        html: The HTML, after the transforms.
        body: The Markdown.
        path: Its file, relative to the content folder.
        first_line: The 1-based line of the file at which the Markdown begins.
    """
    unknown = [
        word
        for token in tokens(html)
        if token.kind == "start" and UNKNOWN in token.text
        for word in attributes(token.text).get(UNKNOWN, "").split()
    ]
    broken = len(BROKEN.findall(html))
    for match in BEGINNING.finditer(masked(body)):
        formed = WELL_FORMED.match(match[1].rstrip())
        where = position_of(body, match.start(1), first_line)
        if formed is None and broken:
            broken -= 1
            yield Finding(
                path,
                where,
                message(N_("this begins a callout and is not one")),
                message(N_("write it so, with or without a title: {line}"), line='!!! tip "…"'),
            )
        for word in formed[1].lower().split() if formed else ():
            if word in unknown:
                unknown.remove(word)
                first = formed is not None and formed[1].lower().split()[0] == word
                yield Finding(
                    path,
                    where,
                    message(
                        N_("unknown kind of callout '{word}' (there are: {kinds})"),
                        word=quoted(word),
                        kinds=listed(KINDS),
                    ),
                    suggestion(word, KINDS)
                    if first
                    else message(N_("put its title between straight quotes: {line}"), line='!!! note "…"'),
                )
    yield from _headings(html, body, path, first_line)


def _skips(html: str) -> list[tuple[int, int]]:
    """Return the indices of the headings that skip a level, each with the level of the heading before it."""
    before, found = 1, []
    for number, match in enumerate(LEVEL.finditer(html)):
        level = int(match[1])
        if level > before + 1:
            found.append((number, before))
        before = level
    return found


def _headings(html: str, body: str, path: str, first_line: int) -> Iterator[Finding]:
    """Yield a finding for each empty heading, and advice for each that skips a level.

    Users of screen readers take a skipped level for a missing heading.
    """
    marks = [match.start() for match in HEADING.finditer(masked(body))]
    skipping = dict(_skips(html))
    for number, match in enumerate(LEVEL.finditer(html)):
        where = position_of(body, marks[number] if number < len(marks) else 0, first_line)
        if EMPTY.match(html, match.start()):
            problem = message(N_("this heading has no word"))
            yield Finding(path, where, problem, message(N_("write it, or take its # away")))
        elif number in skipping:
            mend = message(N_("begin it with {marks}"), marks="#" * (skipping[number] + 1))
            yield Finding(path, where, message(N_("this heading skips a level")), mend, advice=True)
