"""Where other plugins join: what they add to entries and feeds.

A contributor is asked once for every entry and once for every feed, and answers with an :class:`Extra`, or with None.
The conversation, for one, adds counts, links to comments and feeds of them; this plugin never learns what a comment
is::

    class Counts:
        def for_entry(self, entry: Entry) -> Extra | None:
            count = str(self.counts[entry.key])
            return Extra(rss=(Element("slash:comments", count),), namespaces={"slash": SLASH})

        def for_feed(self, feed: Feed) -> Extra | None:
            return None

    contribute(generator.context, Counts(...))  # while Pelican's generators make their context
"""

from __future__ import annotations

from collections.abc import Iterable, MutableMapping
from dataclasses import replace
from typing import Any, Protocol

from plugins.base.text import JsonValue
from plugins.feeds.feed_list import Subscription
from plugins.feeds.model import Entry, Extra, ExtraError, Feed

CONTEXT_KEY = "feeds_contributors"
SUBSCRIPTIONS_KEY = "feeds_subscriptions"


class Contributor(Protocol):
    """What a plugin that adds to feeds offers. Both answers must follow from the content alone."""

    def for_entry(self, entry: Entry) -> Extra | None:
        """Return what to add to an entry; ``entry.key`` is the article's permanent id."""
        ...

    def for_feed(self, feed: Feed) -> Extra | None:
        """Return what to add to a feed; ``feed.key`` says what it follows, such as ``drivers/rse``."""
        ...


def contribute(context: MutableMapping[str, Any], contributor: Contributor) -> None:
    """Add a contributor to a build; its answers stand in the feeds in the order of these calls.

    Args:
        context: Pelican's shared context.
        contributor: To be added before the first page is written, on ``all_generators_finalized`` at the latest.
    """
    context.setdefault(CONTEXT_KEY, []).append(contributor)


def offer(context: MutableMapping[str, Any], subscription: Subscription) -> None:
    """Let the page of all feeds list a feed that another plugin writes.

    Args:
        context: Pelican's shared context.
        subscription: What :meth:`plugins.feeds.feed_list.Naming.subscription` returns; to be offered while Pelican's
            generators make their context.
    """
    context.setdefault(SUBSCRIPTIONS_KEY, []).append(subscription)


def offered(context: MutableMapping[str, Any]) -> tuple[Subscription, ...]:
    """Return the subscriptions that other plugins offer, in order."""
    return tuple(context.get(SUBSCRIPTIONS_KEY, ()))


def contributors(context: MutableMapping[str, Any]) -> tuple[Contributor, ...]:
    """Return the contributors of a build, in order."""
    return tuple(context.get(CONTEXT_KEY, ()))


def with_entry_extras(entry: Entry, asked: Iterable[Contributor]) -> Entry:
    """Return the entry with what the contributors add."""
    return replace(entry, extra=merged([entry.extra, *(contributor.for_entry(entry) for contributor in asked)]))


def with_feed_extras(feed: Feed, asked: Iterable[Contributor]) -> Feed:
    """Return the feed with what the contributors add."""
    return replace(feed, extra=merged([feed.extra, *(contributor.for_feed(feed) for contributor in asked)]))


def merged(extras: Iterable[Extra | None]) -> Extra:
    """Return several extras as one.

    Raises:
        ExtraError: Two have one extension, or one prefix stands for two namespaces.
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
