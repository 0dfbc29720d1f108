"""Moderation decisions: approve, reject, mark as spam, edit, reply, keep; each one transaction, then the record file.

A decision, its log entry and its letters are committed together, with ``todo`` set; then the file is written or
removed as the status says, under the row's lock, and ``todo`` is unset. After a crash in between, the sweep finds
``todo`` set and completes it: writing a file is idempotent.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Literal, TypeAlias

from sqlalchemy import Connection, delete, select

from plugins.inbox.data import decision_log
from plugins.inbox.data.database_tables import items, subscriptions
from plugins.inbox.data.decision_log import Action, Actor, LogAction
from plugins.inbox.data.item import Item, Status
from plugins.inbox.data.item_rows import (
    ItemValues,
    differences,
    get_item,
    insert_item,
    update_item,
)
from plugins.inbox.mail import letters
from plugins.inbox.moderation.item_files import lock_item, update_file
from plugins.inbox.service import Inbox
from plugins.interactions.model import Standing
from plugins.interactions.record_ids import RANDOM_BYTES, new_id
from plugins.interactions.visitor_text import LONGEST_NAME

__all__ = [
    "ACTIONS",
    "STANDINGS",
    "STATUSES",
    "DecisionError",
    "DecisionResult",
    "StandingAction",
    "UncheckedError",
    "decide",
    "edit",
    "reply",
    "set_standing",
    "write_decision",
]

StandingAction: TypeAlias = Literal["archive", "mark", "restore"]
ACTIONS: dict[Action, Status] = {"approve": "approved", "reject": "rejected", "spam": "spam"}
STANDINGS: dict[StandingAction, Standing | None] = {"archive": "archived", "mark": "gone", "restore": None}
"""The standing of a published linkback whose source cannot be verified any more, by action; ``restore`` unsets it."""
STATUSES: tuple[Status, ...] = ("pending", "checking", "approved", "rejected", "spam")
"""The statuses that a moderator sees, in the order of the pages: all but ``erased``."""
REFUSALS: tuple[Status, ...] = ("rejected", "spam")


class DecisionError(Exception):
    """Nothing was decided: there is no such item, or it has changed since the moderator saw it."""


class UncheckedError(DecisionError):
    """The linkback is not verified, and so cannot be published."""


@dataclass(frozen=True, slots=True)
class DecisionResult:
    """The result of a decision: the item's id, and whether it changed anything."""

    id: str
    changed: bool


def decide(inbox: Inbox, identity: str, action: Action, actor: Actor, revision: int | None = None) -> DecisionResult:
    """Approve an item, reject it or mark it as spam.

    Args:
        inbox: The inbox that holds it.
        identity: The item's id.
        action: One of ``ACTIONS``.
        actor: ``terminal``, ``web`` or ``mail``: for the log.
        revision: The revision that the moderator saw; when it is not the present one, nothing is decided.

    Raises:
        DecisionError: There is no such item, or it has changed since the moderator saw it.
        UncheckedError: It is a linkback that is not verified.
    """
    status = ACTIONS[action]
    with inbox.database.write() as connection:
        item = lock_item(inbox, connection, identity)
        if item is None or (revision is not None and item.revision != revision):
            raise DecisionError(identity)
        if item.status == status:
            return DecisionResult(identity, False)
        if status == "approved":
            _require_verified(item)
        write_decision(inbox, connection, item, status, action, actor)
    update_file(inbox, identity)
    return DecisionResult(identity, True)


def _require_verified(item: Item) -> None:
    """Raise :class:`UncheckedError` for a linkback that is not verified."""
    if not item.is_verified:
        raise UncheckedError(item.id)


def write_decision(
    inbox: Inbox, connection: Connection, item: Item, status: Status, action: LogAction, actor: Actor
) -> None:
    """Write a decision, its log entry and its letters, in a transaction; after it, call :func:`update_file`."""
    values: ItemValues = {
        "status": status,
        "todo": True,
        "revision": item.revision + 1,
        "decided": inbox.now,
        "email": None,
    }
    if status in REFUSALS:  # ends verification; a moderator's rejection has no outcome, verification's has one
        values |= {"due": None, "author_page": None, "outcome": None}
    update_item(connection, item.id, **values)
    details = {"from": item.status, "to": status}
    decision_log.append(connection, inbox.keys, at=inbox.now, actor=actor, action=action, item=item.id, details=details)
    if status == "approved":
        letters.queue_approval_letters(inbox, connection, item)
    else:  # an unpublished item gets no replies: its subscription goes, with the address
        connection.execute(delete(subscriptions).where(subscriptions.c.item == item.id))


