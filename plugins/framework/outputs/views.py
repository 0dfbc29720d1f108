"""What a page's template reads: a view, small, frozen and typed, and the constants of the site.

A view holds no callable and no HTML of a text: the body stands in it by its digest, with a table of what its targets
resolve to.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from plugins.framework.outputs.parts import NO_PARTS, Parts
from plugins.framework.pagination import Pagination

__all__ = [
    "ArticleContent",
    "ArticleLine",
    "AxisContent",
    "AxisLink",
    "AxisTerms",
    "BodyLink",
    "Constants",
    "FrameworkContent",
    "ListContent",
    "PageContent",
    "Reference",
    "Share",
    "TermContent",
    "TermLine",
    "TermLink",
    "Use",
    "Uses",
    "View",
    "ViewKind",
]

ViewKind = Literal["home", "article", "page", "term", "axis", "framework", "template", "other"]


@dataclass(frozen=True, slots=True)
class Reference:
    """A link to a text."""

    href: str
    title_html: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class TermLink:
    """A term: its key and that of its axis, its name in the site's language, its address, and how it is marked."""

    axis: str
    key: str
    name: str
    href: str
    shape: str = ""
    weighted: bool = False


@dataclass(frozen=True, slots=True)
class AxisLink:
    """An axis: its key, names and address, and whether its terms carry weights, are ordered, or are made by use."""

    key: str
    singular: str
    plural: str
    href: str
    weighted: bool = False
    ordered: bool = False
    open: bool = False
    order: str = "newest"


@dataclass(frozen=True, slots=True)
class AxisTerms:
    """A declared axis with all its terms, in order."""

    axis: AxisLink
    terms: tuple[TermLink, ...]


@dataclass(frozen=True, slots=True)
class Use:
    """A term as one article names it."""

    term: TermLink
    weight: int


@dataclass(frozen=True, slots=True)
class Uses:
    """The terms that one article names on one axis."""

    axis: AxisLink
    uses: tuple[Use, ...]


@dataclass(frozen=True, slots=True)
class BodyLink:
    """The body of a text, by its digest.

    Attributes:
        digest: The key of the body in the store.
        targets: What its links lead to, by ``filename`` or ``static`` and a path below the content folder.
        pictures: What the ``images`` package knows of its images, by the same or by ``""`` and a URL.
    """

    digest: str
    targets: Mapping[tuple[str, str], str] = field(default_factory=dict)
    pictures: Mapping[tuple[str, str], object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ArticleLine:
    """An article in a list; ``balanced`` are its terms on the balance axis, or None."""

    href: str
    title_html: str
    summary_html: str
    language: str
    date: datetime
    balanced: Uses | None
    parts: Parts = NO_PARTS


@dataclass(frozen=True, slots=True)
class ArticleContent:
    """An article on its own page.

    Attributes:
        id: Its permanent id.
        url: Its address relative to the site's.
        title_html: Its title.
        summary_html: Its summary; empty where the author gave none.
        language: The language of the text.
        date: Its date of publication.
        draft: Whether it is not public yet.
        pillars: Its terms on the declared axes.
        balanced: Those on the balance axis, or None.
        tags, authors_used: Its tags and authors, those that have a page.
        authors: The names of its authors.
        minutes: The reading time.
        in_reply_to: The page that it answers, or an empty string.
        caption: The words under its picture, or an empty string.
        translations: The same text in other languages.
        previous, following: The articles before and after it by date.
        body: The text.
    """

    id: str
    url: str
    title_html: str
    summary_html: str
    language: str
    date: datetime
    draft: bool
    pillars: tuple[Uses, ...]
    balanced: Uses | None
    tags: tuple[TermLink, ...]
    authors_used: tuple[TermLink, ...]
    authors: tuple[str, ...]
    minutes: int
    in_reply_to: str
    caption: str
    translations: tuple[Reference, ...]
    previous: Reference | None
    following: Reference | None
    body: BodyLink


@dataclass(frozen=True, slots=True)
class PageContent:
    """A page."""

    title_html: str
    language: str
    body: BodyLink


@dataclass(frozen=True, slots=True)
class TermLine:
    """A term in a list, with the number of its articles and its size from 1 to 5."""

    term: TermLink
    summary: str
    count: int
    scale: int
    parts: Parts = NO_PARTS


@dataclass(frozen=True, slots=True)
class RelationLink:
    """A relation of a term to another: its name, read from the first, and the other."""

    key: str
    name: str
    other: TermLink


@dataclass(frozen=True, slots=True)
class TermContent:
    """A term on its own page; ``introduction`` is HTML, ``balance`` the evenness of its articles or None."""

    axis: AxisLink
    term: TermLink
    summary: str
    introduction: str
    count: int
    balance: float | None
    relations: tuple[RelationLink, ...]
    inverse_relations: tuple[RelationLink, ...]
    articles: tuple[ArticleLine, ...]


@dataclass(frozen=True, slots=True)
class AxisContent:
    """The overview of an axis."""

    axis: AxisLink
    summary: str
    introduction: str
    terms: tuple[TermLine, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """The share of a term in the whole site."""

    term: TermLink
    share: float


@dataclass(frozen=True, slots=True)
class FrameworkContent:
    """The page of the whole framework; ``balance`` is the evenness of the shares or None."""

    summary: str
    introduction: str
    balance: float | None
    shares: tuple[Share, ...]
    axes: tuple[AxisContent, ...]


@dataclass(frozen=True, slots=True)
class ListContent:
    """A page of ``DIRECT_TEMPLATES``: its articles, newest first, and the terms of the balance axis (or the first)."""

    articles: tuple[ArticleLine, ...]
    axis: AxisLink | None
    terms: tuple[TermLine, ...]


@dataclass(frozen=True, slots=True)
class View:
    """A page for its template.

    Attributes:
        output: Its file below the output.
        url: Its address relative to the site's.
        href: Its address on this site's pages.
        template: The name of its template.
        title: The title of the document, as plain text.
        kind: What it is.
        language: The language of the text.
        content: What the framework knows of it, by its kind.
        pagination: Its place in a paginated list, or None.
        parts: What packages say of it.
    """

    output: str
    url: str
    href: str
    template: str
    title: str
    kind: ViewKind
    language: str
    content: object = None
    pagination: Pagination | None = None
    parts: Parts = NO_PARTS


@dataclass(frozen=True, slots=True)
class AboutAuthor:
    """The page about the site's author."""

    href: str
    title_html: str
    summary_html: str


@dataclass(frozen=True, slots=True)
class FrameworkLink:
    """The framework for the navigation: name and address of its page, its axes, and the key of the balance axis."""

    name: str
    href: str
    axes: tuple[AxisTerms, ...]
    balance: str | None


@dataclass(frozen=True, slots=True)
class Constants:
    """What is the same on all pages of a language; templates know it as ``site``.

    Attributes:
        name, subtitle, author: As the settings have them.
        address: The site's absolute URL without a final slash; empty in a preview.
        root: The path part of it, without a final slash.
        language: The site's language.
        framework: Its framework; without axes where there is none.
        tags_href, series_href, authors_href: The overviews of the open axes.
        menu: The pages of the navigation.
        footer: The other pages.
        about: The page about the site's author, or None.
        parts: What packages say of all pages.
    """

    name: str
    subtitle: str
    author: str
    address: str
    root: str
    language: str
    framework: FrameworkLink
    tags_href: str
    series_href: str
    authors_href: str
    menu: tuple[Reference, ...]
    footer: tuple[Reference, ...]
    about: AboutAuthor | None
    parts: Parts = NO_PARTS
