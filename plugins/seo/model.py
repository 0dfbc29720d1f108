"""The format-independent description of a page: title, dates, authors, terms, alternates, images, breadcrumbs.

Paths are relative to the site's root, without a leading slash: ``""`` is the home page, ``moteurs/rse/`` a term's. All
texts are plain text, as returned by :func:`plugins.seo.plain_titles.plain`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from plugins.base.addresses import uri

__all__ = ["Facts", "Kind", "Part", "Party", "Picture", "Place", "Site", "Subject", "Topic"]

Kind = Literal["home", "article", "page", "about", "profile", "collection", "other"]
"""The kind of a page, which determines its type in Open Graph and in structured data."""


@dataclass(frozen=True, slots=True)
class Party:
    """An author or a publisher; ``path`` is that of the page about it, or None."""

    name: str
    organization: bool = False
    path: str | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """An image of the site; width and height in pixels.

    Attributes:
        path: Its path, possibly with a query that changes with its bytes.
        alternative: The alternative text.
        type: Its media type.
    """

    path: str
    width: int
    height: int
    alternative: str = ""
    type: str = "image/png"


@dataclass(frozen=True, slots=True)
class Place:
    """A breadcrumb: a page's name and path."""

    name: str
    path: str


@dataclass(frozen=True, slots=True)
class Topic:
    """A term of an article; ``group`` is the path of its axis's page."""

    name: str
    path: str
    group: str


@dataclass(frozen=True, slots=True)
class Part:
    """A series of an article, with the article's part number."""

    name: str
    path: str
    part: int


@dataclass(frozen=True, slots=True)
class Facts:
    """The properties that only an article has.

    Attributes:
        published, modified: Its dates, with a zone; the second is never before the first.
        authors: Its authors.
        words: The number of words.
        minutes: The reading time.
        topics: The terms of the framework that it names.
        section: The name of its term with the largest weight, or an empty string.
        tags: Its tags.
        series: The series that it is a part of.
        original: Path and language of the article that it translates.
        translations: Paths and languages of its translations.
        pictures: Its head images.
    """

    published: datetime
    modified: datetime
    authors: tuple[Party, ...] = ()
    words: int = 0
    minutes: int = 0
    topics: tuple[Topic, ...] = ()
    section: str = ""
    tags: tuple[str, ...] = ()
    series: Part | None = None
    original: tuple[str, str] | None = None
    translations: tuple[tuple[str, str], ...] = ()
    pictures: tuple[Picture, ...] = ()


@dataclass(frozen=True, slots=True)
class Subject:
    """The description of a page.

    Attributes:
        path: Its path.
        kind: Its kind.
        title, description: Its title and description; the latter may be empty.
        language: The language of its text.
        indexed: Whether search engines may index it.
        shared: Whether it may be shared in social networks: a hidden article may, a draft may not.
        changed: When it was last changed, or None.
        trail: Its breadcrumbs, from the top down, without the home page and itself.
        alternates: Languages and paths of its text in several languages, including its own; empty for a single one.
        default: The path of the ``x-default`` alternate.
        picture: Its Open Graph image.
        number: Its number in a paginated list, from 1.
        party: The person or organisation of a profile.
        facts: The properties of an article.
    """

    path: str
    kind: Kind
    title: str
    description: str = ""
    language: str = "en"
    indexed: bool = True
    shared: bool = True
    changed: datetime | None = None
    trail: tuple[Place, ...] = ()
    alternates: tuple[tuple[str, str], ...] = ()
    default: str = ""
    picture: Picture | None = None
    number: int = 1
    party: Party | None = None
    facts: Facts | None = None


@dataclass(frozen=True, slots=True)
class Site:
    """The site.

    Attributes:
        address: Its absolute URL without a final slash; empty in a preview.
        name, description, language: Its name, description and language.
        publisher: Its publisher.
        same_as: The URLs of the publisher's profiles elsewhere.
        logo: The publisher's logo.
        fediverse: The author's account in the Fediverse, or an empty string.
    """

    address: str
    name: str
    description: str
    language: str
    publisher: Party
    same_as: tuple[str, ...] = ()
    logo: Picture | None = None
    fediverse: str = ""

    def url(self, path: str) -> str:
        """Return the absolute URL of a path, in ASCII.

        >>> Site("https://a.example/blog", "A", "", "fr", Party("A")).url("mots/été/")
        'https://a.example/blog/mots/%C3%A9t%C3%A9/'
        """
        return uri(f"{self.address}/{path}")
