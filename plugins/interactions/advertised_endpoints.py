"""The TrackBack, Pingback and Webmention endpoints that an article's page announces."""

from __future__ import annotations

from urllib.parse import urljoin

from plugins.interactions.conversation import Endpoints
from plugins.protocols.trackback_rdf import block

__all__ = ["endpoints_of"]


def endpoints_of(inbox: str, origin: str, article: str, href: str, title: str) -> Endpoints:
    """Return the linkback endpoints of an article.

    Args:
        inbox: The URL of the inbox, with a final slash; a path, or absolute.
        origin: The origin of the site, or an empty string: then the endpoints are paths, and there is no RDF, which
            requires absolute URLs.
        article: The permanent id.
        href: The article's URL, from the root of its host or absolute.
        title: Plain text.

    >>> endpoints_of("/inbox/", "https://a.example", "2026-03-marmite", "/2026/03/marmite/", "La marmite").pingback
    'https://a.example/inbox/pingback'
    """
    whole = urljoin(f"{origin}/", inbox) if origin else inbox
    trackback = f"{whole}trackback/{article}"
    return Endpoints(
        trackback=trackback,
        pingback=f"{whole}pingback",
        webmention=f"{whole}webmention",
        rdf=block(urljoin(f"{origin}/", href), title, trackback) if origin else "",
    )
