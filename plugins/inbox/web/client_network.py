"""The network of a client (/24 or /48), for rate limits; ``X-Forwarded-For`` counts from trusted proxies only."""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from plugins.inbox.settings import Network

__all__ = ["client_of", "network_of"]

HEADER_LIMIT = 4_000
PREFIXES = {4: 24, 6: 48}
"""The prefix lengths of a network, by IP version: about what one household or company is assigned."""


def client_of(peer: str, forwarded: Sequence[str], trusted: Sequence[Network]) -> str:
    """Return the IP address of the client; ``X-Forwarded-For`` is read from the right, as proxies append to it.

    Args:
        peer: The IP address of the connection's other end.
        forwarded: The values of ``X-Forwarded-For``, in order.
        trusted: The trusted proxies; what any other client sends is ignored.

    >>> from ipaddress import ip_network
    >>> client_of("10.0.0.1", ["6.6.6.6, 203.0.113.9", "10.0.0.2"], [ip_network("10.0.0.0/8")])
    '203.0.113.9'
    >>> client_of("203.0.113.9", ["6.6.6.6"], [ip_network("10.0.0.0/8")])
    '203.0.113.9'
    """
    heard = ",".join(forwarded)[-HEADER_LIMIT:].split(",") if forwarded else []
    current = _address(peer)
    for part in reversed(heard):
        if current is None or not any(current in network for network in trusted):
            break
        before = _address(part.strip())
        if before is None:
            break
        current = before
    return peer if current is None else str(current)


def network_of(client: str) -> str:
    """Return the network of a client: /24 of IPv4, /48 of IPv6.

    >>> network_of("203.0.113.9"), network_of("2001:db8:1:2::3"), network_of("::ffff:203.0.113.9")
    ('203.0.113.0/24', '2001:db8:1::/48', '203.0.113.0/24')
    """
    address = _address(client)
    if address is None:  # a Unix socket
        return "local"
    return str(ip_network(f"{address}/{PREFIXES[address.version]}", strict=False))


def _address(text: str) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(text.strip("[]").partition("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
