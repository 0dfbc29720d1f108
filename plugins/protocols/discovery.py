"""Endpoint discovery: the Webmention, Pingback and TrackBack endpoints that a fetched page announces.

Webmention (W3C Recommendation, section 3.1.2), Pingback 1.0 (section 2) and TrackBack 1.2 ("Auto-Discovery"), in this
order. The page is untrusted: only the endpoint's URL is taken from it, and the fetcher checks that against SSRF.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urldefrag, urljoin, urlsplit
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from selectolax.lexbor import LexborHTMLParser, LexborNode

from plugins.fetcher.model import Reply
from plugins.protocols.content_type import media_type
from plugins.protocols.link_header import links
from plugins.protocols.source_page import HTML, Page, base_of, text_of
from plugins.protocols.trackback_rdf import NAMESPACES
from plugins.protocols.unnested_html import parse_flat
from plugins.protocols.url_equivalence import same_page

__all__ = ["Endpoint", "Protocol", "discover"]

Protocol = Literal["webmention", "pingback", "trackback"]

LONGEST_ADDRESS = 2000
OPENING, CLOSING = "<rdf:RDF", "</rdf:RDF>"
MOST_BLOCKS, LARGEST_BLOCK = 50, 20_000
"""The most RDF blocks parsed, and the most characters of one."""
DESCRIPTION, ABOUT = (f"{{{NAMESPACES['rdf']}}}{name}" for name in ("Description", "about"))
IDENTIFIER = f"{{{NAMESPACES['dc']}}}identifier"
PING = f"{{{NAMESPACES['trackback']}}}ping"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A linkback endpoint: its protocol and its URL."""

    protocol: Protocol
    url: str


def discover(page: Reply, target: str) -> tuple[Endpoint, ...]:
    """Return the endpoints of a page, at most one per protocol, the preferred one first.

    Args:
        page: The response to a GET of the target, after redirects.
        target: The URL requested: TrackBack's RDF may name the page by it or by the final URL.

    >>> page = Reply("https://a.example/b", 200, (("link", "<c>; rel=webmention"),), b"")
    >>> discover(page, "https://a.example/b")
    (Endpoint(protocol='webmention', url='https://a.example/c'),)
    """
    text, tree = "", None
    if media_type(page.content_type) in HTML:
        text = text_of(Page(page.url, page.content_type, page.body))
        tree = parse_flat(text)
    found = (
        ("webmention", _webmention(page, tree)),
        ("pingback", _pingback(page, tree)),
        ("trackback", _trackback(text, (target, page.url))),
    )
    return tuple(Endpoint(protocol, url) for protocol, url in found if url)  # type: ignore[arg-type]


def _usable(reference: str, base: str) -> str:
    """Return an endpoint's absolute http or https URL without its fragment; an empty string when it has none."""
    try:
        url = urldefrag(urljoin(base, re.sub(r"[\t\n\r]", "", reference.strip()))).url
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return ""
    return url if parts.scheme in ("http", "https") and host and len(url) <= LONGEST_ADDRESS else ""


def _webmention(page: Reply, tree: LexborHTMLParser | None) -> str:
    for value in page.values("link"):
        for link in links(value):
            elsewhere = link.parameters.get("anchor")  # the link's context is another page (RFC 8288, section 3.2)
            if "webmention" in link.rels and (elsewhere is None or same_page(_usable(elsewhere, page.url), page.url)):
                return _usable(link.href, page.url)
    if tree is None:
        return ""
    base = base_of(tree, page.url)
    for node in _linking(tree, "link, a", "webmention"):
        return _usable(node.attributes["href"] or "", base)
    return ""


def _pingback(page: Reply, tree: LexborHTMLParser | None) -> str:
    for value in page.values("x-pingback"):
        return _usable(value, page.url) if value.strip() else ""
    if tree is None:
        return ""
    for node in _linking(tree, "link", "pingback"):
        href = node.attributes["href"] or ""
        return _usable(href, base_of(tree, page.url)) if href.strip() else ""
    return ""


def _linking(tree: LexborHTMLParser, names: str, rel: str) -> Iterator[LexborNode]:
    """Yield the elements with a ``rel`` value and an ``href``, in document order."""
    for node in tree.css(names):
        attributes = node.attributes
        if "href" in attributes and rel in (attributes.get("rel") or "").lower().split():
            yield node


def _trackback(text: str, names: tuple[str, ...]) -> str:
    """Return the ping URL of the RDF block whose identifier is one of the page's URLs; an empty string without one."""
    for block in _blocks(text):
        for about, ping in _descriptions(block):
            if any(same_page(one, name) for one in about for name in names):
                return _usable(ping, names[-1])
    return ""


def _blocks(text: str) -> Iterator[str]:
    """Yield the RDF blocks of a text, inside comments or not; an unclosed one does not swallow the next."""
    position = 0
    for _ in range(MOST_BLOCKS):
        end = text.find(CLOSING, position)
        start = text.rfind(OPENING, position, max(end, 0))
        if end < 0:
            return
        position = end + len(CLOSING)
        if start >= 0 and position - start <= LARGEST_BLOCK:
            yield text[start:position]


def _descriptions(block: str) -> Iterable[tuple[tuple[str, ...], str]]:
    """Return the identifiers and the ping URL of each RDF description; none when it is no XML, or has a DTD."""
    try:
        root: Element = fromstring(block, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError):
        return []
    return [
        (tuple(about for key in (IDENTIFIER, ABOUT) if (about := one.get(key))), ping)
        for one in root.iter(DESCRIPTION)
        if (ping := one.get(PING))
    ]
