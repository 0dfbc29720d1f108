"""One HTTP request over a connection to a checked IP address: the guard against SSRF and DNS rebinding.

httpcore, the engine of httpx, speaks HTTP over our own network backend. The client of httpx itself would add proxies
from the environment, cookies, redirects and unbounded decompression, each of which would have to be switched off.
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

__all__ = ["Connect", "ConnectionPolicy", "FetchState", "connect", "exchange"]

Connect = Callable[[Address, int, float], socket.socket]
"""Takes a checked address, a port and the seconds for it; returns a connected TCP socket. Raises OSError."""

ADDRESSES_TRIED = 3


@dataclass(frozen=True, slots=True)
class ConnectionPolicy:
    """How a fetcher connects.

    Attributes:
        scope: Which addresses are allowed.
        resolve: Resolves host names.
        connect: Opens TCP connections.
        trust: Returns the TLS context.
    """

    scope: Scope
    resolve: Resolve
    connect: Connect
    trust: Callable[[], ssl.SSLContext]


@dataclass(slots=True)
class FetchState:
    """The state of one fetch: its deadline, and the rate-limit keys that it has recorded, once for all hops."""

    deadline: Deadline
    turns: Turns | None
    taken: set[tuple[str, str]] = field(default_factory=set)

    def take(self, host: str, address: Address | None = None) -> None:
        """Record the rate-limit keys that this fetch has not recorded yet. Raises BusyError."""
        keys = [("host", host), *([("address", str(address))] if address is not None else [])]
        wanted = {kind: key for kind, key in keys if (kind, key) not in self.taken}
        if self.turns is not None and wanted:
            self.turns.take(wanted)
        self.taken |= wanted.items()


@contextmanager
def exchange(
    target: Target, method: str, headers: Mapping[str, str], body: bytes, policy: ConnectionPolicy, state: FetchState
) -> Iterator[httpcore.Response]:
    """Send one request and yield its response, whose body is not read yet; then close the connection.

    Raises:
        FetchError: With any reason but ``redirects``, also while the body is read.
        BusyError: The rate limit of this host forbids a request now.
    """
    scheme, host, port = target.scheme.encode(), target.host.encode(), target.port
    url = httpcore.URL(scheme=scheme, host=host, port=port, target=target.path.encode())
    sent = {"Host": target.authority, **headers, "Connection": "close"}
    try:
        with (
            httpcore.HTTPConnection(
                origin=url.origin,
                ssl_context=policy.trust() if target.scheme == "https" else None,
                network_backend=GuardedBackend(target, policy, state),
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
    """Return a TCP socket connected to an address; the default :data:`Connect`."""
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
    """The network backend of httpcore: resolves once, checks the addresses, respects the rate limit, connects."""

    def __init__(self, target: Target, policy: ConnectionPolicy, state: FetchState) -> None:
        self._target = target
        self._policy = policy
        self._state = state

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the target's first address that answers; httpcore's arguments repeat what the target says."""
        del host, port, timeout, local_address, socket_options
        deadline = self._state.deadline
        addresses = self._addresses()[:ADDRESSES_TRIED]
        failure: OSError | None = None
        for tried, address in enumerate(addresses):
            self._state.take(self._target.host, address)
            share = deadline.left() / (len(addresses) - tried)
            try:
                return TimedStream(self._policy.connect(address, self._target.port, share), deadline)
            except OSError as error:
                failure = error
        raise FetchError("slow" if isinstance(failure, TimeoutError) else "unreachable", "connecting") from failure

    def _addresses(self) -> Sequence[Address]:
        """Return the target's checked addresses. A name without an allowed address counts for the rate limit too.

        Else a second fetch within the interval would tell a refused address from a closed port: a port-scan oracle.
        """
        policy = self._policy
        try:
            return addresses_of(self._target, policy.scope, policy.resolve, self._state.deadline.left())
        except FetchError:
            self._state.take(self._target.host)
            raise


class TimedStream(httpcore.NetworkStream):
    """A socket whose every operation times out at the deadline of the whole fetch."""

    def __init__(self, connected: socket.socket, deadline: Deadline) -> None:
        self._socket = connected
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Return the next bytes received, at least one; none at the end of the stream."""
        del timeout
        self._socket.settimeout(self._deadline.left())
        try:
            return self._socket.recv(max_bytes)
        except TimeoutError as error:
            raise httpcore.ReadTimeout from error
        except OSError as error:
            raise httpcore.ReadError(str(error)) from error

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send the whole buffer."""
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
        """Close the socket."""
        self._socket.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """Return the same connection over TLS, its certificate verified for the server's name."""
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
        """Return nothing: without an ALPN result, httpcore speaks HTTP/1.1 only."""
        del info
