"""The moderator's pages: list, one comment, and the links of the digest mail."""

from __future__ import annotations

from dataclasses import asdict
from functools import partial
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import Row, func, or_, select
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from plugins.i18n.messages import N_, message
from plugins.inbox.data.database_tables import items
from plugins.inbox.data.item_labels import OUTCOMES, STANDING_WORDS, is_comment, signed
from plugins.inbox.intake.comment_form import Filled, check, check_words
from plugins.inbox.intake.suspicion import from_json
from plugins.inbox.mail.letters import article_address
from plugins.inbox.moderation import decisions
from plugins.inbox.moderation.decisions import ACTIONS, STANDINGS, STATUSES, DecisionError, UncheckedError
from plugins.inbox.moderation.published_file import BrokenError
from plugins.inbox.sync import rebuild
from plugins.inbox.web.desk import Desk
from plugins.inbox.web.moderator_session import logged_in, own_form
from plugins.inbox.web.request_body import Form, RefusedError
from plugins.interactions.visitor_text import as_line

__all__ = ["act", "done", "item", "listing"]

PAGE = 30
BROKEN = message(N_("Its file cannot be used, so nothing is changed: python3 tasks.py check tells what is wrong."))


@logged_in
async def listing(desk: Desk, request: Request, session: str) -> Response:
    """Show what waits, or what was decided; decide on all that are marked."""
    if request.method == "POST":
        return await _bulk(desk, await own_form(desk, request, session))
    query = request.query_params
    status = query.get("status") if query.get("status") in STATUSES else "pending"
    page = _number(query.get("page", "1"))
    search = as_line(query.get("q", "")[:100])
    rows, counts = await run_in_threadpool(_rows, desk, str(status), max(1, page), search)
    return desk.page(
        "moderation.html",
        csrf=desk.inbox.tokens.session(session),
        chosen=status,
        statuses=STATUSES,
        counts=counts,
        search=search,
        rows=[_shown(desk, row) for row in rows[:PAGE]],
        page=page,
        more=len(rows) > PAGE,
        checked=query.get("all") == "1",
        did=query.get("did", ""),
        done=max(0, _number(query.get("done", ""))),
        missed=max(0, _number(query.get("missed", ""))),
        unseen=max(0, _number(query.get("unseen", ""))),
        trouble=await run_in_threadpool(rebuild.trouble, desk.inbox),
    )


def _number(text: str) -> int:
    """Return a number that a request names; -1 when it names none, or one of too many digits."""
    return int(text) if text.isdecimal() and len(text) < 10 else -1


def _rows(desk: Desk, status: str, page: int, search: str) -> tuple[list[Row[Any]], dict[str, int]]:
    query = select(items).where(items.c.status == status)
    if search:
        found = [
            column.icontains(search, autoescape=True)
            for column in (items.c.author, items.c.text, items.c.article, items.c.title, items.c.source)
        ]
        query = query.where(or_(*found))
    order = (items.c.score, items.c.id) if status == "pending" else (items.c.decided.desc(), items.c.id.desc())
    with desk.inbox.database.read() as connection:
        rows = connection.execute(query.order_by(*order).offset((page - 1) * PAGE).limit(PAGE + 1)).all()
        counted = connection.execute(select(items.c.status, func.count()).group_by(items.c.status)).all()
    return list(rows), {row.status: row[1] for row in counted}


def _shown(desk: Desk, row: Row[Any]) -> dict[str, Any]:
    known = desk.inbox.articles.get(row.article)
    return {
        "row": row,
        "name": signed(row),
        "is_comment": is_comment(row),
        "can_approve": row.source is None or row.checked is not None or row.standing is not None,
        "standing": STANDING_WORDS.get(row.standing or ""),
        "lost": OUTCOMES.get(row.outcome or ""),
        "title": known.title if known else row.article,
        "href": article_address(desk.inbox, row.article),
        "reasons": from_json(row.reasons),
    }


async def _bulk(desk: Desk, form: Form) -> Response:
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
        except (DecisionError, BrokenError):
            did["missed"] += 1
    back = form.get("status", ("pending",))[-1]
    status = back if back in STATUSES else "pending"
    return desk.to(f"/moderation?{urlencode({'status': status, 'did': action, **did})}")


@logged_in
async def item(desk: Desk, request: Request, session: str) -> Response:
    """Show one comment with everything known of it; decide on it, edit it or answer it."""
    identity = request.path_params["item"]
    if request.method == "POST":
        form = await own_form(desk, request, session)
        return await _one(desk, session, identity, form)
    return await _item(desk, session, identity)


