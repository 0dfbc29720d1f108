"""What an author may get wrong in callouts and headings. Contains no Pelican and no I/O.

The HTML says whether something is wrong; the source only says where.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from plugins.framework.findings import Finding, listed, quoted, suggestion
from plugins.framework.links import masked
from plugins.framework.markup import attributes, tokens
from plugins.framework.source import position_of
from plugins.i18n.messages import N_, message
from plugins.reading.callouts import KINDS, UNKNOWN

__all__ = ["is_suspect", "mistakes"]

BROKEN = re.compile(r"<p>!!!")
BEGINNING = re.compile(r"^[ >\t]*!!! ?([^\n]*)$", re.MULTILINE)
WELL_FORMED = re.compile(r"([\w\-]+(?: +[\w\-]+)*)(?: +\"(.*?)\")? *\Z")
LEVEL = re.compile(r"<h([1-6])[\s>]")
HEADING = re.compile(r"^(#{1,6})[ \t]*[^#\s]", re.MULTILINE)


def is_suspect(html: str) -> bool:
    """Tell whether a text is worth looking at: it has a callout without a kind, or none where one was meant."""
    return UNKNOWN in html or bool(BROKEN.search(html)) or bool(_skips(html))


def mistakes(html: str, body: str, path: str, first_line: int) -> Iterator[Finding]:
    """Yield a finding for each callout whose kind is unknown or whose first line is not well formed.

    Args:
        html: The text as transforms left it.
        body: Its Markdown.
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
    yield from _skipped_levels(html, body, path, first_line)


def _skips(html: str) -> list[tuple[int, int]]:
    """Return the numbers of the headings that skip a level, each with the level of the heading before it."""
    before, found = 1, []
    for number, match in enumerate(LEVEL.finditer(html)):
        level = int(match[1])
        if level > before + 1:
            found.append((number, before))
        before = level
    return found


def _skipped_levels(html: str, body: str, path: str, first_line: int) -> Iterator[Finding]:
    """Yield advice for each heading that skips a level: those who hear the page take it for a missing one."""
    marks = list(HEADING.finditer(masked(body)))
    for number, before in _skips(html):
        where = (
            position_of(body, marks[number].start(), first_line)
            if number < len(marks)
            else position_of(body, 0, first_line)
        )
        yield Finding(
            path,
            where,
            message(N_("this heading skips a level")),
            message(N_("begin it with {marks}"), marks="#" * (before + 1)),
            advice=True,
        )
