"""The reader's pages: comment form with preview, thanks, form token, and the links of letters (opt-in, unsubscribe)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urlencode

from sqlalchemy.exc import OperationalError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from plugins.i18n.messages import N_, Message, message
from plugins.inbox.data.signed_tokens import SubscriptionChange
from plugins.inbox.intake import comments
from plugins.inbox.intake.comment_form import FIELDS, CommentForm, check_comment, read_comment_form
from plugins.inbox.intake.comments import Circumstances, FullError, store_comment
from plugins.inbox.mail.letters import article_address
from plugins.inbox.web.request_body import RefusedError, read_body
from plugins.inbox.web.request_context import Desk
from plugins.interactions.articles_for_inbox import Article
from plugins.interactions.record_ids import is_id

__all__ = ["comment", "confirm", "form_token", "thanks", "unsubscribe"]


async def comment(desk: Desk, request: Request) -> Response:
    """Return the page of the comment form (GET), or the response to a submitted comment (POST)."""
    return await (_take_comment if request.method == "POST" else _show_form)(desk, request)


async def _show_form(desk: Desk, request: Request) -> Response:
    asked = CommentForm(
        article=request.query_params.get("article", ""), in_reply_to=request.query_params.get("in_reply_to", "")
    )
    article = _article(desk, asked)
    if not article.takes_comments(desk.inbox.present):
        raise _closed()
    return _form_page(desk, article, replace(asked, token=desk.inbox.tokens.sign_form()))


async def _take_comment(desk: Desk, request: Request) -> Response:
    """Return 303 once the comment is stored durably, or the filled-in form with its mistakes."""
    given = read_comment_form(await desk.read_form(request))
    article = _article(desk, given)
    if not article.takes_comments(desk.inbox.present):
        closed = message(N_("The conversation is closed: your comment was not kept."))
        return _form_page(desk, article, given, status=403, trouble=closed)
    checked = check_comment(given)
    if checked.draft is None:
        return _form_page(desk, article, given, status=422, mistakes=checked.mistakes)
    if given.preview:
        return _form_page(desk, article, given, preview=checked.draft.text)
    network = desk.network(request)
    if not desk.comments.hit(network):
        often = message(N_("Many comments have come from your network. Please send this one again in a while."))
        return _form_page(
            desk, article, given, status=429, trouble=often, headers={"Retry-After": str(desk.comments.wait)}
        )
    circumstances = Circumstances(network, bool(given.trap), desk.inbox.tokens.seconds_since_form(given.token))
    try:
        await run_in_threadpool(store_comment, desk.inbox, checked.draft, circumstances)
    except FullError:
        full = message(N_("So many comments are waiting that none is taken now. Please send this one again tomorrow."))
        return _form_page(desk, article, given, status=503, trouble=full, headers={"Retry-After": "86400"})
    except OperationalError:  # locked, full or out of reach
        failed = message(
            N_("Something went wrong here. Please send this comment again in a while: sent twice, it is kept once.")
        )
        return _form_page(desk, article, given, status=503, trouble=failed, headers={"Retry-After": "60"})
    return desk.redirect(f"/thanks?{urlencode({'article': article.id})}")


async def thanks(desk: Desk, request: Request) -> Response:
    """Return the page after a stored comment, with a link back to the article."""
    article = desk.inbox.articles.get(request.query_params.get("article", ""))
    return desk.page("thanks.html", article=article, back=article_address(desk.inbox, article.id if article else ""))


async def form_token(desk: Desk, request: Request) -> Response:
    """Return a timestamp token of the form, for the script of a static page: it measures the time of writing."""
    del request
    return PlainTextResponse(desk.inbox.tokens.sign_form())


async def confirm(desk: Desk, request: Request) -> Response:
    """Return the page that asks to confirm a subscription to replies (GET), or confirm it (POST)."""
    return await _subscription(desk, request, "confirm")


async def unsubscribe(desk: Desk, request: Request) -> Response:
    """Return the page that asks to end a subscription (GET), or end it (POST, also one-click: RFC 8058)."""
    return await _subscription(desk, request, "leave")


async def _subscription(desk: Desk, request: Request, purpose: SubscriptionChange) -> Response:
    token = request.query_params.get("token", "")
    identity = desk.inbox.tokens.read_subscription(purpose, token)
    if identity is None:  # before the body is read, so that without a token nobody can hold a connection open
        raise RefusedError(403, message(N_("This link is not good, or not any more.")), {"Connection": "close"})
    if request.method == "POST":  # of either form type (RFC 8058, section 3.2): the token says it all
        await read_body(request, desk.inbox.settings.body_seconds)
    done = request.method == "POST"
    if done:
        change = comments.confirm_subscription if purpose == "confirm" else comments.end_subscription
        await run_in_threadpool(change, desk.inbox, identity)
    return desk.page("subscription.html", purpose=purpose, token=token, done=done)


def _article(desk: Desk, given: CommentForm) -> Article:
    article = desk.inbox.articles.get(given.article)
    if article is None:
        raise RefusedError(404, message(N_("There is no such article here.")))
    return article


def _closed() -> RefusedError:
    return RefusedError(403, message(N_("The conversation is closed.")))


def _form_page(
    desk: Desk,
    article: Article,
    given: CommentForm,
    *,
    status: int = 200,
    mistakes: Mapping[str, Message] | None = None,
    trouble: Message | None = None,
    preview: str | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    found = mistakes or {}
    answered = desk.inbox.store.get(article.id, given.in_reply_to) if is_id(given.in_reply_to) else None
    return desk.page(
        "comment.html",
        status,
        headers,
        article=article,
        back=article_address(desk.inbox, article.id),
        given=given if answered else replace(given, in_reply_to=given.in_reply_to if given.text else ""),
        answered=answered,
        mistakes=found,
        first=next((name for name in FIELDS if name in found), ""),
        trouble=trouble,
        preview=preview,
    )
