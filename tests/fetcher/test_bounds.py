"""Hops, bytes and time are bounded, whatever the other side does: over real sockets, on loopback."""

from __future__ import annotations

import gzip
import socket
import threading
import tracemalloc
import zlib

import pytest

from plugins.fetcher.fetcher import Fetcher
from plugins.fetcher.model import FetchError, Limits, Reply, Scope
from tests.fetcher.fakes import OTHER, PUBLIC, Net, moved
from tests.fetcher.servers import Server, serving

HEAD = b"HTTP/1.1 200 OK\r\n"
SHORT = Limits(seconds=0.3)
SMALL = Limits(seconds=20.0, bytes=100_000)
FLAT = 3_000_000  # bytes; what is refused here would take a hundred megabytes
PIECE = b"x" * 65_536


def ask(server: Server, limits: Limits = Limits(), path: str = "/") -> Reply:  # noqa: B008  (frozen)
    return Fetcher(Scope.LOOPBACK, agent="test", limits=limits).get(f"{server.url}{path}")


def reason_of(server: Server, limits: Limits = Limits()) -> str:  # noqa: B008  (frozen)
    with pytest.raises(FetchError) as caught:
        ask(server, limits)
    return caught.value.reason


def test_what_is_sent() -> None:
    """No cookie, no proxy, no connection to keep: these headers and no others."""
    with serving(lambda *_: HEAD + b"Set-Cookie: a=b\r\nX-Two: 1\r\nx-two: \xc3\xa9\r\n\r\nhello") as server:
        reply = ask(server, path="/a?b=c#d")
        ask(server)
    assert server.requests[0].decode() == (
        f"GET /a?b=c HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nUser-Agent: test\r\nAccept: */*\r\n"
        "Accept-Encoding: gzip\r\nConnection: close\r\n\r\n"
    )
    assert b"ookie" not in server.requests[1]
    assert (reply.url, reply.status, reply.body, reply.truncated) == (f"{server.url}/a?b=c", 200, b"hello", False)
    assert (reply.headers[0], reply.values("X-Two")) == (("set-cookie", "a=b"), ["1", "é"])


def test_what_is_posted() -> None:
    """The body with its type and length; headers of the caller's."""
    with serving(lambda *_: HEAD + b"\r\n") as server:
        Fetcher(Scope.LOOPBACK, agent="test").post(f"{server.url}/in", b"a=b", "text/x", headers={"Accept": "text/xml"})
    assert server.requests[0].decode() == (
        f"POST /in HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nUser-Agent: test\r\nAccept: text/xml\r\n"
        "Content-Type: text/x\r\nContent-Length: 3\r\nAccept-Encoding: gzip\r\nConnection: close\r\n\r\na=b"
    )


def test_environment_names_no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy would look names up by itself, out of our sight."""
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://{PUBLIC}:3128")
    with serving(lambda *_: HEAD + b"\r\nhere") as server:
        assert ask(server).body == b"here"


@pytest.mark.parametrize("status", [200, 204, 404, 410, 500])
def test_any_status_is_an_answer(status: int) -> None:
    """What it means is the caller's to say."""
    with serving(lambda *_: f"HTTP/1.1 {status} X\r\nContent-Length: 0\r\n\r\n".encode()) as server:
        assert ask(server).status == status


@pytest.mark.parametrize(
    "head",
    [b"", b"HTTP/1.1 ", HEAD, HEAD + b"X: y\r\n\r\n", HEAD + b"Transfer-Encoding: chunked\r\n\r\nfffff\r\n"],
    ids=["nothing", "status", "headers", "body", "chunk"],
)
def test_slow(head: bytes) -> None:
    """A byte now and then keeps nobody here: the time is that of the whole fetch."""

    def drip(server: Server, connection: socket.socket, request: bytes) -> None:
        connection.sendall(head)
        server.pour(connection, b"x", 10_000, wait=0.02)

    with serving(drip) as server:
        assert reason_of(server, SHORT) == "slow"


def test_silent() -> None:
    """A host that takes the request and says nothing."""

    def wait(server: Server, connection: socket.socket, request: bytes) -> None:
        server.stopped.wait()

    with serving(wait) as server:
        assert reason_of(server, SHORT) == "slow"


def test_slow_reader() -> None:
    """A host that does not take the request."""
    listener = socket.create_server(("127.0.0.1", 0))  # in its queue a connection is made, and nobody reads
    url = f"http://127.0.0.1:{listener.getsockname()[1]}/"
    with listener, pytest.raises(FetchError) as caught:
        Fetcher(Scope.LOOPBACK, agent="test", limits=SHORT).post(url, b"x" * 50_000_000, "text/x")
    assert caught.value.reason == "slow"


def test_all_hops_share_the_time() -> None:
    """Two seconds a hop: the third ends the five, by an injected clock."""
    now = [0.0]

    def later() -> bytes:
        now[0] += 2.0
        return moved(f"/{now[0]}")

    with Net({"a.example": [PUBLIC]}, {PUBLIC: [later]}) as net, pytest.raises(FetchError) as caught:
        net.fetcher(clock=lambda: now[0]).get("http://a.example/")
    assert (caught.value.reason, len(net.connections)) == ("slow", 3)
    assert net.shares == [5.0, 3.0, 1.0]


