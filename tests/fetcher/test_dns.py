"""Names are looked up once, within a time, and without the search list of the network that we happen to be in."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import IPv4Address, IPv6Address
from typing import Any

import pytest

from plugins.fetcher.dns import SystemResolver, resolve_localhost, resolver_of
from plugins.fetcher.fetcher import Fetcher
from plugins.fetcher.model import FetchError, Scope
from tests.fetcher.fakes import PUBLIC, PUBLIC_6


class Names:
    """Takes the place of ``getaddrinfo``; hangs while it is told to."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.hung = threading.Event()
        self.hung.set()
        self.answer: list[Any] | Exception = [
            (socket.AF_INET6, socket.SOCK_STREAM, 6, "", (PUBLIC_6, 80, 0, 0)),
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", (PUBLIC, 80)),
        ]

    def getaddrinfo(self, host: str, port: int, **more: int) -> list[Any]:
        self.asked.append(host)
        self.hung.wait()
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> Names:
    """No test asks a server of names."""
    fake = Names()
    monkeypatch.setattr(socket, "getaddrinfo", fake.getaddrinfo)
    return fake


@contextmanager
def hanging(names: Names) -> Iterator[None]:
    """Let every look-up hang, and end when the last of its threads has."""
    before = set(threading.enumerate())
    names.hung.clear()
    try:
        yield
    finally:
        names.hung.set()
        for thread in set(threading.enumerate()) - before:
            thread.join()


def test_system(names: Names) -> None:
    """In the system's order; the dot keeps ``example.intern.local`` from being tried."""
    assert SystemResolver()("a.example", 80, 5.0) == [IPv6Address(PUBLIC_6), IPv4Address(PUBLIC)]
    assert names.asked == ["a.example."]


def test_unknown(names: Names) -> None:
    """The system's error comes through."""
    names.answer = socket.gaierror(-2, "unknown")
    with pytest.raises(OSError, match="unknown"):
        SystemResolver()("a.example", 80, 5.0)


def test_zone_in_an_answer(names: Names) -> None:
    """A link-local address of this machine's network comes with its zone, and is refused."""
    names.answer = [(socket.AF_INET6, socket.SOCK_STREAM, 6, "", ("fe80::1%eth0", 80, 0, 2))]
    with pytest.raises(FetchError) as caught:
        Fetcher(Scope.PUBLIC, agent="test").get("http://a.example/")
    assert caught.value.reason == "address"


def test_slow(names: Names) -> None:
    """Getaddrinfo knows no time; we do."""
    with hanging(names), pytest.raises(TimeoutError):
        SystemResolver()("a.example", 80, 0.01)


def test_threads_are_bounded(names: Names) -> None:
    """Look-ups that hang are left behind, but only sixteen; later ones find room again."""
    resolve = SystemResolver()
    with hanging(names):
        for number in range(19):
            with pytest.raises(TimeoutError):
                resolve(f"{number}.example", 80, 0.01)
        assert len(names.asked) == 16
    assert resolve("a.example", 80, 5.0)[1] == IPv4Address(PUBLIC)


@pytest.mark.parametrize("host", ["localhost", "trepied.localhost"])
def test_while_developing(names: Names, host: str) -> None:
    """This machine's names need no server."""
    assert resolver_of(Scope.LOOPBACK)(host, 80, 5.0) == (IPv4Address("127.0.0.1"), IPv6Address("::1"))
    assert names.asked == []


@pytest.mark.parametrize("host", ["a.example", "notlocalhost", "localhost.example"])
def test_while_developing_nobody_is_asked(names: Names, host: str) -> None:
    """Or a server of names would learn what an unpublished article links to."""
    with pytest.raises(OSError, match="localhost"):
        resolve_localhost(host, 80, 5.0)
    assert names.asked == []
