"""The feed formats with their media types, and the renderer of a feed in each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from plugins.feeds import atom, json_feed, rss
from plugins.feeds.entry_cache import Parts
from plugins.feeds.model import Entry, Feed


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
        self._parts = {form.extension: Parts() for form in FORMATS}

    def lacks(self, form: Format, entry: Entry) -> bool:
        """Tell whether an entry was not rendered in a format yet."""
        return entry not in self._parts[form.extension]

    def rendered(self, form: Format, feed: Feed) -> bytes:
        """Return the feed in a format."""
        return WRITERS[form.extension](feed, self._parts[form.extension])


WRITERS: Mapping[str, Callable[[Feed, Parts], bytes]] = {
    "atom": atom.atom,
    "rss": rss.rss,
    "json": json_feed.json_feed,
}
