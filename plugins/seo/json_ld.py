"""The structured data of a page as JSON-LD (schema.org).

There is one graph per page, in the vocabulary that Google supports ("Article", "Breadcrumb", "Profile page" and "Site
names" structured data) and some more of schema.org's for the framework. There is no ``SearchAction``: Google, its only
consumer, removed its search box on 21 November 2024, and the search runs in the browser.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TypeAlias

from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

from plugins.base.safe_text import JsonValue
from plugins.seo.model import Facts, Party, Picture, Site, Subject

__all__ = ["data_block", "graph"]

Node: TypeAlias = dict[str, JsonValue]

CONTEXT = "https://schema.org"
TYPES = {
    "home": "WebSite",
    "article": "BlogPosting",
    "page": "WebPage",
    "about": "AboutPage",
    "profile": "ProfilePage",
    "collection": "CollectionPage",
    "other": "WebPage",
}


def graph(subject: Subject, site: Site) -> Node:
    """Return the structured data of a page, with its breadcrumbs, as a JSON-LD graph.

    Members without a value are left out.
    """
    if subject.kind == "home" and subject.number > 1:
        nodes = [_page(subject, site, "CollectionPage")]
    elif subject.kind == "home":
        nodes = [_website(site)]
    elif subject.kind == "article" and subject.facts:
        nodes = [_article(subject, subject.facts, site)]
    else:
        nodes = [_page(subject, site, TYPES[subject.kind])]
    if way := _breadcrumbs(subject, site):
        nodes.append(way)
    return {"@context": CONTEXT, "@graph": nodes}


def data_block(graph: Node) -> Markup:
    r"""Return JSON on one line, safe inside ``<script type="application/ld+json">`` (escaped by Jinja).

    >>> str(data_block({"headline": "L'« été » </script><!--"}))
    '{"headline":"L\\u0027« été » \\u003c/script\\u003e\\u003c!--"}'
    """
    return htmlsafe_json_dumps(graph, ensure_ascii=False, separators=(",", ":"))


def _known(pairs: Mapping[str, JsonValue]) -> Node:
    return {name: value for name, value in pairs.items() if value not in ("", None, [], {})}


def _website(site: Site) -> Node:
    return _known(
        {
            "@type": "WebSite",
            "@id": f"{site.url('')}#website",
            "url": site.url(""),
            "name": site.name,
            "description": site.description,
            "inLanguage": site.language,
            "publisher": _publisher(site),
        }
    )


def _within(site: Site) -> Node:
    return {"@type": "WebSite", "@id": f"{site.url('')}#website", "name": site.name, "url": site.url("")}


def _article(subject: Subject, facts: Facts, site: Site) -> Node:
    url = site.url(subject.path)
    return _known(
        {
            "@type": "BlogPosting",
            "@id": f"{url}#article",
            "mainEntityOfPage": {"@type": "WebPage", "@id": url},
            "url": url,
            "headline": subject.title,
            "description": subject.description,
            "inLanguage": subject.language,
            "datePublished": moment(facts.published),
            "dateModified": moment(facts.modified),
            "author": [_party(author, site) for author in facts.authors],
            "publisher": _publisher(site),
            "image": [_picture(picture, site) for picture in facts.pictures],
            "articleSection": facts.section,
            "about": [
                {
                    "@type": "DefinedTerm",
                    "name": topic.name,
                    "url": site.url(topic.path),
                    "inDefinedTermSet": site.url(topic.group),
                }
                for topic in facts.topics
            ],
            "keywords": list(facts.tags),
            "wordCount": facts.words,
            "timeRequired": f"PT{facts.minutes}M" if facts.minutes else "",
            "isPartOf": [*_series(facts, site), _within(site)],
            "position": facts.series.part if facts.series else None,
            "translationOfWork": _work(facts.original, site) if facts.original else None,
            "workTranslation": [_work(translation, site) for translation in facts.translations],
        }
    )


def moment(when: datetime) -> str:
    """Return a date and time with zone, to the second, as schema.org's DateTime (ISO 8601)."""
    return when.isoformat(timespec="seconds")


def _series(facts: Facts, site: Site) -> Iterator[Node]:
    if facts.series:
        yield {"@type": "CreativeWorkSeries", "name": facts.series.name, "url": site.url(facts.series.path)}


def _work(translation: tuple[str, str], site: Site) -> Node:
    language, path = translation
    url = site.url(path)
    return {"@type": "BlogPosting", "@id": f"{url}#article", "url": url, "inLanguage": language}


def _party(party: Party, site: Site) -> Node:
    return _known(
        {
            "@type": "Organization" if party.organization else "Person",
            "name": party.name,
            "url": site.url(party.path) if party.path is not None else "",
        }
    )


def _publisher(site: Site) -> Node:
    logo = _picture(site.logo, site) if site.logo else None
    sign = "logo" if site.publisher.organization else "image"
    return _known({**_party(site.publisher, site), sign: logo, "sameAs": list(site.same_as)})


def _picture(picture: Picture, site: Site) -> Node:
    return {"@type": "ImageObject", "url": site.url(picture.path), "width": picture.width, "height": picture.height}


def _page(subject: Subject, site: Site, kind: str) -> Node:
    url = site.url(subject.path)
    return _known(
        {
            "@type": kind,
            "@id": url,
            "url": url,
            "name": subject.title,
            "description": subject.description,
            "inLanguage": subject.language,
            "dateModified": moment(subject.changed) if subject.changed and subject.kind in ("page", "about") else "",
            "mainEntity": _party(subject.party, site) if subject.party else None,
            "isPartOf": _within(site),
        }
    )


def _breadcrumbs(subject: Subject, site: Site) -> Node | None:
    """Return the BreadcrumbList from the home page to this one; None for the home page."""
    if subject.kind == "home":
        return None
    steps = [(site.name, ""), *((place.name, place.path) for place in subject.trail)]
    steps.append((subject.title, subject.path))
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": name, "item": site.url(path)}
            for position, (name, path) in enumerate(steps, 1)
        ],
    }
