"""The list of articles for the inbox, a JSON file of the build: id, URL, title, and whether comments are open.

The list has no data that the pages do not show; it is in the output, so that a server with the site has it too.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

from pydantic import TypeAdapter, ValidationError

__all__ = ["FILE", "Article", "Articles", "Site", "as_bytes"]

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


_site: TypeAdapter[Site] = TypeAdapter(Site)


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


class Articles:
    """The current list on disk, read again when a build has changed it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen: tuple[int, int, int] | None = None
        self._site = Site()
        self._by_id: dict[str, Article] = {}
        self._by_path: dict[str, Article] = {}

    @property
    def site(self) -> Site:
        """The site by the last valid list; one without articles before there is any."""
        try:
            status = self._path.stat()
            seen = (status.st_mtime_ns, status.st_size, status.st_ino)
            if seen != self._seen:
                self._site = _site.validate_json(self._path.read_bytes())
                self._by_id = {article.id: article for article in self._site.articles}
                self._by_path = {path_of(article.url): article for article in self._site.articles}
                self._seen = seen
        except (OSError, ValidationError):  # a build is replacing it, or there is none yet
            pass
        return self._site

    def get(self, identity: str) -> Article | None:
        """Return an article by its permanent id."""
        _ = self.site
        return self._by_id.get(identity)

    def at(self, path: str) -> Article | None:
        """Return the article at a URL path of the site, with or without the final slash, or None."""
        _ = self.site
        return self._by_path.get(path_of(path))

    def has_page(self, path: str) -> bool | None:
        """Return whether the site has a page at a URL path, by the files beside the list; None when that is unknown."""
        folder = self._path.parent.resolve()
        if not self._by_id and not self.site.articles:
            return None
        try:
            file = (folder / path_of(path).strip("/")).resolve()
            return file.is_relative_to(folder) and file.exists()
        except (OSError, ValueError):  # an invalid file name
            return False


def path_of(url: str) -> str:
    """Return the path of a page's URL, percent-decoded, with one final slash.

    >>> path_of("https://a.example/2026/03/l%27%C3%A9t%C3%A9"), path_of("/2026/03/x/index.html")
    ("/2026/03/l'été/", '/2026/03/x/')
    """
    path = unquote(urlsplit(url).path).removesuffix("index.html")
    return f"{path.rstrip('/')}/"
