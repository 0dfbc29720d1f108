"""Handlers of Pelican's signals: reader, checks across files, sorting, term pages, report of the findings."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import StrictUndefined
from pelican import signals
from pelican.generators import ArticlesGenerator, PagesGenerator, StaticGenerator
from pelican.urlwrappers import Category

from plugins.base.findings import Finding, Position
from plugins.framework.corpus import cross_file_checks
from plugins.framework.corpus.cross_file_checks import Document, LinkTargets
from plugins.framework.frontmatter.external_urls import display_url
from plugins.framework.render.links import replace as replace_links
from plugins.framework.wiring import report
from plugins.framework.wiring.build import Build, build_of
from plugins.framework.wiring.pelican_contents import ARTICLE_LISTS, PAGE_LISTS, texts
from plugins.framework.wiring.reader import FrontMatterReader
from plugins.framework.wiring.signals import examining
from plugins.framework.wiring.term_pages import FrameworkGenerator
from plugins.framework.wiring.views import attach, corpus_shares
from plugins.i18n.messages import N_, Message, message

BRACED_AS = {"source": "filename", "static": "static"}
"""What Pelican calls the kinds of links that it resolves."""


def prepare(generator: Any) -> None:
    """Set a generator's Markdown reader, template filters and context."""
    build = build_of(generator.context)
    generator.env.undefined = StrictUndefined
    generator.env.auto_reload = False  # no template changes within a build
    generator.env.globals["once"] = build.once
    generator.env.filters["typeset"] = build.typeset
    generator.env.filters["spoken_address"] = display_url
    generator.context |= {
        "root": build.root,
        "localsiteurl": build.root,
        "framework": build.framework,
        "open_axes": build.open_axes,
    }
    if isinstance(generator, ArticlesGenerator | PagesGenerator):
        kind = "article" if isinstance(generator, ArticlesGenerator) else "page"
        generator.readers.readers["md"] = FrontMatterReader(generator.settings, build, kind)


def _documents(generator: Any, lists: tuple[str, ...]) -> Iterator[tuple[Any, Document]]:
    for name in lists:
        for content in getattr(generator, name):
            yield content, Document(content.rendered, content.save_as, not name.startswith("draft"))


def _drop_duplicate_outputs(generator: Any, lists: tuple[str, ...], taken: dict[str, str]) -> None:
    """Drop, with a finding, each article or page whose output path is taken; add the other paths to the taken ones."""
    build = build_of(generator.context)
    documents = [document for _, document in _documents(generator, lists)]
    doubled = {}
    for document, finding in cross_file_checks.duplicate_outputs(documents, taken):
        doubled[document.rendered.path] = document
        build.findings.append(finding)
    for name in lists:
        kept = [content for content in getattr(generator, name) if content.rendered.path not in doubled]
        getattr(generator, name)[:] = kept
    taken |= {d.output.casefold(): d.rendered.path for d in documents if d.rendered.path not in doubled}


def _taken_outputs(build: Build, settings: dict[str, Any]) -> dict[str, str]:
    """Return the output paths of term pages, axis pages, Pelican's and plugins' own pages, with a name for each."""
    taken = {**build.reserved, f"{build.framework.url()}index.html": f"{build.settings.path}/framework.yaml"}
    for template in settings["DIRECT_TEMPLATES"]:
        taken[settings.get(f"{template.upper()}_SAVE_AS", f"{template}.html")] = f"theme/templates/{template}.html"
    for axis in build.axes.values():
        taken[f"{axis.url()}index.html"] = axis.key
        for term in axis.terms.values():
            taken[f"{axis.term_url(term.key)}index.html"] = term.path or f"{axis.key}/{term.key}"
    return {output.casefold(): name for output, name in taken.items()}


def sort_articles(generator: ArticlesGenerator) -> None:
    """Drop articles with duplicate URLs and attach the templates' data, before Pelican sorts by author."""
    build = build_of(generator.context)
    taken = generator.context["framework_outputs"] = _taken_outputs(build, generator.settings)
    _drop_duplicate_outputs(generator, ARTICLE_LISTS, taken)
    for draft in (*generator.drafts, *generator.drafts_translations):
        draft.category = Category("draft", generator.settings)  # Pelican needs one to write a draft
    others = texts(generator, ARTICLE_LISTS[1:])
    generator.context["framework_entries"] = attach(build, generator.articles, others)


def drop_authors_and_categories(generator: ArticlesGenerator) -> None:
    """Empty Pelican's lists of authors and categories: the framework writes author pages, and there are no categories.

    Pelican's category pages would take quadratic time, since it looks up each article among all.
    """
    generator.authors = []
    generator.categories = []
    generator.context["authors"] = []


def sort_pages(generator: PagesGenerator) -> None:
    """Drop pages whose URL is taken, and sort the navigation."""
    build = build_of(generator.context)
    taken = {**_taken_outputs(build, generator.settings), **generator.context["framework_outputs"]}
    _drop_duplicate_outputs(generator, PAGE_LISTS, taken)
    for content, _ in _documents(generator, PAGE_LISTS):
        content.href = f"{build.root}/{content.url}"
    generator.context["static_links"].clear()  # pictures are published by folder, not by being linked to
    with_rank = [page for page in generator.pages if page.menu is not None]
    generator.context["menu"] = sorted(with_rank, key=lambda page: (page.menu, page.slug))


