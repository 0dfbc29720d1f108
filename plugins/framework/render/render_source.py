"""Renders one source file: bytes in, front matter, HTML, links, table of contents, summary and findings out.

:func:`render` is pure, and its arguments and its result can be pickled: it may run in a worker, and its result may be
cached by the hash of its arguments.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from html import escape
from typing import Literal
from zoneinfo import ZoneInfo

from plugins.base.excerpt import count_words, excerpt
from plugins.base.findings import Finding, Position, quoted
from plugins.base.html_tokens import Token, block_text
from plugins.base.slugs import derived_id, derived_slug
from plugins.framework.frontmatter.axes import read_axes
from plugins.framework.frontmatter.models import ArticleFrontMatter, FrontMatter, PageFrontMatter
from plugins.framework.frontmatter.source import position_of, split
from plugins.framework.frontmatter.validate import validate
from plugins.framework.frontmatter.yaml_tree import Mapping as Tree
from plugins.framework.frontmatter.yaml_tree import parse
from plugins.framework.model import Framework, Weights
from plugins.framework.render.document import Document
from plugins.framework.render.links import Link, rewrite
from plugins.framework.render.markdown import Heading, MarkdownError, MarkdownOptions, convert
from plugins.framework.render.transforms import TransformContext, applied, apply
from plugins.framework.render.unclosed_markup import unclosed
from plugins.i18n.messages import N_, message

DocumentKind = Literal["article", "page", "introduction"]


NOTE_CALL = re.compile(r'<sup id="fnref\d*:[^"]*">')
NO_PROSE = frozenset(
    ["script", "style", "svg", "math", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "table", "figure", "section"]
)


@dataclass(frozen=True, slots=True)
class RenderOptions:
    """The options of rendering.

    Attributes:
        kind: The kind of the file's front matter.
        framework: The axes, for an article.
        zone: The site's time zone (IANA name), for dates that name none.
        language: The site's language.
        markdown: Python-Markdown's extensions.
        transforms: Names of the HTML transforms, in order.
        transform_settings: Settings of the transforms' plugins, by name.
        summary_length: Characters of a summary that is taken from the text.
    """

    kind: DocumentKind
    framework: Framework
    zone: str
    language: str
    markdown: MarkdownOptions
    transforms: tuple[str, ...] = ()
    transform_settings: Mapping[str, object] = field(default_factory=dict)
    summary_length: int = 240

    def context(self, path: str, said: FrontMatter | None = None) -> TransformContext:
        """Return the context of the transforms of a text."""
        language = (said.lang if said else None) or self.language
        return TransformContext(path, language, said.typography if said else True, self.transform_settings)


@dataclass(frozen=True, slots=True)
class Rendered:
    """A rendered file.

    Attributes:
        path: The file, relative to the content folder.
        front_matter: Its front matter, dates in the site's zone; None when it is unusable.
        axes: Terms and weights by axis key.
        id, slug: Given or derived.
        title: The title as plain text, after the transforms.
        title_html: The title as HTML.
        html: The body; paths of files are marked by ``{filename}`` and ``{static}``.
        contents: The table of contents, a tree of headings.
        links: Links and images, in order.
        anchors: Every ``id`` of the body.
        text: The visible text, one line for each block element.
        words: The number of its words.
        summary: Plain text.
        summary_html: The same as HTML.
        positions: The positions of the front matter's keys.
        findings: The author's mistakes in this file.
    """

    path: str
    front_matter: FrontMatter | None = None
    axes: Mapping[str, Weights] = field(default_factory=dict)
    id: str = ""
    slug: str = ""
    title: str = ""
    title_html: str = ""
    html: str = ""
    contents: tuple[Heading, ...] = ()
    links: tuple[Link, ...] = ()
    anchors: frozenset[str] = frozenset()
    text: str = ""
    words: int = 0
    summary: str = ""
    summary_html: str = ""
    positions: Mapping[str, Position] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()


def render(source: bytes, path: str, options: RenderOptions) -> Rendered:
    """Return the rendered file.

    Args:
        source: The file's bytes.
        path: Its path relative to the content folder, with forward slashes.
        options: What else it depends on.
    """
    if not _is_text(path):
        return Rendered(path, findings=(_unreadable_name(path),))
    parts, findings = split(source, path)
    if parts.front_matter is None or any(finding.fatal for finding in findings):
        return Rendered(path, findings=tuple(findings))
    tree, found = parse(parts.front_matter, path, 2)
    findings += found
    if tree is None:
        return Rendered(path, findings=tuple(findings))
    said, axes, found = _read_front_matter(tree, path, options)
    findings += found
    context = options.context(path, said)
    body = render_body(parts.body, path, parts.body_line, options, context)
    findings += body.findings
    if said is None or any(finding.fatal for finding in body.findings):
        return Rendered(path, findings=tuple(findings), links=body.links, anchors=body.anchors)
    slug = said.slug or derived_slug(path)
    if not slug:
        findings.append(
            Finding(
                path,
                Position(),
                message(N_("no address can be made of the file's name")),
                message(N_("add a line '{key}: …'"), key="slug"),
                fatal=True,
            )
        )
        return Rendered(path, findings=tuple(findings))
    identity = said.id or ""
    if not identity and isinstance(said, ArticleFrontMatter):
        identity = derived_id(said.date, slug)
        findings.append(_no_id(path, identity))
    title_html = inline(said.title, options, context)
    summary_html = inline(said.summary or excerpt(body.prose or body.text, options.summary_length), options, context)
    return Rendered(
        path=path,
        front_matter=said,
        axes=axes,
        id=identity,
        slug=slug,
        title=block_text(title_html),
        title_html=title_html,
        html=body.html,
        contents=body.contents,
        links=body.links,
        anchors=body.anchors,
        text=body.text,
        words=count_words(body.text),
        summary=block_text(summary_html),
        summary_html=summary_html,
        positions={key.value: key.position for key, _ in tree.entries},
        findings=tuple(findings),
    )


def _is_text(path: str) -> bool:
    """Return whether a file's name is UTF-8; Python decodes other bytes to surrogates (PEP 383)."""
    return path.isascii() or path == path.encode("utf-8", "ignore").decode("utf-8")


