"""Checks across files: duplicate ids and outputs, series parts, translations, broken links, head images."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from plugins.base.findings import Finding, Position, nearest, quoted, suggestion
from plugins.base.slugs import slugify
from plugins.framework.frontmatter.models import ArticleFrontMatter
from plugins.framework.render.links import Link
from plugins.framework.render.render_source import Rendered
from plugins.i18n.messages import N_, Message, message

TEMPLATE_ANCHORS = frozenset({"commentaires", "comments", "content"})
"""Anchors that templates add to the page of an article."""


@dataclass(frozen=True, slots=True)
class Document:
    """A rendered article or page with its place in the output.

    Attributes:
        rendered: The rendered file.
        output: Its path in the output, such as ``2026/03/marmite/index.html``.
        public: Whether it is published in this build.
    """

    rendered: Rendered
    output: str
    public: bool = True


def position(rendered: Rendered, *keys: str) -> Position:
    """Return the position of the first of the keys that the front matter has."""
    return next((rendered.positions[key] for key in keys if key in rendered.positions), Position())


def duplicate_ids(documents: Iterable[Document]) -> Iterator[Finding]:
    """Yield a finding for each id that an earlier file has too."""
    first: dict[str, str] = {}
    for document in sorted(documents, key=lambda d: d.rendered.path):
        rendered = document.rendered
        if rendered.id and first.setdefault(rendered.id, rendered.path) != rendered.path:
            yield Finding(
                rendered.path,
                position(rendered, "id"),
                message(N_("the id '{id}' is taken by {other}"), id=rendered.id, other=first[rendered.id]),
                message(N_("give this one an id of its own")),
            )


def duplicate_outputs(documents: Iterable[Document], taken: Mapping[str, str]) -> Iterator[tuple[Document, Finding]]:
    """Yield each document whose output path is taken, with the finding.

    Args:
        documents: Files of the site.
        taken: Output paths that something else is written to, with a name for each.
    """
    first = dict(taken)
    for document in sorted(documents, key=lambda d: d.rendered.path):
        key = document.output.casefold()
        if key not in first:
            first[key] = document.rendered.path
            continue
        address = "/" + document.output.removesuffix("index.html")
        yield (
            document,
            Finding(
                document.rendered.path,
                position(document.rendered, "slug", "save_as"),
                message(N_("the address {address} is taken by {other}"), address=address, other=first[key]),
                message(N_("give this one another slug: add or change the line '{line}'"), line="slug: …"),
            ),
        )


def unknown_translations(documents: Iterable[Document], language: str = "") -> Iterator[Finding]:
    """Yield a finding for each ``translation_of`` of an unknown id, or of a text in the same language.

    Args:
        documents: Files of the site.
        language: The site's language, the default of a text.
    """
    documents = list(documents)
    known = {document.rendered.id: document.rendered for document in documents if document.rendered.id}
    for document in documents:
        rendered = document.rendered
        said = rendered.front_matter
        if said is None or said.translation_of is None:
            continue
        where = position(rendered, "translation_of")
        original = known.get(said.translation_of)
        if original is None or original is rendered:
            yield Finding(
                rendered.path,
                where,
                message(N_("no text has the id '{id}', which this one translates"), id=said.translation_of),
                suggestion(said.translation_of, set(known) - {rendered.id}),
            )
        elif original.front_matter is not None and _language(original, language) == _language(rendered, language):
            yield Finding(
                rendered.path,
                where,
                message(N_("a translation has another language than {other}"), other=original.path),
                message(N_("add a line '{line}'"), line="lang: …"),
            )


def _language(rendered: Rendered, language: str) -> str:
    return (rendered.front_matter.lang if rendered.front_matter else None) or language


def duplicate_parts(documents: Iterable[Document], language: str = "") -> Iterator[Finding]:
    """Yield a finding for each part number of a series that an earlier article in the same language has too."""
    first: dict[tuple[str, int, str], str] = {}
    for document in sorted(documents, key=lambda d: d.rendered.path):
        said = document.rendered.front_matter
        if isinstance(said, ArticleFrontMatter) and said.series is not None:
            key = (slugify(said.series.name), said.series.part, _language(document.rendered, language))
            if first.setdefault(key, document.rendered.path) != document.rendered.path:
                yield Finding(
                    document.rendered.path,
                    position(document.rendered, "series"),
                    message(
                        N_("part {part} of the series '{series}' is {other} already"),
                        part=said.series.part,
                        series=quoted(said.series.name),
                        other=first[key],
                    ),
                    message(N_("number this one otherwise")),
                )


@dataclass(frozen=True, slots=True)
class LinkTargets:
    """The possible targets of links.

    Attributes:
        documents: Every file by its path, unpublished ones included.
        outputs: The paths of all pages in the output, in lower case; None when they are not known.
        root: The path part of the site's base URL.
        file_problem: Returns problem and mend of a static path below the content folder, or None.
    """

    documents: Mapping[str, Document]
    file_problem: Callable[[str], tuple[Message, Message | None] | None]
    outputs: frozenset[str] | None = None
    root: str = ""


def broken_links(path: str, links: Iterable[Link], anchors: frozenset[str], around: LinkTargets) -> Iterator[Finding]:
    """Yield a finding for each broken link of a file."""
    for link in links:
        if link.kind == "source":
            problem = _source_problem(path, link, around.documents)
        elif link.kind == "static":
            problem = around.file_problem(link.target)
        elif link.kind == "site":
            problem = _address_problem(link, around)
        elif link.kind == "fragment" and link.fragment and link.fragment not in anchors | TEMPLATE_ANCHORS:
            problem = (
                message(N_("nothing on this page is called '{anchor}'"), anchor=quoted(link.fragment)),
                suggestion(link.fragment, anchors),
            )
        else:
            continue
        if problem is not None:
            yield Finding(path, link.position, *problem)


def _address_problem(link: Link, around: LinkTargets) -> tuple[Message, Message | None] | None:
    """Return problem and mend of a link to a page of this site, or None; feeds and other files are not checked."""
    name = unquote(link.target.removeprefix(around.root)).strip("/")
    if around.outputs is None or not name or posixpath.splitext(name)[1]:
        return None
    page = re.sub(r"(?:\A|/)page/\d+\Z", "", name).casefold()
    if not page or f"{page}/index.html" in around.outputs:
        return None
    return (
        message(N_("nothing of this site is at {address}"), address=quoted(link.target)),
        message(N_("link to the file of the text instead, by its relative path")),
    )


def _source_problem(path: str, link: Link, documents: Mapping[str, Document]) -> tuple[Message, Message | None] | None:
    target = documents.get(link.target)
    if target is None:
        near = nearest(posixpath.basename(link.target), map(posixpath.basename, documents))
        found = next((other for other in sorted(documents) if posixpath.basename(other) == near), None)
        mend = message(N_("did you mean '{word}'?"), word=relative(found, path)) if found else None
        return message(N_("there is no file {file}"), file=quoted(link.target, 120)), mend
    if not target.public:
        return (
            message(N_("{file} is not published yet"), file=link.target),
            message(N_("publish it first, or take the link out")),
        )
    if target.rendered.front_matter is None:
        return None  # the anchors of an unreadable file are not known
    if link.fragment and link.fragment not in target.rendered.anchors | TEMPLATE_ANCHORS:
        return (
            message(N_("nothing in {file} is called '{anchor}'"), file=link.target, anchor=quoted(link.fragment)),
            suggestion(link.fragment, target.rendered.anchors),
        )
    return None


def relative(target: str, path: str) -> str:
    """Return the relative path of a target from the folder of another file, as an author writes it in a link.

    >>> relative("articles/2025/a.md", "articles/2026/b.md")
    '../2025/a.md'
    """
    return posixpath.relpath(target, posixpath.dirname(path))


def head_pictures(document: Document, around: LinkTargets) -> Iterator[Finding]:
    """Yield the findings about the head image of a document."""
    said = document.rendered.front_matter
    if said is not None and said.image is not None and (problem := around.file_problem(said.image.file)):
        yield Finding(document.rendered.path, position(document.rendered, "image"), *problem)


def single_term_advice(document: Document, axis_key: str, name: Message) -> Iterator[Finding]:
    """Yield advice for an article that names only one term of the balance axis."""
    if len(document.rendered.axes.get(axis_key, {})) == 1:
        yield Finding(
            document.rendered.path,
            position(document.rendered, axis_key),
            name,
            message(N_("nothing needs mending if that is what it means to say")),
            advice=True,
        )
