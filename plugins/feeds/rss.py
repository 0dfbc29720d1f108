"""The RSS 2.0 renderer, by the RSS Best Practices Profile, based on feedgenerator.

The specification is https://www.rssboard.org/rss-specification, the profile https://www.rssboard.org/rss-profile.
"""

from __future__ import annotations

from html import escape
from typing import Any

from feedgenerator import Rss201rev2Feed
from feedgenerator.django.utils.feedgenerator import rfc3339_date

from plugins.base.safe_text import clean
from plugins.feeds.atom import GENERATOR, GENERATOR_URL
from plugins.feeds.entry_cache import Parts, XMLFeed
from plugins.feeds.model import NAMESPACES, Entry, Feed
from plugins.feeds.xml_writer import LinesXML, prefixes

MEDIA_TYPE = "application/rss+xml"
"""RSS Profile, "Autodiscovery"; it is not registered, but every feed reader supports it."""

DOCS = "https://www.rssboard.org/rss-specification"

PLAIN = str.maketrans({"&": "&#x26;", "<": "&#x3C;", ">": "&#x3E;"})
"""The escapes of plain text, so that no feed reader takes it for HTML (RSS Profile, "Character Data")."""


class PlainXML(LinesXML):
    """An XML writer that escapes texts as plain text, except for elements with HTML."""

    def characters(self, content: str) -> None:
        """Write plain text."""
        self.part(clean(content).translate(PLAIN))

    def html(self, name: str, html: str) -> None:
        """Write an element that holds HTML."""
        self.startElement(name, {})
        super().characters(html)
        self.endElement(name)


class RSSFeed(XMLFeed, Rss201rev2Feed):  # type: ignore[misc]  # feedgenerator has no types
    """feedgenerator's RSS feed, with the elements that it lacks."""

    item_name = "item"
    writer = PlainXML

    def __init__(self, feed: Feed, parts: Parts) -> None:
        super().__init__(
            title=feed.title,
            link=feed.home,
            description=feed.description,
            language=feed.language,
        )
        self.take(feed, parts)

    def rss_attributes(self) -> dict[str, str]:
        """Return the attributes of the root element: version and namespaces."""
        extras = [self.whole.extra, *(entry.extra for entry in self.whole.entries)]
        return {"version": "2.0", **prefixes(NAMESPACES, extras)}

    def add_root_elements(self, handler: LinesXML) -> None:
        """Write the metadata of the channel."""
        super().add_root_elements(handler)
        handler.leaf("atom:link", rel="self", type=MEDIA_TYPE, href=f"{self.whole.address}.rss")
        if self.whole.hub:
            handler.leaf("atom:link", rel="hub", href=self.whole.hub)
        handler.leaf("generator", f"{GENERATOR} ({GENERATOR_URL})")
        handler.leaf("docs", DOCS)
        for element in self.whole.extra.rss:
            handler.element(element)

    def add_item_elements(self, handler: PlainXML, item: dict[str, Any]) -> None:
        """Write the elements of an item.

        The description is HTML by definition and everything else is plain text (RSS Profile, "Character Data"); our
        ``guid`` is never a permalink. Authors are ``dc:creator`` because ``author`` requires an e-mail address, and
        modification dates are ``atom:updated`` because RSS has no element for them.
        """
        super().add_item_elements(handler, item)
        entry: Entry = item["entry"]
        handler.leaf("atom:updated", rfc3339_date(entry.updated))
        for author in entry.authors:
            handler.leaf("dc:creator", author.name)
        handler.leaf("dc:language", entry.language)
        for category in entry.categories:
            handler.leaf("category", category.label, domain=category.scheme)
        if image := entry.image:
            handler.leaf("enclosure", url=image.url, type=image.type, length=str(image.length))
        for element in entry.extra.rss:
            handler.element(element)
        if entry.summary:
            handler.html("description", escape(entry.summary, quote=False))
        handler.html("content:encoded", entry.content)


def rss(feed: Feed, parts: Parts) -> bytes:
    """Return a feed as RSS 2.0.

    Args:
        feed: The feed.
        parts: The cache of entries rendered as RSS; new ones are added.
    """
    syndication = RSSFeed(feed, parts)
    handler = PlainXML(whole=True)
    handler.startElement("rss", syndication.rss_attributes())
    handler.startElement("channel", {})
    syndication.add_root_elements(handler)
    syndication.write_items(handler)
    handler.endElement("channel")
    handler.endElement("rss")
    return handler.document()
