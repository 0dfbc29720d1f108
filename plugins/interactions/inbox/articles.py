"""Which articles there are, and which take comments: the list that a build writes beside the pages.

Contains no Pelican. The list holds nothing that the pages do not show; it stands in the output, so that a server that
has the site has it too.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

__all__ = ["FILE", "Article", "Articles", "Site", "as_bytes"]

FILE = "inbox-articles.json"


@dataclass(frozen=True, slots=True)
class Article:
    """What the inbox knows of an article.

    Attributes:
        id: The permanent id.
        url: Its address; absolute, or from the root of the site.
        title: In plain words.
        author: Who wrote it: the name under the author's answers.
        open: Whether comments may be left.
        closes: When that ends (ISO 8601), or None.
    """

    id: str
    url: str
    title: str
    author: str
    open: bool = True
    closes: datetime | None = None

    def takes_comments(self, now: datetime) -> bool:
        """Tell whether comments may be left at a moment."""
        return self.open and (self.closes is None or now < self.closes)


@dataclass(frozen=True, slots=True)
class Site:
    """The site and its articles."""

    name: str = "Trépied"
    language: str = "fr"
    home: str = "/"
    articles: tuple[Article, ...] = ()


_site: TypeAdapter[Site] = TypeAdapter(Site)


def as_bytes(site: Site) -> bytes:
    """Return the list as the build writes it: the same bytes for the same articles."""
    lines = (json.dumps(_plain(article), ensure_ascii=False, sort_keys=True) for article in _sorted(site.articles))
    head = json.dumps({"home": site.home, "language": site.language, "name": site.name}, ensure_ascii=False)
    return (head[:-1] + ', "articles": [\n' + ",\n".join(lines) + "\n]}\n").encode()


def _sorted(articles: Iterable[Article]) -> list[Article]:
    return sorted(articles, key=lambda article: article.id)


def _plain(article: Article) -> dict[str, object]:
    return {**asdict(article), "closes": article.closes.isoformat() if article.closes else None}


class Articles:
    """The list as it stands on the disk now: it is read again when a build wrote it anew."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen: tuple[int, int, int] | None = None
        self._site = Site()
        self._by_id: dict[str, Article] = {}

    @property
    def site(self) -> Site:
        """The site as the last readable list tells it; one without articles before there was any."""
        try:
            status = self._path.stat()
            seen = (status.st_mtime_ns, status.st_size, status.st_ino)
            if seen != self._seen:
                self._site = _site.validate_json(self._path.read_bytes())
                self._by_id = {article.id: article for article in self._site.articles}
                self._seen = seen
        except (OSError, ValidationError):  # a build is putting it in place, or there was none yet
            pass
        return self._site

    def get(self, identity: str) -> Article | None:
        """Return an article by its permanent id."""
        _ = self.site
        return self._by_id.get(identity)
