"""A real inbox: its own folder, a clock that tests turn, uvicorn, and a mail server that keeps its mail."""

from __future__ import annotations

import http.client
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import lxml.html
from starlette.applications import Starlette
from starlette.routing import Mount

from plugins.inbox.service import Inbox, open_inbox
from plugins.inbox.settings import InboxSettings
from plugins.inbox.web.app import application
from plugins.interactions.articles_for_inbox import Article, Site, as_bytes
from tests.inbox.standing import Mailbox, Web, mail_server, web_server

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
        from plugins.inbox.moderation.login import make_login_link

        link = urlsplit(make_login_link(self.inbox))
        page = self.browser.get(f"{link.path}?{link.query}").page
        assert self.browser.send(page).status == 303


@contextmanager
def running(folder: Path, given: Web | None = None, **settings: Any) -> Iterator[Running]:
    """Run an inbox with a mail server beside it; in a web server whose address it is to know, if one is given."""
    clock = Clock()
    with mail_server() as (mailbox, smtp_port), nullcontext(given) if given else web_server() as web:
        mail = {"smtp_url": f"smtp://127.0.0.1:{smtp_port}", "moderator": "redaction@trepied.example"}
        with closing(open_inbox(prepare(folder, **{**mail, **settings}), clock)) as inbox:
            app = Starlette(routes=[Mount("/inbox", application(inbox))])
            with web.answering(app):
                yield Running(inbox, Browser(web.port), clock, folder, mailbox)
