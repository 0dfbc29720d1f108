"""Redirects are followed by hand, each through the same door."""

from __future__ import annotations

import socket

import pytest

from plugins.fetcher.fetcher import Fetcher
from plugins.fetcher.model import FetchError, Limits, Scope
from tests.fetcher.fakes import OK, OTHER, PUBLIC, Net, moved
from tests.fetcher.servers import Server, serving

FETCHER = Fetcher(Scope.LOOPBACK, agent="test", limits=Limits(seconds=20.0))


def count_down(server: Server, connection: socket.socket, request: bytes) -> bytes:
    """Send from /3 to /2, to /1, to /0."""
    left = int(request.split(b" ")[1][1:])
    return moved(f"/{left - 1}#top") if left else OK


def test_five_hops() -> None:
    """Five redirects are followed."""
    with serving(count_down) as server:
        reply = FETCHER.get(f"{server.url}/5")
    assert (reply.url, reply.body) == (f"{server.url}/0", b"ok")
    assert server.paths == ["/5", "/4", "/3", "/2", "/1", "/0"]


def test_six_hops() -> None:
    """The sixth is not."""
    with serving(count_down) as server, pytest.raises(FetchError) as caught:
        FETCHER.get(f"{server.url}/6")
    assert (caught.value.reason, server.paths) == ("redirects", ["/6", "/5", "/4", "/3", "/2", "/1"])


def test_no_hop() -> None:
    """The bound is the caller's."""
    with serving(count_down) as server, pytest.raises(FetchError) as caught:
        Fetcher(Scope.LOOPBACK, agent="test", limits=Limits(hops=0)).get(f"{server.url}/1")
    assert (caught.value.reason, server.paths) == ("redirects", ["/1"])


@pytest.mark.parametrize(("path", "asked"), [("/0", ["/0"]), ("/1", ["/1", "/2"])])
def test_circle(path: str, asked: list[str]) -> None:
    """Nobody is asked the same twice; a fragment makes no difference."""
    where = {"/0": "#x", "/1": "/2#y", "/2": "/1#z"}
    with (
        serving(lambda _, __, request: moved(where[request.split(b" ")[1].decode()])) as server,
        pytest.raises(FetchError) as caught,
    ):
        FETCHER.get(f"{server.url}{path}")
    assert (caught.value.reason, server.paths) == ("redirects", asked)


@pytest.mark.parametrize(
    ("where", "asked"),
    [
        ("two", "/a/two"),
        ("./two", "/a/two"),
        ("../two", "/two"),
        ("/two?q=é", "/two?q=%C3%A9"),
        ("?q=1", "/a/one?q=1"),
        ("two#top", "/a/two"),
        ("//localhost:{port}/two", "/two"),
        ("HTTP://LOCALHOST:{port}/two", "/two"),
    ],
)
def test_relative(where: str, asked: str) -> None:
    """RFC 9110, section 10.2.2: Location is a reference."""
    with serving(
        lambda server, *_: OK if len(server.requests) > 1 else moved(where.format(port=server.port))
    ) as server:
        assert FETCHER.get(f"{server.url}/a/one").url.endswith(asked)
    assert server.paths == ["/a/one", asked]


@pytest.mark.parametrize("where", [b"/\xc3\xa9t\xc3\xa9", b"/\xe9t\xe9"], ids=["UTF-8", "Latin-1"])
def test_letters_in_a_header(where: bytes) -> None:
    """They are UTF-8, or else what RFC 2616 said, section 2.2; an old server's redirect leads where it means."""
    sent = moved("@").replace(b"@", where)
    with serving(lambda server, *_: OK if len(server.requests) > 1 else sent) as server:
        assert FETCHER.get(server.url).status == 200
    assert server.paths == ["/", "/%C3%A9t%C3%A9"]


@pytest.mark.parametrize(
    "where", ["file:///etc/passwd", "gopher://localhost:{port}/1", "ftp://localhost/", "data:,x", "//"]
)
def test_elsewhere(where: str) -> None:
    """A redirect leads to http or https, or nowhere."""
    with (
        serving(lambda server, *_: moved(where.format(port=server.port))) as server,
        pytest.raises(FetchError) as caught,
    ):
        FETCHER.get(server.url)
    assert (caught.value.reason in ("address", "redirects"), len(server.requests)) == (True, 1)


@pytest.mark.parametrize("status", [200, 201, 300, 304, 305, 306, 404])
def test_not_a_redirect(status: int) -> None:
    """Only the five statuses that mean it send anybody anywhere."""
    with serving(lambda *_: moved("/two", status)) as server:
        assert FETCHER.get(server.url).status == status
    assert server.paths == ["/"]


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirect_to_nowhere(status: int) -> None:
    """Without Location it is an answer."""
    with serving(lambda *_: f"HTTP/1.1 {status} X\r\nContent-Length: 2\r\n\r\nok".encode()) as server:
        assert (FETCHER.get(server.url).status, FETCHER.post(server.url, b"", "text/x").status) == (status, status)


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_endpoint_that_moved(status: int) -> None:
    """What was posted is posted again, to another host too; a pingback that became a GET would be lost."""
    names = {"a.example": [PUBLIC], "b.example": [OTHER]}
    with Net(names, {PUBLIC: [moved("http://b.example/in", status)]}) as net:
        assert net.fetcher().post("http://a.example/", b"a=b", "text/x").url == "http://b.example/in"
        first, second = net.requests()
    assert first.endswith(
        b"Content-Type: text/x\r\nContent-Length: 3\r\nAccept-Encoding: gzip\r\nConnection: close\r\n\r\na=b"
    )
    assert second == first.replace(b"POST / ", b"POST /in ").replace(b"a.example", b"b.example")


def test_post_that_was_taken() -> None:
    """303 says that it is done, and where a reader may look: nobody goes there."""
    with serving(lambda *_: moved("/thanks", 303)) as server:
        reply = FETCHER.post(server.url, b"a=b", "text/x")
    assert (reply.status, reply.values("location"), server.paths) == (303, ["/thanks"], ["/"])


def test_body_of_a_redirect_is_not_read() -> None:
    """However long it is."""

    def pour(server: Server, connection: socket.socket, request: bytes) -> bytes | None:
        if len(server.requests) > 1:
            return OK
        connection.sendall(b"HTTP/1.1 302 Moved\r\nLocation: /two\r\n\r\n")
        server.pour(connection, b"x" * 65_536, 100_000_000)
        return None

    with serving(pour) as server:
        assert FETCHER.get(server.url).body == b"ok"
    assert server.sent < 50_000_000
