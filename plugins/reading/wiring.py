"""Connects reading to Pelican: settings, and an article's series, citation and modification date."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pelican import signals

from plugins.base.settings import from_prefix
from plugins.framework.wiring.pelican_contents import texts
from plugins.reading.citation import Citation
from plugins.reading.series import Part, SeriesBox, series_box
from plugins.reading.settings import PREFIX, ReadingSettings


def check_settings(pelican: Any) -> None:
    """End the build when a setting is wrong (``plugins.press.pelican_class``)."""
    from_prefix(pelican.settings, PREFIX, ReadingSettings)


def attach(generator: Any) -> None:
    """Set every article's series box, citation and modification date."""
    context = generator.context
    settings = from_prefix(context, PREFIX, ReadingSettings)
    parts = _parts_by_series(generator.articles)
    for article in texts(generator):
        article.series_box = _series_box(article, parts, settings, context["root"])
        article.citation = _citation(article, context)
        article.modified_shown = _modified(article)


def _parts_by_series(articles: list[Any]) -> dict[str, list[tuple[int, Any]]]:
    """Return the listed articles of every series with their part numbers, by the series' key."""
    found: dict[str, list[tuple[int, Any]]] = {}
    for article in articles:
        for use in article.series_used:
            found.setdefault(use.term.key, []).append((use.weight, article))
    return found


def _series_box(
    article: Any, parts: dict[str, list[tuple[int, Any]]], settings: ReadingSettings, root: str
) -> SeriesBox | None:
    for use in article.series_used:
        others = [(part, other) for part, other in parts.get(use.term.key, []) if other is not article]
        listed = [
            Part(part, other.title_html, other.href, other.lang, other is article)
            for part, other in [*others, (use.weight, article)]
        ]
        address = f"{root}/{use.axis.term_url(use.term.key)}"
        return series_box(use.term.names, address, listed, settings.series_shown)
    return None


def _citation(article: Any, context: dict[str, Any]) -> Citation:
    """Return the citation of an article; its URL is that of the feeds, which is absolute in a preview too."""
    said, feeds = article.rendered.front_matter, context.get("feeds_build")
    site = context["SITEURL"]
    url = feeds.site.url(article.url) if feeds else f"{site}/{article.url}" if site else ""
    return Citation(
        key=article.rendered.id,
        authors=tuple(author.name for author in article.authors),
        title=said.title,
        site=context["SITENAME"],
        date=said.date,
        url=url,
        language=article.lang,
    )


def _modified(article: Any) -> datetime | None:
    said = article.rendered.front_matter
    later = said.modified is not None and said.modified.date() > said.date.date()
    return said.modified if later else None


def connect() -> None:
    """Connect to Pelican's signals."""
    signals.initialized.connect(check_settings)
    signals.article_generator_finalized.connect(attach)
