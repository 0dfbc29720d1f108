"""Many linkbacks, slow and huge pages, pages that lead in circles: fetches and bytes are counted, memory stays flat."""

from __future__ import annotations

import gzip
import socket
import tracemalloc
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from plugins.fetcher.fetcher import Fetcher
from plugins.fetcher.model import Limits, Scope
from plugins.inbox.moderation import decisions
from plugins.inbox.run import worker
from tests.fetcher.fakes import PUBLIC, Net, moved
from tests.fetcher.servers import Server, serving
from tests.inbox.netted import LINK, SEND, TARGET, look, mention, page, patient, rows, served
from tests.inbox.running import Running
from tests.inbox.test_abuse import memory, process

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n"
PADDING = b"<p>" + b"x" * 997
MOST = 20_000_000
DAY = 24 * 60 * 60 * 1_000
OWN = TARGET.replace("127.0.0.1", "127.0.0.1:1")  # a page of this machine that is not of these servers
OWN_LINK = LINK.replace(TARGET, OWN).encode()


def dribble(server: Server, connection: socket.socket, request: bytes) -> None:
    """Send a byte now and then, for ever."""
    connection.sendall(HEAD + b"\r\n" + OWN_LINK)
    server.pour(connection, b" ", MOST, 0.02)


def silence(server: Server, connection: socket.socket, request: bytes) -> None:
    """Say nothing."""
    server.stopped.wait()


def flood(server: Server, connection: socket.socket, request: bytes) -> None:
    """Send more than anybody reads; the link comes first."""
    connection.sendall(HEAD + b"\r\n" + OWN_LINK)
    server.pour(connection, PADDING * 64, MOST)


def endless_header(server: Server, connection: socket.socket, request: bytes) -> None:
    """Never come to the page."""
    connection.sendall(HEAD)
    server.pour(connection, b"X-More: " + b"x" * 1_000 + b"\r\n", MOST)


