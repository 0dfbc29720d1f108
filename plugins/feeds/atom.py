"""The Atom 1.0 renderer (RFC 4287), based on feedgenerator."""

from __future__ import annotations

from typing import Any

from feedgenerator import Atom1Feed

from plugins.feeds.entry_cache import Parts, XMLFeed
from plugins.feeds.model import ATOM, Entry, Feed, Person
from plugins.feeds.xml_writer import LinesXML, prefixes

MEDIA_TYPE = "application/atom+xml"
"""RFC 4287, section 7."""

GENERATOR, GENERATOR_URL = "Pelican", "https://getpelican.com/"
"""The generator, without a version: a new version changes no feed."""


class AtomFeed(XMLFeed, Atom1Feed):  # type: ignore[misc]  # feedgenerator has no types
    """feedgenerator's Atom feed, with the elements that it lacks."""

    item_name = "entry"

    def __init__(self, feed: Feed, parts: Parts) -> None:
        super().__init__(
            title=feed.title,
            link=feed.home,
            description=feed.description,
            language=feed.language,
            author_name=feed.author.name,
            author_link=feed.author.url or None,
            feed_url=f"{feed.address}.atom",
            feed_guid=feed.id,
        )
        self.take(feed, parts)

    def root_attributes(self) -> dict[str, str]:
        """Return the attributes of the root element: language and namespaces."""
        extras = [self.whole.extra, *(entry.extra for entry in self.whole.entries)]
        return {"xmlns": ATOM, "xml:lang": self.whole.language, **prefixes({}, extras)}

    def add_root_elements(self, handler: LinesXML) -> None:
        """Write the metadata of the feed."""
        super().add_root_elements(handler)
        if self.whole.hub:
            handler.leaf("link", rel="hub", href=self.whole.hub)
        handler.leaf("generator", GENERATOR, uri=GENERATOR_URL)
        for element in self.whole.extra.atom:
            handler.element(element)

    def item_attributes(self, item: dict[str, Any]) -> dict[str, str]:
        """Return the attributes of an entry: its language."""
        return {"xml:lang": item["entry"].language}

    def add_item_elements(self, handler: LinesXML, item: dict[str, Any]) -> None:
        """Write the elements of an entry."""
        super().add_item_elements(handler, item)
        entry: Entry = item["entry"]
        for author in entry.authors:
            _write_person(handler, author)
        for category in entry.categories:
            differs = {"xml:lang": category.language} if category.language != entry.language else {}
            handler.leaf("category", term=category.term, scheme=category.scheme, label=category.label, **differs)
        if image := entry.image:
            what = {"type": image.type, "length": str(image.length), "title": image.title}
            handler.leaf("link", rel="enclosure", href=image.url, **what)
        for element in entry.extra.atom:
            handler.element(element)
        if entry.summary:
            handler.leaf("summary", entry.summary, type="text")
        handler.leaf("content", entry.content, type="html")


def _write_person(handler: LinesXML, person: Person) -> None:
    """Write a person construct as ``author`` (RFC 4287, section 4.2.1)."""
    handler.startElement("author", {})
    handler.leaf("name", person.name)
    if person.url:
        handler.leaf("uri", person.url)
    handler.endElement("author")


def atom(feed: Feed, parts: Parts) -> bytes:
    """Return a feed as Atom 1.0.

    Args:
        feed: The feed.
        parts: The cache of entries rendered as Atom; new ones are added.
    """
    syndication = AtomFeed(feed, parts)
    handler = LinesXML(whole=True)
    handler.startElement("feed", syndication.root_attributes())
    syndication.add_root_elements(handler)
    syndication.write_items(handler)
    handler.endElement("feed")
    return handler.document()
