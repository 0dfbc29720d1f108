"""Describes pages for metadata, from Pelican's articles and pages and the framework's terms and axes.

Of Pelican's objects only the attributes set by plugins/framework are read.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from typing import Any

from plugins.base.html_tokens import block_text
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
    card: Callable[[str, Any], Picture | None]
    head_picture: Callable[[Any], Picture | None]
    about: str = ""

    def words(self, text: str, language: str = "") -> str:
        """Return a plain text typeset, as plain text for metadata."""
        html: str = self.typeset(text, language or self.site.language)
        return plain(block_text(html))

    def label(self, names: Labels) -> str:
        """Return a label in the site's language."""
        return self.words(names.pick(self.site.language))

    def article(self, article: Any) -> Subject:
        """Return the description of an article."""
        said, rendered = article.rendered.front_matter, article.rendered
        modified = max(said.modified or said.date, said.date)
        shown = article.status != "draft"
        head = self.head_picture(said.image)
        card = self.card(article.save_as, article) if shown else None
        balance = self.firmest(article)
        facts = Facts(
            published=said.date,
            modified=modified,
            authors=tuple(self._authors(article)),
            words=rendered.words,
            minutes=article.minutes,
            topics=tuple(self._topic(use) for pillar in article.pillars for use in pillar.uses),
            section=capitalised(self.label(balance.term.names)) if balance else "",
            tags=tuple(self.label(use.term.names) for use in article.tags_used),
            series=next((self._part(use) for use in article.series_used), None),
            original=next(self._others(article, said.translation_of is not None, original=True), None),
            translations=tuple(self._others(article, said.translation_of is None, original=False)),
            pictures=tuple(picture for picture in (card, head) if picture),
        )
        alternates = self._alternates(article)
        return Subject(
            path=article.url,
            kind="article",
            title=plain(article.title),
            description=plain(rendered.summary),
            language=article.lang,
            indexed=article.status == "published",
            shared=shown,
            changed=modified,
            trail=tuple(self._trail(balance)),
            alternates=alternates,
            default=self._default(article),
            picture=card or head,
            facts=facts,
        )

    def page(self, page: Any) -> Subject:
        """Return the description of a page."""
        said, rendered = page.rendered.front_matter, page.rendered
        kind: Kind = "about" if self.about and page.slug == self.about else "page"
        return Subject(
            path=page.url,
            kind=kind,
            title=plain(page.title),
            description=plain(rendered.summary),
            language=page.lang,
            indexed=page.status == "published",
            shared=page.status != "draft",
            changed=said.modified or said.date,
            alternates=self._alternates(page),
            default=self._default(page),
            picture=self.card("", None) or self.head_picture(said.image),
        )

    def term(self, view: Any) -> Subject:
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

    def axis(self, axis: Axis, views: Sequence[Any]) -> Subject:
        """Return the description of an axis's overview."""
        articles = [article for view in views for article in view.articles]
        names = ABOUT_SEPARATOR.join(self.label(view.term.names) for view in views)
        summary = self.label(axis.summaries) if axis.summaries.by_language else shortened(names, LONGEST_LIST)
        return self._list(axis.url(), "collection", capitalised(self.label(axis.plural)), summary, articles)

    def whole_framework(self, articles: Sequence[Any]) -> Subject:
        """Return the description of the framework's page."""
        summaries = self.framework.summaries
        summary = self.label(summaries) if summaries.by_language else self.site.description
        return self._list(self.framework.url(), "collection", self.label(self.framework.names), summary, articles)

    def place(self) -> Place:
        """Return the breadcrumb of the framework's page."""
        return Place(self.label(self.framework.names), self.framework.url())

    def home(self, articles: Sequence[Any]) -> Subject:
        """Return the description of the home page."""
        return self._list("", "home", self.site.name, self.site.description, articles)

    def template(self, output: str, title: str, articles: Sequence[Any]) -> Subject:
        """Return the description of a direct template's page, such as the archives; a 404 page is not indexed."""
        found = not posixpath.basename(output).startswith("404")
        subject = self._list(address_of(output), "collection", title, self._titles(articles), articles)
        return (
            subject
            if found
            else replace(subject, indexed=False, shared=False, kind="other", description="", changed=None)
        )

    def announced(self, place: Announced, articles: Sequence[Any]) -> Subject:
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
        self, path: str, kind: Kind, title: str, description: str, articles: Iterable[Any], **more: Any
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

    def firmest(self, article: Any) -> TermUse | None:
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

    def _authors(self, article: Any) -> Iterator[Party]:
        pages = {use.term.key: use.axis.term_url(use.term.key) for use in article.authors_used}
        named = {use.term.key: use.term.names.pick("") for use in article.authors_used}
        for key, name in named.items():
            yield self._party(name, pages[key])
        if not named:
            for author in article.authors:
                yield self._party(author.name, None)

    def _alternates(self, content: Any) -> tuple[tuple[str, str], ...]:
        """Return a text's languages with their paths, including its own; empty for a single language."""
        if not content.translations or content.status != "published":
            return ()
        found = {content.lang: content.url}
        for other in sorted(content.translations, key=lambda other: other.url):
            found.setdefault(other.lang, other.url)
        return tuple(sorted(found.items())) if len(found) > 1 else ()

    def _default(self, content: Any) -> str:
        """Return the path of the ``x-default`` alternate: the original's."""
        texts = [content, *content.translations]
        originals = [text for text in texts if text.rendered.front_matter.translation_of is None]
        first: str = min(text.url for text in originals or texts)
        return first

    def _others(self, article: Any, wanted: bool, original: bool) -> Iterator[tuple[str, str]]:
        for other in sorted(article.translations, key=lambda other: other.url) if wanted else ():
            if (other.rendered.front_matter.translation_of is None) == original:
                yield other.lang, other.url

    def _titles(self, articles: Iterable[Any]) -> str:
        """Return the titles of articles as the description of a list that has none."""
        titles = (plain(article.title) for article in islice(articles, FEW))
        return shortened(ABOUT_SEPARATOR.join(titles), LONGEST_LIST)


def last_change(articles: Iterable[Any]) -> datetime | None:
    """Return the latest date of publication or modification of some articles, or None."""
    said = [article.rendered.front_matter for article in articles]
    return max((max(one.modified or one.date, one.date) for one in said), default=None)
