"""The TrackBack, Pingback and Webmention endpoints.

Each protocol has its own form of response: a trackback gets XML, for every error too; a pingback an XML-RPC string or
fault; a webmention an HTTP status. The requests are validated by :mod:`plugins.protocols` and
:mod:`~plugins.inbox.intake.target_articles`.
"""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from plugins.i18n.messages import N_, Message, message
from plugins.inbox.intake.comments import FullError
from plugins.inbox.intake.linkbacks import Claim, find_webmention_status, is_pending_or_published, store_claim
from plugins.inbox.intake.target_articles import (
    Refusal,
    TargetError,
    find_answered_comment,
    find_article,
    find_open_article,
    is_our_own,
)
from plugins.inbox.mail.letters import article_address
from plugins.inbox.web.pingback_answer import answer_pingback
from plugins.inbox.web.request_body import LARGEST, RefusedError, read_body, read_form
from plugins.inbox.web.request_context import Desk
from plugins.interactions.articles_for_inbox import Article
from plugins.protocols import pingback as pingback_protocol
from plugins.protocols import trackback as trackback_protocol
from plugins.protocols.pingback import Fault, FaultError
from plugins.protocols.trackback import PingError
from plugins.protocols.webmention import MentionError, read_mention

__all__ = ["pingback", "trackback", "webmention", "webmention_status"]

TOO_MUCH = message(N_("Too much has come from your network. Please come back in a few minutes."))
FULL = message(N_("So much is waiting that nothing is taken now. Please come back tomorrow."))
WHY: dict[Refusal, Message] = {
    "elsewhere": message(N_("The target is not a page of this site.")),
    "missing": message(N_("There is no such page here.")),
    "page": message(N_("The target takes no linkbacks: it is no article.")),
    "closed": message(N_("The target takes no linkbacks, or not any more.")),
}
ITSELF = message(N_("The source is this article, or a page of this inbox: it mentions nothing."))


async def trackback(desk: Desk, request: Request) -> Response:
    """Return the XML response to a trackback (POST), or a redirect to the article for a browser (GET)."""
    article = _trackback_article(desk, request.path_params["article"])
    if request.method != "POST":
        if article is None:
            raise RefusedError(404, message(N_("There is no such article here.")))
        return RedirectResponse(article_address(desk.inbox, article.id), 303)
    error, status, headers = await _take_trackback(desk, request, article)
    said = error.text(desk.inbox.words) if error else None
    body = trackback_protocol.answer(said)
    return Response(body, status, headers, media_type=trackback_protocol.CONTENT_TYPE)


async def _take_trackback(
    desk: Desk, request: Request, article: Article | None
) -> tuple[Message | None, int, dict[str, str]]:
    """Store a trackback, and return its error or None, with the status and headers of the response."""
    if article is None:
        return message(N_("There is no such article here.")), 404, {}
    network = desk.network(request)
    try:
        desk.count_request(request)
        body = await read_body(request, desk.inbox.settings.body_seconds, LARGEST)
        given = trackback_protocol.read_ping(body, request.headers.get("content-type", ""))
        if is_our_own(desk.inbox, article, given.url):
            raise PingError(ITSELF)
        address = article_address(desk.inbox, article.id)
        claim = Claim("trackback", article.id, given.url, address, None, given.title, given.blog_name, given.excerpt)
        if await _is_closed(desk, article, claim):
            return WHY["closed"], 403, {}
        _count_linkback(desk, network)
        await run_in_threadpool(store_claim, desk.inbox, claim, network)
    except RefusedError as error:
        return error.said, error.status, error.headers
    except PingError as error:
        return error.said, 200, {}
    except FullError:
        return FULL, 503, {"Retry-After": "86400"}
    return None, 200, {}


def _trackback_article(desk: Desk, named: str) -> Article | None:
    """Return the article of a trackback URL: by its id, or by its path, as WordPress's trackback URLs have it."""
    articles, bare = desk.inbox.articles, named.strip("/")
    return articles.get(bare) or articles.at(f"/{bare}")


