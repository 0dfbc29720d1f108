"""Entries written once, however many feeds they stand in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any, Generic, TypeVar

from feedgenerator import SyndicationFeed

from plugins.feeds.model import Entry, Feed
from plugins.feeds.xml_writer import LinesXML

Form = TypeVar("Form")


class Parts(Generic[Form]):
    """What became of entries in one format; no form of an entry knows the feed that it stands in."""

    def __init__(self) -> None:
        self._made: dict[str, tuple[Entry, Form]] = {}

    def of(self, entry: Entry, make: Callable[[], Form]) -> Form:
        """Return the form of an entry, made when first asked for."""
        known = self._made.get(entry.id)
        if known is None or known[0] is not entry:
            known = self._made[entry.id] = (entry, make())
        return known[1]


class XMLFeed(SyndicationFeed):  # type: ignore[misc]  # feedgenerator has no types
    """What Atom and RSS share, to stand before feedgenerator's class for either.

    Attributes:
        item_name: The element of an entry.
        writer: What writes the format's XML.
        whole: The feed.
        parts: Entries that were written before.
    """

    item_name: str
    writer: type[LinesXML] = LinesXML
    whole: Feed
    parts: Parts[str]

    def take(self, feed: Feed, parts: Parts[str]) -> None:
        """Remember the feed, and hand its entries to feedgenerator."""
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
        """Return the feed's own date: feedgenerator would ask the clock for an empty feed's."""
        return self.whole.updated

    def write_items(self, handler: LinesXML) -> None:
        """Write the entries, those that were written before as they were written then."""
        for item in self.items:
            handler.part(self.parts.of(item["entry"], partial(self.item_xml, item)))

    def item_xml(self, item: dict[str, Any]) -> str:
        """Return an entry as XML."""
        handler = self.writer(whole=False)
        handler.startElement(self.item_name, self.item_attributes(item))
        self.add_item_elements(handler, item)
        handler.endElement(self.item_name)
        return handler.text()
