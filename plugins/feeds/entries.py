"""Articles as entries."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape

from plugins.base.addresses import uri
from plugins.base.html_tokens import block_text
from plugins.base.text import JsonValue
from plugins.feeds.feed_dates import settled, updated
from plugins.feeds.media_types import media_type
from plugins.feeds.model import Category, Enclosure, Entry, Extra, Person
from plugins.feeds.standalone_html import figure, in_language, standing_alone
from plugins.framework.model import Axis, TermUse
from plugins.i18n.messages import Labels

EXTENSION = "_framework"
"""The extension of JSON Feed that says on which terms of the framework an article stands."""

Typeset = Callable[[str, str], str]
"""Returns a plain text in a language as HTML, set as the site sets it."""


def as_typed(text: str, language: str) -> str:  # noqa: ARG001 - every typesetter has both
    """Return a plain text as HTML, and nothing set."""
    return escape(text, quote=False)


@dataclass(frozen=True, slots=True)
class Picture:
    """The picture at the head of an article.

    Attributes:
        path: Its address below the site's.
        size: Bytes of its file.
        alternative: What it shows.
        caption: The words under it, or an empty string.
    """

    path: str
    size: int
    alternative: str
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Article:
    """What feeds need to know of an article.

    Attributes:
        path: Its file: a name no other article has.
        key: Its permanent id.
        id: Its identity for readers (:func:`plugins.feeds.tag_uris.entry_ids`).
        url: Its address below the site's.
        title, summary: Plain text.
        html: Its text as it stands on its page.
        date: Its date of publication.
        modified: The date of its last change worth telling, if it names one.
        language: The language of the text.
        authors: Names with the addresses of their pages below the site's, or with empty strings.
        uses: The terms that it names, axis by axis.
        picture: The picture at its head.
    """

    path: str
    key: str
    id: str
    url: str
    title: str
    summary: str
    html: str
    date: datetime
    modified: datetime | None
    language: str
    authors: tuple[tuple[str, str], ...]
    uses: tuple[TermUse, ...] = ()
    picture: Picture | None = None


@dataclass(frozen=True, slots=True)
class Site:
    """What feeds need to know of the site.

    Attributes:
        address: Its absolute address, without a slash at its end.
        name: Its name.
        description: What it says of itself.
        language: Its language.
        author: Who answers for it.
        typeset: How it sets plain texts.
    """

    address: str
    name: str
    description: str
    language: str
    author: str
    typeset: Typeset = as_typed

    def words(self, text: str, language: str = "") -> str:
        """Return a plain text as it is set in a language, or in the site's."""
        return block_text(self.typeset(text, language or self.language))

    def url(self, path: str) -> str:
        """Return the absolute address of a path below the site, in ASCII."""
        return uri(f"{self.address}/{path}")


def newest(articles: Iterable[Article], most: int) -> tuple[Article, ...]:
    """Return the newest articles first; those of one moment by their files, so that the order is always the same."""
    by_path = sorted(articles, key=lambda article: article.path)
    return tuple(sorted(by_path, key=lambda article: article.date, reverse=True)[:most])


def entry_of(article: Article, site: Site) -> Entry:
    """Return an article as an entry."""
    url = site.url(article.url)
    image = _enclosure(article.picture, site, article.language) if article.picture else None
    content = standing_alone(article.html, url)
    if image and article.picture:
        caption = site.typeset(article.picture.caption, article.language)
        content = figure(image.url, image.title, caption) + content
    if article.language != site.language:
        content = in_language(content, article.language)
    return Entry(
        key=article.key,
        id=article.id,
        url=url,
        title=article.title,
        summary=article.summary,
        content=content,
        published=settled(article.date),
        updated=updated(article.date, article.modified),
        language=article.language,
        authors=tuple(Person(site.words(name), site.url(path) if path else "") for name, path in article.authors),
        categories=tuple(_category(use, site) for use in article.uses),
        image=image,
        extra=Extra(json=_positions(article.uses, site)),
    )


def _enclosure(picture: Picture, site: Site, language: str) -> Enclosure:
    title = site.words(picture.alternative, language)
    return Enclosure(site.url(picture.path), media_type(picture.path), picture.size, title)


def _category(use: TermUse, site: Site) -> Category:
    """Return a term as a category; the axis's address is the scheme."""
    return Category(use.term.key, site.url(use.axis.url()), _label(use.term.names, site), site.language)


def _label(names: Labels, site: Site) -> str:
    return site.words(names.pick(site.language))


def _positions(uses: Sequence[TermUse], site: Site) -> dict[str, JsonValue]:
    """Return the extension that says where an article stands on the declared axes."""
    axes: dict[str, tuple[Axis, list[JsonValue]]] = {}
    for use in uses:
        if not use.axis.open:
            axes.setdefault(use.axis.key, (use.axis, []))[1].append(_position(use, site))
    said: list[JsonValue] = [
        {
            "key": axis.key,
            "label": _label(axis.plural, site),
            "url": site.url(axis.url()),
            "terms": terms,
        }
        for axis, terms in axes.values()
    ]
    return {EXTENSION: {"axes": said}} if said else {}


def _position(use: TermUse, site: Site) -> JsonValue:
    weight: dict[str, JsonValue] = {"weight": use.weight} if use.axis.weighted else {}
    return {
        "key": use.term.key,
        "label": _label(use.term.names, site),
        "url": site.url(use.axis.term_url(use.term.key)),
        **weight,
    }
