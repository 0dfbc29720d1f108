"""Renders one source file: bytes in, front matter, HTML, links, table of contents, summary and findings out.

:func:`render` is pure, and its arguments and its result can be pickled: it may run in a worker, and its result may be
cached by the hash of its arguments.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from plugins.base.excerpt import count_words, excerpt
from plugins.base.findings import Finding, Position
from plugins.base.html_tokens import block_text
from plugins.base.slugs import derived_id, derived_slug
from plugins.framework.front import Front, Said
from plugins.framework.frontmatter.source import split
from plugins.framework.model import Weights
from plugins.framework.render.links import Link
from plugins.framework.render.markdown import Heading
from plugins.framework.render.render_body import inline, render_body
from plugins.framework.render.render_options import RenderOptions
from plugins.framework.render.targets import EMPTY, Holed
from plugins.i18n.messages import N_, message


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
        markup: The same in pieces, with a hole where a target is to be filled in.
        stored: What packages store beside it, by name.
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
    front_matter: Said | None = None
    axes: Mapping[str, Weights] = field(default_factory=dict)
    id: str = ""
    slug: str = ""
    title: str = ""
    title_html: str = ""
    html: str = ""
    markup: Holed = EMPTY
    stored: Mapping[str, Any] = field(default_factory=dict)
    contents: tuple[Heading, ...] = ()
    links: tuple[Link, ...] = ()
    anchors: frozenset[str] = frozenset()
    text: str = ""
    words: int = 0
    summary: str = ""
    summary_html: str = ""
    positions: Mapping[str, Position] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()


ReadFront = Callable[[str, str, RenderOptions], Front]
"""Reads the YAML of a file by its path and the options."""


def render(source: bytes, path: str, options: RenderOptions, read: ReadFront | None = None) -> Rendered:
    """Return the rendered file.

    Args:
        source: The file's bytes.
        path: Its path relative to the content folder, with forward slashes.
        options: What else it depends on.
        read: Reads its front matter, or remembers what it said.
    """
    if not _is_text(path):
        return Rendered(path, findings=(_unreadable_name(path),))
    parts, findings = split(source, path)
    if parts.front_matter is None or any(finding.fatal for finding in findings):
        return Rendered(path, findings=tuple(findings))
    front = (read or front_of)(parts.front_matter, path, options)
    findings += front.findings
    if not front.parsed:
        return Rendered(path, findings=tuple(findings))
    said = front.said
    context = options.context(path, said)
    body = render_body(parts.body, path, parts.body_line, options, context, prose=said is not None and not said.summary)
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
    if not identity and said.kind == "article" and said.date is not None:
        identity = derived_id(said.date, slug)
        findings.append(_no_id(path, identity))
    title_html = inline(said.title, options, context)
    summary_html = inline(said.summary or excerpt(body.prose or body.text, options.summary_length), options, context)
    return Rendered(
        path=path,
        front_matter=said,
        axes=front.axes,
        id=identity,
        slug=slug,
        title=block_text(title_html),
        title_html=title_html,
        html=body.html,
        markup=body.markup,
        stored=body.stored,
        contents=body.contents,
        links=body.links,
        anchors=body.anchors,
        text=body.text,
        words=count_words(body.text),
        summary=block_text(summary_html),
        summary_html=summary_html,
        positions=front.positions,
        findings=tuple(findings),
    )


def front_of(text: str, path: str, options: RenderOptions) -> Front:
    """Return what front matter says."""
    from plugins.framework.frontmatter.read_front import read_front  # with pydantic and YAML

    return read_front(text, path, options.kind, options.framework, options.zone)


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
