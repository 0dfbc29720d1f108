"""The extension point of feeds: other plugins contribute elements to entries and feeds, and subscriptions.

A contributor is called once for every entry and once for every feed, and returns an :class:`Extra` or None. The
conversation, for example, adds comment counts, links to comments and comment feeds; this plugin has no notion of
comments::

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

from plugins.base.safe_text import JsonValue
from plugins.feeds.feed_list import Subscription
from plugins.feeds.model import Entry, Extra, ExtraError, Feed

CONTEXT_KEY = "feeds_contributors"
SUBSCRIPTIONS_KEY = "feeds_subscriptions"


class Contributor(Protocol):
    """A plugin that adds to feeds. Both results must depend on the content alone."""

    def for_entry(self, entry: Entry) -> Extra | None:
        """Return the extra of an entry, or None; ``entry.key`` is the article's permanent id."""
        ...

    def for_feed(self, feed: Feed) -> Extra | None:
        """Return the extra of a feed, or None; ``feed.key`` names its subject, such as ``drivers/rse``."""
        ...


def contribute(context: MutableMapping[str, Any], contributor: Contributor) -> None:
    """Add a contributor to a build; extras are in the order of these calls.

    Args:
        context: Pelican's shared context.
        contributor: To be added before the first page is written, on ``all_generators_finalized`` at the latest.
    """
    context.setdefault(CONTEXT_KEY, []).append(contributor)


def offer(context: MutableMapping[str, Any], subscription: Subscription) -> None:
    """Add a feed that another plugin writes to the list of all feeds.

    Args:
        context: Pelican's shared context.
        subscription: What :meth:`plugins.feeds.feed_list.Naming.subscription` returns; to be offered while Pelican's
            generators make their context.
    """
    context.setdefault(SUBSCRIPTIONS_KEY, []).append(subscription)


def offered(context: MutableMapping[str, Any]) -> tuple[Subscription, ...]:
    """Return the subscriptions offered by other plugins, in order."""
    return tuple(context.get(SUBSCRIPTIONS_KEY, ()))


def contributors(context: MutableMapping[str, Any]) -> tuple[Contributor, ...]:
    """Return the contributors of a build, in order."""
    return tuple(context.get(CONTEXT_KEY, ()))


def with_entry_extras(entry: Entry, asked: Iterable[Contributor]) -> Entry:
    """Return the entry with the contributors' extras."""
    return replace(entry, extra=merged([entry.extra, *(contributor.for_entry(entry) for contributor in asked)]))


def with_feed_extras(feed: Feed, asked: Iterable[Contributor]) -> Feed:
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
