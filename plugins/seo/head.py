"""The metadata in a page's head: description, robots, canonical URL, ``hreflang`` alternates, Open Graph, JSON-LD.

In a preview, which has no absolute URL, everything that needs one is left out: canonical URL, alternates, Open Graph
and structured data.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from plugins.seo.json_ld import data_block, graph, moment
from plugins.seo.model import Picture, Site, Subject

__all__ = ["Head", "head_of", "open_graph_locale"]

OPEN_GRAPH_TYPES = {"article": "article", "profile": "profile"}
"""The Open Graph types (https://ogp.me/) by kind of page; all others are ``website``."""


@dataclass(frozen=True, slots=True)
class Head:
    """The metadata of a page's head, for its template; missing values are empty.

    Attributes:
        description: The description.
        robots: The content of ``<meta name="robots">``.
        canonical: The canonical URL.
        alternates: The text in all its languages, as language and URL.
        properties: Open Graph, as property and content.
        names: Other tags of social networks, as name and content.
        data: The JSON-LD, safe in a script element.
    """

    description: str = ""
    robots: str = ""
    canonical: str = ""
    alternates: tuple[tuple[str, str], ...] = ()
    properties: tuple[tuple[str, str], ...] = ()
    names: tuple[tuple[str, str], ...] = ()
    data: str = ""


def head_of(subject: Subject, site: Site) -> Head:
    """Return the metadata of a page's head.

    A page that may not be indexed has neither canonical URL nor alternates nor structured data, since all of them ask
    for indexing. A page that may be shared, such as a hidden article, has a preview in social networks.
    """
    absolute = bool(site.address)
    indexed, shared = absolute and subject.indexed, absolute and subject.shared
    return Head(
        description=subject.description,
        robots="" if subject.indexed else "noindex",
        canonical=site.url(subject.path) if indexed else "",
        alternates=tuple(_alternates(subject, site)) if indexed else (),
        properties=tuple(pair for pair in _open_graph(subject, site) if pair[1]) if shared else (),
        names=tuple(pair for pair in _networks(subject, site) if pair[1]) if shared else (),
        data=data_block(graph(subject, site)) if indexed else "",
    )


def _alternates(subject: Subject, site: Site) -> Iterator[tuple[str, str]]:
    """Yield every language of a text with its URL, including its own, then ``x-default``.

    Each page must list all of them, or they are ignored (Google, "Tell Google about localized versions of your page").
    """
    for language, path in subject.alternates:
        yield language, site.url(path)
    if subject.alternates:
        yield "x-default", site.url(subject.default or subject.path)


def _open_graph(subject: Subject, site: Site) -> Iterator[tuple[str, str]]:
    yield "og:type", OPEN_GRAPH_TYPES.get(subject.kind, "website")
    yield "og:site_name", site.name
    yield "og:title", subject.title
    yield "og:description", subject.description
    yield "og:url", site.url(subject.path)
    yield "og:locale", open_graph_locale(subject.language)
    for language, _ in subject.alternates:
        if language != subject.language:
            yield "og:locale:alternate", open_graph_locale(language)
    if subject.picture:
        yield from _open_graph_picture(subject.picture, site)
    if facts := subject.facts:
        yield "article:published_time", moment(facts.published)
        yield "article:modified_time", moment(facts.modified)
        for author in facts.authors:
            yield "article:author", site.url(author.path) if author.path is not None else ""
        yield "article:section", facts.section
        for tag in facts.tags:
            yield "article:tag", tag


def _open_graph_picture(picture: Picture, site: Site) -> Iterator[tuple[str, str]]:
    yield "og:image", site.url(picture.path)
    yield "og:image:type", picture.type
    yield "og:image:width", str(picture.width)
    yield "og:image:height", str(picture.height)
    yield "og:image:alt", picture.alternative


def _networks(subject: Subject, site: Site) -> Iterator[tuple[str, str]]:
    """Yield the tags of X (which uses Open Graph for the rest), and Mastodon's ``fediverse:creator``."""
    wide = subject.picture is not None and subject.picture.width >= 2 * subject.picture.height * 0.9
    yield "twitter:card", "summary_large_image" if wide else "summary"
    if subject.picture:
        yield "twitter:image:alt", subject.picture.alternative
    if subject.facts:
        yield "fediverse:creator", site.fediverse


def open_graph_locale(language: str) -> str:
    """Return the Open Graph locale of a language, with its likely territory (CLDR).

    >>> open_graph_locale("fr"), open_graph_locale("fr-CA"), open_graph_locale("en"), open_graph_locale("eo")
    ('fr_FR', 'fr_CA', 'en_US', 'eo')
    """
    parts = language.replace("_", "-").split("-")
    country = next((part.upper() for part in parts[1:] if len(part) == 2), "")
    if not country:
        from babel.core import get_global

        likely = get_global("likely_subtags").get(parts[0].lower(), "").split("_")
        country = likely[-1] if len(likely[-1]) == 2 and likely[-1].isupper() else ""
    return f"{parts[0].lower()}_{country}" if country else parts[0].lower()
