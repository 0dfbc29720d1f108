"""Stores received linkbacks as claims to verify, durably and idempotently; and the status of a webmention.

A claim is ``checking`` until its source was fetched and links here. Until then it is in no moderation queue and cannot
be approved (:mod:`~plugins.inbox.verify.verify_linkback`).
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from sqlalchemy import Connection, func, select
from sqlalchemy.exc import IntegrityError

from plugins.i18n.messages import N_, Message, message
from plugins.inbox.data.database_tables import items
from plugins.inbox.data.item import Failure, Item, Status
from plugins.inbox.data.item_rows import (
    ItemValues,
    differences,
    get_item,
    has_kind,
    has_status,
    insert_item,
    select_item,
    update_item,
    values_of,
)
from plugins.inbox.intake.comments import FullError
from plugins.inbox.intake.target_articles import place_of
from plugins.inbox.service import Inbox
from plugins.interactions.model import Interaction, Kind
from plugins.interactions.record_ids import RANDOM_BYTES, is_id, new_id
from plugins.interactions.visitor_text import LONGEST_NAME, LONGEST_TITLE, as_shown, as_text
from plugins.protocols.url_equivalence import comparable

__all__ = [
    "Claim",
    "WebmentionStatus",
    "find_claimed_item",
    "find_published_record",
    "find_webmention_status",
    "is_pending_or_published",
    "store_claim",
]

LONGEST_EXCERPT = 1_000
WAITING: tuple[Status, ...] = ("checking", "pending")
REFUSED: tuple[Status, ...] = ("rejected", "spam")
LIVE: tuple[Status, ...] = ("pending", "approved")

StatusWord: TypeAlias = Literal["received", "verified", "published", "refused", "deleted"]
"""The status of a webmention for programs, in JSON."""

STATUS_TEXTS: Mapping[Status | Failure | Literal["retried", "refused"], tuple[StatusWord, Message]] = {
    "checking": ("received", message(N_("It was received; its page has not been looked at yet."))),
    "retried": ("received", message(N_("Its page could not be read; it will be looked at again."))),
    "pending": ("verified", message(N_("Its page links here; now a person decides."))),
    "approved": ("published", message(N_("It is published."))),
    "unlinked": ("refused", message(N_("Its page does not link to the target."))),
    "gone": ("deleted", message(N_("Its page is gone."))),
    "missing": ("refused", message(N_("Its page is not there."))),
    "unreachable": ("refused", message(N_("Its page could not be read."))),
    "refused": ("refused", message(N_("It was not published."))),
}


@dataclass(frozen=True, slots=True)
class Claim:
    """A received linkback, not verified: the claim that a page links to an article.

    Attributes:
        kind: The protocol.
        article: The permanent id.
        source: The URL of the page.
        target: The URL of this site that it is said to link to, as sent.
        in_reply_to: The published comment that the target's fragment names, or None.
        title, author, text: The metadata of its page that a trackback sends along.
    """

    kind: Kind
    article: str
    source: str
    target: str
    in_reply_to: str | None = None
    title: str = ""
    author: str = ""
    text: str = ""


def store_claim(inbox: Inbox, claim: Claim, network: str, due: int | None = None) -> str:
    """Store a claim, schedule its verification, and return its id.

    The same claim again is an update of the first: its source is verified again, and the item changes as the page did,
    but not by what the request says, since anybody may send it. What a moderator rejected stays rejected.

    Args:
        inbox: The inbox that received it.
        claim: The claim.
        network: The keyed digest of the sender's network.
        due: When its source is to be fetched; now by default.

    Raises:
        FullError: The moderation queue is full.
    """
    when = inbox.now if due is None else due
    try:
        identity = _store_claim(inbox, claim, network, when)
    except IntegrityError:  # another process inserted it between the query and the insert (PostgreSQL)
        identity = _store_claim(inbox, claim, network, when)
    if when <= inbox.now:
        inbox.nudge("verify", identity)
    return identity


def _store_claim(inbox: Inbox, claim: Claim, network: str, when: int) -> str:
    with inbox.database.write() as connection:
        item = find_claimed_item(inbox, connection, claim, lock=True)
        if item is None:
            return _insert_claim(inbox, connection, claim, network, when)
        if item.status in REFUSED and item.outcome is None:  # by a moderator, not by verification
            return item.id
        again: ItemValues = {"due": when, "attempts": 0, "author_page": None}
        if item.status == "rejected":
            again |= {"status": "checking", "outcome": None, "decided": None, "checked": None, "received": inbox.now}
            again |= {"target": claim.target, "in_reply_to": claim.in_reply_to}
        if item.status in WAITING or item.status == "rejected":
            words = differences(item, _trackback_values(claim))
            if words:
                again |= {**words, "revision": item.revision + 1}
        update_item(connection, item.id, **again)
        return item.id


def _insert_claim(inbox: Inbox, connection: Connection, claim: Claim, network: str, when: int) -> str:
    waiting = select(func.count()).where(has_status(*WAITING))
    if connection.execute(waiting).scalar_one() >= inbox.settings.waiting_limit:
        raise FullError
    identity = new_id(inbox.present, secrets.token_bytes(RANDOM_BYTES))
    values: ItemValues = {
        "id": identity,
        "status": "checking",
        "todo": False,
        "revision": 1,
        "kind": claim.kind,
        "type": "mention" if claim.kind == "webmention" else None,
        "article": claim.article,
        "in_reply_to": claim.in_reply_to,
        "source": claim.source,
        "target": claim.target,
        "author": "",
        "text": "",
        "received": inbox.now,
        "due": when,
        "score": 0,
        "reasons": "[]",
        "network": network,
        "key": claim_key(inbox, claim),
    }
    values |= _trackback_values(claim)
    insert_item(connection, **values)
    return identity


def _trackback_values(claim: Claim) -> ItemValues:
    """Return the metadata that a trackback sends of its page, cleaned; empty for the other protocols."""
    found: ItemValues = {}
    if claim.kind == "trackback":
        if title := as_shown(claim.title, LONGEST_TITLE):
            found["title"] = title
        if author := as_shown(claim.author, LONGEST_NAME):
            found["author"] = author
        if text := as_text(claim.text[:LONGEST_EXCERPT]):
            found["text"] = text
    return found


def claim_key(inbox: Inbox, claim: Claim) -> str:
    """Return the idempotency key of a claim: of protocol, source, article and target (Webmention, section 3.2.4).

    Without the target in it, anybody could have a published linkback taken down, by a claim for another URL of the
    article, which its page does not link to. A trackback has no target.
    """
    target = comparable(claim.target) if claim.kind != "trackback" else ""
    return inbox.keys.digest("linkback", json.dumps([claim.kind, claim.source, claim.article, target]))


def find_claimed_item(inbox: Inbox, connection: Connection, claim: Claim, *, lock: bool = False) -> Item | None:
    """Return the item of an earlier, equal claim, or None; with ``lock``, one that has only a file gets a row."""
    item = select_item(connection, items.c.key == claim_key(inbox, claim), ~has_status("erased"), lock=lock)
    if item is not None:
        return item
    found = find_published_record(inbox, claim)
    if found is None:
        return None
    stored = select_item(connection, items.c.id == found.id)
    if not lock:
        return stored
    if stored is None:
        insert_item(connection, **values_of(found))
    update_item(connection, found.id, key=claim_key(inbox, claim))
    return get_item(connection, found.id)


def is_pending_or_published(inbox: Inbox, claim: Claim) -> bool:
    """Return whether an equal claim is pending or published: its updates are accepted even for a closed article."""
    with inbox.database.read() as connection:
        item = find_claimed_item(inbox, connection, claim)
    return find_published_record(inbox, claim) is not None if item is None else item.status in LIVE


def find_published_record(inbox: Inbox, claim: Claim) -> Interaction | None:
    """Return the published record of an equal claim, or None; the site may have had another host name then."""
    for one in inbox.store.of(claim.article):
        if (one.kind, one.source) == (claim.kind, claim.source) and (
            one.kind == "trackback" or one.target is None or place_of(one.target) == place_of(claim.target)
        ):
            return one
    return None


@dataclass(frozen=True, slots=True)
class WebmentionStatus:
    """The status of a webmention: a word for programs, a sentence for people, its source and its target."""

    status: StatusWord
    said: Message
    source: str
    target: str


def find_webmention_status(inbox: Inbox, identity: str) -> WebmentionStatus | None:
    """Return the status of a webmention by its id, which only its sender knows, or None."""
    if not is_id(identity):
        return None
    with inbox.database.read() as connection:
        item = select_item(connection, items.c.id == identity, has_kind("webmention"))
    if item is None:
        return None
    if item.status == "checking" and item.outcome is not None:
        status, said = STATUS_TEXTS["retried"]
    else:
        status, said = STATUS_TEXTS[item.status if item.status in STATUS_TEXTS else item.outcome or "refused"]
    return WebmentionStatus(status, said, item.source or "", item.target or "")
