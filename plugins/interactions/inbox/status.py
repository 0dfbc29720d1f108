"""What came of a webmention, for whoever sent it. Contains no Pelican."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from plugins.i18n.messages import N_, Message, message
from plugins.interactions.identity import is_id
from plugins.interactions.inbox.schema import items
from plugins.interactions.inbox.service import Inbox

__all__ = ["Status", "status_of"]

SAID: dict[str, tuple[str, Message]] = {
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
class Status:
    """A word for programs, a sentence for people, and what it is about."""

    status: str
    said: Message
    source: str
    target: str


def status_of(inbox: Inbox, identity: str) -> Status | None:
    """Return what came of a webmention, by its id, which only its sender was told."""
    if not is_id(identity):
        return None
    with inbox.database.read() as connection:
        query = select(items).where(items.c.id == identity, items.c.kind == "webmention")
        row = connection.execute(query).one_or_none()
    if row is None:
        return None
    key = row.status if row.status in SAID else row.outcome or "refused"
    if row.status == "checking" and row.outcome is not None:
        key = "retried"
    status, said = SAID[key]
    return Status(status, said, row.source, row.target or "")
