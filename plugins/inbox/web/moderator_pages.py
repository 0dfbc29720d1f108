"""The moderator's pages: the moderation queue with search, one item, and the signed links of the digest."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import partial
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import func, or_, select
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from plugins.i18n.messages import N_, Message, message
from plugins.inbox.data.database_tables import items
from plugins.inbox.data.decision_log import LogAction
from plugins.inbox.data.item import Item, Status
from plugins.inbox.data.item_labels import OUTCOMES, STANDING_WORDS, signature
from plugins.inbox.data.item_rows import has_status, select_items
from plugins.inbox.intake.comment_form import CommentForm, check_comment, check_edit
from plugins.inbox.intake.suspicion import Reason, reasons_from_json
from plugins.inbox.mail.letters import article_address
from plugins.inbox.moderation import decisions, item_files
from plugins.inbox.moderation.decisions import ACTIONS, STANDINGS, STATUSES, DecisionError, UncheckedError
from plugins.inbox.moderation.published_file import BrokenFileError
from plugins.inbox.sync import rebuild
from plugins.inbox.web.moderator_session import logged_in, read_own_form
from plugins.inbox.web.request_body import Form, RefusedError
from plugins.inbox.web.request_context import Desk
from plugins.interactions.visitor_text import as_line

__all__ = ["act", "done", "item", "listing"]

PAGE = 30
WAITING: Status = "pending"
"""The status that the list shows by default."""
EDIT: LogAction = "edit"
REPLY: LogAction = "reply"
BROKEN = message(N_("Its file cannot be used, so nothing is changed: python3 tasks.py check tells what is wrong."))


@logged_in
async def listing(desk: Desk, request: Request, session: str) -> Response:
    """Return a page of the items of a status (GET), or decide on the selected ones (POST)."""
    if request.method == "POST":
        return await _decide_marked(desk, await read_own_form(desk, request, session))
    query = request.query_params
    status = _status(query.get("status", ""))
    page = _number(query.get("page", "1"))
    search = as_line(query.get("q", "")[:100])
    found, counts = await run_in_threadpool(_select_page, desk, status, max(1, page), search)
    return desk.page(
        "moderation.html",
        csrf=desk.inbox.tokens.csrf_token(session),
        chosen=status,
        statuses=STATUSES,
        counts=counts,
        search=search,
        rows=[_item_view(desk, item) for item in found[:PAGE]],
        page=page,
        more=len(found) > PAGE,
        checked=query.get("all") == "1",
        did=query.get("did", ""),
        done=max(0, _number(query.get("done", ""))),
        missed=max(0, _number(query.get("missed", ""))),
        unseen=max(0, _number(query.get("unseen", ""))),
        trouble=await run_in_threadpool(rebuild.failure_message, desk.inbox),
    )


def _number(text: str) -> int:
    """Return the number of a request's parameter; -1 for text that is none, or that has too many digits."""
    return int(text) if text.isdecimal() and len(text) < 10 else -1


def _status(text: str) -> Status:
    """Return the status of a request's parameter; ``pending`` by default."""
    return text if text in STATUSES else WAITING


def _select_page(desk: Desk, status: Status, page: int, search: str) -> tuple[list[Item], dict[Status, int]]:
    """Return the items of a page, with one more when there is a next page, and the number of items by status."""
    query = select(items).where(has_status(status))
    if search:
        found = [
            column.icontains(search, autoescape=True)
            for column in (items.c.author, items.c.text, items.c.article, items.c.title, items.c.source)
        ]
        query = query.where(or_(*found))
    order = (items.c.score, items.c.id) if status == WAITING else (items.c.decided.desc(), items.c.id.desc())
    with desk.inbox.database.read() as connection:
        shown = select_items(connection, query.order_by(*order).offset((page - 1) * PAGE).limit(PAGE + 1))
        counted = connection.execute(select(items.c.status, func.count()).group_by(items.c.status)).all()
    return shown, {row.status: row[1] for row in counted}


@dataclass(frozen=True, slots=True)
class ItemView:
    """An item for a template.

    Attributes:
        item: Its row.
        name: Its author, or its site.
        is_comment: Whether it is displayed as a comment.
        can_approve: Whether it may be published.
        standing: The label of its standing, if it has one.
        lost: The label of the failure of its last verification, if it failed.
        title, href: The article's title and URL.
        reasons: The reasons of its suspicion score.
    """

    item: Item
    name: str
    is_comment: bool
    can_approve: bool
    standing: Message | None
    lost: Message | None
    title: str
    href: str
    reasons: list[Reason]


def _item_view(desk: Desk, item: Item) -> ItemView:
    known = desk.inbox.articles.get(item.article)
    return ItemView(
        item=item,
        name=signature(item),
        is_comment=item.is_comment,
        can_approve=item.is_verified,
        standing=STANDING_WORDS[item.standing] if item.standing else None,
        lost=OUTCOMES[item.outcome] if item.outcome else None,
        title=known.title if known else item.article,
        href=article_address(desk.inbox, item.article),
        reasons=reasons_from_json(item.reasons),
    )