@cache
def packed() -> bytes:
    """Return 100 MB in 100 KB; the link comes first."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    body = packer.compress(OWN_LINK)
    return body + b"".join(packer.compress(bytes(1_000_000)) for _ in range(100)) + packer.flush()


def bomb(server: Server, connection: socket.socket, request: bytes) -> bytes:
    """Send a body that grows a thousandfold."""
    return HEAD + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(packed()) + packed()


def bomb_in_bomb(server: Server, connection: socket.socket, request: bytes) -> bytes:
    """Name two encodings."""
    body = gzip.compress(gzip.compress(bytes(1_000_000)))
    return HEAD + b"Content-Encoding: gzip, gzip\r\nContent-Length: %d\r\n\r\n" % len(body) + body


def round_and_round(server: Server, connection: socket.socket, request: bytes) -> bytes:
    """Send on, each time somewhere else."""
    return moved(f"/{len(server.requests)}")


HOSTILE: dict[str, tuple[Callable[[Server, socket.socket, bytes], bytes | None], str, int]] = {
    "dribble": (dribble, "checking", 1),
    "silence": (silence, "checking", 1),
    "flood": (flood, "pending", 1),
    "endless header": (endless_header, "checking", 1),
    "bomb": (bomb, "pending", 1),
    "bomb in bomb": (bomb_in_bomb, "checking", 1),
    "round and round": (round_and_round, "checking", 6),
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("send", SEND)
def test_hostile_pages_over_real_sockets(tmp_path: Path, name: str, send: str) -> None:
    """Given up in the time and after the bytes that a fetch may take; what was read of a long page counts."""
    answer, status, asked = HOSTILE[name]
    assert len(packed()) < 200_000
    settings = {"development": True, "url": "http://127.0.0.1:1/inbox"}
    with patient(tmp_path, **settings) as (running, _), serving(answer) as server:
        running.inbox.fetcher = Fetcher(Scope.LOOPBACK, agent="test", limits=Limits(seconds=0.3))
        tracemalloc.start()
        try:
            SEND[send](running, server.url, OWN)
            if not server.requests:
                look(running, server.url)
            assert tracemalloc.get_traced_memory()[1] < 24_000_000
        finally:
            tracemalloc.stop()
        assert len(server.requests) == asked
        assert server.sent < 8_000_000  # what buffers hold, of 20 MB
        kept = [] if (send, status) == ("pingback", "checking") else [status]  # a pingback was answered with a fault
        assert [row.status for row in rows(running.inbox)] == kept


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    """Run an inbox that asks each host once a minute."""
    with patient(tmp_path, host_seconds=60) as (found, _):
        yield found


@pytest.mark.parametrize("send", SEND)
def test_a_thousand_for_one_victim(running: Running, send: str) -> None:
    """Under as many addresses and names: one fetch a minute, and an honest page elsewhere is not kept waiting."""
    names = {f"{number}.victim.example": [PUBLIC] for number in range(10)}
    honest, other = "http://honest.example/1", "151.101.1.69"
    net = Net({**names, "honest.example": [other]}, {PUBLIC: [page("<p>x</p>")], other: [page(LINK)]})
    running.inbox.fetcher = net.fetcher()
    with net:
        for number in range(1_000):
            answer = SEND[send](running, f"http://{number % 10}.victim.example:{8000 + number % 7}/{number}")
            assert answer.status in (200, 201)
        SEND[send](running, honest)
        fetched: Counter[int] = Counter()
        minute = 0
        for minute in range(30):
            for _ in range(3):  # a sweep looks at 50
                worker.sweep(running.inbox)
            fetched[minute] = net.connections.count((PUBLIC, "80")) + sum(
                net.connections.count((PUBLIC, str(8000 + port))) for port in range(7)
            )
            running.clock.turn(minutes=1)
        assert [fetched[n] - fetched[n - 1] for n in range(1, 30)] == [1] * 29
        assert fetched[0] == 1
        assert [row.status for row in rows(running.inbox, source=honest)] == ["pending"]
        assert net.connections.count((other, "80")) == 1
    waiting = [row.due - running.inbox.now for row in rows(running.inbox, status="checking")]
    assert len(waiting) > 900
    assert max(waiting) < DAY  # 1,000 minutes


def test_what_waits_too_long_is_given_up(running: Running) -> None:
    """A host that everybody names has a queue of a week at most."""
    net = Net({"victim.example": [PUBLIC]}, {PUBLIC: [page(LINK)]})
    running.inbox.fetcher = net.fetcher()
    with net:
        for number in range(20):
            mention(running, f"http://victim.example/{number}")
        worker.sweep(running.inbox)
        with running.inbox.database.write() as connection:
            connection.exec_driver_sql("UPDATE turns SET until = until + ?", (8 * DAY,))
        running.clock.turn(days=7, minutes=60)
        worker.sweep(running.inbox)
        assert Counter(row.status for row in rows(running.inbox)) == {"pending": 1, "rejected": 19}


def test_sent_again_and_again_a_host_is_asked_no_sooner(running: Running) -> None:
    """The same mention a hundred times in a minute: one row, one fetch."""
    with served(running, page(LINK)) as net:
        for _ in range(100):
            mention(running, "http://a.example/1")
            worker.sweep(running.inbox)
        assert (len(net.connections), len(rows(running.inbox))) == (1, 1)


def test_a_full_queue_says_come_back(tmp_path: Path) -> None:
    """In each protocol's words; what is known is taken, and a decision makes room."""
    with patient(tmp_path, waiting_limit=3) as (running, _), served(running, page(LINK)):
        for number in range(3):
            mention(running, f"http://a.example/{number}")
        answers = {send: SEND[send](running, "http://a.example/9") for send in SEND}
        assert {send: answer.status for send, answer in answers.items()} == {
            "trackback": 503,
            "pingback": 200,
            "webmention": 503,
        }
        assert b"<error>1</error>" in answers["trackback"].body
        assert b"<int>49</int>" in answers["pingback"].body
        assert mention(running, "http://a.example/1").status == 201
        assert len(rows(running.inbox)) == 3
        look(running, "http://a.example/0")
        decisions.decide(running.inbox, rows(running.inbox)[0].id, "reject", "terminal")
        assert mention(running, "http://a.example/9").status == 201


def test_a_flood_of_webmentions_is_turned_away(tmp_path: Path) -> None:
    """10,000 of one network: thirty are kept, the others are 429, memory stays flat, an honest one is taken."""
    slack = {"INBOX_TRUSTED_PROXIES": "127.0.0.1", "INBOX_REQUEST_RATE": "1000000 per minute"}
    with process(tmp_path, **slack, INBOX_URL="http://127.0.0.1/inbox") as (running, browser, _):

        def send(number: int, network: str) -> int:
            fields = {"source": f"http://10.0.0.1/{number}", "target": TARGET}
            return browser.post("/inbox/webmention", fields, {"X-Forwarded-For": network}).status

        first = Counter(send(number, f"203.0.113.{number % 250}") for number in range(500))
        before = memory(running.pid)
        statuses = Counter(send(number, f"203.0.113.{number % 250}") for number in range(500, 10_000))
        assert (first, statuses) == ({201: 30, 429: 470}, {429: 9_500})
        assert memory(running.pid) - before < 8 * 1024
        assert send(10_001, "198.51.100.7") == 201
