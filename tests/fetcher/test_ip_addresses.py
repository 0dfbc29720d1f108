"""Which addresses are public: the registries of IANA, and every way to put an IPv4 address into an IPv6 one."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.fetcher.ip_addresses import Address, is_allowed
from plugins.fetcher.model import Scope
from tests.fetcher.forms import ADDRESSES

PRIVATE_4 = [
    IPv4Network(each)
    for each in [
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
    ]
]
PRIVATE_6 = [
    IPv6Network(each)
    for each in [
        "::/96",
        "::ffff:0:0/96",
        "::ffff:0:0:0/96",
        "64:ff9b::/96",
        "64:ff9b:1::/48",
        "100::/64",
        "2001::/23",
        "2001:db8::/32",
        "2002::/16",
        "3fff::/20",
        "5f00::/16",
        "fc00::/7",
        "fe80::/10",
        "fec0::/10",
        "ff00::/8",
    ]
]
CARRIERS = [
    "::",
    "::ffff:0:0",
    "::ffff:0:0:0",
    "64:ff9b::",
    "64:ff9b:1::",
    "2606:2800::5efe:0:0",
    "2606:2800::200:5efe:0:0",
]


def addresses_in(network: IPv4Network | IPv6Network) -> st.SearchStrategy[Address]:
    """Return any address of a network, its ends more often."""
    first, last = int(network.network_address), int(network.broadcast_address)
    kind = IPv4Address if network.version == 4 else IPv6Address
    return (st.sampled_from([first, last]) | st.integers(first, last)).map(kind)


private_4 = st.sampled_from(PRIVATE_4).flatmap(addresses_in)
private_6 = st.sampled_from(PRIVATE_6).flatmap(addresses_in)
any_4 = st.integers(0, 2**32 - 1).map(IPv4Address)
public_6 = addresses_in(IPv6Network("2000::/3"))


@given(private_4 | private_6)
def test_no_special_address_is_public(address: Address) -> None:
    """Anywhere in the ranges, at their ends too."""
    assert not is_allowed(address, Scope.PUBLIC)


@given(any_4, st.sampled_from(CARRIERS))
def test_no_address_that_carries_another_is_public(inner: IPv4Address, carrier: str) -> None:
    """Whatever it carries."""
    assert not is_allowed(IPv6Address(int(IPv6Address(carrier)) | int(inner)), Scope.PUBLIC)


@given(any_4, st.integers(0, 2**80 - 1))
def test_no_6to4_address_is_public(inner: IPv4Address, rest: int) -> None:
    """The IPv4 address stands behind the first 16 bits."""
    assert not is_allowed(IPv6Address(0x2002 << 112 | int(inner) << 80 | rest), Scope.PUBLIC)


@given(any_4 | st.integers(0, 2**128 - 1).map(IPv6Address) | public_6)
def test_what_is_public_is_so_to_python_too(address: Address) -> None:
    """The standard library's opinion is not enough, but nothing passes against it."""
    bad = address.is_multicast or address.is_reserved or address.is_loopback or address.is_link_local
    if is_allowed(address, Scope.PUBLIC):
        assert address.is_global
        assert not bad


@pytest.mark.parametrize("address", ADDRESSES)
def test_table(address: str) -> None:
    """What names resolve to in the other tests."""
    assert not is_allowed(ip_address(address), Scope.PUBLIC)


@pytest.mark.parametrize(
    "address",
    [
        "1.1.1.1",
        "9.9.9.9",
        "11.0.0.0",
        "9.255.255.255",
        "100.63.255.255",
        "100.128.0.0",
        "126.255.255.255",
        "128.0.0.0",
        "168.63.129.15",
        "169.253.255.255",
        "169.255.0.0",
        "172.15.255.255",
        "172.32.0.0",
        "192.0.1.0",
        "192.0.3.0",
        "192.167.255.255",
        "192.169.0.0",
        "198.17.255.255",
        "198.20.0.0",
        "198.51.101.0",
        "203.0.114.0",
        "223.255.255.255",
        "2001:200::",
        "2001:4860:4860::8888",
        "2003::1",
        "2606:4700:4700::1111",
        "2620:fe::fe",
        "2a00:1450:4007::2003",
    ],
)
def test_neighbours_are_public(address: str) -> None:
    """Nothing is refused beyond the edges of the ranges."""
    assert is_allowed(ip_address(address), Scope.PUBLIC)
    assert not is_allowed(ip_address(address), Scope.LOOPBACK)


@given(addresses_in(IPv4Network("127.0.0.0/8")) | st.just(IPv6Address("::1")))
def test_this_machine(address: Address) -> None:
    """Loopback is open to developers, and to them alone."""
    assert is_allowed(address, Scope.LOOPBACK)
    assert not is_allowed(address, Scope.PUBLIC)


@given((private_4 | private_6).filter(lambda each: not each.is_loopback))
def test_this_machine_is_no_network(address: Address) -> None:
    """The private networks around it stay shut; so do its own addresses in disguise."""
    assert not is_allowed(address, Scope.LOOPBACK)


def test_a_zone_is_refused() -> None:
    """Even behind an address that would do."""
    assert not is_allowed(IPv6Address("2606:4700::1%eth0"), Scope.PUBLIC)
    assert not is_allowed(IPv6Address("::1%lo"), Scope.LOOPBACK)
