"""Queues and composes letters: the moderator's digest, the opt-in question to a reader, the notice of a reply.

A letter is a row of the outbox, inserted in the transaction of its cause, with ids and no address; it is composed when
it is sent, from the data of that moment. ``(kind, subject)`` is unique, so that no letter is queued twice.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.headerregistry import Address
from urllib.parse import quote, urljoin

from sqlalchemy import Connection, insert, select, update

from plugins.base.safe_text import plain
from plugins.inbox.data import decision_log
from plugins.inbox.data.database_tables import items, notes, outbox, subscriptions
from plugins.inbox.data.decision_log import Action
from plugins.inbox.data.item import Item
from plugins.inbox.data.item_labels import signature
from plugins.inbox.data.item_rows import has_status, select_item, select_items
from plugins.inbox.data.mail_rows import (
    LetterKind,
    QueuedLetter,
    Subscription,
    has_subscription_state,
    insert_letter,
    select_subscription,
    select_subscriptions,
)
from plugins.inbox.data.timestamps import MINUTE
from plugins.inbox.service import Inbox
from plugins.inbox.templating import Pages
from plugins.interactions.record_ids import RANDOM_BYTES, new_id

__all__ = ["Letter", "article_address", "compose_letter", "queue_approval_letters", "queue_digest"]

SHOWN = 20
"""The number of items that a digest lists; it counts the others."""
EXCERPT = 600
LAST = "last_digest"
DEEPEST = 50
LINKED_ACTIONS: tuple[Action, ...] = ("approve", "reject", "spam")
"""The actions that a digest has signed links for."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A composed letter, ready to be sent."""

    to: str
    subject: str
    text: str
    headers: dict[str, str] = field(default_factory=dict)


def queue_digest(inbox: Inbox) -> str | None:
    """Queue a digest of the pending items that were in none, and return its id; None if none is due or needed."""
    if not inbox.settings.tells_moderator:
        return None
    with inbox.database.write() as connection:
        last = connection.execute(select(notes.c.value).where(notes.c.name == LAST).with_for_update()).scalar()
        if last is None:
            connection.execute(insert(notes), [{"name": LAST, "value": "0"}])
        if inbox.now - int(last or 0) < inbox.settings.digest_minutes * MINUTE:
            return None
        untold = (has_status("pending"), items.c.digest.is_(None))
        if connection.execute(select(items.c.id).where(*untold).limit(1)).scalar() is None:
            return None
        identity = _queue_letter(inbox, connection, "digest", str(inbox.now))
        connection.execute(update(items).where(*untold).values(digest=identity))
        connection.execute(update(notes).where(notes.c.name == LAST).values(value=str(inbox.now)))
    inbox.nudge("deliver", identity)
    return identity


def queue_approval_letters(inbox: Inbox, connection: Connection, item: Item) -> None:
    """Queue the letters of an approval: the opt-in question to its author, and notices to those it replies to."""
    asked = select_subscription(connection, subscriptions.c.item == item.id, has_subscription_state("asked"))
    if asked is not None:
        _queue_letter(inbox, connection, "confirm", asked.id)
    confirmed = has_subscription_state("confirmed")
    for ancestor in _ancestors(connection, item):
        for reader in select_subscriptions(connection, subscriptions.c.item == ancestor, confirmed):
            if reader.email_digest != item.email_digest:
                _queue_letter(inbox, connection, "notice", f"{reader.id}:{item.id}")


def _ancestors(connection: Connection, item: Item) -> Iterator[str]:
    """Yield the ids of the comments that an item replies to, directly and transitively, the nearest first."""
    seen: set[str] = set()
    current = item.in_reply_to
    while current is not None and current not in seen and len(seen) < DEEPEST:
        yield current
        seen.add(current)
        current = connection.execute(select(items.c.in_reply_to).where(items.c.id == current)).scalar()


def _queue_letter(inbox: Inbox, connection: Connection, kind: LetterKind, subject: str) -> str:
    known = connection.execute(
        select(outbox.c.id).where(outbox.c.kind == kind, outbox.c.subject == subject)
    ).scalar_one_or_none()
    if known is not None:
        return str(known)
    identity = new_id(inbox.present, secrets.token_bytes(RANDOM_BYTES))
    now = inbox.now
    insert_letter(connection, id=identity, kind=kind, subject=subject, state="waiting", made=now, due=now, attempts=0)
    return identity


