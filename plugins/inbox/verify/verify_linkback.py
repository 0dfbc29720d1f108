"""Verifies a linkback: leases it, fetches its source outside of any transaction, and decides on the outcome.

The lease keeps two processes from verifying the same linkback; it expires when its holder dies, and the sweep verifies
again. A source that links here makes the linkback pending; one that does not has it rejected, or unpublished.
"""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection, select, update

from plugins.fetcher.model import BusyError
from plugins.inbox.data import decision_log
from plugins.inbox.data.database_tables import items
from plugins.inbox.data.item import Failure, Item, Status
from plugins.inbox.data.item_rows import (
    ItemValues,
    differences,
    get_item,
    has_status,
    select_item,
    update_item,
)
from plugins.inbox.data.timestamps import DAY, HOUR, MINUTE
from plugins.inbox.intake import suspicion
from plugins.inbox.intake.target_articles import addresses_of
from plugins.inbox.moderation.decisions import write_decision
from plugins.inbox.moderation.item_files import update_file
from plugins.inbox.moderation.published_file import BrokenFileError, update_from_file
from plugins.inbox.service import Inbox
from plugins.inbox.verify.fetch_source import Outcome, SourceResult, fetch_author, fetch_source
from plugins.inbox.verify.shared_host_turns import HostTurns
from plugins.interactions.visitor_text import LONGEST_NAME, LONGEST_TEXT, LONGEST_TITLE, as_shown, as_text
from plugins.protocols.url_equivalence import page_address

__all__ = ["LEASE", "apply_result", "find_due_linkbacks", "verify_linkback"]

WAITS = (MINUTE, 10 * MINUTE, HOUR, 6 * HOUR, DAY)
"""The backoff after each failed attempt; after the last one, the claim is rejected."""
LONGEST_WAIT = 7 * DAY
"""The longest wait for the rate limit of a host, however many of its pages are queued; then the claim is rejected."""
LEASE = 2 * MINUTE
"""The time after which a lease expires, and its holder is presumed dead."""
MOST = 50
FINAL: tuple[Failure, ...] = ("unlinked", "gone")
"""The outcomes that unpublish a linkback: no link any more, or 410. A 404 or an unreachable server does not, since it
may be temporary: ``moderate verify`` reports those. Linkbacks that are archived or marked as gone stay published."""
UNDECIDED: tuple[Status, ...] = ("checking", "pending")
VERIFIABLE: tuple[Status, ...] = (*UNDECIDED, "approved")


def find_due_linkbacks(inbox: Inbox) -> list[str]:
    """Return the ids of linkbacks that are due for verification, the longest due first."""
    with inbox.database.read() as connection:
        query = select(items.c.id).where(items.c.due <= inbox.now).order_by(items.c.due).limit(MOST)
        return list(connection.execute(query).scalars())


def verify_linkback(inbox: Inbox, identity: str) -> Outcome | None:
    """Verify a linkback that is due, or fetch its author; return the outcome, or None when its source was not fetched.

    A host's rate limit is no failed attempt: it postpones the verification.
    """
    claimed = inbox.now + LEASE
    with inbox.database.write() as connection:
        claim = update(items).where(items.c.id == identity, items.c.due <= inbox.now)
        if connection.execute(claim.values(due=claimed)).rowcount != 1:
            return None
        item = get_item(connection, identity)
    try:
        if item.author_page is not None:
            found = fetch_author(inbox, item.author_page, HostTurns(inbox))
            _write_author(inbox, item, as_shown(found.name, LONGEST_NAME), found.url or item.author_page, claimed)
            return None
        seen = fetch_source(inbox, item.source or "", accepted_targets(inbox, item), HostTurns(inbox))
    except BusyError as busy:
        _postpone(inbox, identity, busy.until)
        return None
    apply_result(inbox, identity, seen, claimed)
    return seen.outcome


