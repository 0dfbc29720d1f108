"""Makes the parts of views that many pages share: links to terms and axes, lines of lists, constants."""

from __future__ import annotations

from collections.abc import Iterable

from plugins.framework.build import Build
from plugins.framework.corpus.corpus import Article, AxisUses, Corpus, TermArticles
from plugins.framework.model import Axis, Term, TermUse
from plugins.framework.outputs.contributions import Contributions
from plugins.framework.outputs.views import (
    AboutAuthor,
    ArticleLine,
    AxisLink,
    AxisTerms,
    Constants,
    FrameworkLink,
    Reference,
    TermLine,
    TermLink,
    Use,
    Uses,
)
from plugins.framework.reads import Memo
from plugins.i18n.messages import Labels

__all__ = ["ViewParts"]


class ViewParts:
    """The shared parts of one build's views; each line of a list is made once (``line``).

    Args:
        build: The build.
        corpus: Its texts.
        contributions: What packages add.
    """

    def __init__(self, build: Build, corpus: Corpus, contributions: Contributions) -> None:
        self._build, self._corpus, self._contributions = build, corpus, contributions
        self.line: Memo[Article, ArticleLine] = Memo(self._line, by=lambda article: article.card.path)
        self._terms: dict[tuple[str, str], TermLink] = {}
        self._axes: dict[str, AxisLink] = {}
        self._uses: dict[tuple[object, ...], Uses] = {}

    def label(self, names: Labels) -> str:
        """Return a label in the site's language."""
        return names.pick(self._build.language)

    def axis(self, axis: Axis) -> AxisLink:
        """Return the link to an axis."""
        if axis.key not in self._axes:
            self._axes[axis.key] = AxisLink(
                key=axis.key,
                singular=self.label(axis.singular),
                plural=self.label(axis.plural),
                href=self._build.href(axis.url()),
                weighted=axis.weighted,
                ordered=axis.ordered,
                open=axis.open,
                order=axis.order,
            )
        return self._axes[axis.key]

    def term(self, axis: Axis, term: Term) -> TermLink:
        """Return the link to a term."""
        key = axis.key, term.key
        if key not in self._terms:
            href = self._build.href(axis.term_url(term.key))
            self._terms[key] = TermLink(axis.key, term.key, self.label(term.names), href, term.shape, axis.weighted)
        return self._terms[key]

    def terms(self, uses: Iterable[TermUse]) -> tuple[TermLink, ...]:
        """Return the links to terms that are used."""
        return tuple(self.term(use.axis, use.term) for use in uses)

    def uses(self, pillar: AxisUses) -> Uses:
        """Return the terms of an article on an axis; articles that name the same share it."""
        key = pillar.axis.key, tuple((use.term.key, use.weight) for use in pillar.uses)
        if key not in self._uses:
            used = tuple(Use(self.term(use.axis, use.term), use.weight) for use in pillar.uses)
            self._uses[key] = Uses(self.axis(pillar.axis), used)
        return self._uses[key]

    def balanced(self, article: Article) -> Uses | None:
        """Return the terms of an article on the balance axis, or None."""
        balance = self._build.framework.balance
        return next((self.uses(pillar) for pillar in article.pillars if pillar.axis.key == balance), None)

    def _line(self, article: Article) -> ArticleLine:
        """Return an article in a list."""
        card = article.card
        return ArticleLine(
            href=self._build.href(card.url),
            title_html=card.title_html,
            summary_html=card.summary_html,
            language=card.language,
            date=card.published,
            balanced=self.balanced(article),
            parts=self._contributions.parts(lambda one: one.of_line(article)),
        )

    def term_line(self, found: TermArticles) -> TermLine:
        """Return a term in a list."""
        return TermLine(
            term=self.term(found.axis, found.term),
            summary=self.label(found.term.summaries),
            count=found.count,
            scale=found.scale,
            parts=self._contributions.parts(lambda one: one.of_term(found)),
        )

    def term_lines(self, axis: Axis) -> tuple[TermLine, ...]:
        """Return all terms of an axis."""
        return tuple(self.term_line(found) for found in self._corpus.terms[axis.key])

    def constants(self) -> Constants:
        """Return what is the same on all pages."""
        build, framework = self._build, self._build.framework
        pages = [text.card for text in self._corpus.pages if text.listed]
        links = {card.path: Reference(build.href(card.url), card.title_html) for card in pages}
        ranked = sorted((card.menu, card.slug, card.path) for card in pages if card.menu is not None)
        slug = build.settings.get("AUTHOR_PAGE", "")
        about = next((card for card in pages if card.slug == slug), None)
        axes = tuple(
            AxisTerms(self.axis(axis), tuple(self.term(axis, term) for term in axis.terms.values()))
            for axis in framework.axes.values()
        )
        return Constants(
            name=build.name,
            subtitle=build.subtitle,
            author=build.author,
            address=build.address,
            root=build.root,
            language=build.language,
            framework=FrameworkLink(self.label(framework.names), build.href(framework.url()), axes, framework.balance),
            tags_href=build.href(build.open_axes["tags"].url()),
            series_href=build.href(build.open_axes["series"].url()),
            authors_href=build.href(build.open_axes["authors"].url()),
            menu=tuple(links[path] for _, _, path in ranked),
            footer=tuple(links[card.path] for card in pages if card.menu is None),
            about=AboutAuthor(build.href(about.url), about.title_html, about.summary_html) if about else None,
            parts=self._contributions.parts(lambda one: one.constant()),
        )
