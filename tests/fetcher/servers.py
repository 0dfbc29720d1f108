"""Servers on loopback that answer as badly as they are told to."""

from __future__ import annotations

import socket
import socketserver
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Server:
    """A running server, and what it saw.

    Attributes:
        port: On 127.0.0.1.
        requests: Heads and bodies, in order.
        stopped: Set when the test is over: who answers for ever looks here.
        sent: Bytes that :meth:`pour` got rid of.
    """

    port: int = 0
    requests: list[bytes] = field(default_factory=list)
    stopped: threading.Event = field(default_factory=threading.Event)
    sent: int = 0

    @property
    def url(self) -> str:
        """The address of the server, without a path."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def paths(self) -> list[str]:
        """The path of each request, in order."""
        return [request.split(b" ", 2)[1].decode() for request in self.requests]

    def pour(self, connection: socket.socket, piece: bytes, most: int, wait: float = 0.0) -> None:
        """Send a piece again and again, up to ``most`` bytes or until the other side has had enough."""
        while self.sent < most and not self.stopped.wait(wait):
            connection.sendall(piece)
            self.sent += len(piece)


Answer = Callable[[Server, socket.socket, bytes], bytes | None]
"""Takes the server, the connection and the request; returns what is to be sent, or None if it has sent it."""


@contextmanager
def serving(answer: Answer, context: ssl.SSLContext | None = None) -> Iterator[Server]:
    """Run a server while the test runs."""
    seen = Server()

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            try:
                connection = context.wrap_socket(self.request, server_side=True) if context else self.request
            except OSError:  # the client did not believe the certificate
                return
            with connection:
                try:
                    request = _read(connection)
                    seen.requests.append(request)
                    given = answer(seen, connection, request)
                    connection.sendall(given or b"")
                except OSError:  # the client has had enough
                    return

    class Threads(socketserver.ThreadingTCPServer):
        block_on_close = True
        daemon_threads = False

    with Threads(("127.0.0.1", 0), Handler) as server:
        seen.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield seen
        finally:
            seen.stopped.set()
            server.shutdown()
            thread.join()


def _read(connection: socket.socket) -> bytes:
    """Return a request with its body."""
    request = b""
    while b"\r\n\r\n" not in request:
        part = connection.recv(65_536)
        if not part:
            return request
        request += part
    head, _, body = request.partition(b"\r\n\r\n")
    lengths = [int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")]
    while len(body) < sum(lengths):
        body += connection.recv(65_536)
    return head + b"\r\n\r\n" + body
