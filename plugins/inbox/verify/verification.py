"""Looking at the pages of linkbacks: one claim, one fetch outside of transactions, one decision.

Whoever looks at a page claims it for a while first, so that no two processes do; one that dies leaves it to the sweep.
A page that links here waits for the moderator; one that does not is refused, or, when it was published, taken down.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Row, select, update

from plugins.fetcher.model import BusyError
from plugins.inbox.data import decision_log
from plugins.inbox.data.database_tables import items
from plugins.inbox.data.milliseconds import DAY, HOUR, MINUTE
from plugins.inbox.intake import suspicion
from plugins.inbox.intake.targets import addresses_of
from plugins.inbox.moderation.decisions import decided, finish
from plugins.inbox.moderation.published_file import BrokenError, followed
from plugins.inbox.service import Inbox
from plugins.inbox.verify.fetch_source import Outcome, Seen, author_of, look
from plugins.inbox.verify.shared_turns import HostTurns
from plugins.interactions.visitor_text import LONGEST_NAME, LONGEST_TEXT, LONGEST_TITLE, as_shown, as_text
from plugins.protocols.same_page import page_address

__all__ = ["CLAIM", "due", "settle", "verify"]

WAITS = (MINUTE, 10 * MINUTE, HOUR, 6 * HOUR, DAY)
"""How long after each look in vain the next one comes; after the last one, the claim is refused."""
LONGEST_WAIT = 7 * DAY
"""Nobody waits longer for a host's turn, however many of its pages stand before it."""
CLAIM = 2 * MINUTE
"""After so long, whoever was looking is taken to be dead."""
MOST = 50
FINAL: tuple[Outcome, ...] = ("unlinked", "gone")
"""What takes a published linkback down: a page that is there without the link, or was taken away. Not one that a server
misplaced (404), or that is out of reach: ``moderate verify`` tells of those. Nor one that the author chose to keep."""


def due(inbox: Inbox) -> list[str]:
    """Return the linkbacks whose pages are to be looked at, the longest waiting first."""
    with inbox.database.read() as connection:
        query = select(items.c.id).where(items.c.due <= inbox.now).order_by(items.c.due).limit(MOST)
        return list(connection.execute(query).scalars())


def verify(inbox: Inbox, identity: str) -> Outcome | None:
    """Look at the page of a linkback and decide; return what was seen, or None when nobody looked.

    A host whose turn it is not is no failure: the look comes when it is.
    """
    claimed = inbox.now + CLAIM
    with inbox.database.write() as connection:
        claim = update(items).where(items.c.id == identity, items.c.due <= inbox.now)
        if connection.execute(claim.values(due=claimed)).rowcount != 1:
            return None
        row = connection.execute(select(items).where(items.c.id == identity)).one()
    try:
        if row.author_page is not None:
            found = author_of(inbox, row.author_page, HostTurns(inbox))
            values = {"author": as_shown(found.name, LONGEST_NAME), "author_url": found.url or row.author_page}
            _write(inbox, row, values, claimed)
            return None
        seen = look(inbox, row.source, targets_of(inbox, row), HostTurns(inbox))
    except BusyError as busy:
        _put_off(inbox, identity, busy.until)
        return None
    settle(inbox, identity, seen, claimed)
    return seen.outcome


def targets_of(inbox: Inbox, row: Row[Any]) -> set[str]:
    """Return the addresses that a page may link to: the target that was named, or, of a trackback, the article's.

    Once it was seen to link here, it may link to the same place by another name of the site.
    """
    article = inbox.articles.get(row.article)
    if article is not None and (row.kind == "trackback" or row.target is None):
        return addresses_of(inbox, article.url)
    if row.target is None:
        return set()
    return {row.target} | (addresses_of(inbox, row.target) if row.status != "checking" else set())


def settle(inbox: Inbox, identity: str, seen: Seen, claimed: int) -> None:
    """Decide on a linkback by what its page was seen to say.

    Args:
        inbox: Where.
        identity: The linkback's id.
        seen: What was seen.
        claimed: When the look would have been taken for lost. A linkback that is due at another moment by now was sent
            again, or another looks at it: that look is still to come, and a page that did not link here may by then.
    """
    if seen.outcome == "linked":
        _linked(inbox, identity, seen, claimed)
    elif seen.outcome == "unreachable":
        _unreachable(inbox, identity, claimed)
    else:
        _denied(inbox, identity, seen.outcome, claimed)
    finish(inbox, identity)


def _put_off(inbox: Inbox, identity: str, until: int) -> None:
    with inbox.database.write() as connection:
        row = _row(inbox, connection, identity)
        if row is None:
            return
        due = max(until, inbox.now)
        if row.status == "checking" and due - row.received > LONGEST_WAIT:
            _refuse(inbox, connection, row, "unreachable")
        else:
            connection.execute(update(items).where(items.c.id == identity).values(due=due))


def _linked(inbox: Inbox, identity: str, seen: Seen, claimed: int) -> None:
    with inbox.database.write() as connection:
        row = _row(inbox, connection, identity)
        if row is None:
            return
        values = _values(row, seen)
        _change(inbox, connection, row, values)
        more = {"checked": inbox.now, "attempts": 0, "outcome": None, "standing": None}
        later = inbox.now if seen.said.author_page else None
        page = {"author_page": seen.said.author_page or None, "due": later} if row.due == claimed else {}
        arrived = {"status": "pending"} if row.status == "checking" else {}
        connection.execute(update(items).where(items.c.id == identity).values(**more, **page, **arrived))
        if row.standing is not None:  # the page is there again
            connection.execute(update(items).where(items.c.id == identity).values(todo=True))
    if row.status == "checking" and inbox.settings.tells_moderator:
        inbox.nudge("announce", "")
    if seen.said.author_page:
        inbox.nudge("verify", identity)


