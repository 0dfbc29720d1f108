"""Where other plugins join."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from plugins.feeds.contributors import FeedContributor, merged, with_entry_extras, with_feed_extras
from plugins.feeds.feed_formats import FORMATS, Renderer
from plugins.feeds.feed_list import Naming, Outline
from plugins.feeds.model import ATOM, Element, Entry, Extra, ExtraError, Feed
from plugins.i18n.messages import ENGLISH
from tests.feeds.samples import ENTRY, FEED, SITE, feed


@dataclass
class Counts(FeedContributor):
    """A contributor that counts something for every entry."""

    counts: dict[str, int]
    name: str = "_counts"

    def for_entry(self, entry: Entry) -> Extra | None:
        if entry.key not in self.counts:
            return None
        return Extra(
            rss=(Element("x:count", str(self.counts[entry.key])),),
            json={self.name: {"count": self.counts[entry.key]}},
            namespaces={"x": "urn:x"},
        )

    def for_feed(self, feed: Feed) -> Extra | None:
        return Extra(json={self.name: {"feed": feed.key}})


def test_contributors_are_asked_in_order() -> None:
    """Their answers stand in the order in which they are asked."""
    first, second = Counts({ENTRY.key: 1}), Counts({ENTRY.key: 2}, "_others")
    entry = with_entry_extras(ENTRY, (first, second))
    assert [element.text for element in entry.extra.rss] == ["1", "2"]
    assert dict(entry.extra.json) == {"_counts": {"count": 1}, "_others": {"count": 2}}
    assert with_feed_extras(FEED, (first,)).extra.json == {"_counts": {"feed": ""}}


def test_no_contributor_changes_nothing() -> None:
    """Without contributors, or with one that has nothing to say, an entry and a feed stay what they are."""
    assert with_entry_extras(ENTRY, ()) == ENTRY
    assert with_entry_extras(ENTRY, (Counts({}),)) == ENTRY
    silent = FeedContributor()
    assert with_entry_extras(ENTRY, (silent,)) == ENTRY
    assert with_feed_extras(FEED, (silent,)) == FEED
    assert tuple(silent.subscriptions()) == ()


DEEP = Element("a", children=(Element("b", attributes={"x:y": ""}),))


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda: Extra(json={"title": "x"}), "'title' cannot be the name of an extension of JSON Feed"),
        (lambda: Extra(json={"_a.b": "x"}), "'_a.b' cannot be the name of an extension of JSON Feed"),
        (lambda: Extra(rss=(Element("x:y"),)), "the prefix of 'x:y' has no namespace"),
        (lambda: Extra(atom=(DEEP,)), "the prefix of 'x:y' has no namespace"),
        (lambda: Extra(namespaces={"atom": "urn:x"}), f"the prefix 'atom' stands for {ATOM} already"),
        (lambda: merged([Extra(json={"_a": 1}), Extra(json={"_a": 2})]), "two contributors say '_a'"),
        (
            lambda: merged([Extra(namespaces={"x": "urn:x"}), Extra(namespaces={"x": "urn:y"})]),
            "the prefix 'x' stands for urn:x and for urn:y",
        ),
    ],
)  # fmt: skip
def test_what_would_break_a_feed_is_refused(make: Callable[[], object], told: str) -> None:
    """A fault in a contributor is an exception that says where it is."""
    with pytest.raises(ExtraError) as caught:
        make()
    assert str(caught.value) == told


def test_entries_may_not_disagree_on_a_prefix() -> None:
    """Two entries of one feed share its namespaces."""
    entries = (
        with_entry_extras(ENTRY, [Counts({ENTRY.key: 1})]),
        Entry(
            **{
                **{name: getattr(ENTRY, name) for name in Entry.__slots__},
                "id": "urn:b",
                "extra": Extra(namespaces={"x": "urn:y"}),
            }
        ),
    )
    with pytest.raises(ExtraError, match="the prefix 'x' stands for urn:x and for urn:y"):
        Renderer().rendered(FORMATS[1], feed(*entries))


def test_feeds_of_other_plugins() -> None:
    """What another package writes itself has its own file beside the page that it follows."""
    talk = Naming(SITE, "/blog").subscription(
        "comments/a", "2026/a/", "A", "Sur A", "Ce qui est dit de A.", empty=False, file="talk"
    )
    plan = Outline(SITE, "/blog", {}, None, {}, ENGLISH).plan()
    assert list(plan.by_key) == [""]
    assert (talk.path, [link.href for link in talk.links]) == (
        "2026/a/talk",
        ["/blog/2026/a/talk.atom", "/blog/2026/a/talk.rss", "/blog/2026/a/talk.json"],
    )
