"""An inbox whose fetcher reaches nobody: linkbacks come over real sockets, their pages from a fake."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch
from urllib.parse import quote

from sqlalchemy import Row, select

from plugins.inbox.data.database_tables import items
from plugins.inbox.moderation import decisions
from plugins.inbox.run import worker
from plugins.inbox.service import Inbox
from plugins.inbox.web import app
from plugins.inbox.web.request_context import Desk
from plugins.protocols import pingback
from tests.fetcher.fakes import PUBLIC, Net
from tests.fetcher.fakes import Answer as FakeAnswer
from tests.inbox.running import Answer, Running
from tests.inbox.running import running as run

TARGET = "http://127.0.0.1/2026/03/marmite/"
ARTICLE = "2026-03-marmite"
SOURCE = "http://a.example/1"
LINK = f'<a href="{TARGET}">La marmite</a>'
XML = {"Content-Type": "text/xml"}


def page(body: str, kind: str = "text/html; charset=utf-8", status: int = 200) -> bytes:
    """Return the answer of a server that has a page."""
    data = body.encode("utf-8", "surrogatepass")
    return f"HTTP/1.1 {status} X\r\nContent-Type: {kind}\r\nContent-Length: {len(data)}\r\n\r\n".encode() + data


def trackback(running: Running, source: str, target: str = TARGET, **fields: str) -> Answer:
    """Send a trackback; it names no target."""
    del target
    return running.browser.post(f"/inbox/trackback/{ARTICLE}", {"url": source, **fields})


def pingback_call(source: str, target: str) -> bytes:
    """Return the body of a pingback."""
    values = (f"<param><value><string>{_escaped(value)}</string></value></param>" for value in (source, target))
    call = f"<methodName>{pingback.METHOD}</methodName><params>{''.join(values)}</params>"
    return f"<?xml version='1.0' encoding='utf-8'?><methodCall>{call}</methodCall>".encode()


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def ping(running: Running, source: str, target: str = TARGET) -> Answer:
    """Send a pingback."""
    return running.browser.ask("POST", "/inbox/pingback", pingback_call(source, target), XML)


def mention(running: Running, source: str, target: str = TARGET) -> Answer:
    """Send a webmention."""
    return running.browser.post("/inbox/webmention", {"source": source, "target": target})


SEND: Mapping[str, Callable[..., Answer]] = {"trackback": trackback, "pingback": ping, "webmention": mention}


def rows(inbox: Inbox, **values: Any) -> list[Row[Any]]:
    """Return what is kept, oldest first."""
    with inbox.database.read() as connection:
        query = select(items).order_by(items.c.id)
        return list(connection.execute(query.filter_by(**values)).all())


def identity(running: Running, source: str) -> str:
    """Return the id of the one linkback of a page."""
    (row,) = rows(running.inbox, source=source)
    return str(row.id)


def look(running: Running, source: str, minutes: float = 2) -> Row[Any]:
    """Let minutes pass, look at what is due, and return the one linkback of a page."""
    running.clock.turn(minutes=minutes)
    worker.sweep(running.inbox)
    (row,) = rows(running.inbox, source=source)
    return row


@dataclass
class Ticking:
    """Seconds that pass when somebody waits, and at no other time."""

    moment: float = 0.0

    def __call__(self) -> float:
        return self.moment

    async def pause(self, seconds: float) -> None:
        """Let seconds pass."""
        self.moment += seconds


@contextmanager
def patiently() -> Iterator[Ticking]:
    """Have the pauses of an inbox that starts in the block take no time."""
    ticking = Ticking()

    class Patient(Desk):
        def __init__(self, inbox: Inbox) -> None:
            super().__init__(inbox)
            self.pause, self.clock = ticking.pause, ticking

    with patch.object(app, "Desk", Patient):
        yield ticking


@contextmanager
def patient(folder: Path, **settings: Any) -> Iterator[tuple[Running, Ticking]]:
    """Run an inbox whose pauses take no time; each host may be asked as often as wanted, and any network may ask."""
    slack = {"linkback_rate": "1000000 per minute", "request_rate": "1000000 per minute", "host_seconds": 0}
    with patiently() as ticking, run(folder, **{**slack, **settings}) as running:
        yield running, ticking


def quoted(url: str) -> str:
    """Return an address as a server must write it into a header."""
    return quote(url, safe="%/?:@!$&'()*+,;=~[]#\\")


def served(running: Running, *answers: FakeAnswer) -> Net:
    """Let the pages of one host say one thing after the other, the last for good."""
    net = Net({"a.example": [PUBLIC]}, {PUBLIC: list(answers)})
    running.inbox.fetcher = net.fetcher()
    return net


def published(running: Running, send: str = "webmention") -> Any:
    """Have a linkback published, and return its row."""
    SEND[send](running, SOURCE)
    row = look(running, SOURCE)
    decisions.decide(running.inbox, row.id, "approve", "terminal")
    (row,) = rows(running.inbox, source=SOURCE)
    assert row.status == "approved"
    return row
