"""What feeds contribute: entry ids, the list of feeds, and the feeds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

from plugins.base.addresses import site_address
from plugins.base.findings import Position
from plugins.feeds.contributors import FeedContributor, with_entry_extras, with_feed_extras
from plugins.feeds.entries import Article, Picture, Site, entry_of
from plugins.feeds.feed_dates import midnight
from plugins.feeds.feed_formats import FORMATS, Format, Renderer
from plugins.feeds.feed_list import SITE, Group, Outline, Plan, Subscription, Terms, feed_of, term_key
from plugins.feeds.model import Entry, Feed
from plugins.feeds.standalone_html import standing_alone
from plugins.feeds.tag_uris import Authority, Claim, entry_ids
from plugins.framework.corpus.corpus import Article as Placed
from plugins.framework.corpus.corpus import Corpus, TermArticles, Text
from plugins.framework.outputs.contributions import Asset, Contribution, Page
from plugins.framework.outputs.views import BodyLink
from plugins.framework.plain_data import digest_of
from plugins.framework.reads import Memo
from plugins.framework.render.targets import Holed

if TYPE_CHECKING:
    from plugins.feeds.settings import FeedsSettings
    from plugins.framework.outputs.resolved import Resolver

__all__ = ["FeedsContribution"]

TEMPLATE = "feeds"
"""The template of the page that lists the feeds."""


@dataclass(frozen=True, slots=True)
class FeedsConstant:
    """The feed of the whole site."""

    site: Subscription


@dataclass(frozen=True, slots=True)
class FeedsPart:
    """What feeds say of a page: the feed that follows a term; or on the page of all feeds, the list of them."""

    subscription: Subscription | None = None
    groups: tuple[Group, ...] = ()
    others: tuple[Subscription, ...] = ()


class FeedsContribution(Contribution):
    """Feeds."""

    package = "feeds"
    prefix = "FEEDS_"
    model = "plugins.feeds.settings:FeedsSettings"
    projection = "plugins.feeds.standalone_html:fragment"
    settings: FeedsSettings

    def __init__(self, build: Any, settings: Any) -> None:
        super().__init__(build, settings)
        self.site = Site(
            address=site_address(build.address, settings.domain),
            name=build.name,
            description=build.subtitle,
            language=build.language,
            author=build.author,
            typeset=lambda *given: build.typeset(*given),  # what it is once the build has a memory
        )
        self.authority = Authority(settings.domain, settings.founded)

    @property
    def founding(self) -> Any:
        """The date of a feed without entries."""
        return midnight(self.settings.founded, self.build.zone)

    def gather(self, corpus: Corpus) -> None:
        """Set the entry id of every listed article; keep the articles of each feed."""
        self.corpus = corpus
        listed = [article.card for article in corpus.listed]
        claims = [
            Claim(card.path, card.id, card.guid, card.position("guid") if card.guid else Position()) for card in listed
        ]
        self.ids, findings = entry_ids(claims, self.authority)
        self.build.find(findings)
        slug = self.settings.page
        self.page = next((text.card.url for text in corpus.pages if text.listed and text.card.slug == slug), "")
        self._plan: Plan | None = None

    def template(self, text: Text) -> str | None:
        """Return the template of the page that lists the feeds."""
        return TEMPLATE if text.card.kind == "page" and text.card.slug == self.settings.page and text.listed else None

    @property
    def contributors(self) -> tuple[FeedContributor, ...]:
        """What adds to feeds."""
        return tuple(one for one in self.others if isinstance(one, FeedContributor))

    @property
    def plan(self) -> Plan:
        """The list of all feeds."""
        if self._plan is None:
            self._plan = Outline(
                site=self.site,
                root=self.build.root,
                axes=self.corpus.axes,
                balance=self.build.framework.balance,
                used={key: len(articles) for key, articles in self._followed()},
                words=self.build.words,
            ).plan()
        return self._plan

    def _followed(self) -> Iterator[tuple[str, tuple[Placed, ...]]]:
        """Yield the key and the listed articles of each feed."""
        yield SITE, self.corpus.listed
        for terms in self.corpus.terms.values():
            for found in terms:
                yield term_key(found.axis.key, found.term.key), found.articles

    def constant(self) -> FeedsConstant:
        """Return the feed of the whole site."""
        return FeedsConstant(self.plan.site)

    def part(self, page: Page) -> FeedsPart | None:
        """Return the feed of a term's page, or the list of all."""
        if isinstance(page.subject, TermArticles):
            return FeedsPart(self.plan.of(page.subject.axis.key, page.subject.term.key))
        if page.view.template == TEMPLATE:
            others = tuple(feed for one in self.contributors for feed in one.subscriptions())
            return FeedsPart(None, self.plan.groups, others)
        return None

    def assets(self, resolver: Resolver) -> Iterator[Asset]:
        """Yield every feed in every format; the contents of entries are made when a format needs them."""
        asked, terms, renderer = self.contributors, self._terms(), Renderer()
        placed: dict[str, tuple[Placed, BodyLink]] = {}
        content = lru_cache(maxsize=self.settings.entries)(lambda source: self._content(*placed[source], resolver))
        followed = dict(self._followed())

        def rendered(form: Format, feed: Feed) -> bytes:
            whole = (
                replace(one, content=content(one.source)) if renderer.lacks(form, one) else one for one in feed.entries
            )
            return renderer.rendered(form, replace(feed, entries=tuple(whole)))

        def entry_of_article(article: Placed) -> Entry:
            entry, link = self._entry(article), resolver.link(article.card)
            source = digest_of(link, entry.url, article.card.image)
            placed[source] = article, link
            return with_entry_extras(replace(entry, source=source), asked)

        def feed_by_key(key: str) -> tuple[Feed, str]:
            held = map(entry, newest(followed[key], self.settings.entries))
            feed = with_feed_extras(feed_of(self.plan.by_key[key], held, self.site, terms), asked)
            return feed, digest_of(feed)

        entry: Memo[Placed, Entry] = Memo(entry_of_article, by=lambda article: article.card.path)
        made: Memo[str, tuple[Feed, str]] = Memo(feed_by_key)
        for key in followed:
            yield from self._files(self.plan.by_key[key], partial(made, key), rendered)

    def _files(
        self,
        subscription: Subscription,
        feed: Callable[[], tuple[Feed, str]],
        rendered: Callable[[Format, Feed], bytes],
    ) -> Iterator[Asset]:
        for form in FORMATS:
            names = [f"{subscription.path}.{form.extension}"]
            if subscription.key == SITE and form.extension == "rss":
                names += self.settings.old_addresses
            for name in names:
                yield Asset(
                    name,
                    partial(lambda form: rendered(form, feed()[0]), form),
                    partial(lambda form: (form.extension, feed()[1]), form),
                )

    def _terms(self) -> Terms:
        return Terms(
            authority=self.authority,
            founding=self.founding,
            hub=self.settings.hub or "",
            about=f"{self.site.url(self.page)}#json" if self.page else "",
        )

    def _entry(self, article: Placed) -> Entry:
        """Return the entry of an article, without its content."""
        return replace(entry_of(self._article(article), self.site), content="")

    def _article(self, article: Placed, html: str = "") -> Article:
        """Return the data of an article for its entry."""
        card = article.card
        authors = tuple(
            (use.term.names.pick(self.site.language), use.axis.term_url(use.term.key)) for use in article.authors
        )
        uses = [use for pillar in article.pillars for use in pillar.uses]
        return Article(
            path=card.path,
            key=card.id,
            id=self.ids[card.path],
            url=card.url,
            title=card.title,
            summary=card.summary,
            html=html,
            date=card.published,
            modified=card.modified,
            language=card.language,
            authors=authors or tuple((name, "") for name in card.authors),
            uses=(*uses, *article.tags, *article.series),
            picture=self._picture(article),
        )

    def _content(self, article: Placed, link: BodyLink, resolver: Resolver) -> str:
        """Return the content of an article's entry: its standalone HTML, targets resolved, below its picture."""
        base = self.site.url(article.card.url)
        fragment = Holed.of_plain(self.build.bodies.get(article.card.body).stored[self.package])
        html = fragment.filled(lambda hole: standing_alone(resolver.tag(hole, link), base))
        return entry_of(self._article(article, html), self.site).content

    def _picture(self, article: Placed) -> Picture | None:
        """Return the head image of an article, or None; an image that is not published has a finding already."""
        image = article.card.image
        static = self.build.static.get(image.file) if image else None
        if image is None or static is None:
            return None
        content = self.build.content
        file = content / image.file
        if not file.is_file() or not file.resolve().is_relative_to(content.resolve()):
            return None
        weights = {static.output: file.stat().st_size}
        for one in self.others:
            if (instead := one.published(static)) is not None:
                weights = {name: len(data) for name, data in instead}
        if static.output not in weights:
            return None
        return Picture(static.url, weights[static.output], image.alt, image.caption)


def newest(articles: Iterable[Placed], most: int) -> tuple[Placed, ...]:
    """Return the ``most`` newest articles, newest first; ties by path, so that the order is deterministic."""
    by_path = sorted(articles, key=lambda article: article.card.path)
    return tuple(sorted(by_path, key=lambda article: article.card.published, reverse=True)[:most])
