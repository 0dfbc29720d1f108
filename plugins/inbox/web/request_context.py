"""What all handlers share: security headers, rate limits, the client's network, origin check, pages and refusals."""

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
    "Referrer-Policy": "strict-origin",  # no path or query: tokens in URLs would get into the site's access log
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex",
}


class Headers:
    """The ASGI middleware that adds the security headers to every response."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Call the application, and add the headers that its response lacks."""

        async def with_headers(answer: Message) -> None:
            if answer["type"] == "http.response.start":
                headers = MutableHeaders(scope=answer)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(answer)

        await self._app(scope, receive, with_headers)


class Desk:
    """The context of all handlers: the inbox, its rate limiters and its pages."""

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
        """The HTML templates, in the site's present language."""
        return Pages(self.inbox)

    def network(self, request: Request) -> str:
        """Return the keyed digest of the client's network."""
        peer = request.client.host if request.client else "local"
        forwarded = request.headers.getlist("x-forwarded-for")
        client = client_of(peer, forwarded, self.inbox.settings.trusted_proxies)
        return self.inbox.keys.digest("network", network_of(client))

    def count_request(self, request: Request) -> None:
        """Count a request against the rate limit of its network.

        Raises:
            RefusedError: 429, the limit is exceeded.
        """
        if not self.requests.hit(self.network(request)):
            too_often = message(N_("Too much has come from your network. Please come back in a few minutes."))
            raise RefusedError(429, too_often, {"Retry-After": str(self.requests.wait), "Connection": "close"})

    async def read_form(self, request: Request) -> Form:
        """Return the submitted form, and count it against the rate limit.

        Raises:
            RefusedError: The limit is exceeded, or the form cannot be read.
        """
        self.count_request(request)
        return await read_form(request, self.inbox.settings.body_seconds)

    def is_own(self, request: Request) -> bool:
        """Return whether a form is same-origin by ``Sec-Fetch-Site`` and ``Origin``; their absence is no objection."""
        if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            return False
        origin = request.headers.get("origin")
        if origin is None:
            return True
        own = {self.inbox.settings.origin}
        if not self.inbox.settings.https:  # a preview, which any host name of this machine may reach
            own.add(f"http://{request.headers.get('host', '')}".lower())
        return f"{urlsplit(origin).scheme}://{urlsplit(origin).netloc}".lower() in own

    def page(
        self, template: str, status: int = 200, headers: Mapping[str, str] | None = None, **values: object
    ) -> Response:
        """Return the HTML response of a template."""
        return HTMLResponse(self.pages.html(template, **values), status, headers)

    def refusal_page(self, error: RefusedError) -> Response:
        """Return the error page of a refused request."""
        return self.page("refused.html", error.status, error.headers, said=error.said)

    def redirect(self, path: str) -> Response:
        """Return a redirect to a page of the inbox after a POST (303)."""
        return RedirectResponse(f"{self.inbox.settings.path}{path}", 303)


Handler = Callable[[Desk, Request], Awaitable[Response]]


def with_refusal_pages(desk: Desk, handler: Handler) -> Callable[[Request], Awaitable[Response]]:
    """Return a Starlette handler that turns :class:`RefusedError` into error pages."""

    @wraps(handler)
    async def handle(request: Request) -> Response:
        try:
            return await handler(desk, request)
        except RefusedError as error:
            return desk.refusal_page(error)

    return handle
