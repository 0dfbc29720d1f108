"""Verifies published linkbacks again, and notes the outcome: which of their sources still link here.

Nothing is unpublished by it: a lost source is reported, and the author archives the linkback, marks it as gone, or
rejects it.
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
from plugins.inbox.moderation.item_files import lock_item
from plugins.inbox.service import Inbox
from plugins.inbox.verify.fetch_source import Outcome, fetch_source
from plugins.inbox.verify.shared_host_turns import HostTurns
from plugins.inbox.verify.verify_linkback import accepted_targets
from plugins.interactions.model import Interaction

__all__ = ["LOST", "RecheckResult", "list_published_linkbacks", "recheck_linkbacks"]

LOST: frozenset[Failure] = frozenset({"unlinked", "gone", "missing"})
"""The outcomes that mean that a source links here no more; being unreachable may be temporary."""


@dataclass(frozen=True, slots=True)
class RecheckResult:
    """A published linkback, and the outcome of verifying it again."""

    record: Interaction
    outcome: Outcome


def list_published_linkbacks(inbox: Inbox, *, kept: bool = False) -> list[Interaction]:
    """Return the published linkbacks; with ``kept``, also those that are archived or marked as gone."""
    records = (one for one in inbox.store.read().interactions if one.source is not None)
    return [one for one in records if kept or one.standing is None]


def recheck_linkbacks(
    inbox: Inbox, records: list[Interaction], wait: Callable[[float], object]
) -> Iterator[RecheckResult]:
    """Yield the result of verifying each linkback again, in the order that the rate limits of their hosts allow.

    Args:
        inbox: The inbox that notes the outcomes.
        records: The result of :func:`list_published_linkbacks`, or part of it.
        wait: Called with the seconds until the next host may be fetched from.
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