def accepted_targets(inbox: Inbox, item: Item) -> set[str]:
    """Return the URLs of which a source has to link to one: the target as sent, or, for a trackback, the article's.

    After the first verification, the equivalent URLs of the target on the site's other origins count too.
    """
    article = inbox.articles.get(item.article)
    if article is not None and (item.kind == "trackback" or item.target is None):
        return addresses_of(inbox, article.url)
    if item.target is None:
        return set()
    return {item.target} | (addresses_of(inbox, item.target) if item.status != "checking" else set())


def apply_result(inbox: Inbox, identity: str, seen: SourceResult, claimed: int) -> None:
    """Decide on a linkback by the result of fetching its source.

    Args:
        inbox: The inbox that received it.
        identity: The linkback's id.
        seen: The result.
        claimed: The end of the lease that the fetch was made under. When ``due`` is another moment by now, the lease is
            lost: the linkback was sent again, or is verified by another process. That verification decides then, and
            this one must not reject what may link here by now.
    """
    if seen.outcome == "linked":
        _apply_linked(inbox, identity, seen, claimed)
    elif seen.outcome == "unreachable":
        _apply_unreachable(inbox, identity, claimed)
    else:
        _apply_denied(inbox, identity, seen.outcome, claimed)
    update_file(inbox, identity)


def _postpone(inbox: Inbox, identity: str, until: int) -> None:
    with inbox.database.write() as connection:
        item = _lock_item(inbox, connection, identity)
        if item is None:
            return
        due = max(until, inbox.now)
        if item.status == "checking" and due - item.received > LONGEST_WAIT:
            _refuse(inbox, connection, item, "unreachable")
        else:
            update_item(connection, identity, due=due)


def _apply_linked(inbox: Inbox, identity: str, seen: SourceResult, claimed: int) -> None:
    with inbox.database.write() as connection:
        item = _lock_item(inbox, connection, identity)
        if item is None:
            return
        _apply_changes(inbox, connection, item, _page_values(item, seen))
        values: ItemValues = {"checked": inbox.now, "attempts": 0, "outcome": None, "standing": None}
        if item.due == claimed:
            later = inbox.now if seen.said.author_page else None
            values |= {"author_page": seen.said.author_page or None, "due": later}
        if item.status == "checking":
            values["status"] = "pending"
        if item.standing is not None:  # its source is back: the file loses its mark
            values["todo"] = True
        update_item(connection, identity, **values)
    if item.status == "checking" and inbox.settings.tells_moderator:
        inbox.nudge("announce", "")
    if seen.said.author_page:
        inbox.nudge("verify", identity)


def _page_values(item: Item, seen: SourceResult) -> ItemValues:
    """Return the column values of a page's content, cleaned; the metadata sent by a trackback takes precedence."""
    said = seen.said
    author_url = page_address(said.author.url) if said.author.url else None
    found: ItemValues = {
        "type": said.type if item.kind == "webmention" else None,
        "title": as_shown(said.title, LONGEST_TITLE) or None,
        "author": as_shown(said.author.name, LONGEST_NAME),
        "author_url": author_url,
        "text": as_text(said.text[:LONGEST_TEXT])[:LONGEST_TEXT],
    }
    if said.author_page and item.author:  # from its author page, which is fetched again soon
        found |= {"author": item.author, "author_url": item.author_url}
    if item.kind == "trackback":
        found |= {"title": item.title or found["title"], "text": item.text or found["text"]}
        if item.author:  # the ping's blog_name, which may be another's than the page; or as first verified
            found |= {"author": item.author, "author_url": item.author_url}
    return found


def _write_author(inbox: Inbox, item: Item, author: str, author_url: str, claimed: int) -> None:
    """Store the author found on the author page, unless the lease is lost."""
    with inbox.database.write() as connection:
        current = _lock_item(inbox, connection, item.id)
        if current is None or current.due != claimed:
            return
        _apply_changes(inbox, connection, current, {"author": current.author or author, "author_url": author_url})
        update_item(connection, item.id, author_page=None, due=None)
    update_file(inbox, item.id)


