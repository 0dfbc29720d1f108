"""Reads the articles of a published site from its output folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from plugins.i18n.messages import N_, Message, message
from plugins.notify.article_page import Article, address_of, article_of

__all__ = ["Site", "SiteError", "read_site"]


class SiteError(Exception):
    """There is no published site; ``said`` is the message for the author."""

    def __init__(self, said: Message) -> None:
        super().__init__(said.text())
        self.said = said


@dataclass(frozen=True, slots=True)
class Site:
    """A published site.

    Attributes:
        home: Its URL.
        articles: Its articles by id; of two pages with one id, the first by path.
    """

    home: str
    articles: dict[str, Article]

    @property
    def host(self) -> str:
        """The host of its URL."""
        return urlsplit(self.home).hostname or ""


def read_site(folder: Path) -> Site:
    """Return the site in an output folder.

    Raises:
        SiteError: There is none, or one without absolute URLs, such as a preview.
    """
    try:
        home = address_of(LexborHTMLParser((folder / "index.html").read_bytes()))
    except OSError:
        raise SiteError(
            message(N_("{folder} holds no site: python3 tasks.py build --publish makes one"), folder=f"{folder}")
        ) from None
    articles: dict[str, Article] = {}
    for path in sorted(folder.rglob("*.html")) if home else ():
        data = path.read_bytes()
        if b"h-entry" in data and (article := article_of(LexborHTMLParser(data), home)) is not None:
            articles.setdefault(article.id, article)
    if not articles:
        raise SiteError(
            message(
                N_("{folder} holds no article with an address: python3 tasks.py build --publish gives them theirs"),
                folder=f"{folder}",
            )
        )
    return Site(home, articles)
