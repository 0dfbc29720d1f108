"""Looking at the pages of published linkbacks again: which of them still link here.

Nothing is taken down here: a page that is lost is a finding, and the author decides what stands on the site: the
linkback as archived, marked as gone, or none.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sqlalchemy import update

from plugins.fetcher.model import BusyError
from plugins.inbox.data.database_tables import items
from plugins.inbox.data.item import Failure
from plugins.inbox.data.item_rows import ItemValues, has_status
from plugins.inbox.moderation.decisions import lock_item
from plugins.inbox.service import Inbox
from plugins.inbox.verify.fetch_source import Outcome, fetch_source
from plugins.inbox.verify.shared_host_turns import HostTurns
from plugins.inbox.verify.verify_linkback import accepted_targets
from plugins.interactions.model import Interaction

__all__ = ["LOST", "RecheckResult", "list_published_linkbacks", "recheck_linkbacks"]

LOST: frozenset[Failure] = frozenset({"unlinked", "gone", "missing"})
"""What says that a page links here no more; one that is out of reach today may be back tomorrow."""


@dataclass(frozen=True, slots=True)
class RecheckResult:
    """A published linkback, and what its page was seen to be."""

    record: Interaction
    outcome: Outcome


def list_published_linkbacks(inbox: Inbox, *, kept: bool = False) -> list[Interaction]:
    """Return the published linkbacks, with those that are archived or marked as gone if ``kept``."""
    records = (one for one in inbox.store.read().interactions if one.source is not None)
    return [one for one in records if kept or one.standing is None]


def recheck_linkbacks(
    inbox: Inbox, records: list[Interaction], wait: Callable[[float], object]
) -> Iterator[RecheckResult]:
    """Look at the pages of some linkbacks, each host in its turn, and yield what was seen as it comes.

    Args:
        inbox: Where what was seen is noted.
        records: What :func:`list_published_linkbacks` returns, or some of it.
        wait: Called with the seconds until the next host's turn.
    """
    queue = [(0, number, record) for number, record in enumerate(records)]
    heapq.heapify(queue)
    while queue:
        moment, number, record = heapq.heappop(queue)
        if moment > inbox.now:
            wait((moment - inbox.now) / 1000)
        try:
            yield _recheck_one(inbox, record)
        except BusyError as busy:
            heapq.heappush(queue, (max(busy.until, inbox.now + 1), number, record))


def _recheck_one(inbox: Inbox, record: Interaction) -> RecheckResult:
    with inbox.database.write() as connection:
        item = lock_item(inbox, connection, record.id)
    if item is None or record.source is None:  # removed meanwhile
        return RecheckResult(record, "linked")
    seen = fetch_source(inbox, record.source, accepted_targets(inbox, item), HostTurns(inbox))
    found: ItemValues = {"outcome": None if seen.outcome == "linked" else seen.outcome}
    if seen.outcome == "linked":
        found["checked"] = inbox.now
    with inbox.database.write() as connection:
        connection.execute(update(items).where(items.c.id == record.id, has_status("approved")).values(**found))
    return RecheckResult(record, seen.outcome)
