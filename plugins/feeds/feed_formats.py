"""The feed formats with their media types, and the renderer of a feed in each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from plugins.feeds import atom, json_feed, rss
from plugins.feeds.entry_cache import Parts
from plugins.feeds.model import Feed


@dataclass(frozen=True, slots=True)
class Format:
    """A feed format.

    Attributes:
        extension: The extension of its files.
        label: Its name.
        type: Its media type.
    """

    extension: str
    label: str
    type: str


FORMATS = (
    Format("atom", "Atom", atom.MEDIA_TYPE),
    Format("rss", "RSS", rss.MEDIA_TYPE),
    Format("json", "JSON", json_feed.MEDIA_TYPE),
)
"""The formats in the order of autodiscovery links: feed readers take the first that they support."""


class Renderer:
    """Renders the feeds of one build; each entry is rendered once per format, however many feeds it is in."""

    def __init__(self) -> None:
        self._atom = Parts()
        self._rss = Parts()
        self._json = Parts()

    def atom(self, feed: Feed) -> bytes:
        """Return the feed as Atom 1.0."""
        return atom.atom(feed, self._atom)

    def rss(self, feed: Feed) -> bytes:
        """Return the feed as RSS 2.0."""
        return rss.rss(feed, self._rss)

    def json(self, feed: Feed) -> bytes:
        """Return the feed as JSON Feed 1.1."""
        return json_feed.json_feed(feed, self._json)

    def all(self, feed: Feed) -> Iterator[tuple[Format, bytes]]:
        """Yield the feed in every format."""
        for form, write in zip(FORMATS, (self.atom, self.rss, self.json), strict=True):
            yield form, write(feed)
