"""The host of an address, read as a browser reads it.

WHATWG URL Standard, "Host parsing" and "IPv4 parser": whatever a browser or the system's resolver would take for an
IP address must be known as one here, or it slips by as a name.
"""

from __future__ import annotations

import re
from ipaddress import AddressValueError, IPv4Address, IPv6Address

import idna

from plugins.fetcher.ip_addresses import Address
from plugins.fetcher.model import FetchError, Scope

__all__ = ["host_of"]

# RFC 6761, 6762, 7686, 8375, ICANN's "internal", and what routers and distributions give out.
PRIVATE_NAMES = ("home.arpa", "internal", "lan", "local", "localdomain", "localhost", "onion")

LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
NUMBER = re.compile(r"0x[0-9a-f]*|[0-9]+")
LONGEST_NAME = 253  # RFC 1035, section 2.3.4, less the root's label


def host_of(written: str, scope: Scope) -> tuple[str, Address | None]:
    """Return a host in its one form, and the address that it is, if it is no name.

    Args:
        written: As it stands in a URL, without its port; an IPv6 address in brackets.
        scope: A public name has a dot, and is none of those that lead to a private network.

    Raises:
        FetchError: ``address``; there is no such host, or not for us.

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
    """Return a name in lower case; one that is not ASCII as UTS #46 maps it and RFC 5891 encodes it."""
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
    """Return the address of one to four numbers, each decimal, octal or hexadecimal; the last fills the rest."""
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