def edit(
    inbox: Inbox,
    identity: str,
    *,
    author: str,
    author_url: str | None,
    text: str,
    actor: Actor,
    title: str | None = None,
    revision: int | None = None,
) -> DecisionResult:
    """Edit the author, title and text of an item; the values must be validated.

    Raises:
        DecisionError: There is no such item, or it has changed since the moderator saw it.
    """
    given: ItemValues = {"author": author, "author_url": author_url, "title": title, "text": text}
    with inbox.database.write() as connection:
        item = lock_item(inbox, connection, identity)
        if item is None or (revision is not None and item.revision != revision):
            raise DecisionError(identity)
        if not differences(item, given):
            return DecisionResult(identity, False)
        _write_edit(inbox, connection, item, given)
        decision_log.append(connection, inbox.keys, at=inbox.now, actor=actor, action="edit", item=identity)
    update_file(inbox, identity)
    return DecisionResult(identity, True)


def set_standing(inbox: Inbox, identity: str, standing: Standing | None, actor: Actor) -> DecisionResult:
    """Set the standing of a published linkback: archived, marked as gone, or neither (None).

    Raises:
        DecisionError: There is no such linkback, or it is not published.
    """
    with inbox.database.write() as connection:
        item = lock_item(inbox, connection, identity)
        if item is None or not item.is_linkback or item.status != "approved":
            raise DecisionError(identity)
        if item.standing == standing:
            return DecisionResult(identity, False)
        _write_edit(inbox, connection, item, {"standing": standing, "outcome": None, "due": None})
        action: LogAction = standing or "restore"
        decision_log.append(connection, inbox.keys, at=inbox.now, actor=actor, action=action, item=identity)
    update_file(inbox, identity)
    return DecisionResult(identity, True)


def _write_edit(inbox: Inbox, connection: Connection, item: Item, values: ItemValues) -> None:
    todo = item.todo or item.status == "approved"
    changes: ItemValues = {**values, "revision": item.revision + 1, "todo": todo, "edited": inbox.now}
    update_item(connection, item.id, **changes)


def reply(inbox: Inbox, identity: str, text: str, actor: Actor) -> DecisionResult:
    """Publish a reply to a comment as the article's author; a comment that is not published is approved by it.

    Idempotent: the same reply to the same comment is published once, however often the form is sent.

    Raises:
        DecisionError: There is no such comment; a linkback that is not displayed as a comment takes no replies here.
        UncheckedError: It is a reply on another site's page that is not verified.
    """
    with inbox.database.write() as connection:
        item = lock_item(inbox, connection, identity)
        if item is None or not item.is_comment:
            raise DecisionError(identity)
        key = inbox.keys.digest("reply", f"{identity}\n{text}")
        known = connection.execute(select(items.c.id).where(items.c.key == key)).scalar_one_or_none()
        if known is not None:
            return DecisionResult(known, False)
        if item.status != "approved":
            _require_verified(item)
            write_decision(inbox, connection, item, "approved", "approve", actor)
        answer = new_id(inbox.present, secrets.token_bytes(RANDOM_BYTES))
        article = inbox.articles.get(item.article)
        insert_item(
            connection,
            id=answer,
            status="approved",
            todo=True,
            revision=1,
            kind="comment",
            article=item.article,
            in_reply_to=identity,
            author=(article.author if article else inbox.articles.site.name)[:LONGEST_NAME],
            by_author=True,
            text=text,
            received=inbox.now,
            decided=inbox.now,
            score=0,
            reasons="[]",
            key=key,
        )
        decision_log.append(connection, inbox.keys, at=inbox.now, actor=actor, action="reply", item=answer)
        letters.queue_approval_letters(inbox, connection, get_item(connection, answer))
    update_file(inbox, identity)
    update_file(inbox, answer)
    return DecisionResult(answer, True)