def compose_letter(inbox: Inbox, connection: Connection, queued: QueuedLetter) -> Letter | None:
    """Return the letter of a row of the outbox, or None when its cause no longer holds."""
    if queued.kind == "digest":
        return _compose_digest(inbox, connection, queued.id)
    identity, _, item = queued.subject.partition(":")
    reader = select_subscription(connection, subscriptions.c.id == identity)
    if reader is None or (queued.kind == "notice") != (reader.state == "confirmed"):
        return None
    return (
        _compose_confirmation(inbox, reader)
        if queued.kind == "confirm"
        else _compose_notice(inbox, connection, reader, item)
    )


def _compose_digest(inbox: Inbox, connection: Connection, identity: str) -> Letter | None:
    if inbox.settings.moderator is None:
        return None
    query = select(items).where(items.c.digest == identity, has_status("pending"))
    found = select_items(connection, query.order_by(items.c.score, items.c.id))
    if not found:
        return None
    shown = [
        {
            "item": item,
            "author": plain(signature(item)),
            "title": plain(_title(inbox, item.article)),
            "quoted": _quoted("\n".join(part for part in (item.title, item.source, item.text) if part)),
            "links": {action: _action_link(inbox, item, action) for action in LINKED_ACTIONS},
        }
        for item in found[:SHOWN]
    ]
    entries, seal = decision_log.head(connection)
    pages = Pages(inbox)
    count = len(found)
    subject = inbox.words.ngettext("%(count)s message is waiting", "%(count)s messages are waiting", count) % {
        "count": count
    }
    text = pages.text(
        "digest.txt",
        items=shown,
        more=count - len(shown),
        moderation=f"{inbox.settings.url}/moderation",
        entries=entries,
        seal=seal[:16],
    )
    return Letter(inbox.settings.moderator, f"{plain(inbox.articles.site.name)} – {subject}", text)


def _compose_confirmation(inbox: Inbox, reader: Subscription) -> Letter:
    link = f"{inbox.settings.url}/confirm?token={inbox.tokens.sign_subscription('confirm', reader.id)}"
    title = plain(_title(inbox, reader.article))
    text = Pages(inbox).text("confirm.txt", title=title, link=link, site=plain(inbox.articles.site.name))
    subject = inbox.words.gettext("Do you want to be told of replies?")
    return Letter(reader.email, f"{plain(inbox.articles.site.name)} – {subject}", text)


def _compose_notice(inbox: Inbox, connection: Connection, reader: Subscription, identity: str) -> Letter | None:
    item = select_item(connection, items.c.id == identity, has_status("approved"))
    if item is None:
        return None
    leave = f"{inbox.settings.url}/unsubscribe?token={inbox.tokens.sign_subscription('leave', reader.id)}"
    title = plain(_title(inbox, item.article))
    text = Pages(inbox).text(
        "notice.txt",
        author=plain(signature(item)),
        title=title,
        quoted=_quoted(item.text),
        link=f"{article_address(inbox, item.article)}#comment-{item.id}",
        leave=leave,
    )
    subject = inbox.words.gettext("A reply to your comment on “%(title)s”") % {"title": title}
    return Letter(
        reader.email,
        subject,
        text,
        {"List-Unsubscribe": f"<{leave}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
    )


def article_address(inbox: Inbox, article: str) -> str:
    """Return the absolute URL of an article, or that of the home page when there is no such article."""
    known = inbox.articles.get(article)
    return urljoin(f"{inbox.settings.origin}/", known.url if known else inbox.articles.site.home)


def _action_link(inbox: Inbox, item: Item, action: Action) -> str:
    return f"{inbox.settings.url}/act?token={quote(inbox.tokens.sign_decision(item.id, action, item.revision))}"


def _title(inbox: Inbox, article: str) -> str:
    known = inbox.articles.get(article)
    return known.title if known else article


def _quoted(text: str) -> list[str]:
    """Return an excerpt of a visitor's text as quoted lines: prefixed, so that none can pass for the letter's own."""
    cut = text if len(text) <= EXCERPT else f"{text[:EXCERPT]}…"
    return [f"> {plain(line)}" for line in cut.split("\n")]


def mail_address(address: str, name: str = "") -> Address:
    """Return an address for a mail header; raises for one that would allow header injection (RFC 5322, section 2.2)."""
    return Address(display_name=name, addr_spec=address)
