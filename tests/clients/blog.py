"""A blog on loopback: a built site and its inbox at one address, as a web server puts them; and a page that links."""

from __future__ import annotations

import asyncio
import html
import socket
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from plugins.inbox.data.database_tables import items
from plugins.inbox.run import worker
from plugins.inbox.run.inbox_server import server
from plugins.inbox.service import Inbox, open_inbox
from plugins.inbox.settings import InboxSettings
from plugins.inbox.web.app import application
from tests.conftest import SiteFolder
from tests.fetcher import servers
from tests.inbox.running import Clock
from tests.interactions.built import MARMITE, PAGE, built

TITLE = "La marmite & ses --> <pieds>"
SOURCE = "/billet?p=12&lang=fr"
LINKING = """<!DOCTYPE html>
<html lang="fr">
<meta charset="utf-8">
<title>Un billet d’ailleurs</title>
<article class="h-entry">
<h1 class="p-name">Un billet d’ailleurs</h1>
<p><a class="p-author h-card" href="/noe">Noé Petit</a></p>
<div class="e-content"><p>À lire : <a href="{target}">la marmite &amp; ses pieds</a>, qui tient.</p></div>
</article>
</html>
"""
EXCERPT = "À lire : la marmite & ses pieds, qui tient."


@dataclass(frozen=True)
class Kept:
    """What the inbox's database holds of a linkback."""

    kind: str
    type: str | None
    article: str
    source: str
    target: str
    title: str | None
    author: str
    text: str
    status: str


@dataclass
class Blog:
    """A running blog.

    Attributes:
        origin: Its address, without a slash at its end.
        inbox: What receives.
        advertised: Whether a web server's headers say where, too.
    """

    origin: str
    inbox: Inbox
    advertised: bool

    @property
    def article(self) -> str:
        """The address of the article."""
        return f"{self.origin}/{PAGE}/"

    def received(self) -> list[Kept]:
        """Return what came, when everything that was left to do is done."""
        worker.sweep(self.inbox)
        names = [getattr(items.c, name) for name in Kept.__annotations__]
        with self.inbox.database.read() as connection:
            return [Kept(*row) for row in connection.execute(select(*names).order_by(items.c.id))]

    def mention(self, kind: str, source: str, **other: str | None) -> Kept:
        """Return what the inbox is to hold of a page that links to the article (:data:`LINKING`)."""
        values: dict[str, str | None] = {
            "kind": kind,
            "type": "mention" if kind == "webmention" else None,
            "article": MARMITE,
            "source": source,
            "target": self.article,
            "title": "Un billet d’ailleurs",
            "author": "Noé Petit",
            "text": EXCERPT,
            "status": "pending",
            **other,
        }
        return Kept(**values)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Site:
    """A built site, and the socket at whose address it is to be served."""

    listening: socket.socket
    output: Path

    @property
    def origin(self) -> str:
        """Where it is served, without a slash at its end."""
        return f"http://127.0.0.1:{self.listening.getsockname()[1]}"


def build(folder: SiteFolder, listening: socket.socket) -> Site:
    """Build a site with one article for the address of a socket."""
    site = Site(listening, folder.output)
    folder.article("marmite", title=f"'{TITLE}'", body="## Point\n\nTexte.")
    built(folder, SITEURL=site.origin)
    return site


class Advertising:
    """Adds what docs/inbox.md has a web server say of articles."""

    def __init__(self, app: ASGIApp, origin: str) -> None:
        self._app = app
        self._headers = [
            (b"x-pingback", f"{origin}/inbox/pingback".encode()),
            (b"link", f'<{origin}/inbox/webmention>; rel="webmention"'.encode()),
        ]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the application does."""

        async def with_headers(answer: Message) -> None:
            if answer["type"] == "http.response.start" and scope["path"] == f"/{PAGE}/":
                answer["headers"] = [*answer["headers"], *self._headers]
            await send(answer)

        await self._app(scope, receive, with_headers)


@contextmanager
def serving(site: Site, folder: Path, *, advertised: bool) -> Iterator[Blog]:
    """Serve a built site with an empty inbox."""
    settings = InboxSettings(
        url=f"{site.origin}/inbox",
        state=folder / "var",
        records=folder / "interactions",
        articles=site.output / "inbox-articles.json",
        development=True,
    )
    with closing(open_inbox(settings, Clock())) as inbox:
        files = StaticFiles(directory=site.output, html=True)
        app: ASGIApp = Starlette(routes=[Mount("/inbox", application(inbox)), Mount("/", files)])
        web = server(Advertising(app, site.origin) if advertised else app)
        thread = threading.Thread(target=lambda: asyncio.run(web.serve(sockets=[site.listening.dup()])))
        thread.start()
        try:
            yield Blog(site.origin, inbox, advertised)
        finally:
            web.should_exit = True
            thread.join()


@contextmanager
def linking(target: str, page: str = LINKING) -> Iterator[servers.Server]:
    """Serve a page that links to an address, whatever is asked for."""
    body = page.format(target=html.escape(target)).encode()
    head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    with servers.serving(lambda *_: head.encode() + body) as running:
        yield running
