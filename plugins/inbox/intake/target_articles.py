"""Resolves the target URL of a linkback to an article of this site, and to the comment of its fragment."""

from __future__ import annotations

from typing import Literal, TypeAlias
from urllib.parse import unquote, urljoin, urlsplit

from plugins.inbox.service import Inbox
from plugins.interactions.articles_for_inbox import Article
from plugins.interactions.conversation import anchor
from plugins.interactions.record_ids import is_id
from plugins.protocols.url_equivalence import comparable

__all__ = [
    "Refusal",
    "TargetError",
    "addresses_of",
    "find_answered_comment",
    "find_article",
    "find_open_article",
    "is_our_own",
    "place_of",
]

HERE = frozenset({"localhost", "127.0.0.1", "::1"})
PORTS = {"http": 80, "https": 443}

Refusal: TypeAlias = Literal["elsewhere", "missing", "page", "closed"]
"""Another site; certainly no page of this site; no article, but perhaps a page; an article closed to linkbacks."""


class TargetError(Exception):
    """A URL that is no valid target of a linkback; ``why`` says why not."""

    def __init__(self, why: Refusal) -> None:
        super().__init__(why)
        self.why = why


def find_open_article(inbox: Inbox, address: str) -> Article:
    """Return the article of an absolute URL, which must be open to linkbacks; query and fragment are ignored.

    Raises:
        TargetError: It is no article, or one that is closed.
    """
    article = find_article(inbox, address)
    if not article.takes_linkbacks(inbox.present):
        raise TargetError("closed")
    return article


def find_article(inbox: Inbox, address: str) -> Article:
    """Return the article of an absolute URL, whether or not it is open to linkbacks.

    Raises:
        TargetError: It is no article of this site.
    """
    if not _is_ours(inbox, address):
        raise TargetError("elsewhere")
    article = inbox.articles.at(address)
    if article is None:
        raise TargetError("missing" if inbox.articles.has_page(address) is False else "page")
    return article


def place_of(address: str) -> str:
    """Return the normalised path and query of a URL of this site, which outlive a change of its host name.

    >>> place_of("https://a.example/2026/03/x/?b=%63#d")
    '/2026/03/x/?b=c'
    """
    return urlsplit(comparable(address))._replace(scheme="", netloc="").geturl()


def addresses_of(inbox: Inbox, url: str) -> set[str]:
    """Return the equivalent absolute URLs of a page of this site: both schemes, and every origin of the site."""
    found = set()
    for origin in _origins(inbox):
        whole = urlsplit(urljoin(origin, urlsplit(url)._replace(scheme="", netloc="").geturl()))
        found |= {whole._replace(scheme=scheme).geturl() for scheme in PORTS}
        if inbox.settings.development:
            port = f":{whole.port}" if whole.port else ""
            found |= {whole._replace(netloc=f"{name}{port}").geturl() for name in ("localhost", "127.0.0.1", "[::1]")}
    return found


def find_answered_comment(inbox: Inbox, article: Article, target: str) -> str | None:
    """Return the id of the published comment that a target's fragment names, or None."""
    identity = urlsplit(target).fragment.removeprefix(anchor(""))
    return identity if is_id(identity) and inbox.store.get(article.id, identity) is not None else None


def is_our_own(inbox: Inbox, article: Article, source: str) -> bool:
    """Return whether a source is the article itself, with any query, or a page of the inbox.

    Both link to the article under any number of URLs, so that one sender could fill the queue with them.
    """
    if not _is_ours(inbox, source):
        return False
    path = unquote(urlsplit(source).path)
    return inbox.articles.at(source) is article or f"{path}/".startswith(f"{inbox.settings.path}/")


def _origins(inbox: Inbox) -> list[str]:
    return [f"{inbox.settings.origin}/", *([inbox.articles.site.url] if inbox.articles.site.url else [])]


def _is_ours(inbox: Inbox, address: str) -> bool:
    """Return whether a URL is on the site's host, by either scheme; in development, by any name of this machine."""
    asked = _host(address)
    own = {_host(origin) for origin in _origins(inbox)}
    if asked[0] in HERE and inbox.settings.development:
        return any(name in HERE and port == asked[1] for name, port in own)
    return asked in own


def _host(address: str) -> tuple[str, int | None]:
    """Return host and port of a URL; None for the default port of its scheme."""
    parts = urlsplit(address)
    port = parts.port if parts.port != PORTS.get(parts.scheme) else None
    return (parts.hostname or "").lower(), port
