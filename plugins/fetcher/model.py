"""What is asked for and what comes back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Literal, Protocol

__all__ = ["BusyError", "FetchError", "Limits", "Reason", "Reply", "Scope", "Turns"]

Reason = Literal["address", "unreachable", "slow", "redirects", "protocol"]


class Scope(Enum):
    """Which addresses may be connected to.

    ``LOOPBACK`` is for development: this machine, and nothing else. ``CONFIGURED`` is for an address that the author
    set, and for no other: it may be in the author's own network.
    """

    PUBLIC = "public"
    LOOPBACK = "loopback"
    CONFIGURED = "configured"


@dataclass(frozen=True, slots=True)
class Limits:
    """What one fetch may take, with all its hops.

    Attributes:
        seconds: From the first look-up of a name to the last byte.
        bytes: Of the body, after decompression; what is beyond is not read.
        hops: Redirects that are followed.
    """

    seconds: float = 5.0
    bytes: int = 1_000_000
    hops: int = 5


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer.

    Attributes:
        url: Where it came from, after redirects.
        status: HTTP's.
        headers: Names in lower case with their values, in order.
        body: Decompressed, at most ``Limits.bytes`` long.
        truncated: Whether more would have come.
    """

    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    truncated: bool = False

    def values(self, name: str) -> list[str]:
        """Return the values of a header, in order."""
        return [value for known, value in self.headers if known == name.lower()]

    @property
    def content_type(self) -> str:
        """The value of ``Content-Type``, or an empty string."""
        return next(iter(self.values("content-type")), "")


class FetchError(Exception):
    """There is no answer.

    ``reason`` is for this side alone: whoever named the address learns the same from each, or they could ask which
    ports are open.
    """

    def __init__(self, reason: Reason, said: str = "") -> None:
        super().__init__(f"{reason}: {said}" if said else reason)
        self.reason: Reason = reason


class BusyError(Exception):
    """It is not this host's turn; ``until``, in milliseconds since 1970, it will be."""

    def __init__(self, until: int) -> None:
        super().__init__(f"not before {until}")
        self.until = until


class Turns(Protocol):
    """Politeness: who may be asked now."""

    def take(self, keys: Mapping[str, str]) -> None:
        """Take the turn of a host for this fetch.

        Args:
            keys: ``host``, the name, and ``address``, what it resolved to: both have their turns. On a later hop only
                those that this fetch has not had yet: one of them, or both. The name alone where it leads nowhere.

        Raises:
            BusyError: Another fetch had one of them a moment ago; then none is taken.
        """
