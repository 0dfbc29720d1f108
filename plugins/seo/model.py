"""What is known of a page, before any format has its say.

Paths are relative to the site's root, without a slash at the beginning: ``""`` is the home page, ``moteurs/rse/`` a
term's. All words are plain text, as :func:`plugins.seo.plain_titles.plain` leaves it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from plugins.base.addresses import uri

__all__ = ["Facts", "Kind", "Part", "Party", "Picture", "Place", "Site", "Subject", "Topic"]

Kind = Literal["home", "article", "page", "about", "profile", "collection", "other"]
"""What a page is: it makes its type in Open Graph and in structured data."""


@dataclass(frozen=True, slots=True)
class Party:
    """An author or a publisher; ``path`` is the page about it, or None."""

    name: str
    organization: bool = False
    path: str | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture on the site, its width and height in pixels.

    Attributes:
        path: Its address; a query may follow, which changes with the picture.
        alternative: What it shows.
        type: Its media type.
    """

    path: str
    width: int
    height: int
    alternative: str = ""
    type: str = "image/png"


@dataclass(frozen=True, slots=True)
class Place:
    """A page and its name, as one step of the way to another."""

    name: str
    path: str


@dataclass(frozen=True, slots=True)
class Topic:
    """A term that an article stands on; ``group`` is the page of its axis."""

    name: str
    path: str
    group: str


@dataclass(frozen=True, slots=True)
class Part:
    """An article's place in a series."""

    name: str
    path: str
    part: int


@dataclass(frozen=True, slots=True)
class Facts:
    """What only an article has to say.

    Attributes:
        published, modified: Its dates, with a zone; the second is never before the first.
        authors: Who wrote it.
        words: How many words it has.
        minutes: How long it takes to read.
        topics: The terms of the framework that it names.
        section: The name of the term that it stands on most firmly, or an empty string.
        tags: Its free words.
        series: The series that it is a part of.
        original: The path of the article that it translates, with the language of that.
        translations: Those that translate it, likewise.
        pictures: The pictures that it shows at its head.
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
    """A page of the site.

    Attributes:
        path: Its address.
        kind: What it is.
        title, description: What it is called and about; the description may be empty.
        language: That of its text.
        indexed: Whether search engines may show it.
        shared: Whether readers may lead others to it: to a hidden article they may, to a draft they may not.
        changed: When it was last changed, if something says so.
        trail: The pages above it, from the top down, without the home page and itself.
        alternates: Its text in several languages, as language and path, its own among them; empty when it has one.
        default: The path of the alternate for everybody else.
        picture: What social networks show for it.
        number: Which page of a list it is, from 1.
        party: Whom a profile is about.
        facts: What only an article has to say.
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
        address: Its absolute address without a slash at its end; empty when it has none, as in a preview.
        name, description, language: What it says of itself.
        publisher: Who answers for it.
        same_as: Addresses at which the publisher is known elsewhere.
        logo: The publisher's sign.
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
        """Return the absolute address of a path, in ASCII.

        >>> Site("https://a.example/blog", "A", "", "fr", Party("A")).url("mots/été/")
        'https://a.example/blog/mots/%C3%A9t%C3%A9/'
        """
        return uri(f"{self.address}/{path}")
