"""Parses a published page: permalink, article id, title, excerpt, content digest and external links."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from plugins.base.addresses import absolute
from plugins.base.slugs import is_slug
from plugins.protocols.url_equivalence import comparable

__all__ = ["Article", "address_of", "article_of", "is_below"]

ROOT = re.compile(r"h-[a-z0-9-]+")
"""A root class name (microformats2 parsing, "parse a document for microformats")."""
LONGEST_EXCERPT = 252
"""The most characters of an excerpt: those that TrackBack's first implementation sends and displays."""


@dataclass(frozen=True, slots=True)
class Article:
    """A published article.

    Attributes:
        id: Its permanent id; made of its URL where the page has none.
        url: Its permalink.
        title, excerpt, site: Its title, its description and the site's name, as plain text.
        digest: The digest of its text and links, by which a change is detected.
        links: The URLs of its links to other sites, as written, each page once, in order.
    """

    id: str
    url: str
    title: str
    excerpt: str
    site: str
    digest: str
    links: tuple[str, ...]


def address_of(page: LexborHTMLParser) -> str:
    """Return the absolute URL that a page gives as its own; an empty string when it gives none."""
    node = page.css_first('link[rel="canonical"][href]')
    url = (node.attributes["href"] or "").strip() if node else ""
    return url if urlsplit(url).scheme in ("http", "https") and urlsplit(url).netloc else ""


def article_of(page: LexborHTMLParser, home: str) -> Article | None:
    """Return the article of a page with one h-entry that has content and a URL; None for any other page.

    Args:
        page: A page of this site.
        home: The site's URL: links below it are internal.
    """
    roots = [node for node in page.css(".h-entry") if _holder(node) is None]
    url = address_of(page)
    if len(roots) != 1 or not url:
        return None
    contents = [node for node in page.css(".e-content") if _is(_holder(node), roots[0])]
    if not contents:
        return None
    answered = [node for node in page.css("a.u-in-reply-to[href]") if _is(_holder(node), roots[0])]
    links = tuple(_links([*answered, *(a for node in contents for a in node.css("a[href]"))], url, home))
    title = _meta(page, "property", "og:title") or _words(roots[0].css_first(".p-name"))
    excerpt = _meta(page, "name", "description")
    words = [title, excerpt, *(_words(node) for node in contents)]
    return Article(
        id=_id(page, url),
        url=url,
        title=title,
        excerpt=_shortened(excerpt),
        site=_meta(page, "property", "og:site_name"),
        digest=hashlib.sha256(json.dumps([words, links]).encode()).hexdigest(),
        links=links,
    )


def is_below(url: str, home: str) -> bool:
    """Return whether a URL is below that of a site, over http or https.

    >>> is_below("http://name.example/blog/2026", "https://name.example/blog/")
    True
    >>> is_below("https://name.example/blogs", "https://name.example/blog/")
    False
    """
    one, other = (urlsplit(comparable(address)) for address in (url, home))
    path = other.path.rstrip("/")
    return one.netloc == other.netloc and (one.path == path or one.path.startswith(f"{path}/"))


def _links(nodes: list[LexborNode], url: str, home: str) -> Iterator[str]:
    seen = set()
    for node in nodes:
        target = absolute(node.attributes["href"] or "", url)
        if target is None or urlsplit(target).scheme not in ("http", "https") or not urlsplit(target).netloc:
            continue
        if (page := comparable(target)) not in seen and not is_below(target, home):
            seen.add(page)
            yield target


def _id(page: LexborHTMLParser, url: str) -> str:
    node = page.css_first("article[data-id]")
    said = (node.attributes["data-id"] or "") if node else ""
    return said if is_slug(said) else f"address-{hashlib.sha256(url.encode()).hexdigest()[:16]}"


def _holder(node: LexborNode) -> LexborNode | None:
    """Return the microformats root element around an element, or None."""
    above = node.parent
    while above is not None:
        if any(ROOT.fullmatch(name) for name in (above.attributes.get("class") or "").split()):
            return above
        above = above.parent
    return None


def _is(one: LexborNode | None, other: LexborNode) -> bool:
    return one is not None and one.mem_id == other.mem_id


def _words(node: LexborNode | None) -> str:
    return " ".join(node.text().split()) if node else ""


def _meta(page: LexborHTMLParser, key: str, name: str) -> str:
    node = page.css_first(f'meta[{key}="{name}"][content]')
    return " ".join((node.attributes["content"] or "").split()) if node else ""


def _shortened(text: str) -> str:
    """Return a text, cut between words with an ellipsis if it is too long."""
    if len(text) <= LONGEST_EXCERPT:
        return text
    return f"{text[: LONGEST_EXCERPT - 2].rpartition(' ')[0] or text[: LONGEST_EXCERPT - 2]} …"
