"""Connects the conversation to Pelican: settings, records, conversations of articles, comment feeds."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pelican import signals

from plugins.base.settings import from_prefix
from plugins.feeds.contributors import contribute, offer
from plugins.feeds.feed_dates import midnight, settled
from plugins.feeds.feed_formats import Renderer
from plugins.feeds.feed_list import Naming, Subscription, Terms, feed_of
from plugins.feeds.model import Entry
from plugins.feeds.wiring import FeedsBuild, feeds_of
from plugins.framework.wiring.build import Build
from plugins.framework.wiring.pelican_contents import PUBLIC_ARTICLE_LISTS, texts
from plugins.i18n import catalogue
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
from plugins.interactions.conversation import Endpoints, Place, anchor, closing_time, conversation_of
from plugins.interactions.model import Interaction
from plugins.interactions.record_files import Store
from plugins.interactions.records_without_article import without_article
from plugins.interactions.settings import PREFIX, InteractionsSettings
from plugins.interactions.visitor_html import to_html

CONTEXT_KEY = "interactions_build"


@dataclass
class Conversations:
    """The state of one build.

    Attributes:
        settings: The plugin's settings.
        naming: Makes subscriptions.
        entries: Makes feed entries.
        origin: The origin of the site, or an empty string.
        by_article: The interactions of each article, by time.
        comment_stats: The statistics of the conversations with a feed, with those feeds, by article id.
        listed: The ids of the listed articles and their translations.
        site: The feed of all comments.
        inbox_list: The public articles, for the inbox.
    """

    settings: InteractionsSettings
    naming: Naming
    entries: Entries
    origin: str
    by_article: dict[str, list[Interaction]]
    site: Subscription
    comment_stats: dict[str, tuple[CommentStats, Subscription]] = field(default_factory=dict)
    listed: frozenset[str] = frozenset()
    inbox_list: list[inbox_articles.Article] = field(default_factory=list)


def check_settings(pelican: Any) -> None:
    """End the build when a setting is wrong (``plugins.press.pelican_class``)."""
    from_prefix(pelican.settings, PREFIX, InteractionsSettings)


def gather(generator: Any) -> None:
    """Read the records, and set every public article's conversation."""
    context, feeds = generator.context, feeds_of(generator)
    build: Build = context["framework_build"]
    state = context[CONTEXT_KEY] = _read(context, build, feeds)
    state.listed = frozenset(a.rendered.id for a in (*generator.articles, *generator.translations))
    for article in texts(generator, PUBLIC_ARTICLE_LISTS):
        _attach(article, state, build, feeds)
    contribute(context, Counts({key: talk for key, (talk, _) in state.comment_stats.items()}))
    offer(context, state.site)


def _read(context: dict[str, Any], build: Build, feeds: FeedsBuild) -> Conversations:
    """Return the state of this build with the stored interactions, and add the findings about them."""
    settings = from_prefix(context, PREFIX, InteractionsSettings)
    stored = Store(build.content / settings.path).read()
    build.findings += stored.findings
    texts = build.rendered.values()
    if all(rendered.front_matter is not None for rendered in texts):  # else an unreadable article may have the id
        known = {rendered.id for rendered in texts if rendered.id}
        build.findings += without_article(stored.interactions, known, settings.path)
    by_article: dict[str, list[Interaction]] = defaultdict(list)
    for one in stored.interactions:
        by_article[one.article].append(one)
    words = catalogue.load(feeds.site.language, Path(context["THEME"]) / "translations")
    html = {one.id: to_html(one.text or "") for one in stored.interactions if one.is_comment}
    naming = Naming(feeds.site, build.root)
    every: Message = message(N_("{site} – comments"), site=feeds.site.name)
    description: Message = message(N_("What readers say on {site}."), site=feeds.site.name)
    site = naming.subscription(
        FEEDS,
        "",
        words.gettext(N_("All comments")),
        every.text(words),
        description.text(words),
        empty=not by_article,
        file=settings.feed,
    )
    origin = context["SITEURL"].rstrip("/") or settings.origin or ""
    entries = Entries(feeds.site, feeds.authority, words, html)
    return Conversations(settings, naming, entries, origin, by_article, site)


