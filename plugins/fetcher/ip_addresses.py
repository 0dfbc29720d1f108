"""The SSRF filter of IP addresses: public unicast only, or loopback, by scope.

Python's ``is_global`` does not suffice: in 3.11 it is true of ``64:ff9b::7f00:1``, ``2002:7f00:1::``, ``::127.0.0.1``,
``fec0::1`` and ``224.0.0.1``, each of which reaches, or may reach, an internal network.
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

from plugins.fetcher.model import Scope

__all__ = ["REFUSED_4", "REFUSED_6", "UNICAST_6", "Address", "is_allowed"]

Address = IPv4Address | IPv6Address

# IANA's IPv4 Special-Purpose Address Registry, including its partly global entries.
REFUSED_4 = tuple(
    IPv4Network(network)
    for network in (
        "0.0.0.0/8",  # this network, RFC 791
        "10.0.0.0/8",  # private, RFC 1918
        "100.64.0.0/10",  # carriers' NAT, RFC 6598
        "127.0.0.0/8",  # loopback, RFC 1122
        "168.63.129.16/32",  # Azure's own service, seen from each of its machines
        "169.254.0.0/16",  # link-local, RFC 3927; metadata of the clouds
        "172.16.0.0/12",  # private, RFC 1918
        "192.0.0.0/24",  # protocol assignments, RFC 6890
        "192.0.2.0/24",  # documentation, RFC 5737
        "192.88.99.0/24",  # relays of 6to4, RFC 7526
        "192.168.0.0/16",  # private, RFC 1918
        "198.18.0.0/15",  # benchmarks, RFC 2544
        "198.51.100.0/24",  # documentation, RFC 5737
        "203.0.113.0/24",  # documentation, RFC 5737
        "224.0.0.0/4",  # multicast, RFC 5771
        "240.0.0.0/4",  # reserved, RFC 1112, and broadcast
    )
)

# Global unicast (RFC 4291, section 2.4; IANA). Outside lie loopback, unspecified, IPv4-mapped and IPv4-compatible,
# NAT64, discard, unique-local, link-local, site-local and multicast addresses.
UNICAST_6 = IPv6Network("2000::/3")
REFUSED_6 = tuple(
    IPv6Network(network)
    for network in (
        "2001::/23",  # protocol assignments, RFC 2928: Teredo, benchmarks, ORCHID
        "2001:db8::/32",  # documentation, RFC 3849
        "2002::/16",  # 6to4, RFC 3056: an IPv4 address inside
        "3fff::/20",  # documentation, RFC 9637
    )
)

LOOPBACK_4 = IPv4Network("127.0.0.0/8")
LOOPBACK_6 = IPv6Address("::1")

# ISATAP (RFC 5214, section 6.1): an IPv4 address follows this, under any prefix; one bit of it varies.
ISATAP = 0x0000_5EFE
ISATAP_MASK = 0xFDFF_FFFF


def is_allowed(address: Address, scope: Scope) -> bool:
    """Return whether connections to an address are allowed in a scope.

    An IPv6 address that embeds an IPv4 address is refused whatever it embeds; so is one with a zone.

    >>> is_allowed(IPv4Address("169.254.169.254"), Scope.PUBLIC), is_allowed(IPv4Address("9.9.9.9"), Scope.PUBLIC)
    (False, True)
    >>> is_allowed(IPv6Address("64:ff9b::9.9.9.9"), Scope.PUBLIC), is_allowed(IPv6Address("::1"), Scope.LOOPBACK)
    (False, True)
    """
    if scope is Scope.CONFIGURED:
        return True
    if isinstance(address, IPv4Address):
        if scope is Scope.LOOPBACK:
            return address in LOOPBACK_4
        return not any(address in network for network in REFUSED_4)
    if address.scope_id is not None:
        return False
    if scope is Scope.LOOPBACK:
        return address == LOOPBACK_6
    return address in UNICAST_6 and not _carries_isatap(address) and not any(address in each for each in REFUSED_6)


def _carries_isatap(address: IPv6Address) -> bool:
    return int(address) >> 32 & ISATAP_MASK == ISATAP
