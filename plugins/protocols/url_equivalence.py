"""Normalised page URLs, and whether two of them are equivalent (RFC 3986, section 6.2)."""

from __future__ import annotations

from urllib.parse import urldefrag

from url_normalize import url_normalize

from plugins.base.addresses import LONGEST_ADDRESS, web_address

__all__ = ["comparable", "page_address", "same_page"]


def page_address(given: str) -> str | None:
    """Return a page's URL in ASCII, as it is stored; None unless it is http or https with a host and no password.

    >>> page_address("https://Blog.example/où#x"), page_address("mailto:a@b.example"), page_address("//a.example/")
    ('https://blog.example/o%C3%B9#x', None, None)
    """
    return web_address(given) if len(given) <= LONGEST_ADDRESS else None


def comparable(address: str) -> str:
    """Return a URL in normal form (RFC 3986, section 6.2) without its fragment: equivalent URLs become equal.

    >>> comparable("HTTPS://A.example:443/a/../%7Eb?c=1&b=2#d")
    'https://a.example/~b?c=1&b=2'
    """
    bare = urldefrag(address).url
    try:
        return url_normalize(bare) or bare
    except (ValueError, UnicodeError):  # not a URL: equal to itself alone
        return bare


def same_page(one: str, other: str) -> bool:
    """Return whether two URLs are equivalent, fragments apart."""
    return comparable(one) == comparable(other)
