"""Converts articles to feed entries: absolute URLs, standalone HTML, authors, categories, enclosure, extension."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from html import escape

from plugins.base.addresses import uri
from plugins.base.html_tokens import block_text
from plugins.base.safe_text import JsonValue
from plugins.feeds.feed_dates import settled, updated
from plugins.feeds.media_types import media_type
from plugins.feeds.model import Category, Enclosure, Entry, Extra, Person
from plugins.feeds.standalone_html import figure, in_language
from plugins.framework.model import Axis, TermUse
from plugins.i18n.messages import Labels

EXTENSION = "_framework"
"""The JSON Feed extension with an article's terms and weights."""

Typeset = Callable[[str, str], str]
"""Returns a plain text in a language as HTML, with the site's transforms applied."""


def as_typed(text: str, language: str) -> str:  # noqa: ARG001 - every typesetter has both
    """Return a plain text as HTML, without transforms."""
    return escape(text, quote=False)


@dataclass(frozen=True, slots=True)
class Picture:
    """The head image of an article.

    Attributes:
        path: Its URL relative to the site's.
        size: Bytes of its file.
        alternative: The alternative text.
        caption: The caption, or an empty string.
    """

    path: str
    size: int
    alternative: str
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Article:
    """The data of an article for its entry.

    Attributes:
        path: Its file, unique among the articles.
        key: Its permanent id.
        id: The id of its entry (:func:`plugins.feeds.tag_uris.entry_ids`).
        url: Its URL relative to the site's.
        title, summary: Plain text.
        html: Its HTML, standing alone (:mod:`plugins.feeds.standalone_html`).
        date: Its date of publication.
        modified: Its modification date in front matter, or None.
        language: The language of the text.
        authors: Names with the URLs of their pages relative to the site's, or with empty strings.
        uses: The terms that it names, axis by axis.
        picture: Its head image.
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
    """The data of the site for feeds.

    Attributes:
        address: Its absolute URL, without a final slash.
        name: Its name.
        description: Its description.
        language: Its language.
        author: Its author.
        typeset: Converts plain texts to HTML.
    """

    address: str
    name: str
    description: str
    language: str
    author: str
    typeset: Typeset = as_typed

    def words(self, text: str, language: str = "") -> str:
        """Return a plain text typeset in a language, or in the site's, still as plain text."""
        return _words(self.typeset, text, language or self.language)

    def url(self, path: str) -> str:
        """Return the absolute URL of a path below the site, in ASCII."""
        return uri(f"{self.address}/{path}")


@lru_cache(maxsize=8192)
def _words(typeset: Typeset, text: str, language: str) -> str:
    return block_text(typeset(text, language))


def entry_of(article: Article, site: Site) -> Entry:
    """Return the entry of an article."""
    url = site.url(article.url)
    image = _enclosure(article.picture, site, article.language) if article.picture else None
    content = article.html
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
    """Return the category of a term; its scheme is the URL of the axis."""
    return Category(use.term.key, site.url(use.axis.url()), _label(use.term.names, site), site.language)


def _label(names: Labels, site: Site) -> str:
    return site.words(names.pick(site.language))


def _positions(uses: Sequence[TermUse], site: Site) -> dict[str, JsonValue]:
    """Return the JSON Feed extension: the article's terms and weights on the declared axes."""
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
