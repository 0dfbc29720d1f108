"""What the conversation contributes: an article's conversation, comment feeds, counts in feeds, the inbox's list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from plugins.feeds.contribution import FeedsContribution
from plugins.feeds.contributors import FeedContributor
from plugins.feeds.feed_dates import settled
from plugins.feeds.feed_formats import FORMATS, Renderer
from plugins.feeds.feed_list import Naming, Subscription, Terms, feed_of
from plugins.feeds.model import Entry, Extra
from plugins.framework.cards import Card
from plugins.framework.corpus.corpus import Article, Corpus
from plugins.framework.outputs.contributions import Asset, Contribution, Page
from plugins.framework.plain_data import digest_of
from plugins.i18n.messages import N_, Message, message
from plugins.interactions import articles_for_inbox as inbox_articles
from plugins.interactions.advertised_endpoints import endpoints_of
from plugins.interactions.comment_feeds import (
    FEEDS,
    CommentStats,
    Counts,
    Entries,
    Subject,
    changed,
    feed_interactions,
    newest,
)
from plugins.interactions.conversation import (
    Conversation,
    Endpoints,
    Place,
    anchor,
    closing_time,
    conversation_of,
)
from plugins.interactions.model import Interaction
from plugins.interactions.visitor_html import to_html

if TYPE_CHECKING:
    from plugins.framework.outputs.resolved import Resolver
    from plugins.interactions.settings import InteractionsSettings

__all__ = ["InteractionsContribution"]

ANCHORS = frozenset({"respond", "retroliens"})
"""The ids that the theme adds to every public article's page."""