async def _item(desk: Desk, session: str, identity: str, **values: object) -> Response:
    row = await run_in_threadpool(decisions.look_up, desk.inbox, identity)
    if row is None:
        raise RefusedError(404, message(N_("There is no such comment, or not any more.")))
    shown: dict[str, Any] = {
        "trouble": None,
        "given": {"name": row.author, "url": row.author_url or "", "title": row.title or "", "text": row.text},
        "answer": "",
        "mistakes": {},
        "status": 200,
        **values,
    }
    status: int = shown.pop("status")
    csrf = desk.inbox.tokens.session(session)
    return desk.page("item.html", status, csrf=csrf, one=_shown(desk, row), **shown)


async def _one(desk: Desk, session: str, identity: str, form: Form) -> Response:
    action = form.get("action", ("",))[-1]
    revision = _number(form.get("revision", ("",))[-1])
    try:
        if action in ACTIONS:
            await run_in_threadpool(decisions.decide, desk.inbox, identity, action, "web", revision)
        elif action == "edit":
            mistakes = await _edit(desk, identity, form, revision)
            if mistakes is not None:
                return await _item(desk, session, identity, **mistakes)
        elif action == "reply":
            text = form.get("answer", ("",))[-1]
            checked = check(Filled(name="x", email="x@x.example", text=text))
            if checked.draft is None:
                return await _item(
                    desk, session, identity, status=422, answer=text, mistakes={"answer": checked.mistakes["text"]}
                )
            await run_in_threadpool(decisions.reply, desk.inbox, identity, checked.draft.text, "web")
        elif action in STANDINGS:
            await run_in_threadpool(decisions.stand, desk.inbox, identity, STANDINGS[action], "web")
        else:
            raise RefusedError(400, message(N_("The inbox does not know what to do.")))
    except UncheckedError:
        unchecked = message(N_("Its page was not seen to link here: nothing is published."))
        return await _item(desk, session, identity, status=409, trouble=unchecked)
    except BrokenError:
        return await _item(desk, session, identity, status=409, trouble=BROKEN)
    except DecisionError:
        other = message(N_("This comment has changed since you saw it; here it is as it stands now."))
        return await _item(desk, session, identity, status=409, trouble=other)
    return desk.to(f"/moderation/{identity}")


async def _edit(desk: Desk, identity: str, form: Form, revision: int) -> dict[str, Any] | None:
    """Edit a comment or a linkback; return what to show again when something is wrong."""
    given = {name: form.get(name, ("",))[-1] for name in ("name", "url", "title", "text")}
    row = await run_in_threadpool(decisions.look_up, desk.inbox, identity)
    words, mistakes = check_words(given, linkback=row is not None and not is_comment(row))
    if words is None:
        return {"status": 422, "given": given, "mistakes": mistakes}
    await run_in_threadpool(
        partial(decisions.edit, desk.inbox, identity, **asdict(words), actor="web", revision=revision)
    )
    return None


async def act(desk: Desk, request: Request) -> Response:
    """Show what a link of the digest does, or do it: GET shows, POST acts, so that no mail scanner decides."""
    token = request.query_params.get("token", "")
    if request.method == "POST":
        form = await desk.form(request)
        token = form.get("token", ("",))[-1]
        if not desk.is_own(request):
            raise RefusedError(403, message(N_("This form is not from this page. Go back, load it again, and retry.")))
    given = desk.inbox.tokens.read_decision(token)
    if given is None or given[1] not in ACTIONS:
        raise RefusedError(403, message(N_("This link is not good, or not any more.")))
    identity, action, revision = given
    with desk.inbox.database.read() as connection:
        row = decisions.find(desk.inbox, connection, identity)
    if row is None or row.revision != revision:
        raise RefusedError(403, message(N_("This link was used, or what it is about has changed since.")))
    if request.method != "POST":
        return desk.page("act.html", one=_shown(desk, row), action=action, token=token)
    try:
        await run_in_threadpool(decisions.decide, desk.inbox, identity, action, "mail", revision)
    except BrokenError:
        raise RefusedError(409, BROKEN) from None
    except DecisionError:
        raise RefusedError(403, message(N_("This link was used, or what it is about has changed since."))) from None
    return desk.to(f"/done?{urlencode({'did': action})}")


async def done(desk: Desk, request: Request) -> Response:
    """Tell what was done."""
    did = request.query_params.get("did", "")
    return desk.page("done.html", did=did if did in ACTIONS else "")