def add_generator(pelican: Any) -> type[FrameworkGenerator]:
    """Return the generator of the framework's pages."""
    del pelican
    return FrameworkGenerator


def report_findings(generators: list[Any]) -> None:
    """Check all files together, print the findings, and end the build in strict or check mode."""
    context = generators[0].context
    build = build_of(context)
    # an unreadable file has its own finding: links to it get none
    documents = {path: Document(r, "", public=r.front_matter is None) for path, r in build.rendered.items()}
    contents: list[tuple[Any, Document]] = []
    for generator in generators:
        if isinstance(generator, ArticlesGenerator):
            contents += _documents(generator, ARTICLE_LISTS)
            build.findings += _stray_files(build, generator.settings["ARTICLE_PATHS"])
        elif isinstance(generator, PagesGenerator):
            contents += _documents(generator, PAGE_LISTS)
            build.findings += _stray_files(build, generator.settings["PAGE_PATHS"])
    documents |= {document.rendered.path: document for _, document in contents}
    published: list[str] = next((g.settings["STATIC_PATHS"] for g in generators if isinstance(g, StaticGenerator)), [])
    outputs = {*_taken_outputs(build, context), *(document.output.casefold() for _, document in contents)}
    around = LinkTargets(documents, lambda path: _file_problem(build, path, published), frozenset(outputs), build.root)
    build.findings += _cross_file_findings(build, [document for _, document in contents], around)
    for content, _ in contents:
        _mend_broken_links(content, around)
    for stray in build.introductions:
        build.findings += cross_file_checks.broken_links(stray.path, stray.links, stray.anchors, around)
    examining.send(build, documents=[document for _, document in contents])
    report.tell(build, corpus_shares(build, context["articles"]), context["DEFAULT_LANG"])


def _cross_file_findings(build: Build, documents: list[Document], around: LinkTargets) -> Iterator[Finding]:
    yield from cross_file_checks.duplicate_ids(documents)
    language = build.options["article"].language
    yield from cross_file_checks.duplicate_parts(documents, language)
    yield from cross_file_checks.unknown_translations(documents, language)
    axis = build.framework.balance_axis
    for document in documents:
        rendered = document.rendered
        yield from cross_file_checks.head_pictures(document, around)
        # a draft may link to a draft; what is public may not
        links = (
            around
            if document.public
            else LinkTargets(
                {path: Document(d.rendered, d.output) for path, d in around.documents.items()},
                around.file_problem,
            )
        )
        yield from cross_file_checks.broken_links(rendered.path, rendered.links, rendered.anchors, links)
        if axis is not None:
            on_one = message(N_("this article stands on one {axis} alone"), axis=axis.singular)
            yield from cross_file_checks.single_term_advice(document, axis.key, on_one)


def _mend_broken_links(content: Any, around: LinkTargets) -> None:
    """Remove ``{filename}`` and ``{static}`` from broken links, so that they do not appear on the page."""

    def leads(what: str, path: str) -> bool:
        if what == "filename":
            return path in around.documents and bool(around.documents[path].output)
        return around.file_problem(path) is None

    def address(what: str, path: str) -> str | None:
        return f"{{{what}}}/{path}" if leads(what, path) else None

    own = {(BRACED_AS[link.kind], link.target) for link in content.rendered.links if link.kind in BRACED_AS}
    if not all(quote(path) == path and leads(what, path) for what, path in own):
        content._content = replace_links(content._content, address)


def _file_problem(build: Build, path: str, published: list[str]) -> tuple[Message, Message | None] | None:
    """Return problem and mend of a static path below the content folder, or None."""
    content = build.content.resolve()
    file = content / path
    if not file.is_file():
        return message(N_("there is no file {file}"), file=path), None
    if not file.resolve().is_relative_to(content):
        return (
            message(N_("{file} is a link out of the content folder"), file=path),
            message(N_("copy the file itself there")),
        )
    if not any(path == folder or path.startswith(f"{folder}/") for folder in published):
        return (
            message(N_("{file} is not in a folder that is published"), file=path),
            message(N_("move it below: {folders}"), folders=", ".join(published)),
        )
    return None


def _stray_files(build: Build, folders: list[str]) -> Iterator[Finding]:
    """Yield a finding for each file in an article or page folder that is no Markdown file."""
    for folder in folders:
        for file in sorted((build.content / folder).rglob("*")):
            if file.is_file() and file.suffix != ".md" and not file.name.startswith("."):
                yield Finding(
                    Path(file).relative_to(build.content).as_posix(),
                    Position(),
                    message(N_("this file is not read: texts end in .md")),
                    message(N_("rename it, or move a picture to images/")),
                )


def connect() -> None:
    """Connect to Pelican's signals."""
    signals.generator_init.connect(prepare)
    signals.article_generator_pretaxonomy.connect(sort_articles)
    signals.article_generator_finalized.connect(drop_authors_and_categories)
    signals.page_generator_finalized.connect(sort_pages)
    signals.get_generators.connect(add_generator)
    signals.all_generators_finalized.connect(report_findings)
