"""A resolver and a network that count, and reach nobody."""

from __future__ import annotations

import socket
from collections.abc import Callable, Mapping, Sequence
from ipaddress import ip_address
from types import TracebackType
from typing import Any

from plugins.fetcher.fetcher import Fetcher
from plugins.fetcher.ip_addresses import Address
from plugins.fetcher.model import Limits, Scope

PUBLIC = "93.184.215.14"
OTHER = "151.101.1.69"
PUBLIC_6 = "2606:2800:21f:cb07::1"

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

Answer = bytes | Exception | Callable[[], bytes]


def moved(location: str, status: int = 302) -> bytes:
    """Return an answer that sends the asker elsewhere."""
    return f"HTTP/1.1 {status} Moved\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n".encode()


class Net:
    """Names, what answers at which address, and what was asked of both.

    Args:
        names: The addresses of each name, or several such lists: one a look-up, the last for good.
        answers: What comes from each address, one after the other, the last for good; from one unknown comes "ok".
    """

    def __init__(
        self,
        names: Mapping[str, Sequence[str] | Sequence[Sequence[str]] | Exception] | None = None,
        answers: Mapping[str, Sequence[Answer]] | None = None,
    ) -> None:
        self._names = dict(names or {})
        self._answers = {address: list(given) for address, given in (answers or {}).items()}
        self._open: list[socket.socket] = []
        self.events: list[tuple[str, ...]] = []
        self.shares: list[float] = []

    def resolve(self, host: str, port: int, seconds: float) -> Sequence[Address]:
        """Answer from the table."""
        self.events.append(("resolve", host))
        found = self._names.get(host, socket.gaierror("unknown"))
        if isinstance(found, Exception):
            raise found
        if found and not isinstance(found[0], str):
            rows = list(found)
            self._names[host] = rows[1:] or rows
            found = rows[0]
        return [ip_address(each) for each in found]

    def connect(self, address: Address, port: int, seconds: float) -> socket.socket:
        """Return a socket whose other end has already answered; nothing leaves this process."""
        self.events.append(("connect", str(address), str(port)))
        self.shares.append(seconds)
        answers = self._answers.get(str(address), [OK])
        answer = answers.pop(0) if len(answers) > 1 else answers[0]
        if isinstance(answer, Exception):
            raise answer
        near, far = socket.socketpair()
        far.sendall(answer() if callable(answer) else answer)
        far.shutdown(socket.SHUT_WR)
        self._open.append(far)
        return near

    @property
    def connections(self) -> list[tuple[str, str]]:
        """Address and port of each connection, in order."""
        return [(event[1], event[2]) for event in self.events if event[0] == "connect"]

    @property
    def lookups(self) -> list[str]:
        """Each name that was looked up, in order."""
        return [event[1] for event in self.events if event[0] == "resolve"]

    def requests(self) -> list[bytes]:
        """What each connection was sent, in order."""
        sent = []
        for far in self._open:
            parts = []
            while part := far.recv(65_536):
                parts.append(part)
            sent.append(b"".join(parts))
        return sent

    def fetcher(self, scope: Scope = Scope.PUBLIC, limits: Limits | None = None, **more: Any) -> Fetcher:
        """Return a fetcher on this network."""
        return Fetcher(
            scope, agent="test", limits=limits or Limits(), resolve=self.resolve, connect=self.connect, **more
        )

    def __enter__(self) -> Net:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for far in self._open:
            far.close()


class Calls:
    """Turns that note what they are asked for, among a network's events."""

    def __init__(self, net: Net, busy: Exception | None = None) -> None:
        self._net = net
        self._busy = busy
        self.taken: list[dict[str, str]] = []

    def take(self, keys: Mapping[str, str]) -> None:
        """Note the keys, and refuse if told to."""
        self._net.events.append(("take", *keys.values()))
        self.taken.append(dict(keys))
        if self._busy:
            raise self._busy
