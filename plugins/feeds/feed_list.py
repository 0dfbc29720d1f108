"""The list of a site's feeds: keys, titles, files, autodiscovery links, and groups by axis."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from plugins.feeds.entries import EXTENSION, Site
from plugins.feeds.feed_formats import FORMATS
from plugins.feeds.model import Entry, Extra, Feed, Person
from plugins.feeds.tag_uris import Authority, feed_id
from plugins.framework.model import Axis, Term
from plugins.i18n.messages import N_, Translator, message

SITE = ""
"""The key of the feed of the whole site."""


@dataclass(frozen=True, slots=True)
class Link:
    """The autodiscovery link of a feed in one format: the attributes of ``<link rel="alternate">``.

    Attributes:
        label: The name of the format.
    """

    label: str
    type: str
    title: str
    href: str


@dataclass(frozen=True, slots=True)
class Subscription:
    """A feed of the site, in all formats.

    Attributes:
        key: The permanent key of its subject; empty for the whole site.
        folder: The folder of its files and of its page, with a final slash unless it is empty.
        file: The name of its files in that folder, without the extension.
        name: The short name of its subject.
        title: The feed's title, unique on the site.
        description: One or two sentences.
        links: The autodiscovery links, one per format.
        empty: Whether it has no article yet.
    """

    key: str
    folder: str
    name: str
    title: str
    description: str
    links: tuple[Link, ...]
    empty: bool
    file: str = "feed"

    @property
    def path(self) -> str:
        """The path of its files below the site's URL, without the extension."""
        return f"{self.folder}{self.file}"


@dataclass(frozen=True, slots=True)
class Naming:
    """A factory of subscriptions.

    Attributes:
        site: The site.
        root: The path part of its base URL, without a final slash.
    """

    site: Site
    root: str

    def subscription(
        self, key: str, folder: str, name: str, title: str, description: str, *, empty: bool, file: str = "feed"
    ) -> Subscription:
        """Return a subscription with its links; name, title and description are plain text, and are typeset here."""
        set_title = self.site.words(title)
        return Subscription(
            key=key,
            folder=folder,
            name=self.site.words(name),
            title=set_title,
            description=self.site.words(description),
            links=tuple(
                Link(
                    form.label,
                    form.type,
                    f"{set_title} ({form.label})",
                    f"{self.root}/{folder}{file}.{form.extension}",
                )
                for form in FORMATS
            ),
            empty=empty,
            file=file,
        )


@dataclass(frozen=True, slots=True)
class Group:
    """The subscriptions of the terms of an axis.

    Attributes:
        axis: The axis.
        subscriptions: One for each term, in order.
    """

    axis: Axis
    subscriptions: tuple[Subscription, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """All feeds of a site.

    Attributes:
        site: The feed of all articles.
        groups: The feeds of terms: of the balance axis, of the other declared axes, then of the open ones.
        by_key: All feeds by key, that of the whole site first.
    """

    site: Subscription
    groups: tuple[Group, ...]
    by_key: Mapping[str, Subscription]

    def of(self, axis: str, term: str) -> Subscription:
        """Return the subscription of a term, for templates."""
        return self.by_key[term_key(axis, term)]


def term_key(axis: str, term: str) -> str:
    """Return the key of a term's feed, which is permanent, unlike its URL."""
    return f"{axis}/{term}"


@dataclass(frozen=True, slots=True)
class Outline:
    """The input of the list of feeds.

    Attributes:
        site: The site.
        root: The path part of its base URL, without a final slash.
        axes: Every axis, declared and open, in order.
        balance: The key of the first axis in the list, or None.
        used: The number of articles of each feed, by key.
        words: The catalogue of the site's language.
    """

    site: Site
    root: str
    axes: Mapping[str, Axis]
    balance: str | None
    used: Mapping[str, int]
    words: Translator

    def plan(self) -> Plan:
        """Return all feeds of the site."""
        ordered = sorted(self.axes.values(), key=lambda axis: (axis.open, axis.key != self.balance))
        groups = [Group(axis, tuple(self._of_term(axis, term) for term in axis.terms.values())) for axis in ordered]
        site = self.site
        whole = self._subscription(SITE, "", site.name, site.name, site.description or site.name)
        every = [whole, *(subscription for group in groups for subscription in group.subscriptions)]
        by_key = {subscription.key: subscription for subscription in every}
        return Plan(whole, tuple(group for group in groups if group.subscriptions), by_key)

    def _of_term(self, axis: Axis, term: Term) -> Subscription:
        language = self.site.language
        name = term.names.pick(language)
        places = {"site": self.site.name, "axis": axis.singular.pick(language), "term": name}
        title = message(N_("{site} – {axis}: {term}"), **places).text(self.words)
        default = message(N_("The articles of {site} ({axis}: {term})."), **places).text(self.words)
        description = term.summaries.pick(language) or default
        return self._subscription(term_key(axis.key, term.key), axis.term_url(term.key), name, title, description)

    def _subscription(self, key: str, folder: str, name: str, title: str, description: str) -> Subscription:
        naming = Naming(self.site, self.root)
        return naming.subscription(key, folder, name, title, description, empty=not self.used.get(key))


@dataclass(frozen=True, slots=True)
class Terms:
    """The properties that all feeds of a site share.

    Attributes:
        authority: The tagging authority of the feeds' ids.
        founding: The date of a feed without entries.
        hub: The URL of the WebSub hub, or an empty string.
        about: The URL of the documentation of the JSON Feed extension, or an empty string.
    """

    authority: Authority
    founding: datetime
    hub: str = ""
    about: str = ""


def feed_of(subscription: Subscription, entries: Iterable[Entry], site: Site, terms: Terms) -> Feed:
    """Return the feed of a subscription.

    Args:
        subscription: The subscription.
        entries: Its entries, newest first.
        site: The site.
        terms: The shared properties of all feeds.
    """
    held = tuple(entries)
    return Feed(
        key=subscription.key,
        id=feed_id(terms.authority, subscription.key),
        address=site.url(subscription.path),
        home=site.url(subscription.folder),
        title=subscription.title,
        description=subscription.description,
        language=site.language,
        author=Person(site.words(site.author), site.url("")),
        updated=max((entry.updated for entry in held), default=terms.founding),
        entries=held,
        hub=terms.hub,
        extra=Extra(json={EXTENSION: {"about": terms.about}} if terms.about else {}),
    )
