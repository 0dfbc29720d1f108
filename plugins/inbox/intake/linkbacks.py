"""A linkback comes in: on the disk before it is answered for, and once however often it is sent.

What comes in is a claim: ``checking``, until its source was fetched and links here. Until then no moderator sees it and
none can approve it (:mod:`~plugins.inbox.verify.verification`).
"""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from plugins.i18n.messages import N_, Message, message
from plugins.inbox.data.database_tables import items
from plugins.inbox.data.item import row_of
from plugins.inbox.intake.comments import FullError
from plugins.inbox.intake.targets import place_of
from plugins.inbox.service import Inbox
from plugins.interactions.model import Interaction, Kind
from plugins.interactions.record_ids import RANDOM_BYTES, is_id, new_id
from plugins.interactions.visitor_text import LONGEST_NAME, LONGEST_TITLE, as_shown, as_text
from plugins.protocols.same_page import comparable

__all__ = ["Claim", "Told", "admit", "is_known", "known", "published", "status_of"]

LONGEST_EXCERPT = 1_000
WAITING = ("checking", "pending")

TOLD: dict[str, tuple[str, Message]] = {
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
    """That a page links to an article.

    Attributes:
        kind: The protocol.
        article: The permanent id.
        source: The page.
        target: The address of ours that it links to, as it was sent.
        in_reply_to: The published comment that the target names, or None.
        title, author, text: What a trackback says of its page.
    """

    kind: Kind
    article: str
    source: str
    target: str
    in_reply_to: str | None = None
    title: str = ""
    author: str = ""
    text: str = ""


def admit(inbox: Inbox, claim: Claim, network: str, due: int | None = None) -> str:
    """Keep a claim and return its id.

    The same claim again is the same one: its page is looked at again, and what changed there changes here; nothing else
    does, since anybody may send it. What a moderator refused stays refused.

    Args:
        inbox: Where.
        claim: What came.
        network: The keyed digest of the sender's network.
        due: When its page is to be looked at; now if nothing is said.

    Raises:
        FullError: Too much is waiting.
    """
    when = inbox.now if due is None else due
    try:
        identity = _admit(inbox, claim, network, when)
    except IntegrityError:  # another process kept it between the look and the write (PostgreSQL)
        identity = _admit(inbox, claim, network, when)
    if when <= inbox.now:
        inbox.nudge("verify", identity)
    return identity


def _admit(inbox: Inbox, claim: Claim, network: str, when: int) -> str:
    with inbox.database.write() as connection:
        row = known(inbox, connection, claim, lock=True)
        if row is None:
            return _keep(inbox, connection, claim, network, when)
        if row.status in ("rejected", "spam") and row.outcome is None:  # a person's word
            return str(row.id)
        again: dict[str, Any] = {"due": when, "attempts": 0, "author_page": None}
        if row.status == "rejected":
            again |= {"status": "checking", "outcome": None, "decided": None, "checked": None, "received": inbox.now}
            again |= {"target": claim.target, "in_reply_to": claim.in_reply_to}
        if row.status in WAITING or row.status == "rejected":
            words = {name: value for name, value in _words(claim).items() if value and getattr(row, name) != value}
            again |= {**words, "revision": row.revision + 1} if words else {}
        connection.execute(update(items).where(items.c.id == row.id).values(**again))
        return str(row.id)


def _keep(inbox: Inbox, connection: Connection, claim: Claim, network: str, when: int) -> str:
    waiting = select(func.count()).where(items.c.status.in_(WAITING))
    if connection.execute(waiting).scalar_one() >= inbox.settings.waiting_limit:
        raise FullError
    identity = new_id(inbox.present, secrets.token_bytes(RANDOM_BYTES))
    row = {
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
        "key": key_of(inbox, claim),
    }
    connection.execute(insert(items), [{**row, **_words(claim)}])
    return identity


def _words(claim: Claim) -> dict[str, Any]:
    """Return what a trackback says of its page; the other protocols say nothing."""
    if claim.kind != "trackback":
        return {}
    title, author = as_shown(claim.title, LONGEST_TITLE), as_shown(claim.author, LONGEST_NAME)
    return {"title": title or None, "author": author, "text": as_text(claim.text[:LONGEST_EXCERPT])}


def key_of(inbox: Inbox, claim: Claim) -> str:
    """Return what makes two claims one: protocol, page, article and target (Webmention, section 3.2.4).

    Else anybody could say of a published linkback that its page links to another address of the article, which it does
    not, and have it taken down. A trackback names no target.
    """
    target = comparable(claim.target) if claim.kind != "trackback" else ""
    return inbox.keys.digest("linkback", json.dumps([claim.kind, claim.source, claim.article, target]))


def known(inbox: Inbox, connection: Connection, claim: Claim, *, lock: bool = False) -> Row[Any] | None:
    """Return the row of a claim that came before; one that only its file tells of gets a row."""
    query = select(items).where(items.c.key == key_of(inbox, claim), items.c.status != "erased")
    row = connection.execute(query.with_for_update() if lock else query).one_or_none()
    if row is not None:
        return row
    found = published(inbox, claim)
    if found is None:
        return None
    stored = connection.execute(select(items).where(items.c.id == found.id)).one_or_none()
    if stored is None and not lock:
        return None
    key = {"key": key_of(inbox, claim)}
    if stored is None:
        connection.execute(insert(items), [{**row_of(found), **key}])
    elif lock:
        connection.execute(update(items).where(items.c.id == found.id).values(**key))
    return connection.execute(select(items).where(items.c.id == found.id)).one()


def is_known(inbox: Inbox, claim: Claim) -> bool:
    """Tell whether a claim is published, or waits to be: what changed on its page is told even of a closed article."""
    with inbox.database.read() as connection:
        row = known(inbox, connection, claim)
    return published(inbox, claim) is not None if row is None else row.status in ("pending", "approved")


def published(inbox: Inbox, claim: Claim) -> Interaction | None:
    """Return what stands in the repository of a claim that came before, when the site had another name, too."""
    for one in inbox.store.of(claim.article):
        if (one.kind, one.source) == (claim.kind, claim.source) and (
            one.kind == "trackback" or one.target is None or place_of(one.target) == place_of(claim.target)
        ):
            return one
    return None


@dataclass(frozen=True, slots=True)
class Told:
    """What came of a webmention: a word for programs, a sentence for people, and what it is about."""

    status: str
    said: Message
    source: str
    target: str


def status_of(inbox: Inbox, identity: str) -> Told | None:
    """Return what came of a webmention, by its id, which only its sender was told."""
    if not is_id(identity):
        return None
    with inbox.database.read() as connection:
        query = select(items).where(items.c.id == identity, items.c.kind == "webmention")
        row = connection.execute(query).one_or_none()
    if row is None:
        return None
    key = row.status if row.status in TOLD else row.outcome or "refused"
    if row.status == "checking" and row.outcome is not None:
        key = "retried"
    status, said = TOLD[key]
    return Told(status, said, row.source, row.target or "")
