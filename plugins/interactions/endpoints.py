"""Where other sites announce that they link to an article, as its page says."""

from __future__ import annotations

from urllib.parse import urljoin

from plugins.interactions.conversation import Doors
from plugins.protocols.trackback_rdf import block

__all__ = ["doors_of"]


def doors_of(inbox: str, origin: str, article: str, href: str, title: str) -> Doors:
    """Return where an article takes linkbacks.

    Args:
        inbox: The inbox's address, with a slash at its end; a path, or absolute.
        origin: Where the site is served, without a slash at its end, or an empty string: then addresses are paths, and
            there is no RDF, which knows absolute addresses only.
        article: The permanent id.
        href: The article's address, from the root of its host or absolute.
        title: Plain text.

    >>> doors_of("/inbox/", "https://a.example", "2026-03-marmite", "/2026/03/marmite/", "La marmite").pingback
    'https://a.example/inbox/pingback'
    """
    whole = urljoin(f"{origin}/", inbox) if origin else inbox
    trackback = f"{whole}trackback/{article}"
    return Doors(
        trackback=trackback,
        pingback=f"{whole}pingback",
        webmention=f"{whole}webmention",
        rdf=block(urljoin(f"{origin}/", href), title, trackback) if origin else "",
    )
