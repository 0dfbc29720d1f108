"""Renders a Markdown body, and plain text: HTML, table of contents, links, anchors, visible text, findings."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from html import escape
from typing import Any

from markupsafe import Markup

from plugins.base.findings import Finding, Position, quoted
from plugins.base.html_tokens import Token, block_text
from plugins.framework.frontmatter.source import position_of
from plugins.framework.render.document import Document
from plugins.framework.render.links import Link, rewrite
from plugins.framework.render.markdown import Heading, MarkdownError, convert_marked
from plugins.framework.render.render_options import RenderOptions
from plugins.framework.render.source_positions import Locator
from plugins.framework.render.targets import EMPTY, Holed, of_tokens
from plugins.framework.render.transforms import TransformContext, applied, apply, find_function
from plugins.framework.render.unclosed_markup import unclosed
from plugins.i18n.messages import N_, message

NOTE_CALL = re.compile(r'<sup id="fnref\d*:[^"]*">')
NO_PROSE = frozenset(
    ["script", "style", "svg", "math", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "table", "figure", "section"]
)


@dataclass(frozen=True, slots=True)
class Body:
    """The rendered Markdown part of a file.

    The attributes are those of :class:`~plugins.framework.render.render_source.Rendered`; ``prose`` is the text without
    headings, code, tables and figures, of which a summary is made.
    """

    html: str
    contents: tuple[Heading, ...]
    links: tuple[Link, ...]
    anchors: frozenset[str]
    text: str
    findings: tuple[Finding, ...]
    prose: str = ""
    markup: Holed = EMPTY
    stored: Mapping[str, Any] = field(default_factory=dict)


def inline(text: str, options: RenderOptions, context: TransformContext) -> str:
    """Return a plain text (title, summary, caption, label) as HTML, with the transforms applied."""
    html = escape(text, quote=False)
    return applied(html, options.transforms_for(html), context)


def typesetter(options: RenderOptions) -> Callable[..., Markup]:
    """Return a function from plain text, and a language other than the site's, to HTML; results are kept."""
    context = options.context("")

    @lru_cache(maxsize=None, typed=True)
    def typeset(text: str, language: str | None = None) -> Markup:
        return Markup(inline(text, options, replace(context, language=language or context.language)))

    return typeset


def render_body(
    text: str, path: str, first_line: int, options: RenderOptions, context: TransformContext, *, prose: bool = True
) -> Body:
    """Return the HTML of a Markdown text with its headings, links, anchors, text and findings.

    Args:
        text: Markdown.
        path: The file, relative to the content folder.
        first_line: The 1-based line of the file at which the text begins.
        options: What else it depends on.
        context: What transforms may know.
        prose: Whether the text without headings and tables is wanted too.
    """
    refused = [
        Finding(path, position_of(text, offset, first_line), problem, mend, fatal=True)
        for offset, problem, mend in unclosed(text)
    ]
    if refused:
        return Body("", (), (), frozenset(), "", tuple(refused))
    try:
        html, contents = convert_marked(text, options.markdown)
    except MarkdownError as error:
        return Body("", (), (), frozenset(), "", (_unreadable(path, first_line, error),))
    document = Document.of_marked(html)
    apply(document, options.transforms, context)
    contents = _transformed(contents, options, context)
    links, anchors, findings = rewrite(document, path, text, first_line)
    if document.reports:
        findings += _reported(document, path, text, first_line)
    said = _without_calls(document)
    words, beginning = block_text(said), block_text(said, NO_PROSE) if prose else ""
    stored = {package: find_function(name)(document) for package, name in options.projections}
    markup = of_tokens(document.tokens)
    return Body(document.html, contents, links, anchors, words, tuple(findings), beginning, markup, stored)


def _reported(document: Document, path: str, text: str, first_line: int) -> Iterator[Finding]:
    """Yield what transforms have reported, each at its place in the source."""
    locator = Locator(text, first_line, document.lines)
    for report in document.reports:
        place = locator.near(report.near, report.block) if report.near else None
        if place is not None or not report.typed:
            place = place or locator.start(report.block)
            yield Finding(path, place, report.problem, report.mend, advice=report.advice)


def _without_calls(document: Document) -> list[Token]:
    """Return the tokens less the calls of footnotes, whose numbers are no words of the text."""
    if "fnref" not in document.html:
        return document.tokens
    found: list[Token] = []
    end = -1
    for number, token in enumerate(document.tokens):
        if number <= end:
            continue
        if token.name == "sup" and NOTE_CALL.fullmatch(token.text):
            following = range(number + 1, len(document))
            end = next((each for each in following if document.is_text(each, "</sup>")), number - 1)
            if end > number:
                continue
        if token.kind == "text" and found and found[-1].kind == "text":
            token = Token("text", found.pop().text + token.text, "")
        found.append(token)
    return found


def _transformed(
    headings: tuple[Heading, ...], options: RenderOptions, context: TransformContext
) -> tuple[Heading, ...]:
    return tuple(
        replace(
            heading,
            html=applied(heading.html, options.transforms_for(heading.html), context),
            children=_transformed(heading.children, options, context),
        )
        for heading in headings
    )


def _unreadable(path: str, line: int, error: MarkdownError) -> Finding:
    return Finding(
        path,
        Position(line),
        message(N_("Markdown stumbles over this text: {reason}"), reason=quoted(str(error), 120)),
        message(N_("look for deep nesting, and at the options of code blocks")),
        fatal=True,
    )
