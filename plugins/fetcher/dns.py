"""DNS look-ups with a time limit, and the check of every address that a name resolves to."""

from __future__ import annotations

import queue
import socket
import threading
from collections.abc import Callable, Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address

from plugins.fetcher.ip_addresses import Address, is_allowed
from plugins.fetcher.model import FetchError, Scope
from plugins.fetcher.urls import Target

__all__ = ["Resolve", "SystemResolver", "addresses_of", "resolve_localhost", "resolver_of"]

Resolve = Callable[[str, int, float], Sequence[Address]]
"""Takes a name, a port and the seconds left; returns addresses, best first. Raises OSError; TimeoutError when late."""

LOOKUPS = 16


def addresses_of(target: Target, scope: Scope, resolve: Resolve, seconds: float) -> Sequence[Address]:
    """Return the checked IP addresses of a target, best first.

    A name with one address that is not allowed is refused as a whole: such a mixture is made for DNS rebinding.

    Raises:
        FetchError: ``address``, ``unreachable`` (no such name) or ``slow``.
    """
    found = (target.literal,) if target.literal is not None else _resolved(target, resolve, seconds)
    if not all(is_allowed(address, scope) for address in found):
        raise FetchError("address", "not an address for us")
    return found


def _resolved(target: Target, resolve: Resolve, seconds: float) -> Sequence[Address]:
    try:
        found = tuple(resolve(target.host, target.port, seconds))
    except TimeoutError as error:
        raise FetchError("slow", "looking up a name") from error
    except (OSError, UnicodeError) as error:
        raise FetchError("unreachable", "looking up a name") from error
    if not found:
        raise FetchError("unreachable", "a name without addresses")
    return found


def resolver_of(scope: Scope) -> Resolve:
    """Return the default resolver of a scope."""
    if scope is Scope.LOOPBACK:
        return resolve_localhost
    return SystemResolver(searched=scope is Scope.CONFIGURED)


def resolve_localhost(host: str, port: int, seconds: float) -> Sequence[Address]:
    """Return the loopback addresses of ``localhost`` and its subdomains, without DNS (RFC 6761, section 6.3).

    Raises:
        OSError: Another name: during development no query reaches a DNS server.
    """
    del port, seconds
    if f".{host}".endswith(".localhost"):
        return IPv4Address("127.0.0.1"), IPv6Address("::1")
    raise OSError("only localhost is looked up while developing")


class SystemResolver:
    """The system's ``getaddrinfo``, which has no timeout: each look-up runs in a thread that is abandoned when late.

    There are at most ``LOOKUPS`` threads; another look-up waits for one to end, within its own time limit.

    Args:
        searched: Whether the DNS search list of this machine applies; else every name is fully qualified.
    """

    def __init__(self, *, searched: bool = False) -> None:
        self._root = "" if searched else "."
        self._free = threading.BoundedSemaphore(LOOKUPS)

    def __call__(self, host: str, port: int, seconds: float) -> Sequence[Address]:
        """Return the addresses of a name; a final dot makes it fully qualified, so that no search list applies."""
        if not self._free.acquire(timeout=max(seconds, 0.0)):
            raise TimeoutError
        answers: queue.SimpleQueue[Sequence[Address] | Exception] = queue.SimpleQueue()
        threading.Thread(target=self._look_up, args=(f"{host}{self._root}", port, answers), daemon=True).start()
        try:
            answer = answers.get(timeout=max(seconds, 0.0))
        except queue.Empty:
            raise TimeoutError from None
        if isinstance(answer, Exception):
            raise answer
        return answer

    def _look_up(self, host: str, port: int, answers: queue.SimpleQueue[Sequence[Address] | Exception]) -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
            answers.put([ip_address(where[0]) for *_, where in found])
        except (OSError, ValueError) as error:
            answers.put(error)
        finally:
            self._free.release()
