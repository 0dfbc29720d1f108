"""Looking at the pages of linkbacks: one claim, one fetch outside of transactions, one decision.

Whoever looks at a page claims it for a while first, so that no two processes do; one that dies leaves it to the sweep.
A page that links here waits for the moderator; one that does not is refused, or, when it was published, taken down.
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
from plugins.inbox.moderation.decisions import update_file, write_decision
from plugins.inbox.moderation.published_file import BrokenFileError, update_from_file
from plugins.inbox.service import Inbox
from plugins.inbox.verify.fetch_source import Outcome, SourceResult, fetch_author, fetch_source
from plugins.inbox.verify.shared_host_turns import HostTurns
from plugins.interactions.visitor_text import LONGEST_NAME, LONGEST_TEXT, LONGEST_TITLE, as_shown, as_text
from plugins.protocols.url_equivalence import page_address

__all__ = ["LEASE", "apply_result", "find_due_linkbacks", "verify_linkback"]

WAITS = (MINUTE, 10 * MINUTE, HOUR, 6 * HOUR, DAY)
"""How long after each look in vain the next one comes; after the last one, the claim is refused."""
LONGEST_WAIT = 7 * DAY
"""Nobody waits longer for a host's turn, however many of its pages stand before it."""
LEASE = 2 * MINUTE
"""After so long, whoever was looking is taken to be dead."""
MOST = 50
FINAL: tuple[Failure, ...] = ("unlinked", "gone")
"""What takes a published linkback down: a page that is there without the link, or was taken away. Not one that a server
misplaced (404), or that is out of reach: ``moderate verify`` tells of those. Nor one that the author chose to keep."""
UNDECIDED: tuple[Status, ...] = ("checking", "pending")
VERIFIABLE: tuple[Status, ...] = (*UNDECIDED, "approved")


def find_due_linkbacks(inbox: Inbox) -> list[str]:
    """Return the linkbacks whose pages are to be looked at, the longest waiting first."""
    with inbox.database.read() as connection:
        query = select(items.c.id).where(items.c.due <= inbox.now).order_by(items.c.due).limit(MOST)
        return list(connection.execute(query).scalars())


def verify_linkback(inbox: Inbox, identity: str) -> Outcome | None:
    """Look at the page of a linkback and decide; return what was seen, or None when nobody looked.

    A host whose turn it is not is no failure: the look comes when it is.
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
    """Return the addresses that a page may link to: the target that was named, or, of a trackback, the article's.

    Once it was seen to link here, it may link to the same place by another name of the site.
    """
    article = inbox.articles.get(item.article)
    if article is not None and (item.kind == "trackback" or item.target is None):
        return addresses_of(inbox, article.url)
    if item.target is None:
        return set()
    return {item.target} | (addresses_of(inbox, item.target) if item.status != "checking" else set())


def apply_result(inbox: Inbox, identity: str, seen: SourceResult, claimed: int) -> None:
    """Decide on a linkback by what its page was seen to say.

    Args:
        inbox: Where.
        identity: The linkback's id.
        seen: What was seen.
        claimed: When the look would have been taken for lost. A linkback that is due at another moment by now was sent
            again, or another looks at it: that look is still to come, and a page that did not link here may by then.
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
        if item.standing is not None:  # the page is there again
            values["todo"] = True
        update_item(connection, identity, **values)
    if item.status == "checking" and inbox.settings.tells_moderator:
        inbox.nudge("announce", "")
    if seen.said.author_page:
        inbox.nudge("verify", identity)


def _page_values(item: Item, seen: SourceResult) -> ItemValues:
    """Return what a page says, fit for the record; what a trackback said of its own page goes before."""
    said = seen.said
    author_url = page_address(said.author.url) if said.author.url else None
    found: ItemValues = {
        "type": said.type if item.kind == "webmention" else None,
        "title": as_shown(said.title, LONGEST_TITLE) or None,
        "author": as_shown(said.author.name, LONGEST_NAME),
        "author_url": author_url,
        "text": as_text(said.text[:LONGEST_TEXT])[:LONGEST_TEXT],
    }
    if said.author_page and item.author:  # looked up before, and soon again
        found |= {"author": item.author, "author_url": item.author_url}
    if item.kind == "trackback":
        found |= {"title": item.title or found["title"], "text": item.text or found["text"]}
        if item.author:  # a blog's name, which is not that of whose page it is; or what its page said at first
            found |= {"author": item.author, "author_url": item.author_url}
    return found


def _write_author(inbox: Inbox, item: Item, author: str, author_url: str, claimed: int) -> None:
    """Write who the author is, found later than all else."""
    with inbox.database.write() as connection:
        current = _lock_item(inbox, connection, item.id)
        if current is None or current.due != claimed:
            return
        _apply_changes(inbox, connection, current, {"author": current.author or author, "author_url": author_url})
        update_item(connection, item.id, author_page=None, due=None)
    update_file(inbox, item.id)


def _apply_changes(inbox: Inbox, connection: Connection, item: Item, said: ItemValues) -> None:
    """Take over what a page says by now, unless a person edited it here.

    A published linkback that became suspicious waits for the moderator again.
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
        else:  # it stays as it is: a server that is down is no decision
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
    """Refuse a linkback, or take it down, by the moderator's own road."""
    write_decision(inbox, connection, item, "rejected", outcome, "system")
    update_item(connection, item.id, outcome=outcome, checked=None)


def _lock_item(inbox: Inbox, connection: Connection, identity: str) -> Item | None:
    """Return the item, locked, as its file stands; what a person took away, or is at, is not looked at any more."""
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