def _unreadable_name(path: str) -> Finding:
    problem, mend = message(N_("the name of this file is not UTF-8")), message(N_("rename it"))
    return Finding(path, Position(), problem, mend, fatal=True)


def _no_id(path: str, identity: str) -> Finding:
    return Finding(
        path,
        Position(),
        message(N_("this article has no permanent id")),
        message(N_("add a line '{line}', or run: python3 tasks.py check --fix"), line=f"id: {identity}"),
        advice=True,
    )


def _read_front_matter(
    tree: Tree, path: str, options: RenderOptions
) -> tuple[FrontMatter | None, Mapping[str, Weights], list[Finding]]:
    if options.kind != "article":
        page, findings = validate(tree, PageFrontMatter, path)
        return (_in_zone(page, options.zone) if page else None), {}, findings
    article, findings = validate(tree, ArticleFrontMatter, path, other_keys=options.framework.axes)
    axes, found = read_axes(tree, options.framework, path)
    return (_in_zone(article, options.zone) if article else None), axes, [*findings, *found]


def _in_zone(said: FrontMatter, zone: str) -> FrontMatter:
    """Return the front matter with its dates in the site's zone, which is also that of a date without a zone."""
    site = ZoneInfo(zone)
    dates = {
        name: moment.astimezone(site) if moment.tzinfo else moment.replace(tzinfo=site)
        for name in ("date", "modified")
        if (moment := getattr(said, name, None)) is not None
    }
    return said.model_copy(update=dates)


@dataclass(frozen=True, slots=True)
class Body:
    """The Markdown part of a file, rendered; the attributes are those of :class:`Rendered`."""

    html: str
    contents: tuple[Heading, ...]
    links: tuple[Link, ...]
    anchors: frozenset[str]
    text: str
    findings: tuple[Finding, ...]
    prose: str = ""


def inline(text: str, options: RenderOptions, context: TransformContext) -> str:
    """Return a plain text (title, summary, caption, label) as HTML, with the transforms applied."""
    return applied(escape(text, quote=False), options.transforms, context)


def render_body(text: str, path: str, first_line: int, options: RenderOptions, context: TransformContext) -> Body:
    """Return the HTML of a Markdown text with its headings, links, anchors, text and findings.

    Args:
        text: Markdown.
        path: The file, relative to the content folder.
        first_line: The 1-based line of the file at which the text begins.
        options: What else it depends on.
        context: What transforms may know.
    """
    refused = [
        Finding(path, position_of(text, offset, first_line), problem, mend, fatal=True)
        for offset, problem, mend in unclosed(text)
    ]
    if refused:
        return Body("", (), (), frozenset(), "", tuple(refused))
    try:
        html, contents = convert(text, options.markdown)
    except MarkdownError as error:
        return Body("", (), (), frozenset(), "", (_unreadable(path, first_line, error),))
    document = Document.of(html)
    apply(document, options.transforms, context)
    contents = _transformed(contents, options.transforms, context)
    links, anchors, findings = rewrite(document, path, text, first_line)
    said = _without_calls(document)
    words, prose = block_text(said), block_text(said, NO_PROSE)
    return Body(document.html, contents, links, anchors, words, tuple(findings), prose)


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
    headings: tuple[Heading, ...], names: tuple[str, ...], context: TransformContext
) -> tuple[Heading, ...]:
    return tuple(
        replace(
            heading,
            html=applied(heading.html, names, context),
            children=_transformed(heading.children, names, context),
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
