"""An inbox that knows its own address, and another site on loopback that links to it."""

from __future__ import annotations

import json
import socket
import xmlrpc.client
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import lxml.etree
from sqlalchemy import select

from plugins.fetcher.fetcher import Fetcher
from plugins.fetcher.http_exchange import connect
from plugins.fetcher.ip_addresses import Address
from plugins.fetcher.model import Limits, Scope
from plugins.inbox.data import decision_log
from plugins.inbox.data.database_tables import log
from plugins.inbox.moderation import decisions
from plugins.inbox.run import worker
from plugins.inbox.service import Inbox
from plugins.inbox.verify import verify_linkback
from plugins.interactions.model import Interaction
from plugins.interactions.record_yaml import parse
from tests.fetcher.servers import Server, serving
from tests.inbox.running import Answer, Running
from tests.inbox.running import running as run
from tests.inbox.standing import web_server
from tests.inbox.test_comments import rows

FORM = "application/x-www-form-urlencoded"
MARMITE = "2026-03-marmite"
PATH = "/2026/03/marmite/"
HTML = "text/html; charset=utf-8"
REPLY = """
<div class="h-entry"><a class="u-in-reply-to" href="{target}">à propos</a>
<p class="e-content">{text}</p><span class="p-author h-card">{author}</span></div>
"""


def response(
    body: str | bytes = b"", status: int = 200, content_type: str = HTML, headers: Mapping[str, str] | None = None
) -> bytes:
    """Return an answer as it goes over the wire."""
    data = body.encode() if isinstance(body, str) else body
    given = {"Content-Type": content_type, **(headers or {}), "Content-Length": str(len(data))}
    lines = "".join(f"{name}: {value}\r\n" for name, value in given.items() if value)
    return f"HTTP/1.1 {status} Status\r\n{lines}\r\n".encode() + data


@dataclass
class Elsewhere:
    """Another site, whose pages a test writes; of a page that it has not, it says 404.

    Attributes:
        pages: What is answered for each path, and what else is done before.
    """

    server: Server
    pages: dict[str, bytes] = field(default_factory=dict)

    def put(self, path: str, body: str | bytes = b"", **more: Any) -> str:
        """Write a page, and return its address; ``more`` as :func:`response` takes it."""
        self.pages[path] = response(body, **more)
        return self.url(path)

    def url(self, path: str) -> str:
        """Return the address of a page."""
        return f"{self.server.url}{path}"

    def asked(self, path: str) -> int:
        """Return how often a page was asked for."""
        return self.server.paths.count(path)


@contextmanager
def elsewhere() -> Iterator[Elsewhere]:
    """Run another site."""
    pages: dict[str, bytes] = {}

    def answer(server: Server, connection: socket.socket, request: bytes) -> bytes:
        del server, connection
        return pages.get(request.split(b" ", 2)[1].decode(), response("Not here.", 404))

    with serving(answer) as server:
        yield Elsewhere(server, pages)


