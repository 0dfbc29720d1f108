"""The ASGI application of the inbox: its routes, response headers and error pages; to be mounted at its path."""

from __future__ import annotations

from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from plugins.i18n.messages import N_, message
from plugins.inbox.service import Inbox
from plugins.inbox.web import comment_pages, linkback_endpoints, moderator_pages, moderator_session, records_api
from plugins.inbox.web.request_body import RefusedError
from plugins.inbox.web.request_context import HEADERS, Desk, Handler, Headers, with_refusal_pages

__all__ = ["application"]

STATIC = Path(__file__).parents[1] / "static"


def application(inbox: Inbox) -> Starlette:
    """Return the ASGI application of an inbox; its routes are relative to the path where it is mounted."""
    desk = Desk(inbox)

    def route(path: str, handler: Handler, *methods: str) -> BaseRoute:
        return Route(path, with_refusal_pages(desk, handler), methods=methods or ("GET",))

    async def refused(request: Request, error: Exception) -> Response:
        del request
        status = error.status_code if isinstance(error, HTTPException) else 500
        headers = dict(error.headers or {}) if isinstance(error, HTTPException) else HEADERS  # a 500 skips Headers
        said = {
            404: message(N_("There is no such page here.")),
            405: message(N_("This page does not do that.")),
        }.get(status, message(N_("Something went wrong here. What you sent may not have been kept: try again.")))
        return desk.refusal_page(RefusedError(status, said, headers))

    return Starlette(
        routes=[
            route("/comment", comment_pages.comment, "GET", "POST"),
            route("/thanks", comment_pages.thanks),
            route("/token", comment_pages.form_token),
            route("/confirm", comment_pages.confirm, "GET", "POST"),
            route("/unsubscribe", comment_pages.unsubscribe, "GET", "POST"),
            route("/login", moderator_session.log_in, "GET", "POST"),
            route("/logout", moderator_session.log_out, "POST"),
            route("/moderation", moderator_pages.listing, "GET", "POST"),
            route("/moderation/{item}", moderator_pages.item, "GET", "POST"),
            route("/act", moderator_pages.act, "GET", "POST"),
            route("/done", moderator_pages.done),
            route("/records", records_api.records),
            route("/trackback/{article:path}", linkback_endpoints.trackback, "GET", "POST"),
            route("/pingback", linkback_endpoints.pingback, "POST"),
            route("/webmention", linkback_endpoints.webmention, "GET", "POST"),
            route("/webmention/{item}", linkback_endpoints.webmention_status),
            Mount("/static", StaticFiles(directory=STATIC)),
        ],
        middleware=[Middleware(Headers)],
        exception_handlers={HTTPException: refused, 500: refused},
    )
