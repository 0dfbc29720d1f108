"""What the conversation contributes: an article's conversation, comment feeds, counts in feeds, the inbox's list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
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
from plugins.feeds.model import Entry, Extra, Feed
from plugins.framework.cards import Card
from plugins.framework.corpus.corpus import Article, Corpus
from plugins.framework.outputs.contributions import Asset, Contribution, Page
from plugins.framework.plain_data import digest_of
from plugins.framework.reads import Memo, note
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
from plugins.interactions.comment_html import to_html
from plugins.interactions.conversation import (
    Conversation,
    Endpoints,
    Place,
    anchor,
    closing_time,
    conversation_of,
)
from plugins.interactions.model import Interaction
from plugins.interactions.record_files import Store
from plugins.interactions.remembered_records import RememberedRecords

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
        from plugins.interactions.records_without_article import without_article

        build, settings = self.build, self.settings
        stored = Store(build.content / settings.path, RememberedRecords(build.remembered).parse).read()
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
        """Keep the public articles; their conversations are made when they are asked for."""
        feeds = self.others.of(FeedsContribution)
        assert feeds is not None
        self.feeds, site = feeds, feeds.site
        self.entries = Entries(site, feeds.authority, self.build.words, self._html)
        self.naming = Naming(site, self.build.root)
        self.origin = self.build.address.rstrip("/") or self.settings.origin or ""
        self.public = [article for article in corpus.articles if article.public]
        self.followed: dict[str, Article] = {
            article.card.id: article for article in self.public if self._is_followed(article.card)
        }
        self.talk: Memo[Article, Conversation] = Memo(self._talk, by=_path)
        self.stats: Memo[Article, tuple[CommentStats, Subscription]] = Memo(self._stats, by=_path)
        self.counts = Counts(self._count)
        self.site_feed = self._site_feed()

    def _html(self, text: str) -> str:
        """Return the text of a comment as HTML, or what it was before."""
        return self.build.remembered.text_of(("comment", text), lambda: to_html(text))

    def records(self, identity: str) -> list[Interaction]:
        """Return the interactions of an article."""
        note(f"records:{identity}")
        return self.by_article.get(identity, [])

    def _count(self, identity: str) -> CommentStats | None:
        article = self.followed.get(identity)
        return self.stats(article)[0] if article is not None else None

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

    def _takes(self, card: Card) -> tuple[bool, bool]:
        """Return whether an article takes comments, and whether it takes linkbacks here."""
        settings, clock = self.settings, self.build.clock
        closes = closing_time(card.published, settings.close_after)
        is_open = settings.open and card.comments and (closes is None or clock.is_future(closes))
        takes = settings.linkbacks and card.linkbacks and (closes is None or clock.is_future(closes))
        return is_open, bool(settings.inbox) and takes

    def _is_followed(self, card: Card) -> bool:
        """Return whether an article has a comment feed."""
        return any(self._takes(card)) or card.id in self.by_article

    def _talk(self, article: Article) -> Conversation:
        """Return an article's conversation."""
        card, settings = article.card, self.settings
        words, interactions = self.entries.words, self.records(card.id)
        subject: Message = message(N_("Comment on “{title}” ({id})"), title=card.title, id=card.id)
        place = Place(
            inbox=settings.inbox or "",
            mail=settings.mail or "",
            subject=subject.text(words),
            zone=ZoneInfo(self.build.zone),
            depth=settings.depth,
        )
        is_open, _ = self._takes(card)
        talk = conversation_of(card.id, interactions, place, is_open=is_open, html=self.entries.html)
        talk = replace(talk, endpoints=self._endpoints(card))
        if self._is_followed(card):
            subscription = self.stats(article)[1]
            talk = replace(talk, feeds=subscription, feed_href=subscription.links[0].href)
        return talk

    def _endpoints(self, card: Card) -> Endpoints:
        inbox = self.settings.inbox
        if not inbox or not self._takes(card)[1]:
            return Endpoints()
        return endpoints_of(inbox, self.origin, card.id, self.build.href(card.url), card.title)

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

    def _stats(self, article: Article) -> tuple[CommentStats, Subscription]:
        """Return the comment count of an article, and its comment feed."""
        card, words, feeds = article.card, self.entries.words, self.feeds
        interactions = self.records(card.id)
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
            ping=self._endpoints(card).trackback if self.origin else "",
        )
        comments = sum(one.is_comment for one in interactions)
        return CommentStats(subject, comments, changed(interactions)), subscription

    def for_entry(self, entry: Entry) -> Extra | None:
        """Return the comment count and the comment feeds of an article."""
        return self.counts.for_entry(entry)

    def subscriptions(self) -> tuple[Subscription, ...]:
        """Return the feed of all comments, which is empty until there is one."""
        note("records:none")
        return (self.site_feed,)

    def part(self, page: Page) -> Conversation | None:
        """Return the conversation of an article; a draft has none."""
        subject = page.subject
        return self.talk(subject) if isinstance(subject, Article) and subject.public else None

    def assets(self, resolver: Resolver) -> Iterator[Asset]:
        """Yield the comment feed of every conversation, that of all comments, and the list for the inbox."""
        del resolver
        feeds = self.feeds
        self.terms = Terms(feeds.authority, feeds.founding, feeds.settings.hub or "")
        renderer, made = Renderer(), Memo(self._article_feed, by=_path)
        for _, article in sorted(self.followed.items()):
            yield from _files(f"{article.card.url}{self.settings.feed}", partial(made, article), renderer)
        if self.settings.inbox:
            yield Asset(inbox_articles.FILE, self._for_inbox_file)
        yield from _files(self.site_feed.path, lambda: _known(self._latest()), renderer)

    def _for_inbox_file(self) -> bytes:
        site, home = self.feeds.site, f"{self.build.root}/"
        listed = tuple(self._for_inbox(article.card) for article in self.public)
        return inbox_articles.as_bytes(inbox_articles.Site(site.name, site.language, home, listed, self.build.address))

    def _made(self, article: Article) -> Iterator[tuple[Interaction, Entry]]:
        """Yield the newest interactions of an article with their entries."""
        subject, present = self.stats(article)[0].subject, {one.id: one for one in self.records(article.card.id)}
        for one in newest(feed_interactions(present.values()), self.settings.entries):
            yield one, self.entries.of(one, subject, present)

    def _article_feed(self, article: Article) -> tuple[Feed, str]:
        """Return the comment feed of an article, and its digest."""
        stats, subscription = self.stats(article)
        terms = replace(self.terms, founding=stats.subject.published)
        return _known(feed_of(subscription, [entry for _, entry in self._made(article)], self.feeds.site, terms))

    def _latest(self) -> Feed:
        """Return the feed of all comments; hidden articles are not in it."""
        note("records:")
        public = (article for _, article in sorted(self.followed.items()) if article.card.status == "published")
        made = [pair for article in public if article.card.id in self.by_article for pair in self._made(article)]
        entries = {entry.key: entry for _, entry in made}
        latest = newest((one for one, _ in made), self.settings.entries)
        return feed_of(self.site_feed, [entries[one.id] for one in latest], self.feeds.site, self.terms)


def _path(article: Article) -> str:
    return article.card.path


def _known(feed: Feed) -> tuple[Feed, str]:
    return feed, digest_of(feed)


def _files(path: str, feed: Callable[[], tuple[Feed, str]], renderer: Renderer) -> Iterator[Asset]:
    """Yield the files of a feed, each made when it is wanted.

    Args:
        path: Their path, without the extension.
        feed: Returns the feed with its digest.
        renderer: Renders it.
    """
    for form in FORMATS:
        yield Asset(
            f"{path}.{form.extension}",
            partial(lambda form: renderer.rendered(form, feed()[0]), form),
            partial(lambda form: (form.extension, feed()[1]), form),
        )
