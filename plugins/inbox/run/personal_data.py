"""Personal data of an e-mail address: export and erasure (GDPR, articles 15, 17 and 20); and retention."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, or_, select, update

from plugins.inbox.data import decision_log
from plugins.inbox.data.database_tables import failures, items, outbox, sessions, subscriptions
from plugins.inbox.data.decision_log import Actor
from plugins.inbox.data.item_rows import ItemValues, has_status, select_items
from plugins.inbox.data.mail_rows import has_letter_state, has_subscription_state, select_subscriptions
from plugins.inbox.data.signed_tokens import CONFIRM_SECONDS
from plugins.inbox.data.timestamps import DAY, from_ms
from plugins.inbox.moderation.item_files import update_file
from plugins.inbox.service import Inbox
from plugins.inbox.verify.shared_host_turns import forget_turns

__all__ = ["Erased", "erase", "export", "purge"]


@dataclass(frozen=True, slots=True)
class Erased:
    """The numbers of erased comments and of deleted subscriptions."""

    comments: int
    subscriptions: int


def export(inbox: Inbox, email: str) -> dict[str, Any]:
    """Return the personal data of an e-mail address, serialisable as JSON (GDPR, articles 15 and 20)."""
    digest = inbox.email_digest(email)
    with inbox.database.read() as connection:
        query = select(items).where(items.c.email_digest == digest, ~has_status("erased")).order_by(items.c.id)
        comments = select_items(connection, query)
        readers = select_subscriptions(connection, subscriptions.c.email_digest == digest)
    return {
        "email": email,
        "comments": [
            {
                "id": comment.id,
                "article": comment.article,
                "status": comment.status,
                "name": comment.author,
                "web_site": comment.author_url,
                "text": comment.text,
                "received": from_ms(comment.received).isoformat(),
                "email_kept": comment.email is not None,
                "network_digest_kept": comment.network is not None,
            }
            for comment in comments
        ],
        "subscriptions": [
            {"article": reader.article, "state": reader.state, "since": from_ms(reader.made).isoformat()}
            for reader in readers
        ],
    }


def erase(inbox: Inbox, email: str, actor: Actor) -> Erased:
    """Erase the comments and subscriptions of an e-mail address, published ones too, and return how many (article 17).

    The rows are emptied in one transaction; then the files are removed, and with them the rows. When this returns, no
    file of the inbox holds the address, not in free pages or the write-ahead log of SQLite either (that of PostgreSQL
    is recycled in time).
    """
    digest = inbox.email_digest(email)
    with inbox.database.write() as connection:
        condition = (items.c.email_digest == digest, ~has_status("erased"))
        gone = list(connection.execute(select(items.c.id).where(*condition).with_for_update()).scalars())
        emptied: ItemValues = {
            "status": "erased",
            "todo": True,
            "author": "",
            "author_url": None,
            "text": "",
            "text_digest": None,
            "email": None,
            "email_digest": None,
            "network": None,
            "key": None,
        }
        connection.execute(update(items).where(*condition).values(**emptied))
        readers = delete(subscriptions).where(
            or_(subscriptions.c.email_digest == digest, subscriptions.c.item.in_(gone))
        )
        ended = connection.execute(readers).rowcount
        for identity in gone:
            decision_log.append(connection, inbox.keys, at=inbox.now, actor=actor, action="erase", item=identity)
    for identity in gone:
        update_file(inbox, identity)
    inbox.database.overwrite_deleted()
    return Erased(len(gone), ended)


def purge(inbox: Inbox, actor: Actor) -> int:
    """Delete the data whose retention period is over, and return the number of items concerned.

    After the retention period since the decision, rejected items and spam are deleted, and the digests of network and
    contents of approved comments. Subscriptions that were never confirmed are deleted once their links have expired;
    so are, in time, sent letters, expired sessions and failed logins. Pending items are left to the moderator: only
    the digests of their networks are deleted.
    """
    kept_since = inbox.now - inbox.settings.retention_days * DAY
    old = (items.c.decided.is_not(None), items.c.decided < kept_since, items.c.todo.is_(False))
    unconfirmed = (has_subscription_state("asked"), subscriptions.c.made < inbox.now - CONFIRM_SECONDS * 1000)
    waiting = select(items.c.id).where(has_status("pending"))
    with inbox.database.write() as connection:
        gone = connection.execute(delete(items).where(*old, has_status("rejected", "spam"))).rowcount
        comments = items.c.source.is_(None)  # the key of a linkback is made of what is published
        stale = update(items).where(*old, comments, or_(items.c.network.is_not(None), items.c.key.is_not(None)))
        gone += connection.execute(stale.values(network=None, key=None, text_digest=None)).rowcount
        connection.execute(delete(subscriptions).where(*unconfirmed, subscriptions.c.item.not_in(waiting)))
        connection.execute(delete(subscriptions).where(subscriptions.c.item.not_in(select(items.c.id))))
        done = (has_letter_state("sent", "dropped", "failed"), outbox.c.made < kept_since)
        connection.execute(delete(outbox).where(*done))
        connection.execute(delete(sessions).where(sessions.c.expires < inbox.now))
        connection.execute(delete(failures).where(failures.c.until < inbox.now - DAY))
        old_networks = update(items).where(items.c.received < kept_since, items.c.network.is_not(None))
        connection.execute(old_networks.values(network=None))
        if gone:
            decision_log.append(
                connection, inbox.keys, at=inbox.now, actor=actor, action="purge", details={"comments": gone}
            )
    forget_turns(inbox)
    inbox.database.overwrite_deleted()
    return gone
