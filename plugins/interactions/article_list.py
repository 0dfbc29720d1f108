"""Which articles there are, and which take comments and linkbacks: the list that a build writes beside the pages.

The list holds nothing that the pages do not show; it stands in the output, so that a server that
has the site has it too.
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
    """What the inbox knows of an article.

    Attributes:
        id: The permanent id.
        url: Its address; absolute, or from the root of the site.
        title: In plain words.
        author: Who wrote it: the name under the author's answers.
        open: Whether comments may be left.
        closes: When that ends (ISO 8601), or None.
        linkbacks: Whether other sites' links are taken, until ``closes`` too.
    """

    id: str
    url: str
    title: str
    author: str
    open: bool = True
    closes: datetime | None = None
    linkbacks: bool = True

    def takes_comments(self, now: datetime) -> bool:
        """Tell whether comments may be left at a moment."""
        return self.open and (self.closes is None or now < self.closes)

    def takes_linkbacks(self, now: datetime) -> bool:
        """Tell whether trackbacks, pingbacks and webmentions are taken at a moment."""
        return self.linkbacks and (self.closes is None or now < self.closes)


@dataclass(frozen=True, slots=True)
class Site:
    """The site and its articles.

    Attributes:
        name, language: The site's.
        home: The address of its home page, from the root of its host.
        url: Its public address, absolute; empty in a preview, which has none.
    """

    name: str = "Trépied"
    language: str = "fr"
    home: str = "/"
    articles: tuple[Article, ...] = ()
    url: str = ""


_site: TypeAdapter[Site] = TypeAdapter(Site)


def as_bytes(site: Site) -> bytes:
    """Return the list as the build writes it: the same bytes for the same articles."""
    lines = (json.dumps(_plain(article), ensure_ascii=False, sort_keys=True) for article in _sorted(site.articles))
    known = {"home": site.home, "language": site.language, "name": site.name, "url": site.url}
    head = json.dumps(known, ensure_ascii=False)
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
        self._by_path: dict[str, Article] = {}

    @property
    def site(self) -> Site:
        """The site as the last readable list tells it; one without articles before there was any."""
        try:
            status = self._path.stat()
            seen = (status.st_mtime_ns, status.st_size, status.st_ino)
            if seen != self._seen:
                self._site = _site.validate_json(self._path.read_bytes())
                self._by_id = {article.id: article for article in self._site.articles}
                self._by_path = {path_of(article.url): article for article in self._site.articles}
                self._seen = seen
        except (OSError, ValidationError):  # a build is putting it in place, or there was none yet
            pass
        return self._site

    def get(self, identity: str) -> Article | None:
        """Return an article by its permanent id."""
        _ = self.site
        return self._by_id.get(identity)

    def at(self, path: str) -> Article | None:
        """Return the article that stands at a path of the site, as a web server finds it: with or without the slash."""
        _ = self.site
        return self._by_path.get(path_of(path))

    def has_page(self, path: str) -> bool | None:
        """Tell whether the site has a page at a path, by the files beside the list; None when nobody knows."""
        folder = self._path.parent.resolve()
        if not self._by_id and not self.site.articles:
            return None
        try:
            file = (folder / path_of(path).strip("/")).resolve()
            return file.is_relative_to(folder) and file.exists()
        except (OSError, ValueError):  # a name that no file can have
            return False


def path_of(url: str) -> str:
    """Return the path of a page, decoded, with one slash at its end.

    >>> path_of("https://a.example/2026/03/l%27%C3%A9t%C3%A9"), path_of("/2026/03/x/index.html")
    ("/2026/03/l'été/", '/2026/03/x/')
    """
    path = unquote(urlsplit(url).path).removesuffix("index.html")
    return f"{path.rstrip('/')}/"
