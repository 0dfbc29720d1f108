"""Login, session cookie and logout of the moderator, and the CSRF check of the moderator's forms."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import wraps

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from plugins.i18n.messages import N_, message
from plugins.inbox.data.timestamps import SECOND
from plugins.inbox.moderation import login
from plugins.inbox.web.request_body import Form, RefusedError
from plugins.inbox.web.request_context import Desk

__all__ = ["log_in", "log_out", "logged_in", "read_own_form"]

Handler = Callable[[Desk, Request, str], Awaitable[Response]]


def cookie_name(desk: Desk) -> str:
    """Return the session cookie's name; ``__Host-`` binds it to host and HTTPS (RFC 6265bis, section 4.1.3.2)."""
    return "__Host-inbox" if desk.inbox.settings.https else "inbox"


def logged_in(handler: Handler) -> Callable[[Desk, Request], Awaitable[Response]]:
    """Return a handler that requires a session; without one: a redirect to the login, or 403 before reading a form."""

    @wraps(handler)
    async def handle(desk: Desk, request: Request) -> Response:
        session = request.cookies.get(cookie_name(desk), "")
        if not session or not await run_in_threadpool(login.is_open_session, desk.inbox, session):
            if request.method != "POST":
                return desk.redirect("/login")
            raise RefusedError(403, message(N_("You are not logged in, or not any more.")), {"Connection": "close"})
        return await handler(desk, request, session)

    return handle


async def read_own_form(desk: Desk, request: Request, session: str) -> Form:
    """Return the submitted form of a session, its origin and CSRF token checked.

    Raises:
        RefusedError: 403, its origin or its token is wrong; or it cannot be read.
    """
    form = await desk.read_form(request)
    if not desk.is_own(request) or form.get("csrf") != (desk.inbox.tokens.csrf_token(session),):
        raise RefusedError(403, message(N_("This form is not from this page. Go back, load it again, and retry.")))
    return form


async def log_in(desk: Desk, request: Request) -> Response:
    """Return the login page (GET), or log in by password or one-time link and set the session cookie (POST)."""
    link = request.query_params.get("link", "")
    if request.method != "POST":
        return _login(desk, link)
    form = await desk.read_form(request)
    if not desk.is_own(request):
        raise RefusedError(403, message(N_("This form is not from this page. Go back, load it again, and retry.")))
    if "link" in form:
        session, wait = await run_in_threadpool(login.log_in_with_link, desk.inbox, form["link"][-1]), 0
    else:
        password = form.get("password", ("",))[-1]
        session, wait = await run_in_threadpool(login.log_in_with_password, desk.inbox, password, desk.network(request))
    if session is None:
        if "link" in form:
            trouble = message(N_("This link was used, or is too old."))
        elif wait:
            trouble = message(N_("That is not the password. The next try counts in {seconds} seconds."), seconds=wait)
        else:
            trouble = message(N_("That is not the password."))
        headers = {"Retry-After": str(wait)} if wait else {}
        return desk.page("login.html", 403, headers, link="", trouble=trouble, has_password=_has_password(desk))
    answer = desk.redirect("/moderation")
    answer.set_cookie(
        cookie_name(desk),
        session,
        max_age=login.SESSION_TIME // SECOND,
        path="/",
        secure=desk.inbox.settings.https,
        httponly=True,
        samesite="lax",
    )
    return answer


def _login(desk: Desk, link: str) -> Response:
    return desk.page("login.html", link=link, trouble=None, has_password=_has_password(desk))


def _has_password(desk: Desk) -> bool:
    return desk.inbox.settings.password_hash is not None


@logged_in
async def log_out(desk: Desk, request: Request, session: str) -> Response:
    """Delete the session and its cookie."""
    await read_own_form(desk, request, session)
    await run_in_threadpool(login.log_out, desk.inbox, session)
    answer = desk.redirect("/login")
    answer.delete_cookie(cookie_name(desk), path="/", secure=desk.inbox.settings.https, httponly=True, samesite="lax")
    return answer
