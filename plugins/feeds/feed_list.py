"""Which feeds there are, what they are called, and how pages name them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from plugins.feeds.entries import EXTENSION, Site
from plugins.feeds.formats import FORMATS
from plugins.feeds.model import Entry, Extra, Feed, Person
from plugins.feeds.tag_uris import Authority, feed_id
from plugins.framework.model import Axis, Term
from plugins.i18n.messages import N_, Translator, message

SITE = ""
"""The key of the feed of the whole site."""


@dataclass(frozen=True, slots=True)
class Link:
    """A feed in one format, as a page links to it: ``type``, ``title`` and ``href`` of ``<link rel="alternate">``.

    Attributes:
        label: The name of the format.
    """

    label: str
    type: str
    title: str
    href: str


@dataclass(frozen=True, slots=True)
class Subscription:
    """What a reader may subscribe to.

    Attributes:
        key: The permanent name of what it follows; empty for the whole site.
        folder: The folder of its feeds and of the page that they follow, with a slash at its end unless it is empty.
        file: The name of its feeds in that folder, without the extension of a format.
        name: What it follows, in short.
        title: The feed's title, which tells it from every other feed of the site.
        description: One or two sentences.
        links: The feed in every format.
        empty: Whether there is no article yet.
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
        """Where its feeds are, below the site's address, without the extension of a format."""
        return f"{self.folder}{self.file}"


@dataclass(frozen=True, slots=True)
class Naming:
    """What a subscription is made from.

    Attributes:
        site: The site.
        root: The path part of its address, without a slash at its end.
    """

    site: Site
    root: str

    def subscription(
        self, key: str, folder: str, name: str, title: str, description: str, *, empty: bool, file: str = "feed"
    ) -> Subscription:
        """Return a subscription with its links; the texts are plain and are set here."""
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
    """Subscriptions of one kind: the terms of an axis.

    Attributes:
        axis: The axis.
        subscriptions: One for each of its terms, in order.
    """

    axis: Axis
    subscriptions: tuple[Subscription, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """Every feed of a site.

    Attributes:
        site: That of all articles.
        groups: The others: the axis whose weights are balanced, the other declared axes, then the open ones.
        by_key: All of them by key, that of the whole site first.
        others: What other plugins write, such as the comments of the whole site.
    """

    site: Subscription
    groups: tuple[Group, ...]
    by_key: Mapping[str, Subscription]
    others: tuple[Subscription, ...] = ()

    def of(self, axis: str, term: str) -> Subscription:
        """Return the subscription of a term: templates ask for it."""
        return self.by_key[term_key(axis, term)]


def term_key(axis: str, term: str) -> str:
    """Return the key of a term's feed: permanent, unlike its address."""
    return f"{axis}/{term}"


@dataclass(frozen=True, slots=True)
class Outline:
    """What the plan of a site's feeds is made from.

    Attributes:
        site: The site.
        root: The path part of its address, without a slash at its end.
        axes: Every axis, declared and open, in order.
        balance: The key of the axis to begin with, or None.
        used: How many articles each feed follows, by key.
        words: The catalogue of the site's language.
        others: What other plugins write.
    """

    site: Site
    root: str
    axes: Mapping[str, Axis]
    balance: str | None
    used: Mapping[str, int]
    words: Translator
    others: tuple[Subscription, ...] = ()

    def plan(self) -> Plan:
        """Return every feed of the site."""
        ordered = sorted(self.axes.values(), key=lambda axis: (axis.open, axis.key != self.balance))
        groups = [Group(axis, tuple(self._of_term(axis, term) for term in axis.terms.values())) for axis in ordered]
        site = self.site
        whole = self._subscription(SITE, "", site.name, site.name, site.description or site.name)
        every = [whole, *(subscription for group in groups for subscription in group.subscriptions)]
        by_key = {subscription.key: subscription for subscription in every}
        return Plan(whole, tuple(group for group in groups if group.subscriptions), by_key, self.others)

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
    """What all feeds of a site have in common.

    Attributes:
        authority: Who names the feeds.
        founding: The date of a feed without an entry.
        hub: The address of the WebSub hub, or an empty string.
        about: Where humans read about the extension of JSON Feed, or an empty string.
    """

    authority: Authority
    founding: datetime
    hub: str = ""
    about: str = ""


def feed_of(subscription: Subscription, entries: Iterable[Entry], site: Site, terms: Terms) -> Feed:
    """Return the feed of a subscription.

    Args:
        subscription: What it follows.
        entries: Its entries, newest first.
        site: The site.
        terms: What all feeds have in common.
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