class InteractionsContribution(Contribution, FeedContributor):
    """The conversation."""

    package = "interactions"
    requires = ("feeds",)
    prefix = "INTERACTIONS_"
    model = "plugins.interactions.settings:InteractionsSettings"
    settings: InteractionsSettings

    def read(self) -> None:
        """Read the records, and add the findings about them."""
        from plugins.interactions.record_files import Store
        from plugins.interactions.records_without_article import without_article

        build, settings = self.build, self.settings
        stored = Store(build.content / settings.path).read()
        build.find(stored.findings)
        if not build.texts.unreadable:  # else an unreadable article may have the id
            known = {identity for identity in build.texts.ids.values() if identity}
            build.find(without_article(stored.interactions, known, settings.path))
        self.by_article: dict[str, list[Interaction]] = defaultdict(list)
        for one in stored.interactions:
            self.by_article[one.article].append(one)

    def due(self, card: Card) -> tuple[datetime, ...]:
        """Return when the conversation of an article closes."""
        if card.kind != "article":
            return ()
        takes = (self.settings.open and card.comments) or (self.settings.linkbacks and card.linkbacks)
        closes = closing_time(card.published, self.settings.close_after)
        return (closes,) if takes and closes is not None else ()

    def anchors(self, card: Card) -> frozenset[str]:
        """Return the ids of the comments and of the form."""
        if card.kind != "article" or card.status == "draft":
            return frozenset()
        return ANCHORS | {anchor(one.id) for one in self.by_article.get(card.id, ())}

    def gather(self, corpus: Corpus) -> None:
        """Make every public article's conversation."""
        feeds = self.others.of(FeedsContribution)
        assert feeds is not None
        self.feeds, site = feeds, feeds.site
        every = [one for found in self.by_article.values() for one in found]
        html = {one.id: to_html(one.text or "") for one in every if one.is_comment}
        self.entries = Entries(site, feeds.authority, self.build.words, html)
        self.naming = Naming(site, self.build.root)
        self.origin = self.build.address.rstrip("/") or self.settings.origin or ""
        self.inbox_list: list[inbox_articles.Article] = []
        self.stats: dict[str, tuple[CommentStats, Subscription]] = {}
        public = [article for article in corpus.articles if article.public]
        self.listed = frozenset(article.card.id for article in public if article.card.status == "published")
        self.talks: dict[str, Conversation] = {article.card.path: self._talk(article) for article in public}
        self.counts = Counts({key: talk for key, (talk, _) in self.stats.items()})
        self.site_feed = self._site_feed()

    def _site_feed(self) -> Subscription:
        name, words = self.feeds.site.name, self.entries.words
        title: Message = message(N_("{site} – comments"), site=name)
        description: Message = message(N_("What readers say on {site}."), site=name)
        return self.naming.subscription(
            FEEDS,
            "",
            words.gettext(N_("All comments")),
            title.text(words),
            description.text(words),
            empty=not self.by_article,
            file=self.settings.feed,
        )

    def _talk(self, article: Article) -> Conversation:
        """Return an article's conversation, and keep its comment feed."""
        card, settings, clock = article.card, self.settings, self.build.clock
        words, interactions = self.entries.words, self.by_article.get(card.id, [])
        subject: Message = message(N_("Comment on “{title}” ({id})"), title=card.title, id=card.id)
        place = Place(
            inbox=settings.inbox or "",
            mail=settings.mail or "",
            subject=subject.text(words),
            zone=ZoneInfo(self.build.zone),
            depth=settings.depth,
        )
        listed = self._for_inbox(card)
        self.inbox_list.append(listed)
        is_open = listed.open and (listed.closes is None or clock.is_future(listed.closes))
        talk = conversation_of(card.id, interactions, place, is_open=is_open, html=self.entries.html)
        takes = settings.inbox and listed.linkbacks and (listed.closes is None or clock.is_future(listed.closes))
        if settings.inbox and takes:
            href = self.build.href(card.url)
            talk = replace(talk, endpoints=endpoints_of(settings.inbox, self.origin, card.id, href, card.title))
        if is_open or takes or interactions:
            subscription = self._subscribe(card, interactions, talk.endpoints)
            talk = replace(talk, feeds=subscription, feed_href=subscription.links[0].href)
        return talk

    def _for_inbox(self, card: Card) -> inbox_articles.Article:
        """Return the data of an article for the inbox: whether comments and linkbacks are open, and until when."""
        return inbox_articles.Article(
            id=card.id,
            url=self.build.href(card.url),
            title=card.title,
            author=card.authors[0],
            open=self.settings.open and card.comments,
            closes=closing_time(card.published, self.settings.close_after),
            linkbacks=self.settings.linkbacks and card.linkbacks,
        )

    def _subscribe(self, card: Card, interactions: list[Interaction], endpoints: Endpoints) -> Subscription:
        """Return the subscription of an article's comment feed, and keep it."""
        words, feeds = self.entries.words, self.feeds
        title: Message = message(N_("Comments on “{title}”"), title=card.title)
        description: Message = message(N_("What readers say of “{title}”."), title=card.title)
        subscription = self.naming.subscription(
            f"{FEEDS}/{card.id}",
            card.url,
            card.title,
            title.text(words),
            description.text(words),
            empty=not interactions,
            file=self.settings.feed,
        )
        subject = Subject(
            key=card.id,
            id=feeds.ids.get(card.path) or feeds.authority.tag(card.id),
            url=feeds.site.url(card.url),
            title=feeds.site.words(card.title, card.language),
            language=card.language,
            published=settled(card.published),
            feed=feeds.site.url(subscription.path),
            ping=endpoints.trackback if self.origin else "",
        )
        comments = sum(one.is_comment for one in interactions)
        self.stats[card.id] = (CommentStats(subject, comments, changed(interactions)), subscription)
        return subscription

    def for_entry(self, entry: Entry) -> Extra | None:
        """Return the comment count and the comment feeds of an article."""
        return self.counts.for_entry(entry)

    def subscriptions(self) -> tuple[Subscription, ...]:
        """Return the feed of all comments."""
        return (self.site_feed,)

    def part(self, page: Page) -> Conversation | None:
        """Return the conversation of an article; a draft has none."""
        return self.talks.get(page.subject.card.path) if isinstance(page.subject, Article) else None

    def assets(self, resolver: Resolver) -> Iterator[Asset]:
        """Yield the comment feed of every conversation, that of all comments, and the list for the inbox."""
        del resolver
        feeds, renderer, most = self.feeds, Renderer(), self.settings.entries
        terms = Terms(feeds.authority, feeds.founding, feeds.settings.hub or "")
        listed, entries = list[Interaction](), dict[str, Entry]()
        for key, (talk, subscription) in sorted(self.stats.items()):
            present = {one.id: one for one in self.by_article.get(key, ())}
            held = newest(feed_interactions(present.values()), most)
            made = [self.entries.of(one, talk.subject, present) for one in held]
            if key in self.listed:  # hidden articles are not in the site's feed
                listed += held
                entries |= {entry.key: entry for entry in made}
            yield from self._feed(subscription, made, replace(terms, founding=talk.subject.published), renderer)
        if self.settings.inbox:
            site, home = feeds.site, f"{self.build.root}/"
            known = inbox_articles.Site(site.name, site.language, home, tuple(self.inbox_list), self.build.address)
            yield Asset(inbox_articles.FILE, inbox_articles.as_bytes(known))
        latest = [entries[one.id] for one in newest(listed, most)]
        yield from self._feed(self.site_feed, latest, terms, renderer)

    def _feed(
        self, subscription: Subscription, entries: list[Entry], terms: Terms, renderer: Renderer
    ) -> Iterator[Asset]:
        feed = feed_of(subscription, entries, self.feeds.site, terms)
        made_of = digest_of(feed)
        for form in FORMATS:
            data = partial(renderer.rendered, form, feed)
            yield Asset(f"{subscription.path}.{form.extension}", data, (form.extension, made_of))
