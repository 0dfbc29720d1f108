"""Addresses of pages, made comparable."""

from __future__ import annotations

from urllib.parse import urldefrag

from url_normalize import url_normalize

from plugins.base.addresses import LONGEST_ADDRESS, web_address

__all__ = ["comparable", "page_address", "same_page"]


def page_address(given: str) -> str | None:
    """Return the address of a page as it is kept, in ASCII, or None: http or https, a host, nobody's password.

    >>> page_address("https://Blog.example/où#x"), page_address("mailto:a@b.example"), page_address("//a.example/")
    ('https://blog.example/o%C3%B9#x', None, None)
    """
    return web_address(given) if len(given) <= LONGEST_ADDRESS else None


def comparable(address: str) -> str:
    """Return an address such that two that name one page are equal (RFC 3986, section 6.2), without its fragment.

    >>> comparable("HTTPS://A.example:443/a/../%7Eb?c=1&b=2#d")
    'https://a.example/~b?c=1&b=2'
    """
    bare = urldefrag(address).url
    try:
        return url_normalize(bare) or bare
    except (ValueError, UnicodeError):  # it is no address: equal to itself alone
        return bare


def same_page(one: str, other: str) -> bool:
    """Tell whether two addresses name one page, whatever their fragments."""
    return comparable(one) == comparable(other)
