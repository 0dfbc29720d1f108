"""URLs: resolved to absolute ones, converted to ASCII, and checked to be http or https with a host."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import SplitResult, quote, unquote, urljoin, urlsplit

SCRIPT_SCHEMES = frozenset({"javascript", "vbscript"})
"""URL schemes that run a script instead of naming a resource."""

URI_RESERVED = "!#$%&'()*+,/:;=?@[]~"
"""The reserved characters of a URI (RFC 3986, section 2.2) and ``%``: none of them is percent-encoded."""

LONGEST_DISPLAYED = 80
"""The most characters of a URL that is shown."""

LONGEST_ADDRESS = 2_000
"""The most characters of a URL that a visitor or another site gives."""

NOT_IN_URI = re.compile(r"[^!-~]|[\"<>\\^`{|}]")
"""A character that must be percent-encoded in a URI (RFC 3986, appendix A)."""

SPACE = r"\t\n\f\r "
BETWEEN, WORD = re.compile(f"[{SPACE},]*"), re.compile(f"[^{SPACE}]+")
"""What separates the candidates of a ``srcset``, and one word of a candidate."""


def site_address(siteurl: str, domain: str) -> str:
    """Return the site's base URL for feeds, without a final slash: ``SITEURL``, or in a preview the domain over https.

    >>> site_address("https://trepied.example/blog/", "trepied.example"), site_address("", "trepied.example")
    ('https://trepied.example/blog', 'https://trepied.example')
    """
    return siteurl.rstrip("/") or f"https://{domain}"


def uri(address: str) -> str:
    """Return an IRI as a URI, in ASCII (RFC 3987, section 3.1); what is percent-encoded already stays.

    >>> uri("https://trepied.example/images/l'été.svg")
    "https://trepied.example/images/l'%C3%A9t%C3%A9.svg"
    """
    return quote(address.encode("utf-8", "replace"), safe=URI_RESERVED)


def absolute(address: str, base: str) -> str | None:
    """Return a URL reference of a page as an absolute URL; None when it has no scheme, or one that runs a script.

    Args:
        address: The value of an attribute, entities decoded.
        base: The absolute URL of the page.

    >>> absolute("../../images/pot.svg#x", "https://trepied.example/2026/03/")
    'https://trepied.example/images/pot.svg#x'
    >>> absolute("#fn:1", "https://trepied.example/2026/03/marmite/")
    'https://trepied.example/2026/03/marmite/#fn:1'
    """
    # what URL parsers strip: https://url.spec.whatwg.org/#concept-basic-url-parser, steps 1 to 3
    stripped = re.sub("[\t\n\r]", "", address.strip("".join(map(chr, range(0x21)))))
    try:
        whole = urljoin(base, stripped) if stripped else base
        scheme = urlsplit(whole).scheme
    except ValueError:
        return None
    return None if not scheme or scheme in SCRIPT_SCHEMES else whole


def srcset_candidates(srcset: str) -> Iterator[tuple[str, str]]:
    """Yield the URLs of a ``srcset`` with their descriptors (HTML Standard, 4.8.4.2.1 "parse a srcset").

    >>> list(srcset_candidates("a.png 1x, b,c.png 2x,d.png"))
    [('a.png', '1x'), ('b,c.png', '2x'), ('d.png', '')]
    """
    position = BETWEEN.match(srcset).end()  # type: ignore[union-attr]  # matches emptiness
    while word := WORD.match(srcset, position):
        position, descriptor = word.end(), ""
        if not word[0].endswith(","):
            comma = srcset.find(",", position)
            end = comma if comma >= 0 else len(srcset)
            position, descriptor = end, srcset[position:end].strip()
        yield word[0].rstrip(","), descriptor
        position = BETWEEN.match(srcset, position).end()  # type: ignore[union-attr]


def absolute_srcset(srcset: str, base: str) -> str | None:
    """Return a ``srcset`` with absolute URLs; None when no candidate is left."""
    found = []
    for address, descriptor in srcset_candidates(srcset):
        whole = absolute(address, base)
        if whole is not None:
            found.append(f"{whole} {descriptor}".rstrip())
    return ", ".join(found) or None


def ascii_address(typed: str) -> str | None:
    """Return an http or https URL in ASCII; None for another scheme, without a host, or with user name or password.

    >>> ascii_address(" https://Été.example/où "), ascii_address("javascript:alert(1)")
    ('https://xn--t-9fab.example/o%C3%B9', None)
    """
    try:
        parts = urlsplit(typed.strip())
        host = _host(parts)
        whole = uri(parts._replace(scheme=parts.scheme.lower(), netloc=host).geturl()) if host else ""
    except (ValueError, UnicodeError):
        return None
    return whole if whole and parts.scheme in ("http", "https") and not NOT_IN_URI.search(whole) else None


def web_address(typed: str) -> str | None:
    """Return the URL that a visitor or another site gives, in ASCII; None when it is invalid or too long."""
    address = ascii_address(typed)
    return address if address is not None and len(address) <= LONGEST_ADDRESS else None


def _host(parts: SplitResult) -> str:
    """Return the host and the port of a URL; an empty string without a host, or with user name or password."""
    if not parts.hostname or "@" in parts.netloc:
        return ""
    host = parts.hostname if parts.hostname.isascii() else parts.hostname.encode("idna").decode("ascii")
    if not re.fullmatch(r"[a-z0-9._-]+|[0-9a-f:.]+", host):
        return ""
    return (f"[{host}]" if ":" in host else host) + (f":{parts.port}" if parts.port is not None else "")


def is_visible(value: str) -> bool:
    """Return whether all characters are visible: no controls, and no direction marks, which could disguise a URL."""
    return not any(unicodedata.category(character).startswith("C") for character in value)


def display_url(address: str) -> str:
    """Return a URL shortened for display: host without ``www.``, and decoded path, cut when long.

    >>> display_url("https://www.name.example/2026/l%27%C3%A9t%C3%A9/?page=1#x"), display_url("http://name.example:8080/")
    ("name.example/2026/l'été", 'name.example')
    """
    parts = urlsplit(address)
    path = unquote(parts.path).rstrip("/")
    said = (parts.hostname or "").removeprefix("www.") + (path if is_visible(path) else parts.path.rstrip("/"))
    return said if len(said) <= LONGEST_DISPLAYED else f"{said[: LONGEST_DISPLAYED - 1]}…"
