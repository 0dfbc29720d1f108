"""The inbox as a web application, to be mounted at its path. Contains no Pelican."""

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
from plugins.interactions.inbox import comments, entry, moderation, receiving, records
from plugins.interactions.inbox.bodies import RefusedError
from plugins.interactions.inbox.service import Inbox
from plugins.interactions.inbox.web import HEADERS, Desk, Handler, Headers, refusing

__all__ = ["application"]

STATIC = Path(__file__).parent / "static"


def application(inbox: Inbox) -> Starlette:
    """Return the application of an inbox; its paths begin after the path where it is mounted."""
    desk = Desk(inbox)

    def route(path: str, handler: Handler, *methods: str) -> BaseRoute:
        return Route(path, refusing(desk, handler), methods=methods or ("GET",))

    async def refused(request: Request, error: Exception) -> Response:
        del request
        status = error.status_code if isinstance(error, HTTPException) else 500
        headers = dict(error.headers or {}) if isinstance(error, HTTPException) else HEADERS  # what fails misses them
        said = {
            404: message(N_("There is no such page here.")),
            405: message(N_("This page does not do that.")),
        }.get(status, message(N_("Something went wrong here. What you sent may not have been kept: try again.")))
        return desk.refusal(RefusedError(status, said, headers))

    return Starlette(
        routes=[
            route("/comment", comments.comment, "GET", "POST"),
            route("/thanks", comments.thanks),
            route("/token", comments.form_token),
            route("/confirm", comments.confirm, "GET", "POST"),
            route("/unsubscribe", comments.unsubscribe, "GET", "POST"),
            route("/login", entry.log_in, "GET", "POST"),
            route("/logout", entry.log_out, "POST"),
            route("/moderation", moderation.listing, "GET", "POST"),
            route("/moderation/{item}", moderation.item, "GET", "POST"),
            route("/act", moderation.act, "GET", "POST"),
            route("/done", moderation.done),
            route("/records", records.records),
            route("/trackback/{article:path}", receiving.trackback, "GET", "POST"),
            route("/pingback", receiving.pingback, "POST"),
            route("/webmention", receiving.webmention, "GET", "POST"),
            route("/webmention/{item}", receiving.webmention_status),
            Mount("/static", StaticFiles(directory=STATIC)),
        ],
        middleware=[Middleware(Headers)],
        exception_handlers={HTTPException: refused, 500: refused},
    )