def _values(row: Row[Any], seen: Seen) -> dict[str, Any]:
    """Return what a page says, fit for the record; what a trackback said of its own page goes before."""
    said = seen.said
    author_url = page_address(said.author.url) if said.author.url else None
    found = {
        "type": said.type if row.kind == "webmention" else None,
        "title": as_shown(said.title, LONGEST_TITLE) or None,
        "author": as_shown(said.author.name, LONGEST_NAME),
        "author_url": author_url,
        "text": as_text(said.text[:LONGEST_TEXT])[:LONGEST_TEXT],
    }
    if said.author_page and row.author:  # looked up before, and soon again
        found |= {"author": row.author, "author_url": row.author_url}
    if row.kind == "trackback":
        found |= {name: getattr(row, name) for name in ("title", "text") if getattr(row, name)}
        if row.author:  # a blog's name, which is not that of whose page it is; or what its page said at first
            found |= {"author": row.author, "author_url": row.author_url}
    return found


def _write(inbox: Inbox, row: Row[Any], values: Mapping[str, Any], claimed: int) -> None:
    """Write who the author is, found later than all else."""
    with inbox.database.write() as connection:
        current = _row(inbox, connection, row.id)
        if current is None or current.due != claimed:
            return
        known = current.author or values["author"]
        _change(inbox, connection, current, {"author": known, "author_url": values["author_url"]})
        connection.execute(update(items).where(items.c.id == row.id).values(author_page=None, due=None))
    finish(inbox, row.id)


def _change(inbox: Inbox, connection: Connection, row: Row[Any], values: Mapping[str, Any]) -> None:
    """Take over what a page says by now, unless a person edited it here.

    A published linkback that became suspicious waits for the moderator again.
    """
    edited = decision_log.is_edited(connection, row.id)
    changed = {name: value for name, value in values.items() if not edited and getattr(row, name) != value}
    if not changed and row.status == "approved":
        return
    given = suspicion.linkback_reasons(_traits(inbox, connection, row, {**row._mapping, **changed}))
    points: dict[str, Any] = {"score": suspicion.score(given), "reasons": suspicion.as_json(given)}
    points["revision"] = row.revision + bool(changed)
    if row.status == "approved":
        if points["score"] >= max(suspicion.SUSPICIOUS, row.score + 1):
            decided(inbox, connection, row, "pending", "update", "system")
            points |= {"revision": row.revision + 2, "decided": None, "digest": None}
        else:
            points |= {"todo": True, "edited": inbox.now}
            decision_log.append(connection, inbox.keys, at=inbox.now, actor="system", action="update", item=row.id)
    connection.execute(update(items).where(items.c.id == row.id).values(**changed, **points))


def _traits(inbox: Inbox, connection: Connection, row: Row[Any], values: Mapping[str, Any]) -> suspicion.LinkTraits:
    same_words = (items.c.title == values["title"], items.c.text == values["text"], items.c.source != row.source)
    query = select(items.c.id).where(items.c.id != row.id, *same_words).limit(5)
    repeats = len(connection.execute(query).all()) if values["title"] or values["text"] else 0
    query = select(items.c.id).where(
        items.c.network == row.network, items.c.status == "pending", items.c.source != row.source
    )
    waiting = len(connection.execute(query.limit(10)).all()) if row.network else 0
    return suspicion.LinkTraits(
        title=values["title"] or "",
        author=values["author"] or "",
        text=values["text"] or "",
        source=row.source,
        repeats=repeats,
        waiting=waiting,
        words=inbox.suspicious,
    )


def _unreachable(inbox: Inbox, identity: str, claimed: int) -> None:
    with inbox.database.write() as connection:
        row = _row(inbox, connection, identity)
        if row is None or row.due != claimed:
            return
        if row.attempts < len(WAITS):
            later = {"due": inbox.now + WAITS[row.attempts], "attempts": row.attempts + 1, "outcome": "unreachable"}
            connection.execute(update(items).where(items.c.id == identity).values(**later))
        elif row.status == "checking":
            _refuse(inbox, connection, row, "unreachable")
        else:  # it stays as it is: a server that is down is no decision
            connection.execute(update(items).where(items.c.id == identity).values(due=None, outcome="unreachable"))


def _denied(inbox: Inbox, identity: str, outcome: Outcome, claimed: int) -> None:
    with inbox.database.write() as connection:
        row = _row(inbox, connection, identity)
        if row is None or row.due != claimed:
            return
        if row.status in ("checking", "pending") or (outcome in FINAL and row.standing is None):
            _refuse(inbox, connection, row, outcome)
        else:
            connection.execute(update(items).where(items.c.id == identity).values(due=None, outcome=outcome))


def _refuse(inbox: Inbox, connection: Connection, row: Row[Any], outcome: Outcome) -> None:
    """Refuse a linkback, or take it down, by the moderator's own road."""
    decided(inbox, connection, row, "rejected", outcome, "system")
    connection.execute(update(items).where(items.c.id == row.id).values(outcome=outcome, checked=None))


def _row(inbox: Inbox, connection: Connection, identity: str) -> Row[Any] | None:
    """Return the row, locked, as its file stands; what a person took away, or is at, is not looked at any more."""
    row = connection.execute(select(items).where(items.c.id == identity).with_for_update()).one_or_none()
    if row is None:
        return None
    try:
        row = followed(inbox, connection, row)
        if row.status in ("checking", "pending", "approved"):
            return row
    except BrokenError:
        pass  # ``check`` tells the author of it
    connection.execute(update(items).where(items.c.id == identity).values(due=None, author_page=None))
    return None
