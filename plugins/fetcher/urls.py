"""Untrusted URLs: parsed once into scheme, host, port and path, and checked for SSRF.

No later code parses the URL again: what was checked and what is connected to cannot differ.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, urljoin

from plugins.fetcher.hosts import host_of
from plugins.fetcher.ip_addresses import Address, is_allowed
from plugins.fetcher.model import FetchError, Scope

__all__ = ["LONGEST_URL", "Target", "joined", "target_of"]

LONGEST_URL = 2_000
PORTS = {"http": 80, "https": 443}

# Ports from 1024 on of services that are no web servers: the WHATWG Fetch Standard's "bad ports", proxies, databases,
# remote desktops and container APIs.
OTHER_SERVICES = frozenset(
    {1080, 1433, 1434, 1521, 1719, 1720, 1723, 1883, 2049, 2375, 2376, 2379, 2380, 3128, 3306, 3389, 3659, 4045, 4190}
    | {
        4369,
        5060,
        5061,
        5222,
        5269,
        5432,
        5672,
        5900,
        5901,
        5984,
        5985,
        5986,
        6000,
        6001,
        6379,
        6443,
        6566,
        *range(6665, 6670),
    }
    | {6679, 6697, 8500, 9042, 9092, 9200, 9300, 10080, 10250, 10255, 11211, 27017, 27018, 27019}
)

UNREADABLE = re.compile(r"[\x00-\x20\x7f-\xa0\\]|\s")
PARTS = re.compile(r"(?P<scheme>https?)://(?P<authority>[^/?#]*)(?P<rest>[^#]*)(?:#.*)?", re.IGNORECASE)
AUTHORITY = re.compile(r"(?P<host>\[[0-9A-Fa-f:.]*\]|[^\[\]:@%]+)(?::(?P<port>[0-9]{0,5}))?")
KEPT = "%/?:@!$&'()*+,;=~[]"


@dataclass(frozen=True, slots=True)
class Target:
    """The parsed URL of one request.

    Attributes:
        scheme: ``http`` or ``https``.
        host: ASCII, in lower case, without a trailing dot; an IP address in its usual form, without brackets.
        port: Always a number.
        path: Of the request line, with the query; never empty, all ASCII.
        literal: The IP address, if the host is one: it is never looked up.
    """

    scheme: str
    host: str
    port: int
    path: str
    literal: Address | None

    @property
    def authority(self) -> str:
        """The value of ``Host``: the port stands only where it is not the scheme's own."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        """The URL, without its fragment."""
        return f"{self.scheme}://{self.authority}{self.path}"


def target_of(url: str, scope: Scope) -> Target:
    """Return the parsed and checked URL of a request.

    Only absolute http and https URLs of at most 2,000 characters pass, without user name, password, white space,
    control characters and backslashes. In public: ports 80 and 443, and from 1024 on those of no other known service.

    Raises:
        FetchError: ``address``: the URL is invalid or not allowed.

    >>> target_of("HTTP://Blog.Example:80/été?q=1#top", Scope.PUBLIC).url
    'http://blog.example/%C3%A9t%C3%A9?q=1'
    """
    if len(url) > LONGEST_URL or UNREADABLE.search(url):
        raise FetchError("address", "too long, or with characters that no URL holds")
    parts = PARTS.fullmatch(url)
    authority = parts and AUTHORITY.fullmatch(parts["authority"])
    if not parts or not authority:
        raise FetchError("address", "not an http or https URL of a host")
    scheme = parts["scheme"].lower()
    host, literal = host_of(authority["host"], scope)
    if literal is not None and not is_allowed(literal, scope):
        raise FetchError("address", "not an address for us")
    return Target(scheme, host, _port_of(authority["port"] or "", scheme, scope), _path_of(parts["rest"]), literal)


def joined(base: Target, reference: str) -> str:
    """Return a URL reference (``Location``) resolved against a target; :func:`target_of` checks it.

    Raises:
        FetchError: ``address``: it is no URL.
    """
    try:
        return urljoin(base.url, reference)
    except ValueError as error:
        raise FetchError("address", "not a URL") from error


def _port_of(written: str, scheme: str, scope: Scope) -> int:
    port = int(written) if written else PORTS[scheme]
    if not 0 < port < 65_536:
        raise FetchError("address", "no such port")
    if scope is Scope.PUBLIC and port not in PORTS.values() and (port < 1024 or port in OTHER_SERVICES):
        raise FetchError("address", "a port of another service")
    return port


def _path_of(rest: str) -> str:
    try:
        return quote(rest if rest.startswith("/") else f"/{rest}", safe=KEPT)
    except UnicodeEncodeError as error:  # half of a surrogate pair
        raise FetchError("address", "not a URL") from error
