"""Whether two addresses are one page's. Contains no Pelican and no I/O."""

from __future__ import annotations

from urllib.parse import urldefrag

from url_normalize import url_normalize

__all__ = ["page_of", "same_page"]


def page_of(url: str) -> str:
    """Return an address without its fragment, in the form in which addresses of one page are equal (RFC 3986, 6).

    >>> page_of("HTTPS://Name.example:443/a/../%7Eb#c")
    'https://name.example/~b'
    """
    bare = urldefrag(url).url
    try:
        return url_normalize(bare) or bare
    except (ValueError, UnicodeError):
        return bare


def same_page(one: str, other: str) -> bool:
    """Tell whether two addresses are those of one page."""
    return one == other or page_of(one) == page_of(other)
