"""The list of articles for the inbox, a JSON file of the build: id, URL, title, and whether comments are open.

The list has no data that the pages do not show; it is in the output, so that a server with the site has it too.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime

__all__ = ["FILE", "Article", "Site", "as_bytes"]

FILE = "inbox-articles.json"


@dataclass(frozen=True, slots=True)
class Article:
    """An article for the inbox.

    Attributes:
        id: The permanent id.
        url: Its URL, absolute or from the root of the site.
        title: Plain text.
        author: The name of its author, for the author's replies.
        open: Whether comments are open.
        closes: When comments and linkbacks close (ISO 8601), or None.
        linkbacks: Whether linkbacks are accepted.
    """

    id: str
    url: str
    title: str
    author: str
    open: bool = True
    closes: datetime | None = None
    linkbacks: bool = True

    def takes_comments(self, now: datetime) -> bool:
        """Return whether comments are accepted at a moment."""
        return self.open and (self.closes is None or now < self.closes)

    def takes_linkbacks(self, now: datetime) -> bool:
        """Return whether trackbacks, pingbacks and webmentions are accepted at a moment."""
        return self.linkbacks and (self.closes is None or now < self.closes)


@dataclass(frozen=True, slots=True)
class Site:
    """The site and its articles.

    Attributes:
        name, language: The site's.
        home: The URL of its home page, from the root of its host.
        url: Its public URL, absolute; empty in a preview.
    """

    name: str = "Trépied"
    language: str = "fr"
    home: str = "/"
    articles: tuple[Article, ...] = ()
    url: str = ""


def as_bytes(site: Site) -> bytes:
    """Return the bytes of the list's file, the same for the same articles."""
    lines = (json.dumps(_plain(article), ensure_ascii=False, sort_keys=True) for article in _sorted(site.articles))
    known = {"home": site.home, "language": site.language, "name": site.name, "url": site.url}
    head = json.dumps(known, ensure_ascii=False)
    return (head[:-1] + ', "articles": [\n' + ",\n".join(lines) + "\n]}\n").encode()


def _sorted(articles: Iterable[Article]) -> list[Article]:
    return sorted(articles, key=lambda article: article.id)


def _plain(article: Article) -> dict[str, object]:
    return {**asdict(article), "closes": article.closes.isoformat() if article.closes else None}
