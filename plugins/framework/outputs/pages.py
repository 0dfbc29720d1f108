"""The pages of texts, terms, axes, the framework, and of Pelican's ``DIRECT_TEMPLATES``, as views. Pure."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from plugins.base.excerpt import reading_minutes
from plugins.framework.build import Build
from plugins.framework.cards import Card
from plugins.framework.corpus.corpus import Article, Corpus, TermArticles, Text
from plugins.framework.model import Axis, Relation, Term
from plugins.framework.outputs.contributions import Contributions, Page, PlannedPage
from plugins.framework.outputs.resolved import Resolver
from plugins.framework.outputs.titles import Titles
from plugins.framework.outputs.view_parts import ViewParts
from plugins.framework.outputs.views import (
    ArticleContent,
    ArticleLine,
    AxisContent,
    Constants,
    FrameworkContent,
    ListContent,
    PageContent,
    Reference,
    RelationLink,
    Share,
    TermContent,
    View,
    ViewKind,
)
from plugins.framework.pagination import Pagination
from plugins.framework.render.targets import Holed

__all__ = ["Pages"]


class Pages:
    """The pages of one build.

    Args:
        build: The build.
        corpus: Its texts.
        contributions: What packages add.
        resolver: Resolves targets.
    """

    def __init__(self, build: Build, corpus: Corpus, contributions: Contributions, resolver: Resolver) -> None:
        self._build, self._corpus, self._contributions, self._resolver = build, corpus, contributions, resolver
        self._shared = ViewParts(build, corpus, contributions)
        self._titles = Titles(build.name, build.words)

    def constants(self) -> Constants:
        """Return what is the same on all pages."""
        return self._shared.constants()

    def all(self) -> Iterator[PlannedPage]:
        """Yield every page, to be made with what packages say of it: the framework's, then theirs."""
        for output, make in self._own():
            yield PlannedPage(output, lambda make=make: self.with_parts(make()))  # type: ignore[misc]
        for one in self._contributions:
            for page in one.pages():
                yield PlannedPage(page.view.output, partial(self.with_parts, page))

    def with_parts(self, page: Page) -> Page:
        """Return a page with what packages say of it."""
        parts = self._contributions.parts(lambda one: one.part(page))
        return replace(page, view=replace(page.view, parts=parts))

    def _own(self) -> Iterator[tuple[str, Callable[[], Page]]]:
        """Yield the file of each of the framework's own pages, and a function that makes it."""
        for article in self._corpus.articles:
            yield article.card.output, partial(self._article, article)
        for text in self._corpus.pages:
            yield text.card.output, partial(self._page, text)
        yield from self._direct_templates()
        for axis in self._corpus.axes.values():
            yield f"{axis.url()}index.html", partial(self._axis, axis)
            for found in self._corpus.terms[axis.key]:
                yield from self._term(found)
        if self._build.framework.axes:
            yield f"{self._build.framework.url()}index.html", self._framework

    def _view(self, kind: ViewKind, url: str, output: str, template: str, title: str, content: object) -> View:
        folder, name = posixpath.split(output)
        href = self._build.href(f"{folder}/".lstrip("/") if name == "index.html" else output)
        return View(output, url, href, template, title, kind, self._build.language, content)

    def _template(self, text: Text, default: str) -> str:
        return next((found for one in self._contributions if (found := one.template(text))), default)

    def _reference(self, card: Card | None) -> Reference | None:
        return Reference(self._build.href(card.url), card.title_html, card.language) if card else None

    def _article(self, article: Article) -> Page:
        card, shared = article.card, self._shared
        content = ArticleContent(
            id=card.id,
            url=card.url,
            title_html=card.title_html,
            summary_html=card.summary_html if card.summarised else "",
            language=card.language,
            date=card.published,
            draft=card.status == "draft",
            pillars=tuple(shared.uses(pillar) for pillar in article.pillars),
            balanced=shared.balanced(article),
            tags=shared.terms(article.tags),
            authors_used=shared.terms(article.authors),
            authors=card.authors,
            minutes=reading_minutes(card.words),
            in_reply_to=card.in_reply_to,
            caption=card.image.caption if card.image else "",
            translations=tuple(
                Reference(self._build.href(other.url), other.title_html, other.language)
                for other in article.translations
            ),
            previous=self._reference(article.previous),
            following=self._reference(article.following),
            body=self._resolver.link(card),
        )
        view = self._view(
            "article", card.url, card.output, self._template(article, "article"), self._titles.of(card.title), content
        )
        return Page(replace(view, language=card.language), article)

    def _page(self, text: Text) -> Page:
        card = text.card
        content = PageContent(card.title_html, card.language, self._resolver.link(card))
        template = self._template(text, "page")
        view = self._view("page", card.url, card.output, template, self._titles.of(card.title), content)
        return Page(replace(view, language=card.language), text)

    def _direct_templates(self) -> Iterator[tuple[str, Callable[[], Page]]]:
        settings = self._build.settings
        for template in settings["DIRECT_TEMPLATES"]:
            output = settings.get(f"{template.upper()}_SAVE_AS", f"{template}.html")
            url = settings.get(f"{template.upper()}_URL", f"{template}.html")
            if not output:
                continue
            for pagination, shown in self._build.paginator.pages(self._corpus.listed, template, url, output):
                own = pagination.output if pagination else output
                yield own, partial(self._direct_template, template, url, own, pagination, shown)

    def _direct_template(
        self, template: str, url: str, output: str, pagination: Pagination | None, shown: Sequence[Article]
    ) -> Page:
        framework, number = self._build.framework, pagination.number if pagination else 1
        axis = framework.balance_axis or next(iter(framework.axes.values()), None)
        terms = self._shared.term_lines(axis) if axis and number == 1 else ()
        content = ListContent(self._lines(shown), self._shared.axis(axis) if axis else None, terms)
        kind: ViewKind = "home" if template == "index" else "template"
        view = self._view(kind, url, output, template, self._titles.of_template(template, number), content)
        return Page(replace(view, pagination=pagination))

    def _lines(self, articles: Sequence[Article]) -> tuple[ArticleLine, ...]:
        return tuple(map(self._shared.line, articles))

    def _introduction(self, html: str) -> str:
        return self._resolver.html(Holed.of(html)) if html else ""

    def _axis(self, axis: Axis) -> Page:
        url, title = axis.url(), self._titles.of_label(self._shared.label(axis.plural))
        view = self._view("axis", url, f"{url}index.html", "axis", title, self._axis_content(axis))
        return Page(view, axis)

    def _axis_content(self, axis: Axis) -> AxisContent:
        return AxisContent(
            axis=self._shared.axis(axis),
            summary=self._shared.label(axis.summaries),
            introduction=self._introduction(axis.html),
            terms=self._shared.term_lines(axis),
        )

    def _term(self, found: TermArticles) -> Iterator[tuple[str, Callable[[], Page]]]:
        url = found.axis.term_url(found.term.key)
        for pagination, shown in self._build.paginator.pages(
            found.articles, found.axis.template, url, f"{url}index.html"
        ):
            output = pagination.output if pagination else f"{url}index.html"
            yield output, partial(self._page_of_term, found, output, pagination, shown)

    def _page_of_term(
        self, found: TermArticles, output: str, pagination: Pagination | None, shown: Sequence[Article]
    ) -> Page:
        axis, term, framework = found.axis, found.term, self._build.framework
        declared = axis.key in framework.axes
        direct = framework.direct_relations(axis.key, term.key) if declared else ()
        inverse = framework.inverse_relations(axis.key, term.key) if declared else ()
        url, name = axis.term_url(term.key), self._shared.label(term.names)
        content = TermContent(
            axis=self._shared.axis(axis),
            term=self._shared.term(axis, term),
            summary=self._shared.label(term.summaries),
            introduction=self._introduction(term.html),
            count=found.count,
            balance=found.balance,
            relations=tuple(self._relation(*one) for one in direct),
            inverse_relations=tuple(self._relation(*one, inverse=True) for one in inverse),
            articles=self._lines(shown),
        )
        title = self._titles.of_label(name, pagination.number if pagination else 1)
        view = self._view("term", url, output, axis.template, title, content)
        return Page(replace(view, pagination=pagination), found)

    def _relation(self, relation: Relation, axis: Axis, term: Term, *, inverse: bool = False) -> RelationLink:
        name = self._shared.label(relation.inverse if inverse else relation.names)
        return RelationLink(relation.key, name, self._shared.term(axis, term))

    def _framework(self) -> Page:
        framework, corpus = self._build.framework, self._corpus
        axis = framework.balance_axis
        shares = corpus.shares.items() if axis else ()
        content = FrameworkContent(
            summary=self._shared.label(framework.summaries),
            introduction=self._introduction(framework.html),
            balance=corpus.balance,
            shares=tuple(
                Share(self._shared.term(axis, axis.terms[key]), share) for key, share in shares if axis is not None
            ),
            axes=tuple(self._axis_content(one) for one in framework.axes.values()),
        )
        url, title = framework.url(), self._titles.of(self._shared.label(framework.names))
        return Page(self._view("framework", url, f"{url}index.html", "framework", title, content), framework)
