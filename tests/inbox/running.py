"""A real inbox: its own folder, a clock that tests turn, uvicorn on a free port, a mail server that keeps its mail."""

from __future__ import annotations

import asyncio
import email
import email.policy
import http.client
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import lxml.html
from aiosmtpd.controller import Controller
from starlette.applications import Starlette
from starlette.routing import Mount

from plugins.interactions.inbox.app import application
from plugins.interactions.inbox.articles import Article, Site, as_bytes
from plugins.interactions.inbox.serve import server
from plugins.interactions.inbox.service import Inbox, open_inbox
from plugins.interactions.inbox.settings import InboxSettings

ARTICLES = (
    Article("2026-03-marmite", "/2026/03/marmite/", "La marmite tient sur trois pieds", "Camille Durand"),
    Article("2026-03-clos", "/2026/03/clos/", "Un billet clos", "Camille Durand", open=False),
    Article(
        "2026-03-ancien",
        "/2026/03/ancien/",
        "Un billet ancien",
        "Camille Durand",
        closes=datetime(2026, 4, 1, tzinfo=UTC),
    ),
    Article("2026-03-sans", "/2026/03/sans/", "Un billet sans liens", "Camille Durand", linkbacks=False),
)
RIGHT = {
    "article": "2026-03-marmite",
    "name": "Zoé",
    "email": "zoe@lecteurs.example",
    "url": "",
    "text": "Un *seul* pied ne suffit pas.",
}


class Clock:
    """A clock that stands still until it is turned."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.moment

    def turn(self, **time: float) -> None:
        """Go forward, as ``timedelta`` says."""
        self.moment += timedelta(**time)


@dataclass
class Answer:
    """What came back over the socket."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def page(self) -> lxml.html.HtmlElement:
        """The page, parsed."""
        return lxml.html.fromstring(self.body.decode())

    @property
    def location(self) -> str:
        """Where it leads."""
        return self.headers.get("Location", "")

    @property
    def words(self) -> str:
        """The words of the page's main part."""
        return " ".join(self.page.xpath("//main")[0].text_content().split())


@dataclass
class Browser:
    """Asks over real sockets, and keeps cookies."""

    port: int
    headers: dict[str, str] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(
        self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """Send one request."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        given = {**self.headers, **(headers or {})}
        if self.cookies:
            given["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        try:
            connection.request(method, path, body, given)
            response = connection.getresponse()
            for cookie in response.headers.get_all("Set-Cookie") or ():
                name, _, value = cookie.split(";")[0].partition("=")
                self.cookies[name] = value.strip('"')
            return Answer(response.status, response.headers, response.read())
        finally:
            connection.close()

    def get(self, path: str) -> Answer:
        """Ask for a page."""
        return self.ask("GET", path)

    def post(self, path: str, fields: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> Answer:
        """Send a form, as browsers do."""
        body = urlencode(fields, doseq=True).encode()
        return self.ask("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded", **(headers or {})})

    def send(self, page: lxml.html.HtmlElement, button: str | None = None, number: int = 0, **fields: str) -> Answer:
        """Fill in a form of a page and press one of its buttons, as a person does."""
        forms = [form for form in page.xpath("//main//form") if form.get("method") == "post"]
        form = forms[number]
        given: list[tuple[str, str]] = [(name, value) for name, value in form.form_values() if name not in fields]
        given += fields.items()
        if button is not None:
            found = form.xpath(".//button[@value=$button]", button=button)[0]
            given.append((found.get("name"), button))
        parts = urlsplit(form.get("action"))
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        body = urlencode(given).encode()
        origin = {"Origin": f"http://127.0.0.1:{self.port}", "Sec-Fetch-Site": "same-origin"}
        return self.ask("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded", **origin})


@dataclass
class Mailbox:
    """What a mail server got."""

    mails: list[tuple[tuple[str, ...], EmailMessage]] = field(default_factory=list)
    refusing: bool = False
    meanwhile: Callable[[], object] | None = None

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        """Keep a mail, or refuse it."""
        if self.meanwhile is not None:
            self.meanwhile()
        if self.refusing:
            return "451 Come back later"
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        self.mails.append((tuple(envelope.rcpt_tos), message))
        return "250 OK"

    def to(self, address: str) -> list[EmailMessage]:
        """Return the mails to an address, in order."""
        return [mail for receivers, mail in self.mails if address in receivers]


class FreePort(Controller):
    """A mail server on a free port: the library asks the port that it was given, and 0 is none."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def mail_server() -> Iterator[tuple[Mailbox, int]]:
    """Run a mail server on a free port."""
    mailbox = Mailbox()
    controller = FreePort(mailbox, hostname="127.0.0.1", port=0)
    controller.start()
    try:
        yield mailbox, controller.port
    finally:
        controller.stop()


@contextmanager
def serving(inbox: Inbox, given: socket.socket | None = None) -> Iterator[int]:
    """Serve an inbox below ``/inbox``, on a socket that listens already or on a free port."""
    with given or socket.create_server(("127.0.0.1", 0)) as listening:
        web = server(Starlette(routes=[Mount("/inbox", application(inbox))]))
        thread = threading.Thread(target=lambda: asyncio.run(web.serve(sockets=[listening])))
        thread.start()
        try:
            yield listening.getsockname()[1]
        finally:
            web.should_exit = True
            thread.join()


def prepare(folder: Path, **settings: Any) -> InboxSettings:
    """Write the list of articles, and return settings for a folder."""
    (folder / "output").mkdir(parents=True, exist_ok=True)
    (folder / "output/inbox-articles.json").write_bytes(as_bytes(Site("Trépied", "fr", "/", ARTICLES)))
    given: dict[str, Any] = {
        "state": folder / "var",
        "records": folder / "content/interactions",
        "articles": folder / "output/inbox-articles.json",
        "rate": "1000 per minute",
        "request_rate": "100000 per minute",
        "url": "http://127.0.0.1/inbox",
        **settings,
    }
    return InboxSettings.model_validate(given)


@dataclass
class Running:
    """An inbox that runs."""

    inbox: Inbox
    browser: Browser
    clock: Clock
    folder: Path
    mailbox: Mailbox

    def files(self) -> list[Path]:
        """Return the files of the approved comments."""
        return sorted((self.folder / "content/interactions").rglob("*.yaml"))

    def comment(self, **fields: str) -> Answer:
        """Leave a right comment, with other values if wanted."""
        return self.browser.post("/inbox/comment", {**RIGHT, **fields})

    def log_in(self) -> None:
        """Log in by a one-time link."""
        from plugins.interactions.inbox.login import make_link

        link = urlsplit(make_link(self.inbox))
        page = self.browser.get(f"{link.path}?{link.query}").page
        assert self.browser.send(page).status == 303


@contextmanager
def running(folder: Path, given: socket.socket | None = None, **settings: Any) -> Iterator[Running]:
    """Run an inbox with a mail server beside it; on a socket whose address it is to know, if one is given."""
    clock = Clock()
    with mail_server() as (mailbox, smtp_port):
        mail = {"smtp_url": f"smtp://127.0.0.1:{smtp_port}", "moderator": "redaction@trepied.example"}
        inbox = open_inbox(prepare(folder, **{**mail, **settings}), clock)
        try:
            with serving(inbox, given) as port:
                yield Running(inbox, Browser(port), clock, folder, mailbox)
        finally:
            inbox.close()