def _attach(article: Any, state: Conversations, build: Build, feeds: FeedsBuild) -> None:
    """Set an article's conversation and its comment feed."""
    settings, key, words = state.settings, article.rendered.id, state.entries.words
    interactions = state.by_article.get(key, [])
    subject: Message = message(N_("Comment on “{title}” ({id})"), title=article.title, id=key)
    place = Place(
        inbox=settings.inbox or "",
        mail=settings.mail or "",
        subject=subject.text(words),
        zone=ZoneInfo(build.options["article"].zone),
        depth=settings.depth,
    )
    listed = _inbox_article(article, settings)
    state.inbox_list.append(listed)
    is_open = listed.open and (listed.closes is None or build.clock.is_future(listed.closes))
    talk = conversation_of(key, interactions, place, is_open=is_open, html=state.entries.html)
    takes = settings.inbox and listed.linkbacks and (listed.closes is None or build.clock.is_future(listed.closes))
    if settings.inbox and takes:
        talk = replace(talk, endpoints=endpoints_of(settings.inbox, state.origin, key, article.href, article.title))
    if is_open or takes or interactions:
        subscription = _subscribe(article, state, feeds, interactions, talk.endpoints)
        talk = replace(talk, feeds=subscription, feed_href=subscription.links[0].href)
    article.conversation = talk
    anchors = {anchor(one.id) for one in interactions} | {"respond", "retroliens"}
    article.rendered = replace(article.rendered, anchors=article.rendered.anchors | anchors)


def _inbox_article(article: Any, settings: InteractionsSettings) -> inbox_articles.Article:
    """Return the data of an article for the inbox: whether comments and linkbacks are open, and until when."""
    said = article.rendered.front_matter
    return inbox_articles.Article(
        id=article.rendered.id,
        url=article.href,
        title=article.title,
        author=article.authors[0].name,
        open=settings.open and said.comments == "open",
        closes=closing_time(said.date, settings.close_after),
        linkbacks=settings.linkbacks and (said.linkbacks or said.comments) == "open",
    )


def _subscribe(
    article: Any, state: Conversations, feeds: FeedsBuild, interactions: list[Interaction], endpoints: Endpoints
) -> Subscription:
    """Return the subscription of an article's comment feed, and add it to the state."""
    key, words = article.rendered.id, state.entries.words
    title: Message = message(N_("Comments on “{title}”"), title=article.title)
    description: Message = message(N_("What readers say of “{title}”."), title=article.title)
    subscription = state.naming.subscription(
        f"{FEEDS}/{key}",
        article.url,
        article.title,
        title.text(words),
        description.text(words),
        empty=not interactions,
        file=state.settings.feed,
    )
    subject = Subject(
        key=key,
        id=feeds.ids.get(article.rendered.path) or feeds.authority.tag(key),
        url=feeds.site.url(article.url),
        title=feeds.site.words(article.title, article.lang),
        language=article.lang,
        published=settled(article.rendered.front_matter.date),
        feed=feeds.site.url(subscription.path),
        ping=endpoints.trackback if state.origin else "",
    )
    comments = sum(one.is_comment for one in interactions)
    state.comment_stats[key] = (CommentStats(subject, comments, changed(interactions)), subscription)
    return subscription


def write(generator: Any, writer: Any) -> None:
    """Write the comment feed of every conversation, and that of all comments."""
    state: Conversations = generator.context[CONTEXT_KEY]
    feeds, renderer = feeds_of(generator), Renderer()
    terms = Terms(
        feeds.authority, midnight(feeds.settings.founded, generator.context["TIMEZONE"]), feeds.settings.hub or ""
    )
    most, listed, entries = state.settings.entries, list[Interaction](), dict[str, Entry]()
    for key, (talk, subscription) in sorted(state.comment_stats.items()):
        present = {one.id: one for one in state.by_article.get(key, ())}
        held = newest(feed_interactions(present.values()), most)
        made = [state.entries.of(one, talk.subject, present) for one in held]
        if key in state.listed:  # hidden articles are not in the site's feed
            listed += held
            entries |= {entry.key: entry for entry in made}
        _write(writer, subscription, made, feeds, replace(terms, founding=talk.subject.published), renderer)
    if state.settings.inbox:
        site = feeds.site
        articles, home = tuple(state.inbox_list), f"{state.naming.root}/"
        known = inbox_articles.Site(site.name, site.language, home, articles, generator.context["SITEURL"])
        writer.write_bytes(inbox_articles.FILE, inbox_articles.as_bytes(known))
    latest = [entries[one.id] for one in newest(listed, most)]
    _write(writer, state.site, latest, feeds, terms, renderer)


def _write(
    writer: Any, subscription: Subscription, entries: list[Entry], feeds: FeedsBuild, terms: Terms, renderer: Renderer
) -> None:
    for form, data in renderer.all(feed_of(subscription, entries, feeds.site, terms)):
        writer.write_bytes(f"{subscription.path}.{form.extension}", data)


def connect() -> None:
    """Connect to Pelican's signals; module-level functions only, since blinker keeps weak references."""
    signals.initialized.connect(check_settings)
    signals.article_generator_finalized.connect(gather)
    signals.article_writer_finalized.connect(write)
