"""Installs the gettext catalogue and the date filters in Pelican's Jinja environment."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pelican import signals

from plugins.i18n import catalogue, dates
from plugins.i18n.messages import Labels


def install(generator: Any) -> None:
    """Install gettext, the date filters and the choice of labels in a generator's Jinja environment."""
    language: str = generator.settings["DEFAULT_LANG"]
    words = catalogue.load(language, Path(generator.settings["THEME"]) / "translations")
    env = generator.env
    env.install_gettext_translations(words, newstyle=True)
    env.filters["long_date"] = lambda day: dates.long_date(day, language)
    env.filters["day_and_month"] = lambda day: dates.day_and_month(day, language)
    env.filters["language_name"] = lambda tag: dates.language_name(tag, language)
    env.filters["decimal"] = lambda number: dates.decimal(number, language)
    env.filters["percentage"] = lambda share: dates.percentage(share, language)
    env.filters["capitalised"] = dates.capitalised
    env.filters["label"] = lambda labels: labels.pick(language) if isinstance(labels, Labels) else labels
    del env.filters["strftime"]  # it follows the machine's locale: a template that calls it must fail


def name_dates(content: Any) -> None:
    """Replace the machine-locale dates that Pelican put on an article or a page."""
    language = content.settings["DEFAULT_LANG"]
    if hasattr(content, "date"):
        content.locale_date = dates.long_date(content.date, language)
    if hasattr(content, "modified"):
        content.locale_modified = dates.long_date(content.modified, language)


def connect() -> None:
    """Connect to Pelican's signals; module-level functions only, since blinker keeps weak references."""
    signals.generator_init.connect(install)
    signals.content_object_init.connect(name_dates)
