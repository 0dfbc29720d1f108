"""From a name to addresses, once, and within a time."""

from __future__ import annotations

import queue
import socket
import threading
from collections.abc import Callable, Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address

from plugins.fetcher.ip_addresses import Address, is_allowed
from plugins.fetcher.model import FetchError, Scope
from plugins.fetcher.urls import Target

__all__ = ["Resolve", "SystemResolver", "addresses_of", "resolver_of", "this_machine"]

Resolve = Callable[[str, int, float], Sequence[Address]]
"""Takes a name, a port and the seconds left; returns addresses, best first. Raises OSError; TimeoutError when late."""

LOOKUPS = 16


def addresses_of(target: Target, scope: Scope, resolve: Resolve, seconds: float) -> Sequence[Address]:
    """Return the addresses that a target may be reached at; all of them were checked.

    A name with one address that is not allowed is refused whole: it was made to be mixed up.

    Raises:
        FetchError: ``address``, ``unreachable`` (no such name) or ``slow``.
    """
    found = (target.literal,) if target.literal is not None else _asked(target, resolve, seconds)
    if not all(is_allowed(address, scope) for address in found):
        raise FetchError("address", "not an address for us")
    return found


def _asked(target: Target, resolve: Resolve, seconds: float) -> Sequence[Address]:
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
    """Return how names are looked up when nobody says otherwise."""
    if scope is Scope.LOOPBACK:
        return this_machine
    return SystemResolver(searched=scope is Scope.CONFIGURED)


def this_machine(host: str, port: int, seconds: float) -> Sequence[Address]:
    """Resolve ``localhost`` and what is below it, and nothing else, without asking anybody (RFC 6761, section 6.3).

    Raises:
        OSError: Another name: while developing, no server of names learns what is linked to.
    """
    del port, seconds
    if f".{host}".endswith(".localhost"):
        return IPv4Address("127.0.0.1"), IPv6Address("::1")
    raise OSError("only localhost is looked up while developing")


class SystemResolver:
    """The system's ``getaddrinfo``, which knows no time limit: each look-up has a thread that may be left behind.

    At most ``LOOKUPS`` threads are; who comes then waits for one to end, within its own time.

    Args:
        searched: Whether a name may be one of this machine's own network, as its search list says; else it is public.
    """

    def __init__(self, *, searched: bool = False) -> None:
        self._root = "" if searched else "."
        self._free = threading.BoundedSemaphore(LOOKUPS)

    def __call__(self, host: str, port: int, seconds: float) -> Sequence[Address]:
        """Look a name up; a dot at its end keeps the search list of this machine's network out."""
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