def _apply_changes(inbox: Inbox, connection: Connection, item: Item, said: ItemValues) -> None:
    """Update an item by the present content of its page, unless a person has edited it.

    A published linkback that becomes suspicious returns to the moderation queue.
    """
    changed: ItemValues = {} if decision_log.is_edited(connection, item.id) else differences(item, said)
    if not changed and item.status == "approved":
        return
    given = suspicion.linkback_reasons(_traits(inbox, connection, replace(item, **changed)))
    score = suspicion.score(given)
    revision = item.revision + bool(changed)
    values: ItemValues = {**changed, "score": score, "reasons": suspicion.reasons_to_json(given), "revision": revision}
    if item.status == "approved":
        if score >= max(suspicion.SUSPICIOUS, item.score + 1):
            write_decision(inbox, connection, item, "pending", "update", "system")
            values |= {"revision": item.revision + 2, "decided": None, "digest": None}
        else:
            values |= {"todo": True, "edited": inbox.now}
            decision_log.append(connection, inbox.keys, at=inbox.now, actor="system", action="update", item=item.id)
    update_item(connection, item.id, **values)


def _traits(inbox: Inbox, connection: Connection, item: Item) -> suspicion.LinkbackTraits:
    others = (items.c.id != item.id, items.c.source != item.source)
    query = select(items.c.id).where(*others, items.c.title == item.title, items.c.text == item.text).limit(5)
    repeats = len(connection.execute(query).all()) if item.title or item.text else 0
    query = select(items.c.id).where(items.c.network == item.network, has_status("pending"), others[1])
    waiting = len(connection.execute(query.limit(10)).all()) if item.network else 0
    return suspicion.LinkbackTraits(
        title=item.title or "",
        author=item.author,
        text=item.text,
        source=item.source or "",
        repeats=repeats,
        waiting=waiting,
        words=inbox.suspicious,
    )


def _apply_unreachable(inbox: Inbox, identity: str, claimed: int) -> None:
    with inbox.database.write() as connection:
        item = _lock_item(inbox, connection, identity)
        if item is None or item.due != claimed:
            return
        if item.attempts < len(WAITS):
            due = inbox.now + WAITS[item.attempts]
            update_item(connection, identity, due=due, attempts=item.attempts + 1, outcome="unreachable")
        elif item.status == "checking":
            _refuse(inbox, connection, item, "unreachable")
        else:  # pending or published: an outage decides nothing
            update_item(connection, identity, due=None, outcome="unreachable")


def _apply_denied(inbox: Inbox, identity: str, outcome: Failure, claimed: int) -> None:
    with inbox.database.write() as connection:
        item = _lock_item(inbox, connection, identity)
        if item is None or item.due != claimed:
            return
        if item.status in UNDECIDED or (outcome in FINAL and item.standing is None):
            _refuse(inbox, connection, item, outcome)
        else:
            update_item(connection, identity, due=None, outcome=outcome)


def _refuse(inbox: Inbox, connection: Connection, item: Item, outcome: Failure) -> None:
    """Reject or unpublish a linkback, with the log entry of a moderator's decision."""
    write_decision(inbox, connection, item, "rejected", outcome, "system")
    update_item(connection, item.id, outcome=outcome, checked=None)


def _lock_item(inbox: Inbox, connection: Connection, identity: str) -> Item | None:
    """Return the locked item, updated from its file; None, and no more due, when that was removed or is broken."""
    item = select_item(connection, items.c.id == identity, lock=True)
    if item is None:
        return None
    try:
        item = update_from_file(inbox, connection, item)
        if item.status in VERIFIABLE:
            return item
    except BrokenFileError:
        pass  # ``check`` tells the author of it
    update_item(connection, identity, due=None, author_page=None)
    return None
