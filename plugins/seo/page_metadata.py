"""Describes pages for metadata, from articles and pages and the framework's terms and axes."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from typing import Any

from plugins.base.excerpt import reading_minutes
from plugins.base.html_tokens import block_text
from plugins.framework.cards import HeadPicture
from plugins.framework.corpus.corpus import Article, TermArticles, Text
from plugins.framework.model import Axis, Framework, TermUse
from plugins.i18n.dates import capitalised
from plugins.i18n.messages import Labels
from plugins.seo.announced_pages import Announced
from plugins.seo.model import Facts, Kind, Part, Party, Picture, Place, Site, Subject, Topic
from plugins.seo.plain_titles import plain, shortened

__all__ = ["Gatherer", "address_of", "card_path"]

LONGEST_LIST = 200
"""The most characters of a description made of titles."""

FEW = 6
"""The most titles of such a description."""

ABOUT_SEPARATOR = " · "


def address_of(output: str) -> str:
    """Return the URL path of a file of the output.

    >>> address_of("2026/03/marmite/index.html"), address_of("index.html"), address_of("404.html")
    ('2026/03/marmite/', '', '404.html')
    """
    folder, name = posixpath.split(output)
    return (f"{folder}/" if folder else "") if name == "index.html" else output


def card_path(output: str) -> str:
    """Return the output path of a page's card.

    >>> card_path("2026/03/marmite/index.html"), card_path("notes/a.html")
    ('2026/03/marmite/card.png', 'notes/a.card.png')
    """
    folder, name = posixpath.split(output)
    return posixpath.join(folder, "card.png") if name == "index.html" else f"{posixpath.splitext(output)[0]}.card.png"


@dataclass(frozen=True, slots=True)
class Gatherer:
    """Describes pages.

    Attributes:
        site: The site.
        framework: Its framework.
        open_axes: Tags, series and authors.
        organizations: The names of authors that are organisations.
        typeset: Returns a plain text in a language as HTML.
        card: Returns the image of a page's card by its output path, or None.
        head_picture: Returns the head image of a text, if social networks support its format.
        about: The slug of the page about the author.
    """

    site: Site
    framework: Framework
    open_axes: Mapping[str, Axis]
    organizations: frozenset[str]
    typeset: Callable[[str, str], str]
    card: Callable[[str, Article | None], Picture | None]
    head_picture: Callable[[HeadPicture | None], Picture | None]
    about: str = ""

    def words(self, text: str, language: str = "") -> str:
        """Return a plain text typeset, as plain text for metadata."""
        html: str = self.typeset(text, language or self.site.language)
        return plain(block_text(html))

    def label(self, names: Labels) -> str:
        """Return a label in the site's language."""
        return self.words(names.pick(self.site.language))

    def article(self, article: Article) -> Subject:
        """Return the description of an article."""
        card = article.card
        shown = card.status != "draft"
        head = self.head_picture(card.image)
        drawn = self.card(card.output, article) if shown else None
        balance = self.firmest(article)
        translated = bool(card.translation_of)
        facts = Facts(
            published=card.published,
            modified=card.changed or card.published,
            authors=tuple(self._authors(article)),
            words=card.words,
            minutes=reading_minutes(card.words),
            topics=tuple(self._topic(use) for pillar in article.pillars for use in pillar.uses),
            section=capitalised(self.label(balance.term.names)) if balance else "",
            tags=tuple(self.label(use.term.names) for use in article.tags),
            series=next((self._part(use) for use in article.series), None),
            original=next(_others(article, translated, original=True), None),
            translations=tuple(_others(article, not translated, original=False)),
            pictures=tuple(picture for picture in (drawn, head) if picture),
        )
        return Subject(
            path=card.url,
            kind="article",
            title=plain(card.title),
            description=plain(card.summary),
            language=card.language,
            indexed=card.status == "published",
            shared=shown,
            changed=card.changed,
            trail=tuple(self._trail(balance)),
            alternates=_alternates(article),
            default=_default(article),
            picture=drawn or head,
            facts=facts,
        )

    def page(self, page: Text) -> Subject:
        """Return the description of a page."""
        card = page.card
        kind: Kind = "about" if self.about and card.slug == self.about else "page"
        return Subject(
            path=card.url,
            kind=kind,
            title=plain(card.title),
            description=plain(card.summary),
            language=card.language,
            indexed=card.status == "published",
            shared=card.status != "draft",
            changed=card.modified or card.date,
            alternates=_alternates(page),
            default=_default(page),
            picture=self.card("", None) or self.head_picture(card.image),
        )

    def term(self, view: TermArticles) -> Subject:
        """Return the description of the page of a term, a tag, a series or an author."""
        axis, term = view.axis, view.term
        title = capitalised(self.label(term.names))
        author = axis.open and axis.key == "authors"
        party = self._party(term.names.pick(""), axis.term_url(term.key)) if author else None
        summary = self.label(term.summaries) if term.summaries.by_language else self._titles(view.articles)
        return self._list(
            axis.term_url(term.key),
            "profile" if author else "collection",
            title,
            summary,
            view.articles,
            trail=(self._axis_place(axis),),
            party=party,
        )

    def axis(self, axis: Axis, views: Sequence[TermArticles]) -> Subject:
        """Return the description of an axis's overview."""
        articles = [article for view in views for article in view.articles]
        names = ABOUT_SEPARATOR.join(self.label(view.term.names) for view in views)
        summary = self.label(axis.summaries) if axis.summaries.by_language else shortened(names, LONGEST_LIST)
        return self._list(axis.url(), "collection", capitalised(self.label(axis.plural)), summary, articles)

    def whole_framework(self, articles: Sequence[Article]) -> Subject:
        """Return the description of the framework's page."""
        summaries = self.framework.summaries
        summary = self.label(summaries) if summaries.by_language else self.site.description
        return self._list(self.framework.url(), "collection", self.label(self.framework.names), summary, articles)

    def place(self) -> Place:
        """Return the breadcrumb of the framework's page."""
        return Place(self.label(self.framework.names), self.framework.url())

    def home(self, articles: Sequence[Article]) -> Subject:
        """Return the description of the home page."""
        return self._list("", "home", self.site.name, self.site.description, articles)

    def template(self, output: str, title: str, articles: Sequence[Article]) -> Subject:
        """Return the description of a direct template's page, such as the archives; a 404 page is not indexed."""
        found = not posixpath.basename(output).startswith("404")
        subject = self._list(address_of(output), "collection", title, self._titles(articles), articles)
        return (
            subject
            if found
            else replace(subject, indexed=False, shared=False, kind="other", description="", changed=None)
        )

    def announced(self, place: Announced, articles: Sequence[Article]) -> Subject:
        """Return the description of a page that another plugin writes."""
        return replace(
            self._list(
                address_of(place.output),
                "collection",
                capitalised(self.words(place.title)),
                self.words(place.description) if place.description else "",
                articles,
                trail=tuple(Place(self.words(name), path) for name, path in place.above),
            ),
            indexed=place.indexed,
            changed=place.changed or last_change(articles),
        )

    def _list(
        self, path: str, kind: Kind, title: str, description: str, articles: Iterable[Article], **more: Any
    ) -> Subject:
        return Subject(
            path=path,
            kind=kind,
            title=title,
            description=description,
            language=self.site.language,
            changed=last_change(articles),
            picture=self.card("", None),
            **more,
        )

    def firmest(self, article: Article) -> TermUse | None:
        """Return the term with the largest weight of an article on the balance axis, or on the first axis."""
        pillars = sorted(article.pillars, key=lambda pillar: pillar.axis.key != self.framework.balance)
        return max(pillars[0].uses, key=lambda use: use.weight) if pillars and pillars[0].uses else None

    def _trail(self, use: TermUse | None) -> Iterator[Place]:
        if use:
            yield self._axis_place(use.axis)
            yield Place(capitalised(self.label(use.term.names)), use.axis.term_url(use.term.key))

    def _axis_place(self, axis: Axis) -> Place:
        return Place(capitalised(self.label(axis.plural)), axis.url())

    def _topic(self, use: TermUse) -> Topic:
        return Topic(self.label(use.term.names), use.axis.term_url(use.term.key), use.axis.url())

    def _part(self, use: TermUse) -> Part:
        return Part(self.label(use.term.names), use.axis.term_url(use.term.key), use.weight)

    def _party(self, name: str, path: str | None) -> Party:
        return Party(self.words(name), name in self.organizations, path)

    def _authors(self, article: Article) -> Iterator[Party]:
        named = {use.term.key: use for use in article.authors}
        for use in named.values():
            yield self._party(use.term.names.pick(""), use.axis.term_url(use.term.key))
        if not named:
            for name in article.card.authors:
                yield self._party(name, None)

    def _titles(self, articles: Iterable[Article]) -> str:
        """Return the titles of articles as the description of a list that has none."""
        titles = (plain(article.card.title) for article in islice(articles, FEW))
        return shortened(ABOUT_SEPARATOR.join(titles), LONGEST_LIST)


def _alternates(text: Text) -> tuple[tuple[str, str], ...]:
    """Return a text's languages with their paths, including its own; empty for a single language."""
    if not text.translations or text.card.status != "published":
        return ()
    found = {text.card.language: text.card.url}
    for other in sorted(text.translations, key=lambda other: other.url):
        found.setdefault(other.language, other.url)
    return tuple(sorted(found.items())) if len(found) > 1 else ()


def _default(text: Text) -> str:
    """Return the path of the ``x-default`` alternate: the original's."""
    cards = [text.card, *text.translations]
    originals = [card for card in cards if not card.translation_of]
    return min(card.url for card in originals or cards)


def _others(text: Text, wanted: bool, original: bool) -> Iterator[tuple[str, str]]:
    for other in sorted(text.translations, key=lambda other: other.url) if wanted else ():
        if (not other.translation_of) == original:
            yield other.language, other.url


def last_change(articles: Iterable[Article]) -> datetime | None:
    """Return the latest date of publication or modification of some articles, or None."""
    return max((changed for article in articles if (changed := article.card.changed) is not None), default=None)
