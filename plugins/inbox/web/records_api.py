"""The API of ``sync``: pages of changed records after a cursor, ``GET /inbox/records?since=…``, with a bearer token.

A response is JSON: ``changes``, each the ``article`` and ``id`` of a record with ``record``, the text of its file, or
null when moderation removed it; ``next``, the cursor of the next page; ``more``, whether there is one now. Each record
is parsed by the model and serialised again, so that only fields of the model leave the server, whatever was written
into a file by hand. A file that is missing or invalid without a removal by moderation is left out, so that a lost
folder here deletes nothing there.
"""

from __future__ import annotations

import hmac

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from plugins.i18n.messages import N_, message
from plugins.inbox.data import record_changes
from plugins.inbox.service import Inbox
from plugins.inbox.web.request_body import RefusedError
from plugins.inbox.web.request_context import Desk
from plugins.interactions.record_yaml import write

__all__ = ["PAGE", "changes_page", "records"]

PAGE = 100
"""The most changes of a response."""
FULL = 2 * 1024 * 1024
"""Bytes of records after which a response ends early; one record has at most 64 KiB."""


async def records(desk: Desk, request: Request) -> Response:
    """Return a page of changes as JSON, for a request with the bearer token."""
    wanted = desk.inbox.settings.sync_token
    if wanted is None:
        raise RefusedError(404, message(N_("There is no such page here.")))
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not hmac.compare_digest(given.encode(), wanted.get_secret_value().encode()):
        if not desk.requests.hit(desk.network(request)):
            too_often = message(N_("Too much has come from your network. Please come back in a few minutes."))
            raise RefusedError(429, too_often, {"Retry-After": str(desk.requests.wait)})
        raise RefusedError(
            401, message(N_("The token of this request is not the inbox's.")), {"WWW-Authenticate": "Bearer"}
        )
    return JSONResponse(await run_in_threadpool(changes_page, desk.inbox, request.query_params.get("since", "")))


def changes_page(inbox: Inbox, since: str) -> dict[str, object]:
    """Return the page of changes after a cursor; an invalid one, or another database's, counts as the beginning."""
    epoch, _, text = since.partition(":")
    with inbox.database.read() as connection:
        last = record_changes.head(connection)
    number = int(text) if epoch == last.epoch and text.isascii() and text.isdecimal() and len(text) < 19 else 0
    if number == 0:
        record_changes.note_unknown_records(inbox.database, inbox.store)
    with inbox.database.read() as connection:
        last = record_changes.head(connection)
        number = min(number, last.number)
        rows = record_changes.changes_after(connection, number, PAGE)
    found: list[dict[str, str | None]] = []
    size = 0
    for row in rows:
        record = None if row.gone else inbox.store.get(row.article, row.item)
        if row.gone or record is not None:
            data = write(record) if record is not None else b""
            size += len(data)
            found.append({"article": row.article, "id": row.item, "record": data.decode() or None})
        number = row.number
        if size >= FULL:
            break
    return {"changes": found, "next": f"{last.epoch}:{number}", "more": number < last.number}
