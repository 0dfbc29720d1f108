"""The extension point of feeds: other packages contribute elements to entries and feeds, and subscriptions.

A contribution (:mod:`plugins.framework.outputs.contributions`) that is a :class:`FeedContributor` too is asked once for
every entry and once for every feed, and returns an :class:`Extra` or None. The conversation, for example, adds comment
counts, links to comments and comment feeds; this package has no notion of comments.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from plugins.base.safe_text import JsonValue
from plugins.feeds.feed_list import Subscription
from plugins.feeds.model import Entry, Extra, ExtraError, Feed

__all__ = ["FeedContributor", "merged", "with_entry_extras", "with_feed_extras"]


class FeedContributor:
    """A package that adds to feeds: nothing, unless it overrides these. All must depend on the content alone."""

    def for_entry(self, entry: Entry) -> Extra | None:  # noqa: ARG002 - every contributor gets it
        """Return the extra of an entry, or None; ``entry.key`` is the article's permanent id."""
        return None

    def for_feed(self, feed: Feed) -> Extra | None:  # noqa: ARG002 - every contributor gets it
        """Return the extra of a feed, or None; ``feed.key`` names its subject, such as ``drivers/rse``."""
        return None

    def subscriptions(self) -> Iterable[Subscription]:
        """Return the feeds that the package writes itself, for the list of all feeds."""
        return ()


def with_entry_extras(entry: Entry, asked: Iterable[FeedContributor]) -> Entry:
    """Return the entry with the contributors' extras."""
    return replace(entry, extra=merged([entry.extra, *(contributor.for_entry(entry) for contributor in asked)]))


def with_feed_extras(feed: Feed, asked: Iterable[FeedContributor]) -> Feed:
    """Return the feed with the contributors' extras."""
    return replace(feed, extra=merged([feed.extra, *(contributor.for_feed(feed) for contributor in asked)]))


def merged(extras: Iterable[Extra | None]) -> Extra:
    """Return several extras merged into one.

    Raises:
        ExtraError: Two have the same extension, or different namespaces for one prefix.
    """
    given = [extra for extra in extras if extra is not None]
    json: dict[str, JsonValue] = {}
    namespaces: dict[str, str] = {}
    for extra in given:
        for name, value in extra.json.items():
            if name in json:
                raise ExtraError(f"two contributors say {name!r}")
            json[name] = value
        for prefix, namespace in extra.namespaces.items():
            if namespaces.setdefault(prefix, namespace) != namespace:
                raise ExtraError(f"the prefix {prefix!r} stands for {namespaces[prefix]} and for {namespace}")
    return Extra(
        atom=tuple(element for extra in given for element in extra.atom),
        rss=tuple(element for extra in given for element in extra.rss),
        json=json,
        namespaces=namespaces,
    )
