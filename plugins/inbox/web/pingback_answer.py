"""A pingback, which must be answered for at once: its page is looked at while the sender waits.

Pingback has faults for a page that is not there and for one that does not link here. Where the page cannot be looked
at now, since it is not its host's turn or too many are being looked at, the ping is taken as a claim like the others. A
host that is closed, private or slow gives one and the same fault, after one and the same time: nobody learns here which
ports of somebody else's are open.
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
"""Seconds that the slowest look may take beyond its limit, with all that is around it."""
WAITING_SENDERS = threading.BoundedSemaphore(8)
"""How many senders wait for a look at a time."""
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
    """Take a pingback and return what to say.

    Raises:
        FaultError: It is known already, or its page is not what it claims.
        FullError: Too much is waiting.
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
    """Tell whether a ping came before and was not refused for its page."""
    with inbox.database.read() as connection:
        item = find_claimed_item(inbox, connection, claim)
    if item is not None:  # one that was archived or marked as gone is looked at: its page may be back
        return item.standing is None and (item.status != "rejected" or item.outcome is None)
    record = find_published_record(inbox, claim)
    return record is not None and record.standing is None


def _fetch_source(inbox: Inbox, claim: Claim) -> SourceResult:
    """Return what the page says.

    Raises:
        BusyError: It cannot be looked at now.
    """
    if not WAITING_SENDERS.acquire(blocking=False):
        raise BusyError(inbox.now)
    try:
        return fetch_source(inbox, claim.source, {claim.target}, HostTurns(inbox))
    finally:
        WAITING_SENDERS.release()


def _store_result(inbox: Inbox, claim: Claim, network: str, seen: SourceResult) -> None:
    """Keep what was seen; should this process die between the two, somebody looks again."""
    claimed = inbox.now + LEASE
    apply_result(inbox, store_claim(inbox, claim, network, claimed), seen, claimed)
