"""One request and its answer, over a connection to an address that was checked.

httpcore, the engine of httpx, speaks HTTP; what it connects by is ours. httpx's client itself would bring proxies of
the environment, cookies, redirects and a decompression without bounds, each of which would have to be kept out.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from ipaddress import IPv4Address
from typing import Any

import httpcore

from plugins.fetcher.deadline import Deadline
from plugins.fetcher.dns import Resolve, addresses_of
from plugins.fetcher.ip_addresses import Address
from plugins.fetcher.model import FetchError, Scope, Turns
from plugins.fetcher.urls import Target

__all__ = ["Connect", "Door", "Visit", "connect", "exchange"]

Connect = Callable[[Address, int, float], socket.socket]
"""Takes a checked address, a port and the seconds for it; returns a connected TCP socket. Raises OSError."""

ADDRESSES_TRIED = 3


@dataclass(frozen=True, slots=True)
class Door:
    """The one way out.

    Attributes:
        scope: Which addresses it leads to.
        resolve: How names are looked up.
        connect: How a connection is made.
        trust: Returns whose certificates are believed.
    """

    scope: Scope
    resolve: Resolve
    connect: Connect
    trust: Callable[[], ssl.SSLContext]


@dataclass(slots=True)
class Visit:
    """One fetch: its time, and the turns that it has taken, which later hops need not take again."""

    deadline: Deadline
    turns: Turns | None
    taken: set[tuple[str, str]] = field(default_factory=set)

    def take(self, host: str, address: Address | None = None) -> None:
        """Take the turns that this fetch does not have yet. Raises BusyError."""
        keys = [("host", host), *([("address", str(address))] if address is not None else [])]
        wanted = {kind: key for kind, key in keys if (kind, key) not in self.taken}
        if self.turns is not None and wanted:
            self.turns.take(wanted)
        self.taken |= wanted.items()


@contextmanager
def exchange(
    target: Target, method: str, headers: Mapping[str, str], body: bytes, door: Door, visit: Visit
) -> Iterator[httpcore.Response]:
    """Send one request and yield the head of its answer, whose body is still to be read; then hang up.

    Raises:
        FetchError: With any reason but ``redirects``, also while the body is read.
        BusyError: It is not the turn of this host.
    """
    scheme, host, port = target.scheme.encode(), target.host.encode(), target.port
    url = httpcore.URL(scheme=scheme, host=host, port=port, target=target.path.encode())
    sent = {"Host": target.authority, **headers, "Connection": "close"}
    try:
        with (
            httpcore.HTTPConnection(
                origin=url.origin,
                ssl_context=door.trust() if target.scheme == "https" else None,
                network_backend=GuardedBackend(target, door, visit),
            ) as connection,
            connection.stream(method, url, headers=list(sent.items()), content=body or None) as response,
        ):
            yield response
    except httpcore.TimeoutException as error:
        raise FetchError("slow") from error
    except httpcore.NetworkError as error:
        raise FetchError("unreachable", str(error)) from error
    except httpcore.ProtocolError as error:
        raise FetchError("protocol", str(error)) from error


def connect(address: Address, port: int, seconds: float) -> socket.socket:
    """Connect to an address: the :data:`Connect` of everything but tests."""
    family = socket.AF_INET if isinstance(address, IPv4Address) else socket.AF_INET6
    made = socket.socket(family, socket.SOCK_STREAM)
    try:
        made.settimeout(seconds)
        made.connect((str(address), port))
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    except BaseException:
        made.close()
        raise
    return made


class GuardedBackend(httpcore.NetworkBackend):
    """What httpcore opens its connection with: looked up once, checked, in its turn."""

    def __init__(self, target: Target, door: Door, visit: Visit) -> None:
        self._target = target
        self._door = door
        self._visit = visit

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the target's first address that answers. httpcore's arguments say nothing that it does not."""
        del host, port, timeout, local_address, socket_options
        deadline = self._visit.deadline
        addresses = self._addresses()[:ADDRESSES_TRIED]
        failure: OSError | None = None
        for tried, address in enumerate(addresses):
            self._visit.take(self._target.host, address)
            share = deadline.left() / (len(addresses) - tried)
            try:
                return TimedStream(self._door.connect(address, self._target.port, share), deadline)
            except OSError as error:
                failure = error
        raise FetchError("slow" if isinstance(failure, TimeoutError) else "unreachable", "connecting") from failure

    def _addresses(self) -> Sequence[Address]:
        """Return where the target is. A name that leads nowhere, or nowhere for us, takes its turn like all others.

        Else whoever asks twice within a minute would learn from the second answer which of the two it was.
        """
        door = self._door
        try:
            return addresses_of(self._target, door.scope, door.resolve, self._visit.deadline.left())
        except FetchError:
            self._visit.take(self._target.host)
            raise


class TimedStream(httpcore.NetworkStream):
    """A socket whose every wait ends when the whole fetch must."""

    def __init__(self, connected: socket.socket, deadline: Deadline) -> None:
        self._socket = connected
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Return what has come, at least a byte unless the other side has ended."""
        del timeout
        self._socket.settimeout(self._deadline.left())
        try:
            return self._socket.recv(max_bytes)
        except TimeoutError as error:
            raise httpcore.ReadTimeout from error
        except OSError as error:
            raise httpcore.ReadError(str(error)) from error

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send all of a buffer."""
        del timeout
        rest = memoryview(buffer)
        try:
            while rest:
                self._socket.settimeout(self._deadline.left())
                rest = rest[self._socket.send(rest) :]
        except TimeoutError as error:
            raise httpcore.WriteTimeout from error
        except OSError as error:
            raise httpcore.WriteError(str(error)) from error

    def close(self) -> None:
        """Hang up."""
        self._socket.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """Return the same connection, encrypted, with a certificate for the name that was asked for."""
        del timeout
        try:
            self._socket.settimeout(self._deadline.left())
            return TimedStream(ssl_context.wrap_socket(self._socket, server_hostname=server_hostname), self._deadline)
        except TimeoutError as error:
            self.close()
            raise httpcore.ConnectTimeout from error
        except (OSError, ValueError) as error:  # ssl's errors are of both kinds
            self.close()
            raise httpcore.ConnectError(str(error)) from error

    def get_extra_info(self, info: str) -> Any:
        """Say nothing: a host that claims to have agreed on HTTP/2 is spoken to in HTTP/1.1."""
        del info
