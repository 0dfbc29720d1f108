"""The host of a URL, normalised as browsers do: IDNA names in ASCII, IP addresses in any notation recognised.

WHATWG URL Standard, "Host parsing" and "IPv4 parser": whatever a browser or the system's resolver takes for an IP
address must be recognised here, or it would pass the address check as a name.
"""

from __future__ import annotations

import re
from ipaddress import AddressValueError, IPv4Address, IPv6Address

import idna

from plugins.fetcher.ip_addresses import Address
from plugins.fetcher.model import FetchError, Scope

__all__ = ["host_of"]

# RFC 6761, 6762, 7686, 8375, ICANN's "internal", and the default domains of routers and distributions.
PRIVATE_NAMES = ("home.arpa", "internal", "lan", "local", "localdomain", "localhost", "onion")

LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
NUMBER = re.compile(r"0x[0-9a-f]*|[0-9]+")
LONGEST_NAME = 253  # RFC 1035, section 2.3.4, less the root's label


def host_of(written: str, scope: Scope) -> tuple[str, Address | None]:
    """Return a host in normalised form, and its IP address if it is one and no name.

    Args:
        written: The host as it stands in a URL, without the port; an IPv6 address in brackets.
        scope: In the public scope a name must have a dot and no private top-level domain.

    Raises:
        FetchError: ``address``: the host is invalid, or not allowed in this scope.

    >>> host_of("0x7f.1", Scope.LOOPBACK)
    ('127.0.0.1', IPv4Address('127.0.0.1'))
    >>> host_of("Trépied.Example.", Scope.PUBLIC)
    ('xn--trpied-cva.example', None)
    """
    if written.startswith("[") and written.endswith("]"):
        address = _ipv6_of(written[1:-1])
        return str(address), address
    name = _ascii_of(written).removesuffix(".")
    labels = name.split(".")
    if NUMBER.fullmatch(labels[-1]):
        number = _ipv4_of(labels)
        return str(number), number
    if len(name) > LONGEST_NAME or not all(LABEL.fullmatch(label) for label in labels):
        raise FetchError("address", "not the name of a host")
    if scope is Scope.PUBLIC and (len(labels) == 1 or f".{name}".endswith(tuple(f".{end}" for end in PRIVATE_NAMES))):
        raise FetchError("address", "a name of a private network")
    return name, None


def _ascii_of(written: str) -> str:
    """Return a host name in lower-case ASCII: mapped by UTS #46, encoded by RFC 5891 (IDNA)."""
    if written.isascii():
        return written.lower()
    try:
        return idna.encode(written, uts46=True).decode("ascii").lower()
    except UnicodeError as error:
        raise FetchError("address", "not the name of a host") from error


def _ipv6_of(text: str) -> IPv6Address:
    try:
        address = IPv6Address(text)
    except AddressValueError as error:
        raise FetchError("address", "not an IPv6 address") from error
    if address.scope_id is not None:
        raise FetchError("address", "a zone")
    return address


def _ipv4_of(parts: list[str]) -> IPv4Address:
    """Return the IPv4 address of one to four numbers, decimal, octal or hexadecimal; the last fills the other bytes."""
    if len(parts) > 4 or not all(NUMBER.fullmatch(part) for part in parts):
        raise FetchError("address", "not an IPv4 address")
    *heads, last = (_number_of(part) for part in parts)
    if any(head > 255 for head in heads) or last >= 256 ** (4 - len(heads)):
        raise FetchError("address", "not an IPv4 address")
    return IPv4Address(sum(head << (24 - 8 * place) for place, head in enumerate(heads)) + last)


def _number_of(part: str) -> int:
    base = 16 if part.startswith("0x") else 8 if part.startswith("0") else 10
    try:
        return int(part.removeprefix("0x") or "0", base)
    except ValueError as error:
        raise FetchError("address", "not an IPv4 address") from error