async def pingback(desk: Desk, request: Request) -> Response:
    """Return the XML-RPC response to a pingback: a string or a fault (Pingback 1.0, section 3)."""
    words = desk.inbox.words
    headers: dict[str, str] = {}
    try:
        said = await _take_pingback(desk, request)
        answer, status = pingback_protocol.success(said.text(words)), 200
    except FaultError as error:
        answer, status = pingback_protocol.fault(error.code, error.said.text(words)), 200
    except RefusedError as error:
        code = Fault.DENIED if error.status == 429 else Fault.GENERIC
        answer, status, headers = pingback_protocol.fault(code, error.said.text(words)), error.status, error.headers
    return Response(answer, status, headers, media_type=pingback_protocol.CONTENT_TYPE)


async def _take_pingback(desk: Desk, request: Request) -> Message:
    network = desk.network(request)
    desk.count_request(request)
    body = await read_body(request, desk.inbox.settings.body_seconds, pingback_protocol.LARGEST)
    call = pingback_protocol.read_call(body)
    try:
        article = find_open_article(desk.inbox, call.target)
    except TargetError as error:
        code = Fault.NO_TARGET if error.why == "missing" else Fault.NOT_ENABLED
        raise FaultError(code, WHY[error.why]) from None
    if is_our_own(desk.inbox, article, call.source):
        raise FaultError(Fault.NO_LINK, ITSELF)
    try:
        _count_linkback(desk, network)
    except RefusedError as error:
        raise FaultError(Fault.DENIED, error.said) from None
    claim = Claim(
        "pingback", article.id, call.source, call.target, find_answered_comment(desk.inbox, article, call.target)
    )
    try:
        return await answer_pingback(desk, claim, network)
    except FullError:
        raise FaultError(Fault.DENIED, FULL) from None


async def webmention(desk: Desk, request: Request) -> Response:
    """Return 201 with the status page of a webmention (POST), or the form to send one by hand (GET)."""
    if request.method != "POST":
        return desk.page("webmention.html", target=request.query_params.get("target", "")[:2000])
    network = desk.network(request)
    desk.count_request(request)
    try:
        mention = read_mention(await read_form(request, desk.inbox.settings.body_seconds))
        article = find_article(desk.inbox, mention.target)
    except MentionError as error:
        raise RefusedError(400, error.said) from None
    except TargetError as error:
        raise RefusedError(400, WHY[error.why]) from None
    if is_our_own(desk.inbox, article, mention.source):
        raise RefusedError(400, ITSELF)
    reply_to = find_answered_comment(desk.inbox, article, mention.target)
    claim = Claim("webmention", article.id, mention.source, mention.target, reply_to)
    if await _is_closed(desk, article, claim):
        raise RefusedError(400, WHY["closed"])
    _count_linkback(desk, network)
    try:
        identity = await run_in_threadpool(store_claim, desk.inbox, claim, network)
    except FullError:
        raise RefusedError(503, FULL, {"Retry-After": "86400"}) from None
    headers = {"Location": f"{desk.inbox.settings.url}/webmention/{identity}"}
    said = message(N_("The webmention was received. Its page will be looked at, and then a person decides."))
    return desk.page("said.html", 201, headers, said=said, more=headers["Location"])


async def webmention_status(desk: Desk, request: Request) -> Response:
    """Return the status of a webmention (section 3.2), a page or JSON; the same for closed, private and slow hosts."""
    found = await run_in_threadpool(find_webmention_status, desk.inbox, request.path_params["item"])
    if found is None:
        raise RefusedError(404, message(N_("There is no such webmention here, or not any more.")))
    if "application/json" in request.headers.get("accept", ""):
        said = found.said.text(desk.inbox.words)
        return JSONResponse({"status": found.status, "summary": said, "source": found.source, "target": found.target})
    return desk.page("status.html", found=found)


async def _is_closed(desk: Desk, article: Article, claim: Claim) -> bool:
    """Return whether an article is closed to a claim; it stays open to updates of those it has accepted."""
    return not article.takes_linkbacks(desk.inbox.present) and not await run_in_threadpool(
        is_pending_or_published, desk.inbox, claim
    )


def _count_linkback(desk: Desk, network: str) -> None:
    """Count a linkback against the rate limit of its network.

    Raises:
        RefusedError: 429, the limit is exceeded.
    """
    if not desk.linkbacks.hit(network):
        raise RefusedError(429, TOO_MUCH, {"Retry-After": str(desk.linkbacks.wait)})