@dataclass
class Linking:
    """An inbox that runs, and a site that links to it."""

    running: Running
    site: Elsewhere

    @property
    def home(self) -> str:
        """The address of the inbox's site, without a path."""
        return f"http://127.0.0.1:{self.running.browser.port}"

    @property
    def target(self) -> str:
        """The address of the article."""
        return f"{self.home}{PATH}"

    def link(self, path: str = "/billet", title: str = "Trois pieds", before: str = "Lisez", **more: Any) -> str:
        """Write a page that links to the article, and return its address."""
        html = f'<title>{title}</title><p>{before} <a href="{self.target}">ceci</a>.</p>'
        return self.site.put(path, html, **more)

    def post(self, path: str, body: bytes, content_type: str = FORM, **headers: str) -> Answer:
        """Send a body below the inbox."""
        return self.running.browser.ask("POST", f"/inbox/{path}", body, {"Content-Type": content_type, **headers})

    def trackback(self, url: str, article: str = MARMITE, **fields: str) -> Answer:
        """Send a trackback."""
        return self.post(f"trackback/{article}", urlencode({"url": url, **fields}).encode())

    def pingback(self, source: str, target: str = "") -> str:
        """Send a pingback as Python does; return the string, or raise the fault."""
        proxy = xmlrpc.client.ServerProxy(f"{self.home}/inbox/pingback")
        with proxy as server:
            return str(server.pingback.ping(source, target or self.target))

    def webmention(self, source: str, target: str = "") -> Answer:
        """Send a webmention."""
        return self.running.browser.post("/inbox/webmention", {"source": source, "target": target or self.target})

    def status(self, answer: Answer) -> str:
        """Return what the status page of a webmention says to programs."""
        path = answer.location.removeprefix(self.home)
        found = self.running.browser.ask("GET", path, headers={"Accept": "application/json"})
        return str(json.loads(found.body)["status"])

    @property
    def rows(self) -> list[Any]:
        """What the database holds."""
        return rows(self.running)

    @property
    def row(self) -> Any:
        """The only one that it holds."""
        (row,) = self.rows
        return row

    def of(self, source: str) -> Any:
        """Return the only one of a page."""
        (row,) = (row for row in self.rows if row.source == source)
        return row

    @property
    def states(self) -> dict[str, tuple[str, str | None]]:
        """Status and outcome by the path of the page."""
        return {urlsplit(row.source).path: (row.status, row.outcome) for row in self.rows}

    def look(self) -> dict[str, str | None]:
        """Look at all pages that are due now, once; return what was seen, by the path of the page."""
        inbox = self.running.inbox
        paths = {row.id: urlsplit(row.source).path for row in self.rows}
        return {
            paths[identity]: verify_linkback.verify_linkback(inbox, identity)
            for identity in verify_linkback.find_due_linkbacks(inbox)
        }

    def sweep(self) -> None:
        """Do what is left to do."""
        worker.sweep(self.running.inbox)

    def hurry(self, seconds: float = 0.3) -> None:
        """Give pages little time, so that a test of slow ones is not slow."""
        fetcher = Fetcher(Scope.LOOPBACK, agent="test", limits=Limits(seconds=seconds), connect=only_here)
        self.running.inbox.fetcher = fetcher


def only_here(address: Address, port: int, seconds: float) -> socket.socket:
    """Connect to this machine, and fail the test for any other: nothing may have asked for it."""
    assert address.is_loopback, address
    return connect(address, port, seconds)


def said(answer: Answer) -> tuple[str, str]:
    """Return the error and the message of a trackback's answer, which is XML whatever its status."""
    assert answer.headers["Content-Type"] == "text/xml; charset=utf-8"
    root = lxml.etree.fromstring(answer.body)
    assert root.tag == "response"
    return root.findtext("error") or "", root.findtext("message") or ""


@contextmanager
def linking(folder: Path, **settings: Any) -> Iterator[Linking]:
    """Run an inbox that looks at pages of this machine, and a site that has some."""
    with web_server() as web, elsewhere() as site:
        url = f"http://127.0.0.1:{web.port}/inbox"
        given = {"url": url, "development": True, "linkback_rate": "100000 per minute", **settings}
        with run(folder, web, **given) as running:
            yield Linking(running, site)


def record(linking: Linking) -> Interaction:
    """Return the only record, read from its file."""
    (path,) = linking.running.files()
    found, findings = parse(path.read_bytes(), path.name, path.parent.name, path.stem)
    assert found is not None
    assert findings == []
    return found


def published(linking: Linking, source: str = "") -> str:
    """Send a webmention, look at its page, approve it, and return its id."""
    source = source or linking.link()
    assert linking.webmention(source).status == 201
    linking.look()
    identity = str(linking.of(source).id)
    decisions.decide(linking.running.inbox, identity, "approve", "terminal")
    return identity


def entries(inbox: Inbox) -> list[tuple[str, str]]:
    """Return who did what, as the log tells; its chain is whole."""
    with inbox.database.read() as connection:
        assert decision_log.verify(connection, inbox.keys).fault is None
        return [(row.actor, row.action) for row in connection.execute(select(log).order_by(log.c.number))]
