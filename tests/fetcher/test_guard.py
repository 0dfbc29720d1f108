"""No connection leads to where nobody outside should reach: counted, for every fetch and on every hop."""

from __future__ import annotations

import socket
from collections.abc import Callable

import pytest

from plugins.fetcher.fetcher import Fetcher
from plugins.fetcher.model import FetchError, Reply, Scope
from tests.fetcher.fakes import OTHER, PUBLIC, PUBLIC_6, Net, moved
from tests.fetcher.forms import ADDRESSES, HOSTS, SCHEMES

Ask = Callable[[Fetcher, str], Reply]

ASKS: dict[str, Ask] = {
    "get": lambda fetcher, url: fetcher.get(url),
    "post": lambda fetcher, url: fetcher.post(url, b"a=b", "application/x-www-form-urlencoded"),
}
URLS = {**{name: f"http://{host}/" for name, host in HOSTS.items()}, **SCHEMES}


def test_there_are_enough_forms() -> None:
    """The design asks for at least thirty."""
    assert len(URLS) >= 30
    assert len(set(URLS.values())) == len(URLS)


@pytest.mark.parametrize("ask", ASKS.values(), ids=ASKS)
@pytest.mark.parametrize("url", URLS.values(), ids=URLS)
def test_form_directly(url: str, ask: Ask) -> None:
    """Nobody is looked up, nobody connected to."""
    with Net({"public.example": [PUBLIC]}) as net, pytest.raises(FetchError) as caught:
        ask(net.fetcher(), url)
    assert (caught.value.reason, net.events) == ("address", [])


@pytest.mark.parametrize("ask", ASKS.values(), ids=ASKS)
@pytest.mark.parametrize("url", [url for url in URLS.values() if "\0" not in url])
def test_form_as_redirect(url: str, ask: Ask) -> None:
    """The public host that sends there is the last that is connected to."""
    with Net({"public.example": [PUBLIC]}, {PUBLIC: [moved(url)]}) as net, pytest.raises(FetchError) as caught:
        ask(net.fetcher(), "http://public.example/")
    assert caught.value.reason in ("address", "redirects")
    assert net.connections == [(PUBLIC, "80")]


@pytest.mark.parametrize("ask", ASKS.values(), ids=ASKS)
@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_name_that_leads_there(address: str, scheme: str, ask: Ask) -> None:
    """A name is worth what it resolves to, alone, before and after a public address."""
    for answer in ([address], [address, PUBLIC], [PUBLIC, address], [PUBLIC_6, PUBLIC, OTHER, address]):
        with Net({"evil.example": answer}) as net, pytest.raises(FetchError) as caught:
            ask(net.fetcher(), f"{scheme}://evil.example/")
        assert (caught.value.reason, net.connections, net.lookups) == ("address", [], ["evil.example"])


@pytest.mark.parametrize("ask", ASKS.values(), ids=ASKS)
@pytest.mark.parametrize("address", ADDRESSES)
def test_name_that_leads_there_after_a_redirect(address: str, ask: Ask) -> None:
    """The second hop is looked up and checked like the first."""
    names = {"public.example": [PUBLIC], "evil.example": [address]}
    answers = {PUBLIC: [moved("http://evil.example/", 307)]}
    with Net(names, answers) as net, pytest.raises(FetchError) as caught:
        ask(net.fetcher(), "http://public.example/")
    assert (caught.value.reason, net.connections) == ("address", [(PUBLIC, "80")])


@pytest.mark.parametrize("ask", ASKS.values(), ids=ASKS)
def test_rebinding(ask: Ask) -> None:
    """A name that is public when it is checked and loopback a moment later: it is looked up once."""
    with Net({"evil.example": [[PUBLIC], ["127.0.0.1"]]}) as net:
        assert ask(net.fetcher(), "http://evil.example/").body == b"ok"
    assert net.events == [("resolve", "evil.example"), ("connect", PUBLIC, "80")]


def test_rebinding_between_hops() -> None:
    """Each hop looks up anew and checks anew."""
    names = {"evil.example": [[PUBLIC], ["127.0.0.1"]]}
    with Net(names, {PUBLIC: [moved("/two")]}) as net, pytest.raises(FetchError) as caught:
        net.fetcher().get("http://evil.example/one")
    assert (caught.value.reason, net.connections) == ("address", [(PUBLIC, "80")])
    assert net.lookups == ["evil.example", "evil.example"]


def test_literal_address_is_never_looked_up() -> None:
    """It is connected to as it stands, and named in Host."""
    with Net() as net:
        net.fetcher().get(f"http://{PUBLIC}/")
        net.fetcher().get(f"http://[{PUBLIC_6}]:8080/")
        assert net.events == [("connect", PUBLIC, "80"), ("connect", PUBLIC_6, "8080")]
        hosts = [request.split(b"\r\n")[1] for request in net.requests()]
    assert hosts == [f"Host: {PUBLIC}".encode(), f"Host: [{PUBLIC_6}]:8080".encode()]


@pytest.mark.parametrize(
    "url", [f"http://{PUBLIC}/", "http://[fe80::1]/", "http://0.0.0.0/", "http://[::ffff:127.0.0.1]/"]
)
def test_while_developing_only_this_machine(url: str) -> None:
    """Loopback is instead of the public net, not besides; the rest of the private ranges stay shut."""
    with Net() as net, pytest.raises(FetchError) as caught:
        net.fetcher(Scope.LOOPBACK).get(url)
    assert (caught.value.reason, net.events) == ("address", [])


def test_while_developing_a_public_name_is_refused() -> None:
    """Whatever its name."""
    with Net({"localhost": [PUBLIC]}) as net, pytest.raises(FetchError) as caught:
        net.fetcher(Scope.LOOPBACK).get("http://localhost/")
    assert (caught.value.reason, net.connections) == ("address", [])


FAILURES: dict[str, tuple[Net, str]] = {
    "closed": (Net({"a.example": [PUBLIC]}, {PUBLIC: [ConnectionRefusedError()]}), "unreachable"),
    "no route": (Net({"a.example": [PUBLIC]}, {PUBLIC: [OSError(113, "No route")]}), "unreachable"),
    "silent": (Net({"a.example": [PUBLIC]}, {PUBLIC: [TimeoutError()]}), "slow"),
    "private": (Net({"a.example": ["10.0.0.1"]}), "address"),
    "no such name": (Net({"a.example": socket.gaierror(-2, "unknown")}), "unreachable"),
    "name without addresses": (Net({"a.example": []}), "unreachable"),
    "names are slow": (Net({"a.example": TimeoutError()}), "slow"),
    "no HTTP": (Net({"a.example": [PUBLIC]}, {PUBLIC: [b"SSH-2.0-x\r\n"]}), "protocol"),
    "hangs up": (Net({"a.example": [PUBLIC]}, {PUBLIC: [b""]}), "protocol"),
    "sends away": (Net({"a.example": [PUBLIC]}, {PUBLIC: [moved("/")]}), "redirects"),
}


@pytest.mark.parametrize("ask", ASKS.values(), ids=ASKS)
@pytest.mark.parametrize(("net", "reason"), FAILURES.values(), ids=FAILURES)
def test_all_failures_are_one(net: Net, reason: str, ask: Ask) -> None:
    """Whoever makes us ask cannot tell a closed port from a private address: one class, whose reason is ours."""
    with net, pytest.raises(FetchError) as caught:
        ask(net.fetcher(), "http://a.example/")
    assert (type(caught.value), caught.value.reason) == (FetchError, reason)
