"""Stores comments in the pending queue, durably and once each; confirms and ends subscriptions to replies."""

from __future__ import annotations

import json
import re
import secrets
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, delete, func, select, update
from sqlalchemy.exc import IntegrityError

from plugins.inbox.data.database_tables import items, subscriptions
from plugins.inbox.data.item_rows import has_status, insert_item
from plugins.inbox.data.mail_rows import SubscriptionState, insert_subscription
from plugins.inbox.intake import suspicion
from plugins.inbox.intake.comment_form import Draft
from plugins.inbox.service import Inbox
from plugins.interactions.record_ids import RANDOM_BYTES, new_id

__all__ = ["Circumstances", "FullError", "confirm_subscription", "end_subscription", "store_comment"]


class FullError(Exception):
    """The moderation queue is full (``INBOX_WAITING_LIMIT``)."""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """The circumstances of a comment's submission that its suspicion score takes into account.

    Attributes:
        network: The keyed digest of the sender's network.
        trapped: Whether the honeypot was filled in.
        seconds: From the form's opening to its submission; None without a valid token.
    """

    network: str
    trapped: bool = False
    seconds: float | None = None


def store_comment(inbox: Inbox, draft: Draft, circumstances: Circumstances) -> str:
    """Store a comment in the pending queue and return its id; idempotent: the same comment has the same id.

    Raises:
        FullError: The moderation queue is full.
    """
    key = inbox.keys.digest("key", json.dumps([draft.article, draft.in_reply_to, draft.name, draft.email, draft.text]))
    identity = new_id(inbox.present, secrets.token_bytes(RANDOM_BYTES))
    try:
        with inbox.database.write() as connection:
            known = _find_by_key(connection, key)
            if known is not None:
                return known
            _insert_comment(inbox, connection, identity, draft, circumstances, key)
    except IntegrityError:  # another process inserted it between the query and the insert (PostgreSQL)
        with inbox.database.read() as connection:
            known = _find_by_key(connection, key)
        if known is None:
            raise
        return known
    if inbox.settings.tells_moderator:
        inbox.nudge("announce", "")
    return identity


def _find_by_key(connection: Connection, key: str) -> str | None:
    return connection.execute(select(items.c.id).where(items.c.key == key)).scalar_one_or_none()


def _insert_comment(
    inbox: Inbox, connection: Connection, identity: str, draft: Draft, circumstances: Circumstances, key: str
) -> None:
    waiting = connection.execute(select(func.count()).where(has_status("pending"))).scalar_one()
    if waiting >= inbox.settings.waiting_limit:
        raise FullError
    digest = inbox.email_digest(draft.email)
    text_digest = inbox.keys.digest("text", re.sub(r"\W+", " ", draft.text.lower()).strip())
    answered = draft.in_reply_to if _is_answerable(inbox, connection, draft) else None
    article = inbox.articles.get(draft.article)
    given = suspicion.comment_reasons(
        suspicion.CommentTraits(
            name=draft.name,
            url=draft.url,
            text=draft.text,
            trapped=circumstances.trapped,
            seconds=circumstances.seconds,
            repeats=_count(connection, items.c.text_digest == text_digest),
            waiting=_count(connection, has_status("pending"), items.c.network == circumstances.network),
            orphan=draft.in_reply_to is not None and answered is None,
            words=inbox.suspicious,
            author=article.author if article else "",
        )
    )
    insert_item(
        connection,
        id=identity,
        status="pending",
        todo=False,
        revision=1,
        kind="comment",
        article=draft.article,
        in_reply_to=answered,
        author=draft.name,
        author_url=draft.url,
        by_author=False,
        text=draft.text,
        text_digest=text_digest,
        received=inbox.now,
        score=suspicion.score(given),
        reasons=suspicion.reasons_to_json(given),
        email=draft.email,
        email_digest=digest,
        network=circumstances.network,
        key=key,
    )
    if draft.notify:
        insert_subscription(
            connection,
            id=new_id(inbox.present, secrets.token_bytes(RANDOM_BYTES)),
            item=identity,
            article=draft.article,
            email=draft.email,
            email_digest=digest,
            state="asked",
            made=inbox.now,
        )


def _is_answerable(inbox: Inbox, connection: Connection, draft: Draft) -> bool:
    """Return whether the comment that is replied to is published under the same article."""
    if draft.in_reply_to is None:
        return False
    found = connection.execute(
        select(items.c.article).where(items.c.id == draft.in_reply_to, has_status("approved"))
    ).scalar_one_or_none()
    return found == draft.article or inbox.store.get(draft.article, draft.in_reply_to) is not None


def _count(connection: Connection, *conditions: ColumnElement[bool]) -> int:
    return connection.execute(select(func.count()).select_from(items).where(*conditions)).scalar_one()


def confirm_subscription(inbox: Inbox, identity: str) -> None:
    """Confirm a subscription to replies (double opt-in); one that was ended stays ended."""
    confirmed: SubscriptionState = "confirmed"
    with inbox.database.write() as connection:
        connection.execute(update(subscriptions).where(subscriptions.c.id == identity).values(state=confirmed))


def end_subscription(inbox: Inbox, identity: str) -> None:
    """End a subscription to replies: delete its row, with the address."""
    with inbox.database.write() as connection:
        connection.execute(delete(subscriptions).where(subscriptions.c.id == identity))
