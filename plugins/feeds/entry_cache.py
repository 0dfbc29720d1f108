"""A cache of rendered entries, so that an entry in many feeds is rendered once per format."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from datetime import datetime
from functools import partial
from typing import Any

from feedgenerator import SyndicationFeed

from plugins.base.spool import Spool
from plugins.feeds.model import Entry, Feed
from plugins.feeds.xml_writer import LinesXML


class Parts:
    """The rendered entries of one format; a rendered entry does not depend on its feed.

    They wait outside memory.
    """

    def __init__(self) -> None:
        self._spool = Spool()

    def __contains__(self, entry: Entry) -> bool:
        """Tell whether an entry was rendered."""
        return _version(entry) in self._spool

    def of(self, entry: Entry, make: Callable[[], str]) -> str:
        """Return the rendered entry, made at the first call."""
        version = _version(entry)
        kept = self._spool.get(version)
        if kept is not None:
            return kept.decode("utf-8", "surrogatepass")
        text = make()
        self._spool.put(version, text.encode("utf-8", "surrogatepass"))
        return text


def _version(entry: Entry) -> tuple[Hashable, ...]:
    """Return what tells one entry from all others: two texts may have one id, which is the author's mistake."""
    return entry.id, entry.url, entry.source or hash(entry.content), entry.title, entry.updated


class XMLFeed(SyndicationFeed):  # type: ignore[misc]  # feedgenerator has no types
    """The common part of Atom and RSS: a mixin before feedgenerator's class of either.

    Attributes:
        item_name: The element name of an entry.
        writer: The class that writes the format's XML.
        whole: The feed.
        parts: The cache of rendered entries.
    """

    item_name: str
    writer: type[LinesXML] = LinesXML
    whole: Feed
    parts: Parts

    def take(self, feed: Feed, parts: Parts) -> None:
        """Set the feed and the cache, and add the entries to feedgenerator's list."""
        self.whole, self.parts = feed, parts
        for entry in feed.entries:
            self.add_item(
                title=entry.title,
                link=entry.url,
                description=None,
                pubdate=entry.published,
                updateddate=entry.updated,
                unique_id=entry.id,
                unique_id_is_permalink=False,
                entry=entry,
            )

    def latest_post_date(self) -> datetime:
        """Return the feed's own date: feedgenerator would use the current time for an empty feed."""
        return self.whole.updated

    def write_items(self, handler: LinesXML) -> None:
        """Write the entries, from the cache where they are in it."""
        for item in self.items:
            handler.part(self.parts.of(item["entry"], partial(self.item_xml, item)))

    def item_xml(self, item: dict[str, Any]) -> str:
        """Return an entry as XML."""
        handler = self.writer(whole=False)
        handler.startElement(self.item_name, self.item_attributes(item))
        self.add_item_elements(handler, item)
        handler.endElement(self.item_name)
        return handler.text()