@pytest.mark.parametrize(("length", "truncated"), [(1_000_000, False), (1_000_001, True)])
def test_a_page_is_read_to_a_million_bytes(length: int, truncated: bool) -> None:
    """Unless somebody says otherwise."""
    answer = HEAD + b"Content-Length: %d\r\n\r\n" % length + b"x" * length
    with serving(lambda *_: answer) as server:
        reply = ask(server, Limits(seconds=20.0))
    assert (len(reply.body), reply.truncated) == (1_000_000, truncated)


def test_large() -> None:
    """What is beyond the bound is not read, and takes no memory."""
    most = 100_000_000

    def pour(server: Server, connection: socket.socket, request: bytes) -> None:
        connection.sendall(HEAD + b"Content-Length: %d\r\n\r\n" % most)
        server.pour(connection, PIECE, most)

    with serving(pour) as server:
        tracemalloc.start()
        reply = ask(server, SMALL)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert (len(reply.body), reply.truncated) == (SMALL.bytes, True)
    assert server.sent < most / 4  # the rest lay in the buffers of the system, if anywhere
    assert peak < FLAT


@pytest.mark.parametrize(("length", "truncated"), [(99_999, False), (100_000, False), (100_001, True)])
def test_at_the_bound(length: int, truncated: bool) -> None:
    """A body of exactly the bound is whole."""
    with serving(lambda *_: HEAD + b"\r\n" + b"x" * length) as server:
        reply = ask(server, SMALL)
    assert (reply.body, reply.truncated) == (b"x" * min(length, 100_000), truncated)


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
def test_bomb(coding: str) -> None:
    """A hundred kilobytes that would be a hundred megabytes."""
    zeros = bytes(100_000_000)
    packed = gzip.compress(zeros, mtime=0) if coding == "gzip" else zlib.compress(zeros)
    del zeros
    answer = HEAD + f"Content-Encoding: {coding}\r\nContent-Length: {len(packed)}\r\n\r\n".encode() + packed
    with serving(lambda *_: answer) as server:
        tracemalloc.start()
        reply = ask(server, SMALL)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert (reply.body, reply.truncated) == (bytes(SMALL.bytes), True)
    assert peak < FLAT


def test_flood_of_headers() -> None:
    """A head without an end is given up, after kilobytes."""

    def pour(server: Server, connection: socket.socket, request: bytes) -> None:
        connection.sendall(HEAD)
        server.pour(connection, b"X-Flood: " + b"x" * 1_000 + b"\r\n", 50_000_000)

    with serving(pour) as server:
        tracemalloc.start()
        assert reason_of(server, SMALL) == "protocol"
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert server.sent < 50_000_000
    assert peak < FLAT


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"\r\n",
        b"<html>no head</html>",
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"220 mail.example ESMTP\r\n",
        b"-ERR unknown command\r\n",
        b"HTTP/1.1 abc OK\r\n\r\n",
        b"HTTP/2 200\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx",
        b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nx",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\n\r\nx",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip, gzip\r\n\r\nx",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Encoding: deflate\r\n\r\nx",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\nnot gzip",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + gzip.compress(b"cut short", mtime=0)[:-9],
    ],
)
def test_broken(answer: bytes) -> None:
    """What is no HTTP, or ends too early, is no answer."""
    with serving(lambda *_: answer) as server:
        assert reason_of(server) == "protocol"


def test_another_address_is_tried() -> None:
    """A name with several addresses: three are tried, each in its share of what is left."""
    names = {"a.example": ["2606:2800::1", "2606:2800::2", PUBLIC, OTHER]}
    down = [OSError(101, "Network is unreachable")]
    with Net(names, {"2606:2800::1": down, "2606:2800::2": down}) as net:
        assert net.fetcher(clock=lambda: 0.0, limits=Limits(seconds=6.0)).get("http://a.example/").body == b"ok"
        assert net.connections == [("2606:2800::1", "80"), ("2606:2800::2", "80"), (PUBLIC, "80")]
        assert net.shares == [2.0, 3.0, 6.0]
    with Net(names, {"2606:2800::1": down, "2606:2800::2": down, PUBLIC: down}) as net, pytest.raises(FetchError):
        net.fetcher().get("http://a.example/")
    assert len(net.connections) == 3


def test_threads_may_share_a_fetcher() -> None:
    """Each fetch has its own time, hops and connection."""
    replies: list[bytes] = []
    with serving(lambda _, __, request: HEAD + b"\r\n" + request.split(b" ")[1]) as server:
        fetcher = Fetcher(Scope.LOOPBACK, agent="test")
        threads = [
            threading.Thread(
                target=lambda path: replies.append(fetcher.get(server.url + path).body), args=(f"/{number}",)
            )
            for number in range(20)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sorted(replies) == sorted(f"/{number}".encode() for number in range(20))
