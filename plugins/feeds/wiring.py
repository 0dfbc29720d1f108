"""Connects feeds to Pelican: settings, entry ids, the list of feeds for templates, and the written files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pelican import signals

from plugins.base.addresses import site_address
from plugins.base.settings import from_prefix
from plugins.feeds.contributors import contributors, offered, with_entry_extras, with_feed_extras
from plugins.feeds.entries import Article, Picture, Site, entry_of, newest
from plugins.feeds.feed_dates import midnight
from plugins.feeds.feed_formats import Renderer
from plugins.feeds.feed_list import SITE, Outline, Terms, feed_of, term_key
from plugins.feeds.model import Entry
from plugins.feeds.settings import PREFIX, FeedsSettings
from plugins.feeds.tag_uris import Authority, Claim, entry_ids
from plugins.framework.corpus.cross_file_checks import position
from plugins.framework.model import TermUse
from plugins.i18n import catalogue

CONTEXT_KEY = "feeds_build"
PAGE_TEMPLATE = "feeds"


@dataclass
class FeedsBuild:
    """The state of one build.

    Attributes:
        settings: The plugin's settings.
        site: The site's data for feeds.
        authority: The tagging authority of ids.
        ids: The entry id of every listed article, by path.
        page: The URL of the page that lists the feeds, relative to the site's, or an empty string.
    """

    settings: FeedsSettings
    site: Site
    authority: Authority
    ids: dict[str, str] = field(default_factory=dict)
    page: str = ""


def feeds_of(generator: Any) -> FeedsBuild:
    """Return the state of this build, made at the first call."""
    context = generator.context
    if CONTEXT_KEY not in context:
        settings = from_prefix(context, PREFIX, FeedsSettings)
        site = Site(
            address=site_address(context["SITEURL"], settings.domain),
            name=context["SITENAME"],
            description=context.get("SITESUBTITLE", ""),
            language=context["DEFAULT_LANG"],
            author=context.get("AUTHOR", context["SITENAME"]),
            typeset=generator.env.filters["typeset"],
        )
        context[CONTEXT_KEY] = FeedsBuild(settings, site, Authority(settings.domain, settings.founded))
    build: FeedsBuild = context[CONTEXT_KEY]
    return build


def check_settings(pelican: Any) -> None:
    """End the build when a setting is wrong (``plugins.press.pelican_class``)."""
    from_prefix(pelican.settings, PREFIX, FeedsSettings)


def identify(generator: Any) -> None:
    """Set the entry id of every listed article, and add the findings about guids."""
    feeds = feeds_of(generator)
    claims = []
    for article in generator.articles:
        rendered = article.rendered
        guid = getattr(rendered.front_matter, "guid", None) or ""
        claims.append(Claim(rendered.path, rendered.id, guid, position(rendered, "guid")))
    feeds.ids, findings = entry_ids(claims, feeds.authority)
    generator.context["framework_build"].findings += findings


def find_page(generator: Any) -> None:
    """Set the template of the page that lists the feeds, and record its URL."""
    feeds = feeds_of(generator)
    for page in generator.pages:
        if page.slug == feeds.settings.page:
            page.template = PAGE_TEMPLATE
            feeds.page = page.url


def announce(generators: list[Any]) -> None:
    """Put the list of feeds into the templates' context, once all terms are known."""
    context = generators[0].context
    feeds, framework = feeds_of(generators[0]), context["framework"]
    outline = Outline(
        site=feeds.site,
        root=context["root"],
        axes={**framework.axes, **context["open_axes"]},
        balance=framework.balance,
        used={key: len(articles) for key, articles in _followed(context).items()},
        words=catalogue.load(feeds.site.language, Path(context["THEME"]) / "translations"),
        others=offered(context),
    )
    context["feeds"] = outline.plan()


def _followed(context: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Return the listed articles of each feed, by its key."""
    found = {SITE: list(context["articles"])}
    for views in context["terms"].values():
        for view in views:
            found[term_key(view.axis.key, view.term.key)] = list(view.articles)
    return found


def write(generator: Any, writer: Any) -> None:
    """Write every feed in every format."""
    feeds, context = feeds_of(generator), generator.context
    planned = context["feeds"]
    asked, renderer = contributors(context), Renderer()
    terms = _terms(feeds, context)
    facts = {article.rendered.path: _article(article, feeds, context) for article in context["articles"]}
    entries: dict[str, Entry] = {}
    for key, followed in _followed(context).items():
        held = newest((facts[article.rendered.path] for article in followed), feeds.settings.entries)
        for article in held:
            if article.path not in entries:
                entries[article.path] = with_entry_extras(entry_of(article, feeds.site), asked)
        subscription = planned.by_key[key]
        feed = feed_of(subscription, (entries[article.path] for article in held), feeds.site, terms)
        for form, data in renderer.all(with_feed_extras(feed, asked)):
            writer.write_bytes(f"{subscription.path}.{form.extension}", data)
            if key == SITE and form.extension == "rss":
                for name in feeds.settings.old_addresses:
                    writer.write_bytes(name, data)


def _terms(feeds: FeedsBuild, context: Mapping[str, Any]) -> Terms:
    return Terms(
        authority=feeds.authority,
        founding=midnight(feeds.settings.founded, context["TIMEZONE"]),
        hub=feeds.settings.hub or "",
        about=f"{feeds.site.url(feeds.page)}#json" if feeds.page else "",
    )


def _article(article: Any, feeds: FeedsBuild, context: dict[str, Any]) -> Article:
    """Return the data of one of Pelican's articles for its entry."""
    said, rendered = article.rendered.front_matter, article.rendered
    authors = tuple(
        (use.term.names.pick(feeds.site.language), use.axis.term_url(use.term.key)) for use in article.authors_used
    )
    uses: list[TermUse] = [use for pillar in article.pillars for use in pillar.uses]
    return Article(
        path=rendered.path,
        key=rendered.id,
        id=feeds.ids[rendered.path],
        url=article.url,
        title=article.title,
        summary=rendered.summary,
        html=article.content,
        date=said.date,
        modified=said.modified,
        language=article.lang,
        authors=authors or tuple((author.name, "") for author in article.authors),
        uses=(*uses, *article.tags_used, *article.series_used),
        picture=_picture(said.image, Path(context["PATH"]), context),
    )


def _picture(image: Any, content: Path, context: Mapping[str, Any]) -> Picture | None:
    """Return the head image of an article, or None; an image that is not published has a finding already."""
    static = context["static_content"].get(image.file) if image else None
    file = content / image.file if image else content
    if static is None or not file.is_file() or not file.resolve().is_relative_to(content.resolve()):
        return None
    instead = context.get("published", {}).get(
        image.file
    )  # plugins/press/static_files.py: the substitutes that are published
    weights = {static.save_as: file.stat().st_size} if instead is None else {n: len(data) for n, data in instead()}
    if static.save_as not in weights:
        return None
    return Picture(static.url, weights[static.save_as], image.alt, image.caption or "")


def connect() -> None:
    """Connect to Pelican's signals; module-level functions only, since blinker keeps weak references."""
    signals.initialized.connect(check_settings)
    signals.article_generator_finalized.connect(identify)
    signals.page_generator_finalized.connect(find_page)
    signals.all_generators_finalized.connect(announce)
    signals.article_writer_finalized.connect(write)
