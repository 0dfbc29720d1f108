"""What every page of the inbox has in common: headers, refusals, the asker's network."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from functools import wraps
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from plugins.i18n.messages import N_, message
from plugins.inbox.service import Inbox
from plugins.inbox.templating import Pages
from plugins.inbox.web.client_network import client_of, network_of
from plugins.inbox.web.rate_limits import Rates
from plugins.inbox.web.request_body import Form, RefusedError, read_form

__all__ = ["HEADERS", "Desk", "Headers", "with_refusal_pages"]

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; "
        "base-uri 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin",  # no address of ours, whose token every log of the site would keep
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex",
}


class Headers:
    """Adds the headers to every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the application does, with the headers."""

        async def with_headers(answer: Message) -> None:
            if answer["type"] == "http.response.start":
                headers = MutableHeaders(scope=answer)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(answer)

        await self._app(scope, receive, with_headers)


class Desk:
    """Where requests are taken: the inbox with what the web needs of it."""

    def __init__(self, inbox: Inbox) -> None:
        self.inbox = inbox
        queue = inbox.settings.queue_url
        redis = queue.get_secret_value() if queue is not None else None
        self.requests = Rates(inbox.settings.request_rate, "requests", redis)
        self.comments = Rates(inbox.settings.rate, "comments", redis)
        self.linkbacks = Rates(inbox.settings.linkback_rate, "linkbacks", redis)
        self.pause: Callable[[float], Awaitable[object]] = asyncio.sleep
        self.clock: Callable[[], float] = time.monotonic

    @property
    def pages(self) -> Pages:
        """The templates."""
        return Pages(self.inbox)

    def network(self, request: Request) -> str:
        """Return the keyed digest of the network that a request comes from."""
        peer = request.client.host if request.client else "local"
        forwarded = request.headers.getlist("x-forwarded-for")
        client = client_of(peer, forwarded, self.inbox.settings.trusted_proxies)
        return self.inbox.keys.digest("network", network_of(client))

    def count_request(self, request: Request) -> None:
        """Count a request that changes something.

        Raises:
            RefusedError: Its sender asks too often.
        """
        if not self.requests.hit(self.network(request)):
            too_often = message(N_("Too much has come from your network. Please come back in a few minutes."))
            raise RefusedError(429, too_often, {"Retry-After": str(self.requests.wait), "Connection": "close"})

    async def read_form(self, request: Request) -> Form:
        """Return the form that was sent, unless its sender asks too often.

        Raises:
            RefusedError: It is not taken.
        """
        self.count_request(request)
        return await read_form(request, self.inbox.settings.body_seconds)

    def is_own(self, request: Request) -> bool:
        """Tell whether a form was sent from a page of ours: what browsers say of it must not speak against it."""
        if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            return False
        origin = request.headers.get("origin")
        if origin is None:
            return True
        own = {self.inbox.settings.origin}
        if not self.inbox.settings.https:  # a preview: by whichever name of this machine
            own.add(f"http://{request.headers.get('host', '')}".lower())
        return f"{urlsplit(origin).scheme}://{urlsplit(origin).netloc}".lower() in own

    def page(
        self, template: str, status: int = 200, headers: Mapping[str, str] | None = None, **values: object
    ) -> Response:
        """Return a page."""
        return HTMLResponse(self.pages.html(template, **values), status, headers)

    def refusal_page(self, error: RefusedError) -> Response:
        """Return the page that tells why a request is not taken."""
        return self.page("refused.html", error.status, error.headers, said=error.said)

    def redirect(self, path: str) -> Response:
        """Lead on to a page of the inbox, after something was done."""
        return RedirectResponse(f"{self.inbox.settings.path}{path}", 303)


Handler = Callable[[Desk, Request], Awaitable[Response]]


def with_refusal_pages(desk: Desk, handler: Handler) -> Callable[[Request], Awaitable[Response]]:
    """Return a handler of requests whose refusals are pages."""

    @wraps(handler)
    async def handle(request: Request) -> Response:
        try:
            return await handler(desk, request)
        except RefusedError as error:
            return desk.refusal_page(error)

    return handle
