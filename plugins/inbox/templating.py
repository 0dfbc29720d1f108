"""Renders pages (HTML, autoescaped) and letters (plain text) from Jinja templates, in the site's language."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from urllib.parse import urljoin

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from plugins.i18n import catalogue, dates
from plugins.i18n.messages import Message
from plugins.inbox.data.item_labels import kind_of
from plugins.inbox.data.timestamps import from_ms
from plugins.inbox.intake.suspicion import SUSPICIOUS
from plugins.inbox.service import Inbox
from plugins.interactions.visitor_html import to_html

__all__ = ["TEMPLATES", "Pages"]

TEMPLATES = Path(__file__).parent / "templates"


class Pages:
    """Renders the templates of an inbox."""

    def __init__(self, inbox: Inbox) -> None:
        self._inbox = inbox
        self._language = inbox.articles.site.language

    def html(self, template: str, **values: object) -> str:
        """Return a rendered page; its values are escaped."""
        inbox = self._inbox
        site = inbox.articles.site
        shared = {
            "site": site,
            "base": inbox.settings.path,
            "home": urljoin(f"{inbox.settings.origin}/", site.home),
            "styles": inbox.settings.styles,
            "suspicious": SUSPICIOUS,
        }
        return _environment(self._language, True).get_template(template).render({**shared, **values})

    def text(self, template: str, **values: object) -> str:
        """Return the rendered plain text of a letter."""
        return _environment(self._language, False).get_template(template).render(values)


@lru_cache(maxsize=8)
def _environment(language: str, html: bool) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=html,  # noqa: S701 - letters are plain text, and nothing in them is markup
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    words = catalogue.load(language)
    environment.install_gettext_translations(words, newstyle=True)  # type: ignore[attr-defined]
    environment.filters["said"] = lambda said: said.text(words) if isinstance(said, Message) else said
    environment.filters["long_date"] = lambda moment: dates.long_date(from_ms(moment), language)
    environment.filters["iso"] = lambda moment: from_ms(moment).isoformat()
    environment.filters["comment_html"] = to_html
    environment.filters["kind"] = lambda item: kind_of(item).text(words)
    return environment
