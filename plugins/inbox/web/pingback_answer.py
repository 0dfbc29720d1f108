"""Answers a pingback by verifying it while the sender waits: a success string, or the fault that applies.

Pingback has faults for a source that does not exist and for one that does not link here. When the source cannot be
fetched at once, because of its host's rate limit or of too many waiting senders, the ping is stored as a claim to
verify later. A closed port, a private address and a slow host give the same fault after the same time, so that the
fault is no port-scan oracle.
"""

from __future__ import annotations

import threading

from starlette.concurrency import run_in_threadpool

from plugins.fetcher.model import BusyError
from plugins.i18n.messages import N_, Message, message
from plugins.inbox.data.item import Failure
from plugins.inbox.intake.linkbacks import Claim, find_claimed_item, find_published_record, store_claim
from plugins.inbox.service import Inbox
from plugins.inbox.verify.fetch_source import SourceResult, fetch_source
from plugins.inbox.verify.shared_host_turns import HostTurns
from plugins.inbox.verify.verify_linkback import LEASE, apply_result
from plugins.inbox.web.request_context import Desk
from plugins.protocols.pingback import Fault, FaultError

__all__ = ["answer_pingback"]

SLACK = 1.0
"""Seconds beyond the fetcher's limit, within which the slowest fetch ends with everything around it."""
WAITING_SENDERS = threading.BoundedSemaphore(8)
"""The limit of senders that wait for a verification at a time."""
TAKEN = message(N_("Thank you: the page links here, and now a person decides."))
LATER = message(N_("Thank you: the page will be looked at, and then a person decides."))
REGISTERED = message(N_("This pingback is registered already."))
FAULTS: dict[Failure, tuple[Fault, Message]] = {
    "unlinked": (Fault.NO_LINK, message(N_("The source does not link to the target."))),
    "gone": (Fault.NO_SOURCE, message(N_("There is no such page at the source."))),
    "missing": (Fault.NO_SOURCE, message(N_("There is no such page at the source."))),
    "unreachable": (Fault.UPSTREAM, message(N_("The source could not be read."))),
}


async def answer_pingback(desk: Desk, claim: Claim, network: str) -> Message:
    """Verify and store a pingback, or store it for later; return the success string.

    Raises:
        FaultError: It is registered already, or its source does not verify.
        FullError: The moderation queue is full.
    """
    began = desk.clock()
    if await run_in_threadpool(_is_known, desk.inbox, claim):
        raise FaultError(Fault.KNOWN, REGISTERED)
    try:
        seen = await run_in_threadpool(_fetch_source, desk.inbox, claim)
    except BusyError as busy:
        await run_in_threadpool(store_claim, desk.inbox, claim, network, busy.until)
        return LATER
    if seen.outcome != "linked":
        if seen.outcome == "unreachable":
            await desk.pause(max(0.0, began + desk.inbox.fetcher.limits.seconds + SLACK - desk.clock()))
        raise FaultError(*FAULTS[seen.outcome])
    await run_in_threadpool(_store_result, desk.inbox, claim, network, seen)
    return TAKEN


def _is_known(inbox: Inbox, claim: Claim) -> bool:
    """Return whether an equal ping is registered, and was not rejected by verification."""
    with inbox.database.read() as connection:
        item = find_claimed_item(inbox, connection, claim)
    if item is not None:  # one that is archived or marked as gone is verified again: its source may be back
        return item.standing is None and (item.status != "rejected" or item.outcome is None)
    record = find_published_record(inbox, claim)
    return record is not None and record.standing is None


def _fetch_source(inbox: Inbox, claim: Claim) -> SourceResult:
    """Return the result of fetching the source.

    Raises:
        BusyError: The rate limit of its host, or the limit of waiting senders, forbids it now.
    """
    if not WAITING_SENDERS.acquire(blocking=False):
        raise BusyError(inbox.now)
    try:
        return fetch_source(inbox, claim.source, {claim.target}, HostTurns(inbox))
    finally:
        WAITING_SENDERS.release()


def _store_result(inbox: Inbox, claim: Claim, network: str, seen: SourceResult) -> None:
    """Store the claim under a lease, and apply the result; after a crash in between, the sweep verifies it again."""
    claimed = inbox.now + LEASE
    apply_result(inbox, store_claim(inbox, claim, network, claimed), seen, claimed)
