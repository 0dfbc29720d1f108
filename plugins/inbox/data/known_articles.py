"""The articles that the inbox knows: the list of the last build, as it stands on disk."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

from pydantic import TypeAdapter, ValidationError

from plugins.interactions.articles_for_inbox import Article, Site

__all__ = ["Articles", "path_of"]

_site: TypeAdapter[Site] = TypeAdapter(Site)


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