async def _decide_marked(desk: Desk, form: Form) -> Response:
    action = form.get("action", ("",))[-1]
    if action not in ACTIONS:
        raise RefusedError(400, message(N_("The inbox does not know what to do.")))
    did = {"done": 0, "missed": 0, "unseen": 0}
    for chosen in form.get("item", ())[:PAGE]:
        identity, _, revision = chosen.partition(":")
        try:
            changed = await run_in_threadpool(decisions.decide, desk.inbox, identity, action, "web", _number(revision))
            did["done"] += changed.changed
        except UncheckedError:
            did["unseen"] += 1
        except (DecisionError, BrokenFileError):
            did["missed"] += 1
    status = _status(form.get("status", ("",))[-1])
    return desk.redirect(f"/moderation?{urlencode({'status': status, 'did': action, **did})}")


@logged_in
async def item(desk: Desk, request: Request, session: str) -> Response:
    """Return the page of one item with all that is stored of it (GET), or decide on, edit or reply to it (POST)."""
    identity = request.path_params["item"]
    if request.method == "POST":
        form = await read_own_form(desk, request, session)
        return await _act_on_item(desk, session, identity, form)
    return await _show_item(desk, session, identity)


async def _show_item(desk: Desk, session: str, identity: str, **values: object) -> Response:
    item = await run_in_threadpool(item_files.find_current_item, desk.inbox, identity)
    if item is None:
        raise RefusedError(404, message(N_("There is no such comment, or not any more.")))
    shown: dict[str, Any] = {
        "trouble": None,
        "given": {"name": item.author, "url": item.author_url or "", "title": item.title or "", "text": item.text},
        "answer": "",
        "mistakes": {},
        "status": 200,
        **values,
    }
    status: int = shown.pop("status")
    csrf = desk.inbox.tokens.csrf_token(session)
    return desk.page("item.html", status, csrf=csrf, one=_item_view(desk, item), **shown)


async def _act_on_item(desk: Desk, session: str, identity: str, form: Form) -> Response:
    action = form.get("action", ("",))[-1]
    revision = _number(form.get("revision", ("",))[-1])
    try:
        if action in ACTIONS:
            await run_in_threadpool(decisions.decide, desk.inbox, identity, action, "web", revision)
        elif action == EDIT:
            mistakes = await _edit(desk, identity, form, revision)
            if mistakes is not None:
                return await _show_item(desk, session, identity, **mistakes)
        elif action == REPLY:
            text = form.get("answer", ("",))[-1]
            checked = check_comment(CommentForm(name="x", email="x@x.example", text=text))
            if checked.draft is None:
                return await _show_item(
                    desk, session, identity, status=422, answer=text, mistakes={"answer": checked.mistakes["text"]}
                )
            await run_in_threadpool(decisions.reply, desk.inbox, identity, checked.draft.text, "web")
        elif action in STANDINGS:
            await run_in_threadpool(decisions.set_standing, desk.inbox, identity, STANDINGS[action], "web")
        else:
            raise RefusedError(400, message(N_("The inbox does not know what to do.")))
    except UncheckedError:
        unchecked = message(N_("Its page was not seen to link here: nothing is published."))
        return await _show_item(desk, session, identity, status=409, trouble=unchecked)
    except BrokenFileError:
        return await _show_item(desk, session, identity, status=409, trouble=BROKEN)
    except DecisionError:
        other = message(N_("This comment has changed since you saw it; here it is as it stands now."))
        return await _show_item(desk, session, identity, status=409, trouble=other)
    return desk.redirect(f"/moderation/{identity}")


async def _edit(desk: Desk, identity: str, form: Form, revision: int) -> dict[str, Any] | None:
    """Edit an item; return None, or the values and mistakes to show again."""
    given = {name: form.get(name, ("",))[-1] for name in ("name", "url", "title", "text")}
    item = await run_in_threadpool(item_files.find_current_item, desk.inbox, identity)
    words, mistakes = check_edit(given, linkback=item is not None and not item.is_comment)
    if words is None:
        return {"status": 422, "given": given, "mistakes": mistakes}
    await run_in_threadpool(
        partial(decisions.edit, desk.inbox, identity, **asdict(words), actor="web", revision=revision)
    )
    return None


async def act(desk: Desk, request: Request) -> Response:
    """Return the page of a digest's signed link (GET), or decide (POST): a scanner that follows it decides nothing."""
    token = request.query_params.get("token", "")
    if request.method == "POST":
        form = await desk.read_form(request)
        token = form.get("token", ("",))[-1]
        if not desk.is_own(request):
            raise RefusedError(403, message(N_("This form is not from this page. Go back, load it again, and retry.")))
    given = desk.inbox.tokens.read_decision(token)
    identity, action, revision = given or ("", "", 0)
    if action not in ACTIONS:
        raise RefusedError(403, message(N_("This link is not good, or not any more.")))
    with desk.inbox.database.read() as connection:
        item = item_files.find_item(connection, identity)
    if item is None or item.revision != revision:
        raise RefusedError(403, message(N_("This link was used, or what it is about has changed since.")))
    if request.method != "POST":
        return desk.page("act.html", one=_item_view(desk, item), action=action, token=token)
    try:
        await run_in_threadpool(decisions.decide, desk.inbox, identity, action, "mail", revision)
    except BrokenFileError:
        raise RefusedError(409, BROKEN) from None
    except DecisionError:
        raise RefusedError(403, message(N_("This link was used, or what it is about has changed since."))) from None
    return desk.redirect(f"/done?{urlencode({'did': action})}")


async def done(desk: Desk, request: Request) -> Response:
    """Return the page after a decision by a digest's link."""
    did = request.query_params.get("did", "")
    return desk.page("done.html", did=did if did in ACTIONS else "")
