"""The types of a fetch: scope, limits, response, errors, and the interface of the per-host rate limit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Literal, Protocol

__all__ = ["BusyError", "FetchError", "Limits", "Reason", "Reply", "Scope", "Turns"]

Reason = Literal["address", "unreachable", "slow", "redirects", "protocol"]


class Scope(Enum):
    """The address range that connections are limited to.

    ``LOOPBACK`` is for development: this machine, and nothing else. ``CONFIGURED`` is for a URL of the author's own
    settings, and for no other: it may be in a private network.
    """

    PUBLIC = "public"
    LOOPBACK = "loopback"
    CONFIGURED = "configured"


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of one fetch, over all its redirects.

    Attributes:
        seconds: From the first DNS look-up to the last byte.
        bytes: Of the body, after decompression; the rest is not read.
        hops: The most redirects followed.
    """

    seconds: float = 5.0
    bytes: int = 1_000_000
    hops: int = 5


@dataclass(frozen=True, slots=True)
class Reply:
    """An HTTP response.

    Attributes:
        url: The final URL, after redirects.
        status: The HTTP status code.
        headers: Names in lower case with their values, in order.
        body: Decompressed, at most ``Limits.bytes`` long.
        truncated: Whether the body was longer.
    """

    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    truncated: bool = False

    def values(self, name: str) -> list[str]:
        """Return the values of all header fields of a name, in order."""
        return [value for known, value in self.headers if known == name.lower()]

    @property
    def content_type(self) -> str:
        """The value of ``Content-Type``, or an empty string."""
        return next(iter(self.values("content-type")), "")


class FetchError(Exception):
    """There is no response.

    ``reason`` is for our log alone: whoever submitted the URL gets the same answer for each, or the fetcher would be a
    port-scan oracle.
    """

    def __init__(self, reason: Reason, said: str = "") -> None:
        super().__init__(f"{reason}: {said}" if said else reason)
        self.reason: Reason = reason


class BusyError(Exception):
    """The rate limit of a host forbids a fetch before ``until``, in milliseconds since 1970."""

    def __init__(self, until: int) -> None:
        super().__init__(f"not before {until}")
        self.until = until


class Turns(Protocol):
    """Host politeness: the rate limit per host that a fetch has to respect."""

    def take(self, keys: Mapping[str, str]) -> None:
        """Record a fetch of a host, or refuse it.

        Args:
            keys: ``host``, the name, and ``address``, the IP address: each is limited by itself. On a later hop only
                those that this fetch has not recorded yet. The name alone where it does not resolve, or not to an
                allowed address.

        Raises:
            BusyError: Another fetch used one of the keys within the interval; then none is recorded.
        """
