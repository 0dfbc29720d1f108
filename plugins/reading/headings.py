"""Headings: an anchor link beside each, run-in heads, and their order.

The link is beside its heading, not inside, so that the heading's text is the author's alone in the heading lists of
screen readers, tables of contents and search. It has no text: its sign comes from the style sheet.
"""

from __future__ import annotations

import re

from plugins.framework.render.document import Document, tag
from plugins.framework.render.source_positions import LINE
from plugins.framework.render.transforms import TransformContext
from plugins.i18n.messages import N_, message
from plugins.reading.localised_words import localised

__all__ = ["anchors", "outline", "run_in"]

LEVELS = ("h1", "h2", "h3", "h4", "h5", "h6")
LINKED = ("h2", "h3", "h4")
RUN_IN = "h4"
STOPS = (".", "!", "?", "…", ":", ";", "»", "”")
"""The final characters of a run-in head that need no full stop from the style sheet."""

LINK = N_("Link to this section: {title}")

MARKS = re.compile(rf"(?im){LINE}(?=#{{1,6}}[ \t]*(?:#+[ \t]*)?$)|(?=<h[1-6]\b)")
"""Up to a heading without a word."""
MARKS_OF = {
    level: re.compile(rf"(?im){LINE}(?=#{{{level}}}(?!#))|(?=<h{level}\b)") for level in range(1, len(LEVELS) + 1)
}
"""Up to a heading of each level."""


def anchors(document: Document, context: TransformContext) -> None:
    """Put a link beside each heading of level 2 to 4 that has an ``id``.

    >>> Document.of('<h2 id="a">B</h2>').edited(anchors, TransformContext("", "en"))
    '<div class="head"><h2 id="a">B</h2><a class="anchor" href="#a" aria-label="Link to this section: B"></a></div>'
    """
    if "<h" not in document.html and "<H" not in document.html:
        return
    free = -1
    for start, end, named in document.elements(*LINKED):
        if start < free or not named.get("id") or "callout-title" in named.get("class", "").split():
            continue
        free = end  # a heading inside a heading is invalid, and gets no link
        title = document.words(start, end)
        link = tag(
            "a", class_="anchor", href=f"#{named['id']}", aria_label=localised(context.language, LINK, title=title)
        )
        document[start] = tag("div", class_="head") + document[start]
        document[end] += f"{link}</a></div>"


def run_in(document: Document, context: TransformContext) -> None:  # noqa: ARG001 - every transform has both
    """Make each ``h4`` before a paragraph that paragraph's run-in head.

    The element's level becomes the one below the heading before, so that headings stay in order (WCAG 2.2, 1.3.1)
    wherever the author writes ``####``.

    >>> Document.of("<h4>A</h4><p>b</p>").edited(run_in, TransformContext("", "fr"))
    '<div class="run-in"><h2>A</h2> <p>b</p></div>'
    """
    if "<h4" not in document.html and "<H4" not in document.html:
        return
    level = 1
    for start, end, _ in document.elements(*LEVELS):
        paragraph = document.after(end)
        if (
            document.tokens[start].name != RUN_IN
            or not document.is_start(paragraph, "p")
            or paragraph not in document.ends
        ):
            level = int(document.tokens[start].name[1])
            continue
        name = f"h{min(level + 1, 6)}"
        ended = document.words(start, end).endswith(STOPS)
        document[start] = tag("div", class_="run-in run-in-ended" if ended else "run-in") + _named(
            document[start], name
        )
        document[end] = f"</{name}>"
        if document.is_white_space(end + 1):
            document[end + 1] = " "
        else:
            document[end] += " "
        document[document.ends[paragraph]] += "</div>"


def _named(start: str, name: str) -> str:
    """Return a start tag with its element name replaced by one of the same length."""
    return f"<{name}{start[1 + len(name) :]}"


def outline(document: Document, context: TransformContext) -> None:  # noqa: ARG001 - every transform has both
    """Report headings without a word, and advise on those that skip a level; it stands behind what adds headings.

    Users of screen readers take a skipped level for a missing heading.

    >>> document = Document.of("<h2>A</h2><h4>B</h4>")
    >>> outline(document, TransformContext("", "fr"))
    >>> [report.problem.text() for report in document.reports]
    ['this heading skips a level']
    """
    before = 1
    for number, (kind, _, name) in enumerate(document.tokens):
        if kind != "start" or name not in LEVELS:
            continue
        level, following = int(name[1]), document.after(number)
        if following < len(document) and document.tokens[following][::2] == ("end", name):
            mend = message(N_("write it, or take its # away"))
            document.report(number, message(N_("this heading has no word")), mend, near=MARKS)
        elif level > before + 1:
            mend = message(N_("begin it with {marks}"), marks="#" * (before + 1))
            document.report(number, message(N_("this heading skips a level")), mend, near=MARKS_OF[level], advice=True)
        before = level
