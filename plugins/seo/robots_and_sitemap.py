"""robots.txt (RFC 9309) and the sitemap (https://www.sitemaps.org/protocol.html).

The sitemap has only pages that may be indexed, and of a paginated list only the first page, since the others link to
the same articles.
"""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from xml.etree.ElementTree import Element, SubElement

from plugins.seo.json_ld import moment
from plugins.seo.model import Site, Subject

__all__ = ["FIRST", "ROBOTS", "robots", "sitemap"]

ROBOTS = "robots.txt"

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
XHTML = "http://www.w3.org/1999/xhtml"
FIRST = "sitemap.xml"
HEAVIEST = 50 * 1024 * 1024
"""The most bytes of a file (protocol, "Using Sitemap index files")."""

FRAME, MARGIN = 512, 16
"""Bytes reserved for the XML around the entries, and for the line ends within one."""


def robots(disallow: Mapping[str, Sequence[str]], sitemap: str = "") -> bytes:
    r"""Return the bytes of robots.txt, with disallowed paths and the sitemap's URL.

    Args:
        disallow: Disallowed paths by user agent; ``*`` is for all others.
        sitemap: The absolute URL of the sitemap, or an empty string.

    >>> robots({"GPTBot": ["/"]}, "https://a.example/sitemap.xml").decode().splitlines()
    ['User-agent: GPTBot', 'Disallow: /', '', 'User-agent: *', 'Allow: /', '', 'Sitemap: https://a.example/sitemap.xml']
    """
    groups = [
        [f"User-agent: {robot}", *(f"Disallow: {path}" for path in paths or ("",))] for robot, paths in disallow.items()
    ]
    if "*" not in disallow:
        groups.append(["User-agent: *", "Allow: /"])
    if sitemap:
        groups.append([f"Sitemap: {sitemap}"])
    return ("\n\n".join("\n".join(group) for group in groups) + "\n").encode("ascii")


def sitemap(
    subjects: Iterable[Subject], site: Site, size: int, heaviest: int = HEAVIEST
) -> Iterator[tuple[str, bytes]]:
    """Yield the sitemap's files: one, or an index and its parts.

    Args:
        subjects: The pages of the site.
        site: The site; it must have an absolute URL.
        size: The most URLs of one file.
        heaviest: The most bytes of one file.
    """
    listed = sorted((subject for subject in subjects if subject.indexed), key=lambda subject: subject.path)
    parts = list(_parts([_entry(subject, site) for subject in listed], size, heaviest - FRAME))
    if len(parts) <= 1:
        yield FIRST, _document("urlset", [element for element, _ in parts[0]] if parts else [])
        return
    references = []
    for number, part in enumerate(parts, 1):
        name = f"sitemap-{number}.xml"
        newest = max((changed for _, changed in part if changed), default=None)
        reference = Element("sitemap")
        _address(reference, site.url(name), newest)
        references.append(reference)
        yield name, _document("urlset", [element for element, _ in part])
    yield FIRST, _document("sitemapindex", references)


Entry = tuple[Element, datetime | None]


def _entry(subject: Subject, site: Site) -> Entry:
    """Return the entry of a page, with its translations (Google, "Sitemap hreflang")."""
    element = Element("url")
    _address(element, site.url(subject.path), subject.changed)
    alternates = [*subject.alternates, ("x-default", subject.default)] if subject.alternates else []
    for language, path in alternates:
        SubElement(element, "xhtml:link", rel="alternate", hreflang=language, href=site.url(path))
    return element, subject.changed


def _address(element: Element, address: str, changed: datetime | None) -> None:
    SubElement(element, "loc").text = address
    if changed:
        SubElement(element, "lastmod").text = moment(changed)


def _parts(entries: Sequence[Entry], size: int, heaviest: int) -> Iterator[list[Entry]]:
    """Yield the entries in chunks that fit into one file, by number and by bytes."""
    part: list[Entry] = []
    weight = 0
    for entry in entries:
        own = len(ElementTree.tostring(entry[0], encoding="utf-8")) + MARGIN
        if part and (len(part) == size or weight + own > heaviest):
            yield part
            part, weight = [], 0
        part.append(entry)
        weight += own
    if part:
        yield part


def _document(name: str, children: Iterable[Element]) -> bytes:
    root = Element(name, {"xmlns": SITEMAP, **({"xmlns:xhtml": XHTML} if name == "urlset" else {})})
    root.extend(children)
    ElementTree.indent(root, space="")
    written: bytes = ElementTree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return written + b"\n"
